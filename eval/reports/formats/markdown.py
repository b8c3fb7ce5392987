"""A comparison as Markdown (GitHub's tables), for wikis, pull requests and minutes. What comes from files is escaped: it stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from eval.reports.links import page_of
from eval.reports.parts import against_baseline, best, flat, listed, pairs_in, sections, set_name, standing, title
from eval.reports.words import clipped, count, effect, figure, interval, needed, outcome, p_value, rank, signed, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")
_SIDES = {1: "▲ ", -1: "▼ ", 0: ""}


def as_markdown(result: Mapping[str, Any]) -> str:
    """The report of what `eval.runs.compare_runs` or `compare_over` returned."""
    lines = [f"# {text(title(result))}"]
    if "joint" in result:
        lines += _joint(result)
    for section in sections(result):
        if "joint" in result:
            lines += ["", f"## {text(set_name(section))}"]
        lines += _section(section)
    return "\n".join(lines) + "\n"


def text(value: object) -> str:
    """`value` such that Markdown and HTML see no mark-up in it, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split())).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table whose first column stands to the left, the others to the right; cells are Markdown already."""
    line = "| {} |".format
    return ["", line(" | ".join(head)), line(" | ".join([":--", *["--:"] * (len(head) - 1)])), *(line(" | ".join(row)) for row in rows)]


def document(name: str) -> str:
    """A document's id with its public page, where it has one."""
    address = page_of(name)
    return f"[{text(name)}]({address})" if address else text(name)


def _section(section: Mapping[str, Any]) -> list[str]:
    lines = ["", f"{count(section['topics'], 'topic')}; differences are against {text(section['baseline'])}."]
    lines += _notes(section["notes"])
    return [
        *lines,
        *_means(section),
        *_curves(section),
        *_pairs(section),
        *_topics(section),
        *_cost(section),
        *_slices(section),
        *_alike(section),
    ] + [line for run in section["runs"] if run["facts"] for line in _facts(run)]


def _notes(notes: Sequence[str]) -> list[str]:
    return ["", *(f"- Note: {text(note)}" for note in notes)] if notes else []


def _means(section: Mapping[str, Any]) -> list[str]:
    against = against_baseline(section)
    runs = section["runs"]
    rows: list[list[str]] = []
    for measure in section["measures"]:
        lower, top = measure in section["lower_is_better"], best(section, measure)
        cells = [text(measure) + (" (less is better)" if lower else "")]
        for run in runs:
            mean = f"**{figure(run['mean'][measure])}**" if run["name"] in top else figure(run["mean"][measure])
            cells.append(f"{_SIDES[standing(against.get((run['name'], measure)), lower)]}{mean} ({interval(run['interval'][measure])})")
        rows.append(cells)
    said = "Mean and 95% bootstrap interval over topics; bold: the best. ▲ better and ▼ worse than the baseline: p (Holm, within the measure) ≤ 0.05."
    return ["", "### Means", "", said, *grid(["Measure", *(text(run["name"]) for run in runs)], rows)]


def _curves(section: Mapping[str, Any]) -> list[str]:
    curves = [(run["name"], {int(depth): recall for depth, recall in run["curve"]}) for run in section["runs"] if run["curve"]]
    if not curves:
        return []
    depths = sorted({depth for _, curve in curves for depth in curve})
    rows = [[f"{depth:,}", *(figure(curve[depth]) if depth in curve else "" for _, curve in curves)] for depth in depths]
    return ["", "### Recall by depth", *grid(["Results read", *(text(name) for name, _ in curves)], rows)]


def _pairs(section: Mapping[str, Any]) -> list[str]:
    head = (
        "Runs",
        "Difference",
        "95% interval",
        "Wins",
        "Losses",
        "Ties",
        "p",
        "p (Holm, within the measure)",
        "Effect",
        "Topics needed",
        "In words",
    )
    lines = ["", "### Every two runs"]
    for measure in [section["main"], *(m for m in section["measures"] if m != section["main"])]:
        lower = measure in section["lower_is_better"]
        lines += ["", f"In {text(measure)}:", *grid(head, (_pair(row, section["topics"], lower) for row in pairs_in(section, measure)))]
    return lines


def _pair(row: Mapping[str, Any], topics: int, lower: bool) -> list[str]:
    counts = [str(row[name]) for name in ("wins", "losses", "ties")]
    ps = [text(p_value(row[name])) for name in ("p", "p_holm_measure")]
    size = [effect(row["effect"]), needed(row["topics_needed"])]
    who = f"{text(row['b'])} against {text(row['a'])}"
    return [who, signed(row["difference"]), interval(row["interval"], True), *counts, *ps, *size, text(verdict(row, topics, lower))]


