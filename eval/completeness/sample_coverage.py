"""Three lists and more that may depend on one another: estimates from the sample coverage.

The coverage C is the share of what exists, weighted by how easily it is found, that was found; documents found by one list alone tell how far it is
from 1. Sources: A. Chao, P. K. Tsay, A sample coverage approach to multiple-system estimation with application to census undercount, JASA
93:283-293, 1998; A. Chao, P. K. Tsay, S.-H. Lin, W.-Y. Shau, D.-Y. Chao, The applications of capture-recapture models to epidemiological data,
Statistics in Medicine 20:3123-3157, 2001.
"""

from __future__ import annotations

import itertools

from eval.completeness.intervals import LEVEL, above_found, log_variance
from eval.completeness.model import Estimate, Histories

LEAST_LISTS = 3
LEAST_COVERAGE = 0.55
"""Below this coverage the one-step estimate is a lower bound only (Chao and others 2001)."""
_ROUNDS = 100
_SEED = 19980301


def coverage(histories: Histories) -> float | None:
    """Ĉ = 1 - Σ (Zi/ni) / t, Zi found by list i alone; None where a list found nothing."""
    sizes = histories.sizes
    if not all(sizes):
        return None
    return 1 - sum(alone / size for alone, size in zip(histories.alone, sizes, strict=True)) / len(sizes)


def one_step(histories: Histories) -> tuple[float, float] | None:
    """The one-step estimate N̂1 of the total (2001, section 4.2), and Ĉ; None where the coverage is nil or a list found nothing.

    Independent lists would give N̂0 = D̄ / Ĉ. Each pair's coefficient of covariation, taken from N̂0 and once more from what comes of it, adds
    its share over the documents that no third list found.
    """
    c = coverage(histories)
    if not c or c <= 0:
        return None
    lists = len(histories.lists)
    independent = (histories.found - sum(histories.alone) / lists) / c
    shares = [_share(histories, a, b) for a, b in itertools.combinations(range(lists), 2)]
    total = independent
    for _ in range(2):
        total = independent + sum(weight * (total * both - 1) for weight, both in shares) / (lists * c)
    return max(total, float(histories.found)), c


def _share(histories: Histories, a: int, b: int) -> tuple[int, float]:
    """For the lists `a` and `b`: their documents that no third list found, those of both counted twice; and m / (na·nb)."""
    sizes = histories.sizes
    apart = sum(n * (h[a] + h[b]) for h, n in histories.counts.items() if sum(h) == h[a] + h[b])
    return apart, histories.both(a, b) / (sizes[a] * sizes[b])


def sample_coverage(histories: Histories, level: float = LEVEL) -> Estimate | None:
    """The one-step estimate with a log-normal interval, its variance from a seeded bootstrap. None for fewer than three lists or no overlap."""
    import numpy as np

    if len(histories.lists) < LEAST_LISTS or (found := one_step(histories)) is None:
        return None
    total, c = found
    cells, counts = list(histories.counts), np.array(list(histories.counts.values()), dtype=np.float64)
    unseen = max(total - histories.found, 0.0)
    shares = np.append(counts, unseen) / (counts.sum() + unseen)
    random = np.random.default_rng(_SEED)
    draws = random.multinomial(round(histories.found + unseen), shares, size=_ROUNDS)
    drawn = [one_step(Histories(histories.lists, {cell: int(n) for cell, n in zip(cells, row, strict=False) if n})) for row in draws]
    totals = [d[0] for d in drawn if d]
    variance = float(np.var(totals, ddof=1)) if len(totals) > 1 else 0.0
    smooth = max(unseen, 0.5)
    low, high = above_found(histories.found, smooth, log_variance(variance, smooth), level)
    detail = f"coverage {c:.2f}"
    return Estimate("sample coverage", histories.lists, histories.found, total, min(low, total), max(high, total), c < LEAST_COVERAGE, detail)
