"""Recall at depth: a line for each run. Depth runs on a logarithmic scale, recall from 0 to 1."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eval.reports.charts.axes import apart, short, style

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 760, 340
LEFT, RIGHT, TOP, BOTTOM = 48, 210, 12, 40


@dataclass(frozen=True, slots=True)
class Line:
    """One run's curve: SVG points, its dots with their text, the place and text of its label, its colour and dash (from 1)."""

    name: str
    points: str
    dots: tuple[tuple[float, float, str], ...]
    end: tuple[float, float]
    label_y: float
    label: str
    colour: int
    dash: int


@dataclass(frozen=True, slots=True)
class RecallChart:
    """All that the template needs to draw: lines, the ticks as (place, text), and the figures for the table beside it."""

    lines: tuple[Line, ...]
    depths: tuple[tuple[float, str], ...]
    recalls: tuple[tuple[float, str], ...]
    rows: tuple[tuple[int, tuple[float | None, ...]], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def recall_chart(series: Sequence[tuple[str, Sequence[Sequence[float]]]]) -> RecallChart | None:
    """The chart of `series` (name, [(depth, recall)]); None where there is nothing to draw.

    A run has the same colour in all charts of a page, so one without a curve leaves its own unused.
    """
    numbered = [(n, name, [(int(depth), float(recall)) for depth, recall in points]) for n, (name, points) in enumerate(series) if points]
    if not numbered:
        return None
    deepest = max(2, *(depth for _, _, points in numbered for depth, _ in points))
    lines = [_line(n, name, points, deepest) for n, name, points in numbered]
    places = apart([line.end[1] for line in lines], TOP, HEIGHT - BOTTOM)
    ticks = [10**p for p in range(7) if 10**p <= deepest]
    if deepest / ticks[-1] > 2:  # noqa: PLR2004 - else the two labels would touch
        ticks.append(deepest)
    known = [dict(points) for _, _, points in numbered]
    depths = sorted({depth for points in known for depth in points})
    return RecallChart(
        lines=tuple(replace(line, label_y=y) for line, y in zip(lines, places, strict=True)),
        depths=tuple((_x(t, deepest), f"{t:,}".replace(",", "\u2009")) for t in ticks),
        recalls=tuple((_y(r / 5), f"{r / 5:.1f}") for r in range(6)),
        rows=tuple((depth, tuple(points.get(depth) for points in known)) for depth in depths),
    )


def _line(n: int, name: str, points: Sequence[tuple[int, float]], deepest: int) -> Line:
    placed = [(_x(depth, deepest), _y(recall)) for depth, recall in points]
    dots = tuple((x, y, f"{name}: recall {recall:.3f} at {depth}") for (x, y), (depth, recall) in zip(placed, points, strict=True))
    drawn = " ".join(f"{x},{y}" for x, y in placed)
    colour, dash = style(n)
    return Line(name, drawn, dots, placed[-1], placed[-1][1], f"{short(name)} {points[-1][1]:.3f}", colour, dash)


def _x(depth: int, deepest: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * math.log(depth) / math.log(deepest), 1)


def _y(recall: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - recall), 1)
