"""The figures of answers as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.tables import columns

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_text(data: Mapping[str, Any]) -> str:
    """A text for people, of what `evaluate_answers` returned."""
    facts, count = data["facts"], data["counts"]
    rows = [("measure", "mean", "95% interval", "topics")]
    rows += [
        (name, _figure(mean), _limits(data["intervals"][name]), str(data["counted"][name])) for name, mean in data["mean"].items() if mean is not None
    ]
    lines = [
        f"{facts['recipe']['id']} on {facts['dataset']['name']}, language model {facts['llm']}, judge {facts['judge']['name']}",
        f"{count['answers']} answers, {count['statements']} statements, {count['citations']} citations",
        "",
        columns(rows),
    ]
    if data["unanswerable"]:
        head = ("nothing to answer from", "cases", "refused", "refused or warned", "95% interval", "answered all the same")
        shown = [
            (_kind(r["kind"]), str(r["cases"]), str(r["refused"]), str(r["cautioned"]), _limits(r["interval"]), str(r["answered"]))
            for r in data["unanswerable"]
        ]
        lines += ["", columns([head, *shown])]
    if count["reasons"]:
        lines += ["", columns([("withheld because", "sentences"), *((reason, str(n)) for reason, n in count["reasons"].items())])]
    return "\n".join([*lines, *(["", *(f"note: {note}" for note in data["notes"])] if data["notes"] else [])])


def compared_as_text(data: Mapping[str, Any]) -> str:
    """A text for people, of what `compare_answers` returned."""
    head = ("run", "measure", "difference", "95% interval", "topics", "better", "worse", "alike", "p", "p (Holm)")
    rows = [_difference(row) for row in data["pairs"]]
    lines = [f"against {data['baseline']}", "", columns([head, *rows])]
    return "\n".join([*lines, *(["", *(f"note: {note}" for note in data["notes"])] if data["notes"] else [])])


def _difference(row: Mapping[str, Any]) -> tuple[str, ...]:
    difference = (f"{row['difference']:+.3f}", "{:+.3f} to {:+.3f}".format(*row["interval"]))
    counts = (str(row[name]) for name in ("topics", "wins", "losses", "ties"))
    return (row["b"], row["measure"], *difference, *counts, f"{row['p']:.4f}", f"{row['p_holm']:.4f}")


def _kind(kind: str) -> str:
    return kind.replace("_", " ")


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"


def _limits(limits: list[float] | None) -> str:
    return "-" if limits is None else f"{limits[0]:.3f} to {limits[1]:.3f}"
