"""Intervals for a number of documents that cannot be below what was found."""

from __future__ import annotations

import math
from statistics import NormalDist

LEVEL = 0.95


def quantile(level: float = LEVEL) -> float:
    """The standard normal quantile of a two-sided interval: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + level) / 2)


def above_found(found: float, unseen: float, log_variance: float, level: float = LEVEL) -> tuple[float, float]:
    """`found` plus `unseen`, the latter divided and multiplied by exp(z·√log_variance).

    The number not found is positive and its estimate skew, so that its logarithm is taken to be normal (Chao 1987, p. 787).
    """
    spread = math.exp(min(quantile(level) * math.sqrt(log_variance), 50.0))
    return found + unseen / spread, found + unseen * spread


def log_variance(variance: float, unseen: float) -> float:
    """The variance of the logarithm of `unseen` that belongs to its `variance` under a log-normal law: log(1 + v / f²) (Chao 1987)."""
    return math.log1p(variance / unseen**2)


def wilson(held: int, draws: int, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's interval of a share: `held` of `draws`. (0, 1) where nothing was drawn."""
    if not draws:
        return 0.0, 1.0
    z, p = quantile(level), held / draws
    middle, half = p + z * z / (2 * draws), z * math.sqrt(p * (1 - p) / draws + z * z / (4 * draws * draws))
    scale = 1 + z * z / draws
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
