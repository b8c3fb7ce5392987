"""The account of completeness as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.tables import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NAMED = 3
"""With more estimates than these a warning counts them."""


def as_text(result: Mapping[str, Any]) -> str:
    """A text for people, of what `eval.completeness.estimate.completeness` returned."""
    found = ", ".join(f"{row['name']} {row['found']}" for row in result["lists"])
    lines = [f"{result['found']} relevant documents found down to rank {result['depth']} in {result['topics']} topics ({found})"]
    if truth := result["truth"]:
        lines.append(f"{truth['relevant']} are known: {truth['missed']} were missed")
    lines += ["", *_estimates(result)]
    if sample := result["sample"]:
        lines += ["", *_sample(sample)]
    if result["calibration"]:
        lines += ["", "How often the 95% interval held the truth, over groups of topics drawn from these judgments", "", _calibration(result)]
    return "\n".join([*lines, "", *(f"note: {note}" for note in result["notes"])])


def _estimates(result: Mapping[str, Any]) -> list[str]:
    rows = [("lists", "method", "found", "missed", "95% interval", "recall", "trust")]
    reasons: dict[str, list[str]] = {}
    for e in result["estimates"]:
        missed = (max(0.0, e["low"] - e["found"]), e["high"] - e["found"])
        recall = "-" if e["recall"] is None else f"{e['recall']:.3f}"
        rows.append(
            (" + ".join(e["lists"]), e["method"], str(e["found"]), f"{e['missed']:.1f}", f"{missed[0]:.1f} to {missed[1]:.1f}", recall, e["trust"])
        )
        for reason in e["reasons"]:
            reasons.setdefault(reason, []).append(f"{' + '.join(e['lists'])}, {e['method']}")
    return [columns(rows), "", *(f"{_those(named, len(result['estimates']))}: {reason}" for reason, named in reasons.items())]


def _those(named: Sequence[str], count: int) -> str:
    return "all" if len(named) == count else "; ".join(named) if len(named) <= _NAMED else f"{len(named)} of them"


def _sample(sample: Mapping[str, Any]) -> list[str]:
    if not any(s["drawn"] for s in sample["strata"]):
        return ["Nothing of the sampled ranks is judged yet"]
    lines = [f"In the ranks sampled: {sample['total']:.1f} relevant documents not read (95% interval {sample['low']:.0f} to {sample['high']:.0f})"]
    low, middle, high = sample["recall"]
    if middle is not None:
        lines.append(
            f"recall down to the last rank sampled: {middle:.3f} ({low:.3f} to {high:.3f}); this holds whether or not the lists are independent"
        )
    if sample["limit"] is not None:
        lines.append(f"no relevant document was drawn: at most {sample['limit']:.0f} with 95% confidence (one-sided)")
    if sample["unread"]:
        lines.append(f"{sample['unread']} documents lie in ranks of which none was judged: nothing is said of them")
    rows = [
        ("ranks", "documents", "judged", "relevant"),
        *((s["name"], str(s["size"]), str(s["drawn"]), str(s["relevant"])) for s in sample["strata"]),
    ]
    return [*lines, "", columns(rows)]


def _calibration(result: Mapping[str, Any]) -> str:
    rows = [("lists", "method", "topics", "held", "too low", "too high", "estimate/truth", "width/truth", "usable", "held", "refused")]
    for c in sorted(result["calibration"], key=lambda c: (c["lists"], c["method"], c["size"])):
        held = f"{c['usable_held'] / c['usable']:.2f}" if c["usable"] else "-"
        figures = ("-" if c[name] is None else f"{c[name]:.2f}" for name in ("ratio", "width"))
        counts = (str(c["below"]), str(c["above"]))
        rows.append(
            (
                " + ".join(c["lists"]),
                c["method"],
                str(c["size"]),
                f"{c['coverage']:.2f}",
                *counts,
                *figures,
                str(c["usable"]),
                held,
                str(c["refused"]),
            )
        )
    return columns(rows)
