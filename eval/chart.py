"""Where the lines of the recall chart go; the template draws them. Depth runs on a logarithmic scale, recall from 0 to 1."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 48, 150, 12, 40
_LABEL_GAP = 16
_COLOURS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One run's curve: SVG points, the place and text of its label, and which of the colours it has (from 1)."""

    name: str
    points: str
    dots: tuple[tuple[float, float, str], ...]
    end: tuple[float, float]
    label_y: float
    label: str
    colour: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template needs to draw: lines, and the ticks as (place, text)."""

    lines: tuple[Line, ...]
    depths: tuple[tuple[float, str], ...]
    recalls: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def recall_chart(series: Sequence[tuple[str, Sequence[tuple[int, float]]]]) -> Chart | None:
    """The chart of `series` (name, [(depth, recall)]); None where there is nothing to draw."""
    series = [(name, points) for name, points in series if points]
    if not series:
        return None
    deepest = max(2, *(depth for _, points in series for depth, _ in points))
    lines = [_line(name, points, deepest, n % _COLOURS + 1) for n, (name, points) in enumerate(series)]
    places = _apart([line.end[1] for line in lines])
    lines = [Line(d.name, d.points, d.dots, d.end, y, d.label, d.colour) for d, y in zip(lines, places, strict=True)]
    ticks = [10**p for p in range(7) if 10**p <= deepest]
    if deepest not in ticks and deepest / ticks[-1] > 2:  # noqa: PLR2004 - else the two labels would touch
        ticks.append(deepest)
    return Chart(
        lines=tuple(lines),
        depths=tuple((_x(t, deepest), f"{t:,}".replace(",", "\u2009")) for t in ticks),
        recalls=tuple((_y(r / 5), f"{r / 5:.1f}") for r in range(6)),
    )


def _line(name: str, points: Sequence[tuple[int, float]], deepest: int, colour: int) -> Line:
    placed = [(_x(depth, deepest), _y(recall)) for depth, recall in points]
    dots = tuple((x, y, f"{name}: recall {recall:.3f} at {depth}") for (x, y), (depth, recall) in zip(placed, points, strict=True))
    drawn = " ".join(f"{x},{y}" for x, y in placed)
    return Line(name, drawn, dots, placed[-1], placed[-1][1], f"{name} {points[-1][1]:.3f}", colour)


def _x(depth: int, deepest: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * math.log(depth) / math.log(deepest), 1)


def _y(recall: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - recall), 1)


def _apart(places: Sequence[float]) -> list[float]:
    """`places` moved down where needed, so that labels do not touch; in the order given."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = list(places)
    for before, after in itertools.pairwise(order):
        moved[after] = max(moved[after], moved[before] + _LABEL_GAP)
    return moved
