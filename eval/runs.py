"""Finished runs brought back for comparison: an output folder of `eval run`, or a TREC run file from anywhere."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from eval.compare import MAIN, compare
from eval.cost import spent
from eval.curve import recall_curve
from eval.facets import read_facets
from eval.joint import Experiment, joint
from eval.measures import DEFAULT_MEASURES, check_measures, measure
from eval.opening import open_dataset
from eval.pairs import Judged
from eval.reports.writing import check_targets, write_reports
from eval.significance import holm
from eval.sliced import compare_by_family, compare_slices
from eval.slices import all_slices
from eval.trec import read_run
from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.model import Dataset

_SHOWN = 3


def compare_runs(
    paths: Sequence[Path],
    dataset: Path | None = None,
    out: Path | None = None,
    *,
    split: str = "test",
    measures: Sequence[str] = (),
    main: str = MAIN,
) -> dict[str, Any]:
    """Compare the runs at `paths` with one another, the first as the baseline. With `out` a report is written there, in the format of its suffix.

    A path is an output folder of `eval run` or a TREC run file. With `dataset` all runs are measured anew against its judgments, in `main` as well;
    without it folders bring their own scores and run files cannot be judged. The shape is that of `eval.compare.compare`, and with `dataset` also
    "slices" (see `eval.sliced.compare_slices`). Raises `UsageError` and `InputError`.
    """
    targets = [out] if out is not None else []
    check_targets(targets)
    loaded: Dataset | None = open_dataset(dataset, split) if dataset else None
    result = _compared(paths, dataset, loaded, tuple(measures), main)[0]
    write_reports(result, targets)
    return result


def compare_over(
    sets: Sequence[tuple[Path | None, Sequence[Path]]], *, split: str = "test", measures: Sequence[str] = (), main: str = MAIN
) -> dict[str, Any]:
    """Compare the same runs over several data sets, each given as its folder (or None) and its runs, matched by name, and test them jointly.

    Returns {"datasets": [{"name", **what `compare_runs` returns}], "joint": see `eval.joint.joint`, its pairs with "p_holm_measure" as well}: sets
    that share topics and judgments count once there. Without a folder the runs' own facts say which files they were judged by.
    Raises `UsageError` and `InputError`.
    """
    each: list[dict[str, Any]] = []
    experiments: list[Experiment] = []
    for folder, paths in sets:
        loaded: Dataset | None = open_dataset(folder, split) if folder else None
        result, judged = _compared(paths, folder, loaded, tuple(measures), main)
        stated = judged[0].facts.get("dataset", {})
        name = loaded.name if loaded else str(stated.get("name", paths[0].parent.name))
        experiments.append(Experiment(name, loaded.judgments_sha256 if loaded else _stated_key(stated, judged[0]), judged))
        each.append({"name": name, **result})
    together = joint(experiments)
    together["pairs"] = _within_measures(together["pairs"])
    return {"datasets": each, "joint": together}


def _within_measures(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`rows` with "p_holm_measure": p adjusted among the rows of one measure, to be read where that measure was chosen beforehand."""
    adjusted: dict[int, float] = {}
    for name in {row["measure"] for row in rows}:
        places = [n for n, row in enumerate(rows) if row["measure"] == name]
        adjusted |= dict(zip(places, holm([rows[n]["p"] for n in places]), strict=True))
    return [{**row, "p_holm_measure": adjusted[n]} for n, row in enumerate(rows)]


def _compared(
    paths: Sequence[Path], folder: Path | None, dataset: Dataset | None, measures: tuple[str, ...], main: str
) -> tuple[dict[str, Any], list[Judged]]:
    """The comparison with all that is known, and the runs it is of."""
    names = measures or tuple(dict.fromkeys([*DEFAULT_MEASURES, *([] if main == MAIN else [main])]))
    check_measures(names)
    notes: list[str] = []
    judged = [_judged(path, name, dataset, names, notes) for path, name in zip(paths, _names(paths), strict=True)]
    if dataset is None:
        judged = _chosen(judged, measures, main)
    result = compare(judged, main=main, dataset=dataset)
    result["notes"] += notes
    if dataset is not None and "Bpref" in result["measures"] and all(grade >= 1 for grades in dataset.qrels.values() for grade in grades.values()):
        result["notes"].append("no document is judged irrelevant: Bpref is then the share of relevant documents retrieved, at any rank")
    if dataset is not None and folder is not None:
        result["notes"] += dataset.notes
        wanted = {d for judged_by in dataset.qrels.values() for d in judged_by} | {topic.id for topic in dataset.topics}
        wanted |= {d for run in judged for found in (run.results or {}).values() for d, _ in found}
        facets = read_facets(folder, wanted)
        slices = all_slices(dataset, facets, result["notes"])
        families = {document: f.family for document, f in facets.items() if f.family}
        result["slices"] = compare_slices(judged, slices, result["measures"], result["main"])
        result["slices"] += compare_by_family(judged, dataset.qrels, families, result["measures"], result["main"])
    return result, judged


