"""Figures as people read them, and what a comparison says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.power import TARGET
from eval.reports.parts import standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BRIEF = 10.0
"""From here on one decimal is enough: counts of documents."""


def figure(value: float) -> str:
    """`0.412`; counts of documents, `101.0`."""
    return f"{value:.3f}" if abs(value) < _BRIEF else f"{value:.1f}"


def signed(value: float) -> str:
    """`+0.061`, with a minus sign that is as wide as the plus; `0.000` where nothing differs."""
    text = f"{value:+.3f}" if abs(value) < _BRIEF else f"{value:+.1f}"
    return text[1:] if not float(text) else text.replace("-", "\u2212")


def interval(bounds: Sequence[float], change: bool = False) -> str:
    """`0.371 to 0.455`."""
    return " to ".join(signed(b) if change else figure(b) for b in bounds)


def p_value(p: float) -> str:
    """`0.0312`; what is below the last place is said to be so."""
    return f"{p:.4f}" if p >= 0.0001 else "< 0.0001"  # noqa: PLR2004


def count(number: int, noun: str) -> str:
    """`1 topic`, `124 topics`, `46,946 documents`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def verdict(row: Mapping[str, Any], topics: int, lower: bool) -> str:
    """What a row of `eval.pairs.pair_rows` says: better, worse, or not shown; and with how many topics it would be."""
    a, b = row["a"], row["b"]
    least = row.get("least_difference")
    if side := standing(row, lower):
        return f"{b} is {'better' if side > 0 else 'worse'} than {a}: more than chance"
    if not row["wins"] and not row["losses"]:
        return f"{b} and {a} are alike on every topic"
    if least is None:
        return f"no difference between {b} and {a} shown: one topic shows nothing"
    more = "" if row["topics_needed"] is None else f"; one of this size would take about {count(row['topics_needed'], 'topic')}"
    return f"no difference between {b} and {a} shown: {count(topics, 'topic')} would show {figure(least)} or more (power {TARGET:g}){more}"


def outcome(row: Mapping[str, Any], lower: bool) -> str:
    """The same in a word or two, for a table's cell."""
    alike = not row.get("wins", 1) and not row.get("losses", 1)
    return {1: "better", -1: "worse", 0: "alike" if alike else "not shown"}[standing(row, lower)]


def effect(value: float | None) -> str:
    """Cohen's d; where every topic differs by the same it has no bound."""
    return "no bound" if value is None else f"{value:+.2f}".replace("-", "\u2212")


def needed(value: int | None) -> str:
    """Topics that would show an effect of this size."""
    return "over a million" if value is None else f"{value:,}"


def clipped(text: str, most: int = 260) -> str:
    """`text` cut at a word, with a sign of it."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def rank(value: int | None) -> str:
    """`rank 143`, or that a document is not among the results."""
    return "not retrieved" if value is None else f"rank {value:,}"
