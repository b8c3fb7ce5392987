"""Cost against recall: a point for each run, seconds a topic on a logarithmic scale, the mean of a measure with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.reports.charts.axes import LABEL_GAP, powers, short, steps, style, width_of
from eval.reports.words import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 30, 14, 44


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run cost and gave: seconds a topic, the mean and its interval."""

    name: str
    seconds: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """A dot with its whisker, and where its label stands."""

    x: float
    y: float
    low_y: float
    high_y: float
    label: str
    label_x: float
    label_y: float
    anchor: str
    text: str
    colour: int


@dataclass(frozen=True, slots=True)
class CostChart:
    """All that the template needs to draw."""

    points: tuple[Point, ...]
    seconds: tuple[tuple[float, str], ...]
    values: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def cost_chart(runs: Sequence[Spent | None]) -> CostChart | None:
    """The chart of `runs`, None for those that do not say what they took; None where fewer than two do: one point compares nothing."""
    known = [(n, run) for n, run in enumerate(runs) if run is not None and run.seconds > 0]
    if len(known) < 2:  # noqa: PLR2004
        return None
    least, most = min(run.seconds for _, run in known) / 1.6, max(run.seconds for _, run in known) * 1.6
    low, high = min(run.low for _, run in known), max(run.high for _, run in known)
    low, high = (low, high) if high > low else (low - 0.5, high + 0.5)
    across = (WIDTH - LEFT - RIGHT) / math.log(most / least)
    up = (HEIGHT - TOP - BOTTOM) / (high - low)

    def x(seconds: float) -> float:
        return round(LEFT + across * math.log(seconds / least), 1)

    def y(value: float) -> float:
        return round(TOP + up * (high - value), 1)

    taken: list[tuple[float, float, float, float]] = [(x(r.seconds) - 6, y(r.mean) - 7, x(r.seconds) + 6, y(r.mean) + 7) for _, r in known]
    taken += [(x(r.seconds) - 2, y(r.high), x(r.seconds) + 2, y(r.low)) for _, r in known]
    points: list[Point] = []
    for n, run in known:
        place = (x(run.seconds), y(run.mean))
        at, label_y, anchor = _label(place, short(run.name), taken)
        text = f"{run.name}: {run.seconds:.3g} s a topic, {figure(run.mean)} ({figure(run.low)} to {figure(run.high)})"
        points.append(Point(*place, y(run.low), y(run.high), short(run.name), at, label_y, anchor, text, style(n)[0]))
    return CostChart(tuple(points), tuple((x(t), f"{t:g} s") for t in powers(least, most)), tuple((y(t), f"{t:g}") for t in steps(low, high, 5)))


def _label(place: tuple[float, float], text: str, taken: list[tuple[float, float, float, float]]) -> tuple[float, float, str]:
    """Where the label of the dot at `place` lies on nothing in `taken`, to which it is added: beside the dot, else a line or more above or below."""
    x, y = place
    wide = width_of(text)
    rows = [0.0, *(sign * n * LABEL_GAP for n in range(1, 9) for sign in (-1, 1))]
    for shift in rows:
        for anchor, left in (("start", x + 10), ("end", x - 10 - wide)):
            box = (left, y + shift - 8, left + wide, y + shift + 8)
            inside = box[0] >= LEFT and box[2] <= WIDTH and box[1] >= TOP - 4 and box[3] <= HEIGHT - BOTTOM
            if inside and not any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
                taken.append(box)
                return x + 10 if anchor == "start" else x - 10, y + shift, anchor
    return x + 10, y, "start"