def _topics(section: Mapping[str, Any]) -> list[str]:
    lines = ["", "### Topics that tell most"]
    for moved in section["movers"]:
        for kind in ("losses", "gains"):
            head = ("Topic", text(section["baseline"]), text(moved["run"]), "Change", "Query", "Missed")
            rows = [(text(m["topic"]), figure(m["baseline"]), figure(m["run"]), signed(m["difference"]), _query(m), _missed(m)) for m in moved[kind]]
            lines += ["", f"Greatest {kind} of {text(moved['run'])} in {text(moved['measure'])}:", *grid(head, rows)] if rows else []
    for worst in section["worst"]:
        rows_of = [(text(row["topic"]), figure(row["score"]), _query(row), _missed(row)) for row in worst["topics"]]
        lines += ["", f"Lowest of {text(worst['run'])} in {text(worst['measure'])}:", *grid(("Topic", "Score", "Query", "Missed"), rows_of)]
    return lines


def _query(row: Mapping[str, Any]) -> str:
    return text(clipped(row.get("query", ""), 160))


def _missed(row: Mapping[str, Any]) -> str:
    if "missed" not in row:
        return ""
    told = [f"{document(found['document'])} ({rank(found['rank'])})" for found in row["missed"]]
    more = row["missed_count"] - len(told)
    return ", ".join([*told, *([f"and {more} more"] if more else [])])


def _cost(section: Mapping[str, Any]) -> list[str]:
    rows = []
    for row, run in zip(section["cost"], section["runs"], strict=True):
        seconds = row["seconds"] or {}
        told = [f"{seconds[name]:.3f}" if name in seconds else "" for name in ("total", "mean", "median", "p95")]
        tokens = (row["tokens"] or {}).get("total")
        rows.append([text(row["run"]), figure(run["mean"][section["main"]]), *told, "" if tokens is None else f"{tokens:,}"])
    head = ("Run", text(section["main"]), "Seconds, all topics", "Mean a topic", "Median", "95% under", "Tokens")
    lines = ["", "### Cost", *grid(head, rows)]
    if known := [row for row in section["cost"] if row["reading"]]:
        head_of = ("Run", *(f"Recall {read['recall']:.0%}" for read in known[0]["reading"]))
        cells = [(text(row["run"]), *(_read(read) for read in row["reading"])) for row in known]
        lines += ["", "Documents to read for a recall: median over topics (topics that reach it within 1,000).", *grid(head_of, cells)]
    return lines


def _read(row: Mapping[str, Any]) -> str:
    return f"{'never' if row['median'] is None else format(row['median'], '.0f')} ({row['reached']} of {row['topics']})"


def _slices(section: Mapping[str, Any]) -> list[str]:
    if not section.get("slices"):
        return []
    names, main = [run["name"] for run in section["runs"]], section["main"]
    rows = [
        (text(f"{s['by']}: {s['label']}"), str(s["topics"]), str(s["judgments"]), *(figure(s["mean"][name][main]) for name in names))
        for s in section["slices"]
    ]
    return ["", f"### {text(main)} by slice", *grid(("Slice", "Topics", "Relevant", *map(text, names)), rows)]


def _alike(section: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    if section["lists"]:
        depths = list(section["lists"][0]["overlap"])
        rows = [
            (
                text(f"{r['a']} and {r['b']}"),
                figure(r["rbo"]),
                "" if r["tau"] is None else signed(r["tau"]),
                *(figure(r["overlap"][d]) for d in depths),
            )
            for r in section["lists"]
        ]
        lines += ["", "### How alike the results are", *grid(("Runs", "RBO", "Tau", *(f"Shared in {d}" for d in depths)), rows)]
    if section["orders"]:
        told = [(text(o["a"]), text(o["b"]), "" if o["tau"] is None else signed(o["tau"])) for o in section["orders"]]
        lines += ["", "Do two measures put the runs in the same order?", *grid(("Measure", "Measure", "Tau"), told)]
    return lines


def _facts(run: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### What {text(run['name'])} rests on", "")
    yield from (f"- {text(name)}: {text(value)}" for name, value in flat(run["facts"]))


def _joint(result: Mapping[str, Any]) -> list[str]:
    joint = result["joint"]
    lower = sections(result)[0]["lower_is_better"]
    sets = listed([f"{text(s['name'])} ({count(s['topics'], 'topic')}, experiment {s['experiment']})" for s in joint["datasets"]])
    said = f"{count(joint['topics'], 'topic')} of {count(joint['experiments'], 'experiment')}: {sets}."
    rule = "Sets of one experiment share topics and judgments and count once."
    rows = [
        (
            f"{text(row['b'])} against {text(row['a'])}",
            text(row["measure"]),
            signed(row["difference"]),
            interval(row["interval"], True),
            text(p_value(row["p"])),
            text(p_value(row["p_holm_measure"])),
            text(p_value(row["p_holm"])),
            outcome(row, row["measure"] in lower),
        )
        for row in joint["pairs"]
    ]
    head = ("Runs", "Measure", "Difference", "95% interval", "p", "p (Holm, within the measure)", "p (Holm, over all rows)", "Outcome")
    return ["", "## All data sets at once", "", f"{said} {rule}", *_notes(joint["notes"]), *grid(head, rows)]
