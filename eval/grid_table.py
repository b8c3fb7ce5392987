"""The table of a grid: a row for each variation of the recipe; and what came of it, in words."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.model import Dataset
    from indexing.errors import PriorArtError

    Row = Mapping[str, Any]


def row(
    name: str, values: Mapping[str, Any], result: Mapping[str, Any] | None, fault: PriorArtError | None, main: str, chosen: bool
) -> dict[str, Any]:
    """One variation: its values, its mean and 95% interval of `main`, all means, seconds and tokens a topic, or why it failed."""
    told: dict[str, Any] = {"name": name, "values": dict(values), "chosen": chosen, "fault": str(fault) if fault else None}
    if result is None:
        return {**told, "main": None, "interval": None, "mean": {}, "seconds": None, "tokens": None, "failed_topics": None}
    return {
        **told,
        "main": result["mean"][main],
        "interval": result["intervals"][main],
        "mean": result["mean"],
        "seconds": result["seconds"]["mean"],
        "tokens": result["tokens"]["mean"],
        "failed_topics": len(result["faults"]),
    }


def as_rows(rows: Sequence[Row], main: str) -> list[list[str]]:
    """The table for a terminal, the head first: the best first, the unchanged recipe told by its name alone."""
    head = ["recipe", *rows[0]["values"], main, "95% interval", "s a topic"]
    ordered = sorted(rows, key=lambda r: -1.0 if r["main"] is None else -r["main"] - 1)
    return [head, *([_name(r), *(json.dumps(v, ensure_ascii=False) for v in r["values"].values()), *_figures(r)] for r in ordered)]


def _name(told: Row) -> str:
    return f"{told['name']} (chosen)" if told["chosen"] else str(told["name"])


def _figures(told: Row) -> list[str]:
    if told["main"] is None:
        return ["failed", "-", "-"]
    low, high = told["interval"]
    return [f"{told['main']:.3f}", f"{low:.3f} to {high:.3f}", f"{told['seconds']:.3f}"]


def as_csv(rows: Sequence[Row]) -> str:
    """The table for a spreadsheet: a column for each parameter and each measure."""
    measures = list(dict.fromkeys(m for r in rows for m in r["mean"]))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["recipe", *rows[0]["values"], "chosen", "main", "low", "high", *measures, "seconds", "tokens", "failed_topics", "fault"])
    for r in rows:
        low, high = r["interval"] or (None, None)
        values = [json.dumps(v, ensure_ascii=False) for v in r["values"].values()]
        means = [r["mean"].get(m) for m in measures]
        writer.writerow(
            [r["name"], *values, int(r["chosen"]), r["main"], low, high, *means, r["seconds"], r["tokens"], r["failed_topics"], r["fault"]]
        )
    return stream.getvalue()


def outcome(
    base: str, best: str, rows: Sequence[Row], held: Mapping[str, Row], comparison: Mapping[str, Any] | None, main: str, tune: Dataset, test: Dataset
) -> list[str]:
    """What came of the grid, a sentence each."""
    unchanged, chosen = rows[0], next(r for r in rows if r["chosen"])
    where = f"{tune.name} ({tune.split}, {len(tune.topics)} topics)"
    there = f"{test.name} ({test.split}, {len(test.topics)} topics, held out)"
    kept = held.get(unchanged["name"])
    if chosen is unchanged:
        first = f"No variation of {base} is better in {main} on {where} than the unchanged recipe: {unchanged['main']:.3f}."
        return [first, *([f"It has {kept['mean'][main]:.3f} on {there}."] if kept else [])]
    values = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in chosen["values"].items())
    tried = sum(r["main"] is not None for r in rows)
    before = "failed" if unchanged["main"] is None else f"{unchanged['main']:.3f}"
    said = [f"Chosen by {main} on {where} among {tried} recipes: {best} with {values}; {main} {chosen['main']:.3f} there, unchanged {before}."]
    said.append("The best of several is flattered where it was chosen; what counts is the held-out figure.")
    pair = next((p for p in comparison["pairs"] if p["measure"] == main), None) if comparison else None
    if pair is None:
        return [*said, f"On {there} one of the two failed, so that there is no comparison."]
    low, high = pair["interval"]
    figures = f"{held[best]['mean'][main]:.3f}, unchanged {held[unchanged['name']]['mean'][main]:.3f}"
    return [*said, f"On {there}: {main} {figures}; difference {pair['difference']:+.3f} ({low:+.3f} to {high:+.3f}), p = {pair['p']:.3f}."]
