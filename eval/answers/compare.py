"""Two or more runs of answers side by side, topic by topic, by the tests that compare searches (`eval.pairs`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.answers.measures import MEASURES
from eval.files import replacing
from eval.missed import movers
from eval.pairs import Judged, pair_rows
from eval.reports.parts import flat
from eval.reports.templates import page
from eval.significance import ROUNDS, holm
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_MOVED = ("citation recall", "citation precision", "coverage")
"""The measures whose greatest losses and gains are listed."""
_SAME = ("dataset", "recipe", "index", "asked", "judge")
"""What two runs must have in common for a difference to be that of their language models."""


def compare_answers(paths: Sequence[Path], out: Path | None = None, *, rounds: int = ROUNDS) -> dict[str, Any]:
    """Compare the runs of `eval answers` at `paths`, the first as the baseline; with `out` an HTML report is written there.

    Each measure is compared over the topics that both runs have it for. Returns {"baseline", "runs": [{"name", "mean", "intervals", "counted",
    "unanswerable", "counts", "facts"}], "pairs": rows of `eval.pairs.pair_rows` with "topics" and "less_is_better" (wins are topics on which the
    later run is better; "p_holm" and "p_t_holm" are adjusted over all rows), "movers": as `eval.missed.movers`, "notes"}.
    Raises `UsageError` for fewer than two runs or none in common, `InputError` for a folder that `eval answers` did not write.
    """
    if len(paths) < 2:  # noqa: PLR2004
        raise UsageError(f"{len(paths)} run cannot be compared", "name at least two folders of `eval answers`")
    metrics = [_read(path) for path in paths]
    names = _names(paths)
    first, rows, moved = metrics[0], [], []
    for name, other in zip(names[1:], metrics[1:], strict=True):
        of_pair = [row for measure in MEASURES if (row := _row((names[0], first), (name, other), measure, rounds)) is not None]
        if not of_pair:
            raise UsageError(f"{names[0]} and {name} share no topic", "compare runs over the same data set, topics and seed")
        rows += of_pair
        moved += [m for measure in _MOVED if (m := _moved((names[0], first), (name, other), measure)) is not None]
    for kind in ("p", "p_t"):
        for row, adjusted in zip(rows, holm([row[kind] for row in rows]), strict=True):
            row[f"{kind}_holm"] = adjusted
    kept = ("mean", "intervals", "counted", "unanswerable", "counts", "facts")
    result: dict[str, Any] = {
        "baseline": names[0],
        "runs": [{"name": name, **{key: data[key] for key in kept}} for name, data in zip(names, metrics, strict=True)],
        "pairs": rows,
        "movers": moved,
        "notes": _notes(names, metrics),
    }
    if out is not None:
        with replacing(out) as stream:
            stream.write(compare_report(result))
    return result


def compare_report(result: Mapping[str, Any]) -> str:
    """The report of a comparison; `result` is what `compare_answers` returns."""
    names = [run["name"] for run in result["runs"]]
    facts = [(run["name"], list(flat(run["facts"]))) for run in result["runs"]]
    shown = [m for m in MEASURES if any(run["mean"].get(m) is not None for run in result["runs"])]
    return page("compare_answers.html", title="Answers of " + " and ".join(names), result=result, measures=MEASURES, shown=shown, facts=facts)


def _row(baseline: tuple[str, Mapping[str, Any]], other: tuple[str, Mapping[str, Any]], measure: str, rounds: int) -> dict[str, Any] | None:
    """One measure over the topics that both have it for; None where there are none."""
    runs, topics = _both(baseline, other, measure)
    if not topics:
        return None
    row = pair_rows(runs, topics, [measure], rounds)[0]
    less = MEASURES[measure].less_is_better
    if less:
        row |= {"wins": row["losses"], "losses": row["wins"], "superiority": 1 - row["superiority"]}
    dropped = {"p_holm_measure", "p_t_holm_measure"}
    return {**{key: value for key, value in row.items() if key not in dropped}, "topics": len(topics), "less_is_better": less}


def _moved(baseline: tuple[str, Mapping[str, Any]], other: tuple[str, Mapping[str, Any]], measure: str) -> dict[str, Any] | None:
    (a, b), topics = _both(baseline, other, measure)
    found = movers(a, b, measure, topics)
    return found if found["losses"] or found["gains"] else None


def _both(baseline: tuple[str, Mapping[str, Any]], other: tuple[str, Mapping[str, Any]], measure: str) -> tuple[list[Judged], list[str]]:
    """The two runs in one measure, and the topics that both have it for, in the baseline's order."""
    runs = [
        Judged(name, {topic: {measure: row[measure]} for topic, row in data["topics"].items() if row.get(measure) is not None})
        for name, data in (baseline, other)
    ]
    return runs, [topic for topic in runs[0].topics if topic in runs[1].topics]


def _notes(names: Sequence[str], metrics: Sequence[Mapping[str, Any]]) -> list[str]:
    """What makes a difference between runs more, or less, than that of their language models."""
    differing = [what for what in _SAME if any(_fact(data, what) != _fact(metrics[0], what) for data in metrics[1:])]
    notes = [f"the runs differ in {what}: a difference between their answers may come of that" for what in differing]
    failed = [(name, len(data["faults"])) for name, data in zip(names, metrics, strict=True) if data["faults"]]
    return [*notes, *(f"{name}: {count} questions failed and do not count" for name, count in failed)]


def _fact(data: Mapping[str, Any], what: str) -> object:
    """A fact of a run, without what concerns its questions of another data set only."""
    fact = data["facts"].get(what)
    return {name: value for name, value in fact.items() if name != "outside"} if isinstance(fact, dict) else fact


def _names(paths: Sequence[Path]) -> list[str]:
    """A short name for each run: its folder's; the whole path where two would be alike."""
    short = [path.resolve().name for path in paths]
    names = [str(path) if short.count(name) > 1 else name for path, name in zip(paths, short, strict=True)]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"two runs are called '{twice}'", "name each run once")
    return names


def _read(path: Path) -> dict[str, Any]:
    """The metrics of a run of answers, checked as far as a comparison needs it."""
    file = path / "metrics.json"
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        rows = data["topics"].values()
        good = "unanswerable" in data and all(v is None or isinstance(v, int | float) for row in rows for v in row.values())
        good = good and all(key in data for key in ("mean", "intervals", "counted", "counts", "facts", "faults"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise InputError("is no metrics file of `eval answers`", "name the folder given with --out", source=str(file), code="no-metrics") from fault
    if not good:
        raise InputError("is no metrics file of `eval answers`", "name the folder given with --out", source=str(file), code="no-metrics")
    return dict(data)
