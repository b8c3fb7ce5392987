"""Every estimate that a set of lists allows, with how far each may be believed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.completeness.chao import lower_bound, many_alike
from eval.completeness.loglinear import loglinear
from eval.completeness.sample_coverage import sample_coverage
from eval.completeness.trust import Trust, easy_found_twice, trust
from eval.completeness.two_lists import two_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eval.completeness.evidence import Evidence
    from eval.completeness.model import Estimate
    from eval.completeness.two_lists import Dependence

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """An estimate and how far it may be believed."""

    estimate: Estimate
    trust: Trust


def of_pair(evidence: Evidence, pair: Pair, topics: Sequence[str] | None, alike: float, dependence: Dependence | None) -> list[Judged]:
    """Chapman's estimate of two of the lists, and where their `dependence` is known from elsewhere the one calibrated by it."""
    two = evidence.only(*pair)
    histories = two.histories(topics)
    shown = two if topics is None else type(two)(two.lists, two.depth, {t: two.ranks[t] for t in topics})
    trend = easy_found_twice(shown)
    found = [two_lists(histories), *([two_lists(histories, dependence)] if dependence else [])]
    # What is calibrated knows that the lists are alike: that is what was learnt.
    return [Judged(e, trust(e, histories, 0.0 if e.method.endswith("calibrated") else alike, trend)) for e in found]


def of_all(evidence: Evidence, topics: Sequence[str] | None, alike: Mapping[Pair, float]) -> Iterator[Judged]:
    """Of three lists and more: log-linear models, sample coverage, Chao's bounds."""
    if len(evidence.lists) < 3:  # noqa: PLR2004
        return
    histories = evidence.histories(topics)
    closest = max(alike.values(), default=0.0)
    for estimate in (loglinear(histories), sample_coverage(histories), lower_bound(histories), many_alike(histories)):
        if estimate is not None:
            # Dependence between lists is what log-linear models and the sample coverage allow for.
            allowed = estimate.method in {"log-linear", "sample coverage"}
            yield Judged(estimate, trust(estimate, histories, 0.0 if allowed else closest))


def pairs(evidence: Evidence) -> list[Pair]:
    """Every two of the lists."""
    return list(itertools.combinations(range(len(evidence.lists)), 2))
