"""Chao's estimates from how many documents were found once and how many twice: lower bounds where documents differ in how easily they are found.

Sources: A. Chao, Estimating the population size for capture-recapture data with unequal catchability, Biometrics 43:783-791, 1987;
A. Chao, Estimating population size for sparse data in capture-recapture experiments, Biometrics 45:427-438, 1989.
"""

from __future__ import annotations

from eval.completeness.intervals import LEVEL, above_found, log_variance
from eval.completeness.model import Estimate, Histories


def chao1987(once: int, twice: int) -> tuple[float, float]:
    """f1² / (2·f2), the least number of documents not found, and its variance; for many lists that are alike (model Mh).

    Where nothing was found twice it is f1(f1 - 1) / 2, the bias-corrected form at f2 = 0, with the variance that goes with it.
    """
    if not twice:
        unseen = once * (once - 1) / 2
        return unseen, once * (once - 1) * (2 * once - 1) ** 2 / 4 + once * (once - 1) / 2
    ratio = once / twice
    return once**2 / (2 * twice), twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)


def many_alike(histories: Histories, level: float = LEVEL) -> Estimate:
    """Chao's bound of 1987 over the lists of `histories`, with its log-normal interval."""
    once, twice = histories.times(1), histories.times(2)
    unseen, variance = chao1987(once, twice)
    found = histories.found
    low, high = above_found(found, unseen, log_variance(variance, unseen), level) if unseen else (found, found)
    return Estimate("Chao 1987", histories.lists, found, found + unseen, low, high, True, f"{once} found once, {twice} twice")


def lower_bound(histories: Histories, level: float = LEVEL) -> Estimate:
    """Chao's bound of 1989 for lists that find different shares (model Mt): found + Σ(i<j) Zi·Zj / (f2 + 1), Zi found by list i alone.

    For two lists it is Chapman's estimate. The interval is log-normal, its variance by the delta method over independent Poisson counts, with half
    a document added to each count.
    """
    alone, twice, found = histories.alone, histories.times(2), histories.found
    once = sum(alone)
    unseen = (once**2 - sum(z * z for z in alone)) / 2 / (twice + 1)
    halves = [z + 0.5 for z in alone]
    pairs = (sum(halves) ** 2 - sum(z * z for z in halves)) / 2
    smooth = pairs / (twice + 0.5)
    spread = sum(z * (sum(halves) - z) ** 2 for z in halves) / pairs**2 + 1 / (twice + 0.5) + 1 / max(smooth, 0.5)
    low, high = above_found(found, smooth, spread, level)
    detail = f"{once} found once, {twice} twice"
    return Estimate("Chao 1989", histories.lists, found, found + unseen, max(found, min(low - 0.5, found + unseen)), high, True, detail)
