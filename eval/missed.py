"""The topics that tell most: those that lost and gained most between two runs, those that a run does worst on; and the documents missed there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from eval.measures import lower_is_better
from eval.pairs import TIE, gain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eval.model import Dataset
    from eval.pairs import Judged

SHOWN = 10
"""Topics listed."""
DOCUMENTS = 20
"""Missed documents listed for a topic; `missed_count` says how many there are."""
_CUTOFF = re.compile(r"@(\d+)$")


def movers(baseline: Judged, run: Judged, measure: str, topics: Sequence[str], dataset: Dataset | None = None) -> dict[str, Any]:
    """The topics that lose and gain most from `baseline` to `run`, greatest first, ties by topic id.

    {"run", "measure", "losses": [{"topic", "baseline", "run", "difference"}], "gains": […]}; with `dataset` each row has the "query" and, where both
    runs bring their results, "missed": [{"document", "grade", "rank", "baseline_rank"}] (see `missed`) and "missed_count".
    """
    rows = [{"topic": t, "baseline": baseline.topics[t][measure], "run": run.topics[t][measure]} for t in topics]
    moved: list[tuple[float, dict[str, Any]]] = []
    for row in rows:
        difference = run.topics[str(row["topic"])][measure] - baseline.topics[str(row["topic"])][measure]
        moved.append((gain(measure, difference), {**row, "difference": difference}))
    losses = sorted((m for m in moved if m[0] < -TIE), key=lambda m: (m[0], m[1]["topic"]))[:SHOWN]
    gains = sorted((m for m in moved if m[0] > TIE), key=lambda m: (-m[0], m[1]["topic"]))[:SHOWN]
    return {
        "run": run.name,
        "measure": measure,
        "losses": _told((row for _, row in losses), measure, dataset, run, baseline),
        "gains": _told((row for _, row in gains), measure, dataset, run, baseline),
    }


def worst(run: Judged, measure: str, topics: Sequence[str], dataset: Dataset | None = None) -> dict[str, Any]:
    """The topics that `run` does worst on, worst first, ties by topic id: {"run", "measure", "topics": [{"topic", "score", "query", "missed", …}]}.

    Query and missed documents as in `movers`.
    """
    sign = -1 if lower_is_better(measure) else 1
    order = sorted(topics, key=lambda t: (sign * run.topics[t][measure], t))[:SHOWN]
    rows = ({"topic": t, "score": run.topics[t][measure]} for t in order)
    return {"run": run.name, "measure": measure, "topics": _told(rows, measure, dataset, run)}


def missed(judged: Mapping[str, int], ranks: Mapping[str, int], budget: int | None, other: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """The relevant documents that do not stand within the first `budget` results (None: in none of them), highest grades first, then by id.

    Rows {"document", "grade", "rank"}, the rank None where it was not retrieved; with `other` (another run's ranks) "baseline_rank" as well.
    """
    away = sorted((-grade, document) for document, grade in judged.items() if grade >= 1 and not _within(ranks.get(document), budget))
    rows: list[dict[str, Any]] = [{"document": document, "grade": -negative, "rank": ranks.get(document)} for negative, document in away]
    return rows if other is None else [{**row, "baseline_rank": other.get(row["document"])} for row in rows]


def _told(rows: Iterable[dict[str, Any]], measure: str, dataset: Dataset | None, run: Judged, baseline: Judged | None = None) -> list[dict[str, Any]]:
    """`rows` with query and missed documents, as far as they are known."""
    if dataset is None:
        return list(rows)
    texts = {topic.id: topic.text for topic in dataset.topics}
    cutoff = _CUTOFF.search(measure)
    budget = int(cutoff[1]) if cutoff else None
    told: list[dict[str, Any]] = []
    for row in rows:
        more: dict[str, Any] = {"query": texts.get(row["topic"], "")}
        if run.results is not None and (baseline is None or baseline.results is not None):
            before = _ranks(baseline, row["topic"]) if baseline is not None else None
            away = missed(dataset.qrels.get(row["topic"], {}), _ranks(run, row["topic"]), budget, before)
            more |= {"missed": away[:DOCUMENTS], "missed_count": len(away)}
        told.append({**row, **more})
    return told


def _ranks(run: Judged, topic: str) -> dict[str, int]:
    return {document: rank for rank, (document, _) in enumerate((run.results or {}).get(topic, ()), 1)}


def _within(rank: int | None, budget: int | None) -> bool:
    return rank is not None and (budget is None or rank <= budget)
