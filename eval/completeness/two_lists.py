"""Two lists: Lincoln and Petersen's estimate, Chapman's, and what becomes of them when the lists are not independent.

Two lists found n1 and n2 relevant documents, m of them both. Where the lists are independent and every document is as easily found as another,
n1·n2 / m exist. Sources: D. G. Chapman, Some properties of the hypergeometric distribution with applications to zoological sample censuses,
University of California Publications in Statistics 1:131-160, 1951; G. A. F. Seber, The effects of trap response on tag recapture estimates,
Biometrics 26:13-22, 1970; M. Sadinle, Transformed logit confidence intervals for small populations in single capture-recapture estimation,
Communications in Statistics: Simulation and Computation 38:1909-1924, 2009.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from eval.completeness.intervals import LEVEL, quantile
from eval.completeness.model import Estimate, Histories

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Dependence:
    """How much more likely one list finds a document that the other found: the odds ratio m·x00 / (x10·x01), 1 where the lists are independent.

    `log_variance` is the variance of its logarithm: 0 where it is taken as given.
    """

    odds_ratio: float = 1.0
    log_variance: float = 0.0


INDEPENDENT = Dependence()


def lincoln_petersen(first: int, second: int, both: int) -> float:
    """n1·n2 / m, infinite where no document was found twice. Raises ValueError for counts that cannot be."""
    _check(first, second, both)
    return first * second / both if both else math.inf if first and second else float(max(first, second))


def chapman(first: int, second: int, both: int) -> float:
    """(n1 + 1)(n2 + 1) / (m + 1) - 1: finite always, and nearly without bias where n1 + n2 is at least the total (Chapman 1951)."""
    _check(first, second, both)
    return (first + 1) * (second + 1) / (both + 1) - 1


def chapman_variance(first: int, second: int, both: int) -> float:
    """(n1 + 1)(n2 + 1)(n1 - m)(n2 - m) / ((m + 1)²(m + 2)) (Seber 1970)."""
    _check(first, second, both)
    return (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))


def sadinle_interval(first: int, second: int, both: int, level: float = LEVEL, dependence: Dependence = INDEPENDENT) -> tuple[float, float]:
    """The transformed logit interval of the total (Sadinle 2009), which keeps its level in small numbers; half a document is added to each count.

    Sadinle's last term, 1 / unseen, is held at half a document: it explodes where almost all was found twice, and there the half is wide enough.
    With `dependence` the number not found is multiplied by the odds ratio, whose own uncertainty widens the interval.
    """
    _check(first, second, both)
    m, b, c = both + _HALF, first - both + _HALF, second - both + _HALF
    unseen = dependence.odds_ratio * b * c / m
    sigma = math.sqrt(1 / m + 1 / b + 1 / c + 1 / max(unseen, _HALF) + dependence.log_variance)
    spread = math.exp(quantile(level) * sigma)
    found = first + second - both
    low, high = found - _HALF + unseen / spread, found - _HALF + unseen * spread
    return max(float(found), low), max(float(found), high)


def webster_kemp(first: int, second: int, both: int) -> tuple[float, float] | None:
    """Mean and standard deviation of the total where every total is as likely beforehand; None below four documents found twice: they do not exist.

    (n1 - 1)(n2 - 1) / (m - 2); variance: that times (n1 - m + 1)(n2 - m + 1) / ((m - 2)(m - 3)). Source: A. J. Webster, R. Kemp, Estimating
    omissions from searches, The American Statistician 67:82-89, 2013, who find Chapman's estimate too small where few were found twice.
    """
    _check(first, second, both)
    if both <= 3:  # noqa: PLR2004
        return None
    mean = (first - 1) * (second - 1) / (both - 2)
    spread = (first - both + 1) * (second - both + 1) / ((both - 2) * (both - 3))
    return mean, math.sqrt(mean * spread)


def two_lists(histories: Histories, dependence: Dependence = INDEPENDENT, level: float = LEVEL) -> Estimate:
    """Chapman's estimate with Sadinle's interval; with `dependence` the number not found is multiplied by the odds ratio."""
    first, second = histories.sizes
    both = histories.both(0, 1)
    found = first + second - both
    total = found + dependence.odds_ratio * (chapman(first, second, both) - found)
    low, high = sadinle_interval(first, second, both, level, dependence)
    given = dependence is INDEPENDENT
    detail = f"{first} and {second} found, {both} by both" + ("" if given else f"; odds ratio {dependence.odds_ratio:.2f} taken from elsewhere")
    if given and (flat := webster_kemp(first, second, both)):
        detail += f"; Webster and Kemp: {flat[0]:.1f} ± {flat[1]:.1f}"
    return Estimate("Chapman" if given else "Chapman, calibrated", histories.lists, found, total, min(low, total), max(high, total), given, detail)


def known_dependence(first: int, second: int, both: int, total: int) -> Dependence:
    """The odds ratio of two lists over `total` relevant documents all known, half a document added to each of the four counts (Haldane, Anscombe)."""
    _check(first, second, both)
    neither = total - (first + second - both)
    if neither < 0:
        msg = f"{total} documents in all are fewer than the {first + second - both} found"
        raise ValueError(msg)
    m, b, c, d = both + _HALF, first - both + _HALF, second - both + _HALF, neither + _HALF
    return Dependence(m * d / (b * c), 1 / m + 1 / b + 1 / c + 1 / d)


def _check(first: int, second: int, both: int) -> None:
    if not 0 <= both <= min(first, second):
        msg = f"{both} documents cannot be in both of a list of {first} and a list of {second}"
        raise ValueError(msg)
