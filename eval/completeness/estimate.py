"""What did we miss? The whole account, as the doors ask for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from eval.completeness.calibration import DRAWS, SIZES, Coverage, calibrate, calibrate_sampling, dependence_of
from eval.completeness.collection import ELSEWHERE
from eval.completeness.evidence import gather, overlap
from eval.completeness.methods import of_all, of_pair, pairs
from eval.completeness.sampling import Sampled, Stratum, estimate
from eval.completeness.trust import BOUND, NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.completeness.methods import Judged, Pair
    from eval.completeness.two_lists import Dependence
    from eval.model import Qrels, Ranked

LEAST_COVERAGE = 0.85
"""An interval of 95% that held the truth less often than this on known judgments is said to fail."""
HETEROGENEITY = (
    "the overlap of lists tells what was missed only as far as the lists are independent and documents as easily found: documents that are hard for"
    " every list stay unseen, and then more was missed than is estimated"
)
INCOMPLETE = "documents without a judgment count as not relevant"


def completeness(
    runs: Mapping[str, Ranked],
    qrels: Qrels,
    depth: int = 100,
    *,
    known: bool = True,
    dependence: Mapping[frozenset[str], Dependence] | None = None,
    collection: str | None = None,
    learnt_on: str | None = None,
    strata: Sequence[Stratum] = (),
    sample: int = 0,
    draws: int = DRAWS,
    sizes: Sequence[int] = SIZES,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Estimate the relevant documents that `runs`, read down to `depth`, did not find.

    `known` says that `qrels` tell all that is relevant, so that the estimates can be held against the truth (calibration over `draws` groups of
    each of `sizes` topics). `dependence` maps two names to the odds ratio that was learnt before; `collection` names the documents that
    are searched and `learnt_on` those that it was learnt on: where these are not the same, what rests on it is not to be trusted. `strata` are
    samples of unread ranks that people judged; `sample` pairs a band tries such samples out where the truth is known.

    Returns {"depth", "topics", "collection", "lists": [{"name", "found"}], "found", "estimates": [{"lists", "method", "found", "total",
    "missed", "low", "high", "recall", "trust", "reasons", "detail"}], "pairs": [{"lists", "overlap", "odds_ratio", "log_variance"}], "truth",
    "sample", "calibration": […], "notes"}; `low` and `high` limit the total. Raises `UsageError` as `gather` does.
    """
    evidence = gather(runs, qrels, depth)
    alike = _alike(runs, evidence.lists, pairs(evidence), depth, qrels)
    table = calibrate(evidence, alike, sizes, draws) if known else []
    learnt = dependence or {}
    judged: list[Judged] = []
    for pair in pairs(evidence):
        elsewhere = learnt.get(frozenset(evidence.lists[p] for p in pair))
        judged += of_pair(evidence, pair, None, alike[pair], elsewhere)
    judged += of_all(evidence, None, alike)
    histories = evidence.histories()
    tried = calibrate_sampling(runs, qrels, depth, sample, draws) if known and sample else None
    return {
        "depth": depth,
        "topics": len(qrels),
        "collection": collection,
        "lists": [{"name": name, "found": found} for name, found in zip(evidence.lists, histories.sizes, strict=True)],
        "found": histories.found,
        "estimates": [_told(j, table, at_home=collection is not None and collection == learnt_on) for j in judged],
        "pairs": [_pair(evidence.lists, pair, alike[pair], dependence_of(evidence, pair) if known else None) for pair in pairs(evidence)],
        "truth": {"relevant": evidence.known(), "missed": evidence.known() - histories.found} if known else None,
        "sample": _sampled(estimate(strata), strata, histories.found) if strata else None,
        "calibration": [_row(c) for c in ([*table, tried] if tried else table)],
        "notes": [*notes, *_notes(evidence.lists, known, bool(table), [t for t in qrels if not any(t in run for run in runs.values())])],
    }


def _alike(runs: Mapping[str, Ranked], lists: Sequence[str], two: Sequence[Pair], depth: int, qrels: Qrels) -> dict[Pair, float]:
    return {(a, b): overlap(runs[lists[a]], runs[lists[b]], depth, qrels) for a, b in two}


def _told(judged: Judged, table: Sequence[Coverage], *, at_home: bool) -> dict[str, Any]:
    """An estimate as JSON; where calibration shows that its interval fails, or was not `at_home` on these documents, the trust says so."""
    e, level, reasons = judged.estimate, judged.trust.level, list(judged.trust.reasons)
    if e.method.endswith("calibrated") and not at_home:
        level = NONE
        reasons.insert(0, ELSEWHERE)
    rows = [c for c in table if c.lists == e.lists and c.method == e.method]
    worst = min(rows, key=lambda c: c.share, default=None)
    if worst is not None and worst.share < LEAST_COVERAGE:
        level = NONE if level == NONE or worst.above > worst.below else BOUND
        side = "too low" if worst.below >= worst.above else "too high"
        reasons.append(
            f"on these judgments its interval held the truth in {worst.share:.0%} of {worst.draws} groups of {worst.size} topics, else was {side}"
        )
    return {
        "lists": list(e.lists),
        "method": e.method,
        "found": e.found,
        "total": round(e.total, 2),
        "missed": round(e.missed, 2),
        "low": round(e.low, 2),
        "high": round(e.high, 2),
        "recall": None if e.recall is None else round(e.recall, 4),
        "trust": level,
        "reasons": reasons,
        "detail": e.detail,
    }


def _pair(lists: Sequence[str], pair: Pair, alike: float, dependence: Dependence | None) -> dict[str, Any]:
    learnt = {"odds_ratio": round(dependence.odds_ratio, 3), "log_variance": round(dependence.log_variance, 4)} if dependence else {}
    return {"lists": [lists[p] for p in pair], "overlap": round(alike, 4), **learnt}


def _sampled(sampled: Sampled, strata: Sequence[Stratum], found: int) -> dict[str, Any]:
    return {
        "total": round(sampled.total, 2),
        "low": sampled.low,
        "high": sampled.high,
        "error": None if sampled.error is None else round(sampled.error, 3),
        "limit": sampled.limit,
        "unread": sampled.unread,
        "recall": [round(found / (found + missed), 4) if found + missed else None for missed in (sampled.high, sampled.total, sampled.low)],
        "strata": [{"name": s.name, "size": s.size, "drawn": s.drawn, "relevant": s.relevant} for s in strata],
    }


def _row(c: Coverage) -> dict[str, Any]:
    return {
        "lists": list(c.lists),
        "method": c.method,
        "size": c.size,
        "draws": c.draws,
        "coverage": round(c.share, 4),
        "below": c.below,
        "above": c.above,
        "ratio": None if math.isnan(c.ratio) else round(c.ratio, 3),
        "width": None if math.isnan(c.width) else round(c.width, 3),
        "usable": c.usable,
        "usable_held": c.usable_held,
        "refused": c.refused,
        "refused_held": c.refused_held,
    }


def _notes(lists: Sequence[str], known: bool, calibrated: bool, missing: Sequence[str]) -> list[str]:
    notes = [HETEROGENEITY, INCOMPLETE]
    if len(lists) == 2:  # noqa: PLR2004
        notes.append("with two lists nothing in the counts can prove them independent: take a third recipe, or a sample of the unread ranks")
    if known and not calibrated:
        notes.append("too few topics to draw groups from: no calibration")
    if missing:
        notes.append(f"{len(missing)} topics that no run has count as searched without a result: {', '.join(list(missing)[:3])}")
    return notes
