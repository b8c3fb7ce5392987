"""Is a difference between two runs more than chance? Paired over topics, seeded, so that the same runs give the same figures.

Matrices hold one row a topic and one column a comparison: all columns share the random draws, so that a thousand comparisons cost little more
than one and can be read beside one another.

Sources: M. D. Smucker, J. Allan, B. Carterette, A comparison of statistical significance tests for information retrieval evaluation, CIKM 2007;
T. Sakai, Evaluating evaluation metrics based on the bootstrap, SIGIR 2006; S. Holm, A simple sequentially rejective multiple test procedure,
Scandinavian Journal of Statistics 6, 1979.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

SEED = 20100719
ROUNDS = 10_000
_BLOCK = 4_000_000
"""Random numbers drawn at once: 32 MB."""
_EQUAL = 1e-12
"""A sum of the same numbers in another order differs in the last bits: that much, of the sum of their sizes, counts as equal."""


def randomisation_p(differences: Sequence[float], rounds: int = ROUNDS, seed: int = SEED) -> float:
    """Two-sided p value of the paired randomisation test on the mean of `differences`: signs are flipped at random, `rounds` times.

    (1 + as extreme) / (1 + rounds), never 0; 1 where nothing differs. Raises ValueError for differences that are no finite numbers.
    """
    return randomisation_ps([[d] for d in differences], rounds, seed)[0] if len(differences) else 1.0


def randomisation_ps(differences: Sequence[Sequence[float]] | NDArray[np.float64], rounds: int = ROUNDS, seed: int = SEED) -> list[float]:
    """`randomisation_p` of every column of `differences` (topics × comparisons); the signs of a round are the same for all columns."""
    import numpy as np

    values = _matrix(differences)
    values = values[(values != 0.0).any(axis=1)]
    if not len(values):
        return [1.0] * values.shape[1]
    random = np.random.default_rng(seed)
    seen = np.abs(values.sum(axis=0)) - _EQUAL * np.abs(values).sum(axis=0)
    extreme = np.zeros(values.shape[1], dtype=np.int64)
    for block in _blocks(rounds, len(values)):
        signs = random.integers(0, 2, size=(block, len(values)), dtype=np.int8).astype(np.float64) * 2 - 1
        extreme += (np.abs(signs @ values) >= seen).sum(axis=0)
    return [float(p) for p in (1 + extreme) / (1 + rounds)]


def family_ps(falls: Sequence[Sequence[float]] | NDArray[np.float64], units: Sequence[float], rounds: int = ROUNDS, seed: int = SEED) -> list[float]:
    """One-sided p of every column of `falls` (topics × comparisons), adjusted for all: how often, signs flipped, any column falls as far.

    Each column is measured in its own of `units` (0: left out). What moves together counts once, since the signs of a round are the same for all.
    1 for a column whose sum is not above 0. Source: P. H. Westfall, S. S. Young, Resampling-based multiple testing, 1993 (single-step maxT).
    """
    import numpy as np

    scale = np.array([1 / unit if unit > 0 else 0.0 for unit in units])
    values = _matrix(falls) * scale
    values = values[(values != 0.0).any(axis=1)]
    if not len(values):
        return [1.0] * values.shape[1]
    random = np.random.default_rng(seed)
    seen = values.sum(axis=0) - _EQUAL * np.abs(values).sum(axis=0)
    farther = np.zeros(values.shape[1], dtype=np.int64)
    for block in _blocks(rounds, max(values.shape)):
        signs = random.integers(0, 2, size=(block, len(values)), dtype=np.int8).astype(np.float64) * 2 - 1
        farther += ((signs @ values).max(axis=1)[:, None] >= seen).sum(axis=0)
    return [float(p) if fall > 0 else 1.0 for p, fall in zip((1 + farther) / (1 + rounds), seen, strict=True)]


def t_p(differences: Sequence[float]) -> float:
    """Two-sided p value of Student's paired t test on the mean of `differences`; 1 where nothing differs or there is one topic only.

    Raises ValueError for differences that are no finite numbers.
    """
    from scipy.special import stdtr  # type: ignore[import-untyped]

    mean, deviation = mean_and_deviation(differences)
    n = len(differences)
    if n < 2 or mean == 0.0:  # noqa: PLR2004
        return 1.0
    if deviation == 0.0:
        return 0.0
    return float(2 * stdtr(n - 1, -abs(mean) / (deviation / n**0.5)))


def holm(values: Sequence[float]) -> list[float]:
    """The p `values` adjusted by Holm for all of them together, in their order: reject where the adjusted one is at most the level."""
    adjusted = [0.0] * len(values)
    below = 0.0
    for done, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        below = max(below, min(1.0, (len(values) - done) * values[place]))
        adjusted[place] = below
    return adjusted


def effect_size(differences: Sequence[float]) -> float | None:
    """Cohen's d of paired `differences`: their mean in units of their own standard deviation. None where all are the same and not 0: no bound.

    Source: J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 1988 (d_z); T. Sakai, Statistical reform in IR, SIGIR Forum 48, 2014.
    """
    mean, deviation = mean_and_deviation(differences)
    if deviation == 0.0:
        return None if mean else 0.0
    return mean / deviation


def mean_and_deviation(values: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation (n - 1) of `values`; (0, 0) without any. A deviation within the last bits is none. Raises ValueError for NaN."""
    import numpy as np

    sample = _matrix([[v] for v in values])[:, 0] if len(values) else np.zeros(1)
    mean = float(sample.mean())
    deviation = float(sample.std(ddof=1)) if len(sample) > 1 else 0.0
    return mean, deviation if deviation > _EQUAL * float(np.abs(sample).max()) else 0.0


