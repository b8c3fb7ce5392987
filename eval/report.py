"""Reports as HTML that stands alone: one file, no script, nothing fetched; readable in light and dark, and by screen readers."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from eval.chart import recall_chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eval.model import Dataset, Run

_IN_TABLE = ("R@10", "R@100", "nDCG@10", "PRES@100")
"""The measures shown for each topic, where the run has them; metrics.json has them all."""
_TEXT = 140


def run_report(result: Mapping[str, Any], dataset: Dataset, run: Run) -> str:
    """The report of one run; `result` is what `eval.evaluate.evaluate` returns."""
    name = result["facts"]["system"]
    measures = [m for m in _IN_TABLE if m in result["mean"]] or list(result["mean"])[:4]
    return _page(
        "run.html",
        title=f"{name} on {dataset.name}",
        result=result,
        chart=recall_chart([(name, [(int(d), float(r)) for d, r in result["curve"]])]),
        measures=measures,
        topics=[_topic(result, dataset, run, topic.id, topic.text) for topic in dataset.topics],
        facts=_flat(result["facts"]),
    )


def compare_report(result: Mapping[str, Any]) -> str:
    """The report of a comparison; `result` is what `eval.compare.compare` returns."""
    curves = [(run["name"], [(int(d), float(r)) for d, r in run.get("curve", ())]) for run in result["runs"]]
    return _page(
        "compare.html",
        title=" · ".join(run["name"] for run in result["runs"]),
        result=result,
        chart=recall_chart(curves),
        facts=[(run["name"], _flat(run["facts"])) for run in result["runs"] if run["facts"]],
    )


def _topic(result: Mapping[str, Any], dataset: Dataset, run: Run, topic: str, text: str) -> dict[str, Any]:
    """What the table says of one topic: how many relevant documents were found, the first one's rank, and those missed."""
    relevant = [document for document, grade in dataset.qrels[topic].items() if grade >= 1]
    ranks = {document: rank for rank, (document, _) in enumerate(run.results.get(topic, ()), 1)}
    return {
        "id": topic,
        "text": text if len(text) <= _TEXT else text[:_TEXT].rsplit(" ", 1)[0] + " …",
        "relevant": len(relevant),
        "found": sum(document in ranks for document in relevant),
        "first": min((ranks[document] for document in relevant if document in ranks), default=None),
        "missed": [document for document in relevant if document not in ranks],
        "scores": result["topics"][topic],
        "seconds": run.seconds.get(topic),
        "fault": run.faults.get(topic),
    }


def _flat(facts: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """`facts` as (name, value), nested ones with their path."""
    rows: list[tuple[str, str]] = []
    for name, value in facts.items():
        rows += _flat(value, f"{prefix}{name} · ") if isinstance(value, dict) else [(f"{prefix}{name}".replace("_", " "), str(value))]
    return rows


def _page(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template shows is its own affair
    return _templates().get_template(template).render(**values)


@functools.cache
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
