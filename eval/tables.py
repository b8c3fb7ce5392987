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
        f"{facts['system']} on {facts['dataset']['name']} ({facts['dataset']['split']}): {len(result['topics'])} topics",
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
    names = [run["name"] for run in result["runs"]]
    for n, a in enumerate(names):
        for b in names[n + 1 :]:
            lines += ["", f"{b} against {a}", "", columns([_PAIR, *(_pair(row) for row in result["pairs"] if (row["a"], row["b"]) == (a, b))])]
    for movers in result["movers"]:
        for kind in ("losses", "gains"):
            moved = [(m["topic"], f"{m['baseline']:.3f}", f"{m['run']:.3f}", f"{m['difference']:+.3f}", *_missed(m)) for m in movers[kind]]
            if moved:
                head = ("topic", "before", "now", "change", *(["missed"] if len(moved[0]) > 4 else []))  # noqa: PLR2004
                lines += ["", f"Greatest {kind} of {movers['run']} in {movers['measure']}", "", columns([head, *moved])]
    return "\n".join([*lines, *_lists(result), *_cost(result), *_slices(result), *_notes(result)])


_PAIR = ("measure", "difference", "95% interval", "wins", "losses", "ties", "p", "p (Holm)", "effect", "topics needed")


def _pair(row: Mapping[str, Any]) -> tuple[str, ...]:
    """One comparison; the adjusted p is the one among the pairs of runs in the same measure."""
    low, high = row["interval"]
    counts = (str(row["wins"]), str(row["losses"]), str(row["ties"]))
    effect = "-" if row["effect"] is None else f"{row['effect']:+.2f}"
    needed = "-" if row["topics_needed"] is None else str(row["topics_needed"])
    ps = (f"{row['p']:.4f}", f"{row['p_holm_measure']:.4f}")
    return (row["measure"], f"{row['difference']:+.3f}", f"{low:+.3f} to {high:+.3f}", *counts, *ps, effect, needed)


def _missed(row: Mapping[str, Any]) -> list[str]:
    """How many relevant documents were missed, where that is known."""
    return [str(row["missed_count"])] if "missed_count" in row else []


def _lists(result: Mapping[str, Any]) -> list[str]:
    """How alike the results are."""
    if not result["lists"]:
        return []
    depths = list(result["lists"][0]["overlap"])
    head = ("results of", "RBO", *(f"shared in {depth}" for depth in depths))
    rows = [(f"{row['a']}, {row['b']}", f"{row['rbo']:.2f}", *(f"{row['overlap'][d]:.2f}" for d in depths)) for row in result["lists"]]
    return ["", "How alike the results are", "", columns([head, *rows])]


def _cost(result: Mapping[str, Any]) -> list[str]:
    """What must be read."""
    known = [row for row in result["cost"] if row["reading"]]
    if not known:
        return []
    recalls = [read["recall"] for read in known[0]["reading"]]
    head = ("run", *(f"recall {recall:.0%}" for recall in recalls))
    rows = [(row["run"], *(_read(read) for read in row["reading"])) for row in known]
    return ["", "Documents to read for a recall: median over topics (topics that reach it)", "", columns([head, *rows])]


def _read(row: Mapping[str, Any]) -> str:
    median = "never" if row["median"] is None else f"{row['median']:.0f}"
    return f"{median} ({row['reached']} of {row['topics']})"


def _slices(result: Mapping[str, Any]) -> list[str]:
    """Each slice's means in the main measure."""
    if not result.get("slices"):
        return []
    names = [run["name"] for run in result["runs"]]
    rows = [
        (f"{part['by']}: {part['label']}", str(part["topics"]), *(f"{part['mean'][name][result['main']]:.3f}" for name in names))
        for part in result["slices"]
    ]
    return ["", f"{result['main']} by slice", "", columns([("slice", "topics", *names), *rows])]


def _notes(result: Mapping[str, Any]) -> list[str]:
    return ["", *(f"note: {note}" for note in result["notes"])] if result["notes"] else []
