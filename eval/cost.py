"""What recall costs: documents that an examiner must read, seconds, tokens.

Reading is from the top of each topic's list. `eval.metrics.read_to` gives the figure of one topic; here are the figures of a run.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from eval.metrics.read_to import read_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.model import Qrels, Ranked

RECALLS = (0.5, 0.8, 0.9, 1.0)
BUDGET = 1000
"""Documents that are read at most for a topic."""


def reading(run: Ranked, qrels: Qrels, recalls: Sequence[float] = RECALLS, budget: int = BUDGET, rel: int = 1) -> list[dict[str, Any]]:
    """For each of `recalls` what must be read to reach it, over the topics that have a relevant document.

    Returns rows {"recall", "topics", "reached", "median", "mean", "depth"}: `reached` topics of `topics` have that recall within `budget`,
    which takes `median` and `mean` documents, where those that do not reach it count `budget` + 1 (a median beyond the budget is None);
    `depth` is the least depth at which the mean recall over topics is that high, None where it never is within `budget`.
    """
    bearing = {topic: judged for topic, judged in qrels.items() if any(grade >= rel for grade in judged.values())}
    rankings = {topic: [document for document, _ in run.get(topic, ())[:budget]] for topic in bearing}
    gains = _gains(rankings, bearing, budget, rel)
    rows: list[dict[str, Any]] = []
    for recall in recalls:
        counts = [read_to(rankings[topic], judged, budget, rel, recall=recall) for topic, judged in bearing.items()]
        median = statistics.median_low(counts) if counts else budget + 1
        rows.append(
            {
                "recall": recall,
                "topics": len(counts),
                "reached": sum(count <= budget for count in counts),
                "median": median if median <= budget else None,
                "mean": statistics.fmean(counts) if counts else None,
                "depth": _depth(gains, recall),
            }
        )
    return rows


def spent(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Seconds and tokens of a run as its metrics file has them: {"seconds": {…} or None, "tokens": {…} or None}."""
    return {name: dict(metrics[name]) if isinstance(metrics.get(name), dict) else None for name in ("seconds", "tokens")}


def _gains(rankings: Mapping[str, list[str]], qrels: Qrels, budget: int, rel: int) -> list[float]:
    """How much each rank adds to the mean recall over topics."""
    gains = [0.0] * budget
    for topic, judged in qrels.items():
        relevant = {document for document, grade in judged.items() if grade >= rel}
        for place, document in enumerate(rankings[topic]):
            if document in relevant:
                gains[place] += 1 / len(relevant) / len(qrels)
    return gains


def _depth(gains: list[float], recall: float) -> int | None:
    total = 0.0
    for depth, gain in enumerate(gains, 1):
        total += gain
        if total >= recall - 1e-9:
            return depth
    return None
