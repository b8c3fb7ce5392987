"""What the gate found, for a terminal and as Markdown for a build's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.gating.falls import MEANING
from eval.tables import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HEAD = ("recipe", "measure", "baseline", "now", "difference", "95% interval", "won", "lost", "p", "p (Holm)", "verdict")
_QUERY = 70


def gate_text(result: Mapping[str, Any], accept: str) -> str:
    """The gate's result for a terminal; `accept` is the command that takes the runs as the new baseline."""
    lines = [_title(result), ""]
    if result["rows"]:
        lines += [columns([_HEAD, *map(_cells, result["rows"])]), ""]
    for loss in result["losses"]:
        lines += [f"{loss['recipe']}: the topics that lost most in {loss['measure']}", *(f"  {line}" for line in _lost(loss)), ""]
    lines += [f"note: {note}" for note in result["notes"]]
    lines += [*_ending(result, accept)]
    return "\n".join(lines)


def gate_markdown(result: Mapping[str, Any], accept: str) -> str:
    """The same as Markdown."""
    rows = [_HEAD, tuple("---" for _ in _HEAD), *map(_cells, result["rows"])]
    lines = [f"## {_title(result)}", ""]
    if result["rows"]:
        lines += [*("| " + " | ".join(map(_escaped, row)) + " |" for row in rows), ""]
    for loss in result["losses"]:
        lines += [
            f"### {_escaped(loss['recipe'])}: the topics that lost most in {loss['measure']}",
            "",
            *(f"- {_escaped(x)}" for x in _lost(loss)),
            "",
        ]
    lines += [f"- note: {_escaped(note)}" for note in result["notes"]]
    lines += [f"- {_escaped(line)}" for line in _ending(result, accept)]
    return "\n".join(lines) + "\n"


def accept_text(told: Mapping[str, Any]) -> str:
    """What was accepted."""
    rows = [("recipe", "measure", "before", "now")]
    for recipe, mean in told["recipes"].items():
        before = mean["before"] or {}
        rows += [(recipe, name, f"{before[name]:.3f}" if name in before else "-", f"{value:.3f}") for name, value in mean["now"].items()]
    retired = [f"retired: {recipe}" for recipe in told["retired"]]
    return "\n".join([f"baseline {told['baseline']}", "", *([columns(rows)] if len(rows) > 1 else []), *retired])


def _title(result: Mapping[str, Any]) -> str:
    verdict = "passed" if result["passed"] else "FAILED"
    return f"Gate {verdict}: {result['dataset']} ({result['split']}), {result['topics']} topics, baseline {result['baseline']}"


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    low, high = row["interval"]
    means = (f"{row['before']:.3f}", f"{row['now']:.3f}", f"{row['difference']:+.3f}", f"{low:+.3f} to {high:+.3f}")
    counted = (str(row["wins"]), str(row["losses"]), _chance(row["p"]), _chance(row["p_holm"]))
    return (row["recipe"], row["measure"], *means, *counted, row["verdict"])


def _chance(p: float) -> str:
    return "<0.0001" if p < 0.0001 else f"{p:.4f}"  # noqa: PLR2004 - what four places can show


def _lost(loss: Mapping[str, Any]) -> Iterator[str]:
    for topic in loss["topics"]:
        query = " ".join(topic["query"].split())
        yield f"{topic['topic']}  {topic['before']:.3f} -> {topic['now']:.3f}  {query[:_QUERY]}{'…' if len(query) > _QUERY else ''}"
        for document in topic["documents"]:
            now = "not retrieved" if document["now"] is None else f"rank {document['now']}"
            yield f"  {document['document']} (grade {document['grade']}): rank {document['before']} -> {now}"


def _ending(result: Mapping[str, Any], accept: str) -> Iterator[str]:
    """The verdict in sentences, and what to do about it."""
    for failure in result["failures"]:
        yield f"failed: {failure}"
    for recipe in result["improved"]:
        yield f"{recipe} finds more than its baseline: to hold it to that, {accept} --only {recipe}"
    if result["new"]:
        yield f"no baseline yet for {', '.join(result['new'])}: to guard what is new, {accept}{_only(result['new'])}"
    if not result["passed"]:
        seen = {row["verdict"] for row in result["rows"]}
        if seen:
            yield "; ".join(f"{verdict}: {meaning}" for verdict, meaning in MEANING.items() if verdict in seen)
        yield f"if this is meant: {accept}"


def _only(recipes: Sequence[str]) -> str:
    return "".join(f" --only {recipe}" for recipe in recipes)


def _escaped(text: str) -> str:
    """`text` as one cell of a table or one point of a list."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
