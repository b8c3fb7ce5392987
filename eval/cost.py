"""What recall costs: documents that an examiner must read, seconds, tokens.

Reading is from the top of each topic's list. `eval.metrics.read_to` gives the figure of one topic; here are the figures of a run.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from eval.metrics.read_to import needed

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
    met = {topic: _met(run.get(topic, ())[:budget], judged, rel) for topic, judged in bearing.items()}
    numbers = {topic: sum(grade >= rel for grade in judged.values()) for topic, judged in bearing.items()}
    gains = _gains(met, numbers, budget)
    rows: list[dict[str, Any]] = []
    for recall in recalls:
        counts = [_count(met[topic], needed(number, recall), budget) for topic, number in numbers.items()]
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


def _met(found: Sequence[tuple[str, float]], judged: Mapping[str, int], rel: int) -> list[int]:
    """The ranks, from 1, of the relevant documents."""
    relevant = {document for document, grade in judged.items() if grade >= rel}
    return [rank for rank, (document, _) in enumerate(found, 1) if document in relevant]


def _count(met: Sequence[int], wanted: int, budget: int) -> float:
    """What `eval.metrics.read_to` counts, from the ranks that were met."""
    return float(met[wanted - 1] if 1 <= wanted <= len(met) else budget + 1)


def _gains(met: Mapping[str, Sequence[int]], numbers: Mapping[str, int], budget: int) -> list[float]:
    """How much each rank adds to the mean recall over topics."""
    gains = [0.0] * budget
    for topic, ranks in met.items():
        for rank in ranks:
            gains[rank - 1] += 1 / numbers[topic] / len(met)
    return gains


def _depth(gains: list[float], recall: float) -> int | None:
    total = 0.0
    for depth, gain in enumerate(gains, 1):
        total += gain
        if total >= recall - 1e-9:
            return depth
    return None
