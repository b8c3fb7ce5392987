"""Runs compared slice by slice (see `eval.slices`), for what a mean over all topics hides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from eval.measures import measure
from eval.pairs import pair_rows
from eval.significance import ROUNDS
from eval.slices import by_family

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.model import Qrels
    from eval.pairs import Judged
    from eval.slices import Slice


def compare_slices(
    runs: Sequence[Judged], slices: Sequence[Slice], measures: Sequence[str], main: str, *, rounds: int = ROUNDS
) -> list[dict[str, Any]]:
    """`runs` over each of `slices`: {"by", "label", "kind", "topics", "judgments", "mean": {run: {measure: value}}, "pairs": [rows in `main`]}.

    Slices of topics take the runs' scores; slices of judgments measure anew and are left out where a run does not bring its results, as is a slice
    that keeps no topic which all runs have. `judgments` counts relevant ones. Rows are those of `eval.pairs.pair_rows`, Holm within the slice.
    """
    made: list[dict[str, Any]] = []
    for part in slices:
        topics = [t for t in part.qrels if all(t in run.topics for run in runs)]
        if not topics:
            continue
        if part.kind == "topics":
            seen = list(runs)
        elif all(run.results is not None for run in runs):
            kept = {t: part.qrels[t] for t in topics}
            seen = [replace(run, topics=measure(run.results or {}, kept, measures).topics) for run in runs]
        else:
            continue
        made.append(_row(part.by, part.label, part.kind, {t: part.qrels[t] for t in topics}, seen, measures, main, rounds))
    return made


def compare_by_family(
    runs: Sequence[Judged], qrels: Qrels, families: Mapping[str, str], measures: Sequence[str], main: str, *, rounds: int = ROUNDS
) -> list[dict[str, Any]]:
    """One more row of the same shape, with families in the place of documents; none without families or where a run does not bring its results."""
    topics = [t for t in qrels if all(t in run.topics for run in runs)]
    if not families or not topics or any(run.results is None for run in runs):
        return []
    seen: list[Judged] = []
    judged: Qrels = {}
    for run in runs:
        results, judged = by_family(run.results or {}, {t: qrels[t] for t in topics}, families)
        seen.append(replace(run, topics=measure(results, judged, measures).topics))
    return [_row("family", "the first of each family", "judgments", judged, seen, measures, main, rounds)]


def _row(by: str, label: str, kind: str, qrels: Qrels, runs: Sequence[Judged], measures: Sequence[str], main: str, rounds: int) -> dict[str, Any]:
    """One slice as `compare_slices` gives it."""
    return {
        "by": by,
        "label": label,
        "kind": kind,
        "topics": len(qrels),
        "judgments": sum(grade >= 1 for judged in qrels.values() for grade in judged.values()),
        "mean": {run.name: {m: sum(run.topics[t][m] for t in qrels) / len(qrels) for m in measures} for run in runs},
        "pairs": pair_rows(runs, list(qrels), [main], rounds),
    }
