"""Results of evaluation as plain text for a terminal, within `WIDTH` columns where names allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.reports.parts import LEVEL, sections, set_name, standing
from eval.reports.words import effect, figure, needed, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WIDTH = 100
"""Columns that a terminal is taken to have."""
_GAP = "  "
_WHOLE = 3
"""Up to so many runs every two are shown in every measure; of more, every two in the main measure, and each against the baseline."""


def as_table(result: Mapping[str, Any]) -> str:
    """A text for people, of what `evaluate`, `compare_runs` or `compare_over` returned."""
    if "joint" in result:
        parts = [f"{set_name(section)}\n{'=' * len(set_name(section))}\n\n{_comparison(section)}" for section in sections(result)]
        return "\n\n".join([*parts, _joint(result)])
    return _comparison(result) if "comparisons" in result else _run(result)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """`rows` (the first is the head) in columns: the first column to the left, the others to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    text = [_GAP.join(cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))) for row in rows]
    return "\n".join(line.rstrip() for line in [text[0], _GAP.join("-" * w for w in widths), *text[1:]])


def folded(rows: Sequence[Sequence[str]], width: int = WIDTH) -> str:
    """`columns` of `rows`, in several blocks beneath one another where they are wider than `width`; each block has the first column."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    blocks: list[list[int]] = [[]]
    for n in range(1, len(widths)):
        taken = widths[0] + sum(widths[k] + len(_GAP) for k in [*blocks[-1], n])
        if taken > width and blocks[-1]:
            blocks.append([])
        blocks[-1].append(n)
    return "\n\n".join(columns([[row[0], *(row[n] for n in block)] for row in rows]) for block in blocks)


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
    means = [("run", *measures), *((run["name"], *(figure(run["mean"][m]) for m in measures)) for run in result["runs"])]
    lines = [f"Means over {result['topics']} topics; differences are against {result['baseline']}", "", folded(means)]
    return "\n".join([*lines, *_pairs(result), *_movers(result), *_lists(result), *_cost(result), *_slices(result), *_notes(result)])


def _pairs(result: Mapping[str, Any]) -> Iterator[str]:
    """Every two runs in every measure; where that is much, what is looked at first."""
    names = [run["name"] for run in result["runs"]]
    few = len(names) <= _WHOLE
    if not few:
        rows = [(f"{row['b']} vs {row['a']}", *_pair(row, result)) for row in result["pairs"] if row["measure"] == result["main"]]
        yield from ("", f"Every two runs in {result['main']}", "", columns([("runs", *_PAIR), *rows]))
    for n, a in enumerate(names if few else names[:1]):
        for b in names[n + 1 :]:
            rows = [(row["measure"], *_pair(row, result)) for row in result["pairs"] if (row["a"], row["b"]) == (a, b)]
            yield from ("", f"{b} against {a}", "", columns([("measure", *_PAIR), *rows]))
    yield from ("", f"p: randomisation test; Holm: p adjusted within the measure, * at most {LEVEL:g}; needed: topics, power 0.8")


_PAIR = ("change", "95% interval", "won", "lost", "tied", "p", "Holm", "effect", "needed")


def _pair(row: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[str, ...]:
    """One comparison; the adjusted p is the one among the pairs of runs in the same measure."""
    low, high = row["interval"]
    counts = (str(row["wins"]), str(row["losses"]), str(row["ties"]))
    mark = "*" if standing(row, row["measure"] in result["lower_is_better"]) else " "
    most = "-" if row["topics_needed"] is None else needed(row["topics_needed"])
    bounds = f"{signed(low)} {signed(high)}"
    return (signed(row["difference"]), bounds, *counts, f"{row['p']:.4f}", f"{row['p_holm_measure']:.4f}{mark}", effect(row["effect"]), most)


def _movers(result: Mapping[str, Any]) -> Iterator[str]:
    """The topics that lost and gained most."""
    for movers in result["movers"]:
        for kind in ("losses", "gains"):
            moved = [(m["topic"], figure(m["baseline"]), figure(m["run"]), signed(m["difference"]), *_missed(m)) for m in movers[kind]]
            if moved:
                head = ("topic", "before", "now", "change", *(["missed"] if len(moved[0]) > 4 else []))  # noqa: PLR2004
                yield from ("", f"Greatest {kind} of {movers['run']} in {movers['measure']}", "", columns([head, *moved]))


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
    """What it takes: seconds, and what must be read."""
    lines: list[str] = []
    timed = [(row["run"], f"{row['seconds']['total']:.1f}", f"{row['seconds']['mean']:.3f}") for row in result["cost"] if _timed(row)]
    if timed:
        lines += ["", "Seconds of the searches", "", columns([("run", "all topics", "a topic"), *timed])]
    known = [row for row in result["cost"] if row["reading"]]
    if known:
        head = ("run", *(f"recall {read['recall']:.0%}" for read in known[0]["reading"]))
        rows = [(row["run"], *(_read(read) for read in row["reading"])) for row in known]
        lines += ["", "Documents to read for a recall: median over topics (topics that reach it)", "", columns([head, *rows])]
    return lines


def _timed(row: Mapping[str, Any]) -> bool:
    return {"total", "mean"} <= (row["seconds"] or {}).keys()


def _read(row: Mapping[str, Any]) -> str:
    median = "never" if row["median"] is None else f"{row['median']:.0f}"
    return f"{median} ({row['reached']} of {row['topics']})"


def _slices(result: Mapping[str, Any]) -> list[str]:
    """Each slice's means in the main measure."""
    if not result.get("slices"):
        return []
    names = [run["name"] for run in result["runs"]]
    rows = [
        (f"{part['by']}: {part['label']}", str(part["topics"]), *(figure(part["mean"][name][result["main"]]) for name in names))
        for part in result["slices"]
    ]
    return ["", f"{result['main']} by slice", "", folded([("slice", "topics", *names), *rows])]


def _joint(result: Mapping[str, Any]) -> str:
    """All data sets at once, what is looked at first before the rest."""
    joint = result["joint"]
    sets = [f"{row['name']}: {row['topics']} topics, experiment {row['experiment']}" for row in joint["datasets"]]
    lower = sections(result)[0]["lower_is_better"]
    lines = ["All data sets at once", "=====================", "", *sets]
    main = sections(result)[0]["main"]
    few = len(joint["runs"]) <= _WHOLE
    for measure in sorted(joint["measures"], key=lambda m: m != main):
        rows = []
        for row in joint["pairs"]:
            if row["measure"] == measure and (few or measure == main or row["a"] == joint["runs"][0]):
                mark = "*" if standing(row, measure in lower) else " "
                bounds = " ".join(map(signed, row["interval"]))
                rows.append((f"{row['b']} vs {row['a']}", signed(row["difference"]), bounds, f"{row['p']:.4f}", f"{row['p_holm_measure']:.4f}{mark}"))
        lines += ["", columns([(measure, "change", "95% interval", "p", "Holm"), *rows])]
    rule = f"Sets of one experiment share topics and judgments and count once; Holm: within the measure; * at most {LEVEL:g}"
    return "\n".join([*lines, "", rule, *_notes(joint)])


def _notes(result: Mapping[str, Any]) -> list[str]:
    return ["", *(f"note: {note}" for note in result["notes"])] if result["notes"] else []
