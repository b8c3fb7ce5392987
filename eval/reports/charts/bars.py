"""A bar for each topic, sorted: what a run gains and loses, or what it scores. The shape tells whether a mean rests on many topics or on few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.pairs import TIE, gain
from eval.reports.charts.axes import steps
from eval.reports.words import figure, signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 760, 220
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 10, 26
MOST = 600
"""Bars that can still be seen one by one; of more topics those at both ends are drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `kind` is `gain`, `loss` or `tie`, `text` names the topic and its figures."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """All that the template needs to draw. `drawn` of `topics` have a bar; `zero` is where the bars stand on."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    zero: float
    topics: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM

    @property
    def drawn(self) -> int:
        return len(self.bars)


def difference_bars(baseline: Mapping[str, float], run: Mapping[str, float], measure: str, names: tuple[str, str]) -> BarChart:
    """What `run` has more than `baseline` in `measure` (both topic to score), the greatest gain first; `names` are the two runs', in that order."""
    rows = [(topic, run[topic] - value, gain(measure, run[topic] - value)) for topic, value in baseline.items()]
    rows.sort(key=lambda row: (-row[2], row[0]))
    told = [
        (d, "gain" if g > TIE else "loss" if g < -TIE else "tie", f"{t}: {names[1]} {figure(run[t])}, {names[0]} {figure(baseline[t])}, {signed(d)}")
        for t, d, g in rows
    ]
    return _chart(told)


def score_bars(scores: Mapping[str, float], measure: str) -> BarChart:
    """What a run scores in `measure`, best first."""
    order = sorted(scores, key=lambda t: (-gain(measure, scores[t]), t))
    return _chart([(scores[t], "score", f"{t}: {measure} {figure(scores[t])}") for t in order])


def _chart(told: Sequence[tuple[float, str, str]]) -> BarChart:
    shown = told if len(told) <= MOST else [*told[: MOST // 2], *told[-MOST // 2 :]]
    values = [value for value, _, _ in shown]
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high:
        high = 1.0
    scale = (HEIGHT - TOP - BOTTOM) / (high - low)
    step = (WIDTH - LEFT - RIGHT) / len(shown)
    zero = round(TOP + high * scale, 1)
    bars = [_bar(LEFT + n * step, step, zero, value * scale, kind, text) for n, (value, kind, text) in enumerate(shown)]
    ticks = tuple((round(TOP + (high - t) * scale, 1), signed(t) if low < 0 else f"{t:g}") for t in steps(low, high, 5))
    return BarChart(tuple(bars), ticks, zero, len(told))


def _bar(x: float, step: float, zero: float, height: float, kind: str, text: str) -> Bar:
    """A bar that can be pointed at even where it has no height."""
    tall = max(abs(height), 1.5)
    return Bar(round(x + step * 0.08, 2), round(zero - tall if height >= 0 else zero, 2), round(step * 0.84, 2), round(tall, 2), kind, text)
