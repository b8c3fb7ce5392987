"""The evaluation of one recipe or system as the doors ask for it: load, run, measure, report."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.at_rest import at_rest
from eval.curve import recall_curve
from eval.files import replacing
from eval.measures import DEFAULT_MEASURES, check_measures, measure
from eval.opening import open_dataset
from eval.recipe_system import RecipeSystem
from eval.reports.run_page import run_report
from eval.run import JOURNAL, run_dataset
from eval.significance import bootstrap_intervals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eval.model import Dataset
    from eval.protocols import Searcher, System
    from indexing.control import Control


def evaluate(
    assistant: Searcher,
    dataset_dir: Path,
    recipe: str | Path,
    split: str = "test",
    depth: int = 1000,
    out: Path = Path("run"),
    control: Control | None = None,
    *,
    measures: Sequence[str] = DEFAULT_MEASURES,
    workers: int = 1,
) -> dict[str, Any]:
    """Run `recipe` over the data set and write `run.trec`, `metrics.json` and `report.html` into `out`.

    Returns what `evaluate_system` returns. Raises what `run_dataset` and `load` raise, and `UsageError` for an unknown measure before anything runs.
    """
    check_measures(measures)
    dataset: Dataset = open_dataset(dataset_dir, split)
    system = RecipeSystem(assistant, recipe, dataset)
    return evaluate_system(system, dataset, out, depth=depth, control=control, measures=measures, workers=workers)


@at_rest()
def evaluate_system(
    system: System,
    dataset: Dataset,
    out: Path,
    *,
    depth: int = 1000,
    control: Control | None = None,
    measures: Sequence[str] = DEFAULT_MEASURES,
    workers: int = 1,
) -> dict[str, Any]:
    """Run `system` over `dataset`, `workers` topics at once, and write `run.trec`, `metrics.json` and `report.html` into `out`.

    Beside them go the accounts of its searches (`records.jsonl.gz`) and a recipe's text as it ran (`recipe.yaml`).

    Returns what metrics.json holds: {"mean": {measure: value}, "topics": {id: {measure: value}}, "seconds": {"total", "mean", "median", "p95",
    "measure"}, "tokens": {"total", "mean", "median", "p95"}, "intervals": {measure: [low, high]}, "curve": [[depth, recall]], "facts", "faults",
    "notes"}. Raises what `run_dataset` raises, and `UsageError` for an unknown measure before anything runs.
    """
    check_measures(measures)
    run = run_dataset(system, dataset, depth=depth, control=control, out_dir=out, workers=workers)
    start = time.perf_counter()
    scores = measure(run.results, dataset.qrels, measures)
    intervals = bootstrap_intervals([[row[m] for m in measures] for row in scores.topics.values()])
    result: dict[str, Any] = {
        "mean": dict(scores.mean),
        "topics": {topic: dict(values) for topic, values in scores.topics.items()},
        "seconds": {**_spread(run.seconds.values()), "measure": round(time.perf_counter() - start, 4)},
        "tokens": _spread(run.tokens.values()),
        "intervals": dict(zip(measures, map(list, intervals), strict=True)),
        "curve": [list(point) for point in recall_curve(run.results, dataset.qrels, depth)],
        "facts": dict(run.facts),
        "faults": dict(run.faults),
        "notes": list(run.notes),
    }
    with replacing(out / "metrics.json") as stream:
        json.dump(result, stream, ensure_ascii=False, indent=1, allow_nan=False)
    with replacing(out / "report.html") as stream:
        stream.write(run_report(result, dataset, run))
    if isinstance(system, RecipeSystem):
        with replacing(out / "recipe.yaml") as stream:
            stream.write(system.recipe.text)
    if not run.faults:
        (out / JOURNAL).unlink(missing_ok=True)
    return result


def _spread(values: Iterable[float]) -> dict[str, float]:
    """What was spent in all, and by topic the mean, the median and the 95th percentile (nearest rank)."""
    each = sorted(values)
    if not each:
        return {"total": 0.0, "mean": 0.0, "median": 0.0, "p95": 0.0}
    at = {"median": each[(len(each) - 1) // 2], "p95": each[-(-95 * len(each) // 100) - 1]}
    return {"total": round(sum(each), 4), "mean": round(sum(each) / len(each), 4), **{name: round(value, 4) for name, value in at.items()}}
