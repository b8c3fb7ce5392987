"""When an estimate is not to be trusted. The rules are stated here, and calibration shows whether they warn where it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.completeness.evidence import Evidence
    from eval.completeness.model import Estimate, Histories

USABLE, BOUND, NONE = "usable", "lower bound", "not to be trusted"
LEAST_TWICE = 7
"""Below 7 documents found twice the bias of Petersen's estimate is no longer negligible (D. S. Robson, H. A. Regier, Sample size in Petersen
mark-recapture experiments, Transactions of the American Fisheries Society 93:215-226, 1964)."""
MOST_ALIKE = 0.5
"""Lists that share more of all their documents, relevant or not, are one recipe looked at twice."""
WIDEST = 4.0
"""An interval that reaches this many times what was found says nothing of use."""
UNKNOWN = "how far the lists depend on one another is not known: recipes that read the same text find the same documents, so more was missed"
"""Of every estimate from overlap alone: where judgments are known, words and meaning find the same documents at many times the odds of chance."""
_SIGNIFICANT = 0.05
_LEAST_GROUP = 3


@dataclass(frozen=True, slots=True)
class Trust:
    """How far an estimate may be believed: `level` is one of `USABLE`, `BOUND`, `NONE`; `reasons` are sentences."""

    level: str
    reasons: tuple[str, ...] = ()


def easy_found_twice(evidence: Evidence, a: int = 0, b: int = 1) -> float | None:
    """The p value of the test whether documents that one list ranks high are found by the other more often than those that it ranks low.

    Were the lists independent and all documents as easily found, where one list has a document would say nothing about the other. One-sided rank
    sum tests (Mann and Whitney 1947) in both directions, the smaller p doubled (Bonferroni). None with too few documents to tell.
    """
    from scipy.stats import mannwhitneyu  # type: ignore[import-untyped]

    found = []
    for one, other in ((a, b), (b, a)):
        shared: list[int] = []
        alone: list[int] = []
        for rows in evidence.ranks.values():
            for ranks in rows:
                here, there = ranks[one], ranks[other]
                if here is not None and here <= evidence.depth:
                    (shared if there is not None and there <= evidence.depth else alone).append(here)
        if min(len(shared), len(alone)) >= _LEAST_GROUP:
            found.append(float(mannwhitneyu(shared, alone, alternative="less", method="asymptotic").pvalue))
    return min(1.0, 2 * min(found)) if found else None


def trust(estimate: Estimate, histories: Histories, alike: float = 0.0, trend: float | None = None) -> Trust:
    """What the counts themselves say against `estimate`. From overlap alone it is a lower bound at best: only what is calibrated can be usable.

    `alike` is the overlap of the lists, `trend` the p value of `easy_found_twice`.
    """
    fatal: list[str] = []
    weak: list[str] = []
    twice = histories.found - histories.times(1)
    if twice < LEAST_TWICE:
        fatal.append(f"only {twice} document{'' if twice == 1 else 's'} found more than once, {LEAST_TWICE} are needed")
    if alike > MOST_ALIKE:
        fatal.append(f"the lists share {alike:.0%} of all their documents: they are not independent recipes")
    calibrated = estimate.method.endswith("calibrated")
    if estimate.high > WIDEST * max(1, estimate.found):
        # To call the narrow intervals usable and the wide ones not would pick those that happen to be too low: what is calibrated stays usable.
        (weak if calibrated else fatal).append(f"the interval reaches {estimate.high / max(1, estimate.found):.0f} times what was found")
    if calibrated:
        return Trust(NONE if fatal else USABLE, (*fatal, *weak))
    if trend is not None and trend < _SIGNIFICANT:
        weak.append(f"documents that are easy to find were found by both lists (p = {trend:.3f}): more was missed than the estimate says")
    weak.append(UNKNOWN)
    if estimate.method == "sample coverage" and estimate.bound:
        weak.append("the sample coverage is below 0.55")
    return Trust(NONE if fatal else BOUND, (*fatal, *weak))
