"""Finished runs brought back for comparison: an output folder of `eval run`, or a TREC run file from anywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.compare import Judged, compare
from eval.curve import recall_curve
from eval.datasets import DATASETS
from eval.files import replacing
from eval.measures import DEFAULT_MEASURES, check_measures, measure
from eval.report import compare_report
from eval.trec import read_run
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eval.model import Dataset


def compare_runs(
    paths: Sequence[Path], dataset: Path | None = None, out: Path | None = None, *, split: str = "test", measures: Sequence[str] = ()
) -> dict[str, Any]:
    """Compare the runs at `paths` with the first; the shape is that of `eval.compare.compare`. With `out` an HTML report is written there.

    A path is an output folder of `eval run` or a TREC run file. With `dataset` all runs are measured anew against its judgments;
    without it folders bring their own scores and run files cannot be judged. Raises `UsageError` and `InputError`.
    """
    names = tuple(measures) or DEFAULT_MEASURES
    check_measures(names)
    loaded: Dataset | None = DATASETS.load("beir")(dataset, split) if dataset else None
    shown = _names(paths)
    judged = [_judged(path, name, loaded, names) for path, name in zip(paths, shown, strict=True)]
    result = compare(judged)
    result["notes"] += list(loaded.notes) if loaded else []
    if out is not None:
        with replacing(out) as stream:
            stream.write(compare_report(result))
    return result


def _names(paths: Sequence[Path]) -> list[str]:
    """A short name for each path: its folder's or file's; the whole path where two would be alike."""
    short = [path.parent.name if path.name == "run.trec" and path.parent.name else path.name for path in (p.resolve() for p in paths)]
    return [str(path) if short.count(name) > 1 else name for path, name in zip(paths, short, strict=True)]


def _judged(path: Path, name: str, dataset: Dataset | None, measures: Sequence[str]) -> Judged:
    """The scores of the run at `path`."""
    if not path.exists():
        raise InputError("there is no such run", "name an output folder of `eval run` or a TREC run file", source=str(path), code="missing")
    metrics = path / "metrics.json" if path.is_dir() else None
    facts = _read_metrics(metrics) if metrics and (metrics.is_file() or dataset is None) else {}
    if dataset is None:
        if metrics is None:
            raise UsageError(f"{path} is a run without judgments", "name its data set with --dataset")
        return Judged(name, facts["topics"], facts.get("facts", {}), facts.get("curve", ()))
    results = read_run(path / "run.trec" if path.is_dir() else path)
    depth = max((len(found) for found in results.values()), default=1)
    curve = [list(point) for point in recall_curve(results, dataset.qrels, max(depth, 1))]
    return Judged(name, measure(results, dataset.qrels, measures).topics, facts.get("facts", {}), curve)


def _read_metrics(path: Path) -> dict[str, Any]:
    """The content of a metrics file, checked as far as a comparison needs it."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        rows = content["topics"]
        good = bool(rows) and all(isinstance(value, int | float) and value == value for row in rows.values() for value in row.values())  # noqa: PLR0124
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise InputError("is no metrics file of `eval run`", "name the folder given with --out", source=str(path), code="no-metrics") from fault
    if not good or len({tuple(row) for row in rows.values()}) != 1:
        raise InputError("holds scores that are missing or no numbers", "run `eval run` again", source=str(path), code="bad-metrics")
    return dict(content)