def _chosen(judged: Sequence[Judged], measures: Sequence[str], main: str) -> list[Judged]:
    """`judged` with those `measures` alone that were asked for, all where none was. Raises `UsageError` for one that the runs do not bring."""
    wanted = [*measures, *([] if main in (MAIN, *measures) else [main])]
    for run in judged:
        known = next(iter(run.topics.values()))
        if lacking := next((name for name in wanted if name not in known), None):
            raise UsageError(f"the run {run.name} was not measured by {lacking}", "name the data set with --dataset, to measure the runs anew")
    if not measures:
        return list(judged)
    return [replace(run, topics={t: {m: row[m] for m in wanted} for t, row in run.topics.items()}) for run in judged]


def _stated_key(stated: Mapping[str, Any], run: Judged) -> str:
    """What tells one set of judgments from another where only the runs' facts are known: the hashes of the qrels files, and the topics."""
    files = sorted(sha for file, sha in dict(stated.get("sha256", {})).items() if "qrels" in file)
    return sha256(canonical_json([files or str(stated.get("name", "")), sorted(run.topics)]))


def _names(paths: Sequence[Path]) -> list[str]:
    """A short name for each path: its folder's or file's; the whole path where two would be alike."""
    short = [path.parent.name if path.name == "run.trec" and path.parent.name else path.name for path in (p.resolve() for p in paths)]
    if twice := next((path for n, path in enumerate(paths) if path.resolve() in {p.resolve() for p in paths[:n]}), None):
        raise UsageError(f"the run {twice} is named twice", "name each run once")
    return [str(path) if short.count(name) > 1 else name for path, name in zip(paths, short, strict=True)]


def _judged(path: Path, name: str, dataset: Dataset | None, measures: Sequence[str], notes: list[str]) -> Judged:
    """The scores of the run at `path`; says in `notes` which topics it lacks."""
    if not path.exists():
        raise InputError("there is no such run", "name an output folder of `eval run` or a TREC run file", source=str(path), code="missing")
    metrics = path / "metrics.json" if path.is_dir() else None
    facts = _read_metrics(metrics) if metrics and (metrics.is_file() or dataset is None) else {}
    if dataset is None:
        if metrics is None:
            raise UsageError(f"{path} is a run without judgments", "name its data set with --dataset")
        stored = path / "run.trec"
        results = read_run(stored) if stored.is_file() else None
        return Judged(name, facts["topics"], facts.get("facts", {}), facts.get("curve", ()), results, spent(facts))
    file = path / "run.trec" if path.is_dir() else path
    if not file.is_file():
        raise InputError("holds no run.trec", "name an output folder of `eval run` or a TREC run file", source=str(path), code="missing")
    results = read_run(file)
    if not results.keys() & dataset.qrels.keys() and not facts:
        raise InputError(f"has none of the topics of {dataset.name}", "name the data set and the split that it was run on", source=str(file))
    tied = [topic for topic, found in results.items() if any(a[1] <= b[1] for a, b in itertools.pairwise(found))]
    _say_topics(notes, name, tied, "with equal scores, whose order is trec_eval's: by document id in reverse")
    depth = max((len(found) for found in results.values()), default=1)
    curve = [list(point) for point in recall_curve(results, dataset.qrels, max(depth, 1))]
    scores = measure(results, dataset.qrels, measures)
    _say_topics(notes, name, scores.missing, "without results, which score zero")
    _say_topics(notes, name, scores.unjudged, "without judgments, which do not count")
    return Judged(name, scores.topics, facts.get("facts", {}), curve, results, spent(facts))


def _say_topics(notes: list[str], name: str, topics: Sequence[str], what: str) -> None:
    if topics:
        some = ", ".join(topics[:_SHOWN]) + (" …" if len(topics) > _SHOWN else "")
        notes.append(f"{name}: {len(topics)} topic{'s' if len(topics) > 1 else ''} {what}: {some}")


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
