"""A comparison as one page of HTML that stands alone: no script, nothing fetched; readable in light and dark, on paper, and by screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.reports.charts.bars import difference_bars
from eval.reports.charts.cost import Spent, cost_chart
from eval.reports.charts.recall import recall_chart
from eval.reports.parts import against_baseline, sections, set_name, title
from eval.reports.templates import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eval.reports.charts.bars import BarChart
    from eval.reports.charts.cost import CostChart


def as_html(result: Mapping[str, Any]) -> str:
    """The page of what `eval.runs.compare_runs` or `compare_over` returned."""
    parts = [_view(n, section) for n, section in enumerate(sections(result), 1)]
    return page("comparison.html", title=title(result), sections=parts, joint=result.get("joint"))


def _view(n: int, section: Mapping[str, Any]) -> dict[str, Any]:
    """One data set as the template shows it: `key` sets its element ids apart from the other sets'."""
    return {
        "key": f"s{n}",
        "name": set_name(section) or f"data set {n}",
        "result": section,
        "against": against_baseline(section),
        "curves": recall_chart([(run["name"], run["curve"]) for run in section["runs"]]),
        "bars": _bars(section),
        "cost": _cost(section),
        "graded": any(document["grade"] > 1 for row in _told(section) for document in row.get("missed", ())),
    }


def _told(section: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every row that may name missed documents."""
    for worst in section["worst"]:
        yield from worst["topics"]
    for movers in section["movers"]:
        yield from movers["losses"]
        yield from movers["gains"]


def _bars(section: Mapping[str, Any]) -> list[tuple[str, BarChart]]:
    """Each run against the baseline in the main measure, topic by topic."""
    main = section["main"]
    baseline, *others = ((run["name"], {t: row[main] for t, row in run["scores"].items()}) for run in section["runs"])
    return [(name, difference_bars(baseline[1], scores, main, (baseline[0], name))) for name, scores in others]


def _cost(section: Mapping[str, Any]) -> CostChart | None:
    """Seconds a topic against the main measure, of the runs that say what they took."""
    main = section["main"]
    seconds = {row["run"]: (row["seconds"] or {}).get("mean") for row in section["cost"]}
    return cost_chart([_spent(run, seconds.get(run["name"]), main) for run in section["runs"]])


def _spent(run: Mapping[str, Any], seconds: float | None, main: str) -> Spent | None:
    low, high = run["interval"][main]
    return None if seconds is None else Spent(run["name"], float(seconds), run["mean"][main], low, high)
