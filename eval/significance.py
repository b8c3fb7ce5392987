"""Is a difference between two runs more than chance? Paired over topics, seeded, so that the same runs give the same figures.

Source: M. D. Smucker, J. Allan, B. Carterette, A comparison of statistical significance tests for information retrieval evaluation, CIKM 2007;
T. Sakai, Evaluating evaluation metrics based on the bootstrap, SIGIR 2006.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20100719
ROUNDS = 10_000
_BLOCK = 4_000_000
"""Random numbers drawn at once: 32 MB."""


def randomisation_p(differences: Sequence[float], rounds: int = ROUNDS, seed: int = SEED) -> float:
    """Two-sided p value of the paired randomisation test on the mean of `differences`: signs are flipped at random, `rounds` times.

    (1 + as extreme) / (1 + rounds), never 0; 1 where nothing differs.
    """
    import numpy as np

    values = np.asarray([d for d in differences if d != 0.0], dtype=np.float64)
    if not len(values):
        return 1.0
    random = np.random.default_rng(seed)
    # A sum of the same numbers in another order differs in the last bits: that much counts as equal.
    seen = abs(values.sum()) * (1 - 1e-12)
    extreme = done = 0
    while done < rounds:
        block = min(rounds - done, max(1, _BLOCK // len(values)))
        signs = random.integers(0, 2, size=(block, len(values)), dtype=np.int8) * 2 - 1
        extreme += int((np.abs(signs @ values) >= seen).sum())
        done += block
    return (1 + extreme) / (1 + rounds)


def bootstrap_interval(values: Sequence[float], level: float = 0.95, rounds: int = ROUNDS, seed: int = SEED) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean of `values` over topics drawn with replacement. Raises ValueError without values."""
    import numpy as np

    sample = np.asarray(values, dtype=np.float64)
    if not len(sample):
        msg = "no values"
        raise ValueError(msg)
    random = np.random.default_rng(seed)
    means: list[float] = []
    while len(means) < rounds:
        block = min(rounds - len(means), max(1, _BLOCK // len(sample)))
        means += sample[random.integers(0, len(sample), size=(block, len(sample)))].mean(axis=1).tolist()
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
