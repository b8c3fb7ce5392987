"""Results of evaluation as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def as_table(result: Mapping[str, Any]) -> str:
    """A text for people, of what `evaluate` or `compare_runs` returned."""
    return _comparison(result) if "comparisons" in result else _run(result)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """`rows` (the first is the head) in columns: the first column to the left, the others to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    text = ["  ".join(cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))) for row in rows]
    return "\n".join(line.rstrip() for line in [text[0], "  ".join("-" * w for w in widths), *text[1:]])


def _run(result: Mapping[str, Any]) -> str:
    facts = result["facts"]
    seconds = result["seconds"]
    lines = [
        f"{facts['recipe']['id']} on {facts['dataset']['name']} ({facts['dataset']['split']}): {len(result['topics'])} topics",
        "",
        columns([("measure", "mean"), *((name, f"{value:.3f}") for name, value in result["mean"].items())]),
        "",
        f"{seconds['total']:.1f} s of searches, {seconds['mean']:.3f} s a topic (95% under {seconds['p95']:.3f} s)",
    ]
    return "\n".join([*lines, *_notes(result)])


def _comparison(result: Mapping[str, Any]) -> str:
    measures = result["measures"]
    means = [("run", *measures), *((run["name"], *(f"{run['mean'][m]:.3f}" for m in measures)) for run in result["runs"])]
    lines = [f"Means over {result['topics']} topics", "", columns(means)]
    for run in result["runs"][1:]:
        rows = [("measure", "difference", "95% interval", "wins", "losses", "ties", "p")]
        for row in result["comparisons"]:
            if row["run"] == run["name"]:
                low, high = row["interval"]
                counts = (str(row["wins"]), str(row["losses"]), str(row["ties"]))
                rows.append((row["measure"], f"{row['difference']:+.3f}", f"{low:+.3f} to {high:+.3f}", *counts, f"{row['p']:.4f}"))
        lines += ["", f"{run['name']} against {result['baseline']}", "", columns(rows)]
    for movers in result["movers"]:
        for kind in ("losses", "gains"):
            moved = [(m["topic"], f"{m['baseline']:.3f}", f"{m['run']:.3f}", f"{m['difference']:+.3f}") for m in movers[kind]]
            if moved:
                lines += [
                    "",
                    f"Greatest {kind} of {movers['run']} in {movers['measure']}",
                    "",
                    columns([("topic", "before", "now", "change"), *moved]),
                ]
    return "\n".join([*lines, *_notes(result)])


def _notes(result: Mapping[str, Any]) -> list[str]:
    return ["", *(f"note: {note}" for note in result["notes"])] if result["notes"] else []
