"""The page of one run: HTML that stands alone, as that of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.cost import reading
from eval.missed import DOCUMENTS, missed
from eval.reports.charts.bars import score_bars
from eval.reports.charts.recall import recall_chart
from eval.reports.templates import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eval.model import Dataset, Run

_IN_TABLE = ("R@10", "R@100", "nDCG@10", "PRES@100")
"""The measures shown for each topic, where the run has them; metrics.json has them all."""
_MAIN = "R@100"


def run_report(result: Mapping[str, Any], dataset: Dataset, run: Run) -> str:
    """The report of one run; `result` is what `eval.evaluate.evaluate` returns."""
    name = str((result["facts"].get("recipe") or {}).get("id") or run.tag)
    measures = [m for m in _IN_TABLE if m in result["mean"]] or list(result["mean"])[:4]
    main = _MAIN if _MAIN in result["mean"] else measures[0]
    return page(
        "run.html",
        title=f"{name} on {dataset.name}",
        result=result,
        split=dataset.split,
        curves=recall_chart([(name, result["curve"])]),
        main=main,
        bars=score_bars({topic: row[main] for topic, row in result["topics"].items()}, main),
        reading=reading(run.results, dataset.qrels),
        measures=measures,
        topics=[_topic(result, dataset, run, topic.id, topic.text) for topic in dataset.topics],
        graded=any(grade > 1 for judged in dataset.qrels.values() for grade in judged.values()),
    )


def _topic(result: Mapping[str, Any], dataset: Dataset, run: Run, topic: str, text: str) -> dict[str, Any]:
    """What the table says of one topic: how many relevant documents were found, the first one's rank, and those missed."""
    relevant = [document for document, grade in dataset.qrels[topic].items() if grade >= 1]
    ranks = {document: rank for rank, (document, _) in enumerate(run.results.get(topic, ()), 1)}
    away = missed(dataset.qrels[topic], ranks, None)
    return {
        "id": topic,
        "text": text,
        "relevant": len(relevant),
        "found": sum(document in ranks for document in relevant),
        "first": min((ranks[document] for document in relevant if document in ranks), default=None),
        "missed": away[:DOCUMENTS],
        "missed_count": len(away),
        "scores": result["topics"][topic],
        "seconds": run.seconds.get(topic),
        "fault": run.faults.get(topic),
    }