def bootstrap_interval(values: Sequence[float], level: float = 0.95, rounds: int = ROUNDS, seed: int = SEED) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean of `values` over topics drawn with replacement. Raises ValueError without values or for NaN."""
    return bootstrap_intervals([[v] for v in values], level, rounds, seed)[0]


def bootstrap_intervals(
    values: Sequence[Sequence[float]] | NDArray[np.float64], level: float = 0.95, rounds: int = ROUNDS, seed: int = SEED
) -> list[tuple[float, float]]:
    """`bootstrap_interval` of every column of `values` (topics × figures); the topics drawn in a round are the same for all columns."""
    return quantiles(bootstrap_means(values, rounds, seed), level)


def bootstrap_means(values: Sequence[Sequence[float]] | NDArray[np.float64], rounds: int = ROUNDS, seed: int = SEED) -> NDArray[np.float64]:
    """Means (rounds × figures) of the columns of `values` (topics × figures) over topics drawn with replacement. Raises ValueError as above."""
    import numpy as np

    sample = _matrix(values)
    topics = len(sample)
    random = np.random.default_rng(seed)
    means = np.empty((rounds, sample.shape[1]))
    done = 0
    for block in _blocks(rounds, topics):
        drawn = random.integers(0, topics, size=(block, topics))
        drawn += np.arange(block)[:, None] * topics
        # How often each topic was drawn in each round: one product then gives the means of all columns.
        times = np.bincount(drawn.ravel(), minlength=block * topics).reshape(block, topics)
        means[done : done + block] = times.astype(np.float64) @ sample / topics
        done += block
    return means


def quantiles(means: NDArray[np.float64], level: float = 0.95) -> list[tuple[float, float]]:
    """The middle `level` of each column of `means`."""
    import numpy as np

    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]


def _matrix(values: Sequence[Sequence[float]] | NDArray[np.float64]) -> NDArray[np.float64]:
    """`values` as rows and columns of finite numbers. Raises ValueError."""
    import numpy as np

    matrix = np.asarray(values, dtype=np.float64)
    if matrix.ndim != 2 or not matrix.size:  # noqa: PLR2004
        msg = "no values"
        raise ValueError(msg)
    if not np.isfinite(matrix).all():
        msg = "values that are no finite numbers"
        raise ValueError(msg)
    return matrix


def _blocks(rounds: int, width: int) -> Iterator[int]:
    """Sizes that add up to `rounds`, each of at most `_BLOCK` numbers."""
    size = max(1, _BLOCK // width)
    for done in range(0, rounds, size):
        yield min(size, rounds - done)
