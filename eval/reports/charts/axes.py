"""What charts share: places on an axis, its ticks, and labels that do not lie on one another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

COLOURS = 6
"""Colours of the style sheet; the seventh run has the first one's again, with another dash."""
DASHES = 3
LABEL_GAP = 16.0
"""Height of a line of text."""
_LETTER = 7.2
"""Width of a letter of bold 13 px, on the wide side."""
_LONGEST = 22


def style(n: int) -> tuple[int, int]:
    """Colour and dash (both from 1) of run `n` (from 0): eighteen runs are told apart."""
    return n % COLOURS + 1, n // COLOURS % DASHES + 1


def short(name: str, most: int = _LONGEST) -> str:
    """`name` as a chart has room for it; of a path the end tells more than the beginning."""
    return name if len(name) <= most else f"…{name[1 - most :]}"


def width_of(text: str) -> float:
    """About how wide `text` is drawn, in pixels."""
    return len(text) * _LETTER


def apart(places: Sequence[float], low: float, high: float, gap: float = LABEL_GAP) -> list[float]:
    """`places` moved so that each two are `gap` apart and, where there is room, all between `low` and `high`; in the order given."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = list(places)
    edge = low - gap
    for n in order:
        moved[n] = edge = max(moved[n], edge + gap)
    edge = high + gap
    for n in reversed(order):
        moved[n] = edge = min(moved[n], edge - gap)
    return moved


def powers(low: float, high: float) -> list[float]:
    """Ticks of a logarithmic axis from `low` to `high`: powers of ten, with 2 and 5 between them where there would be fewer than three."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    tens = [10.0**p for p in decades if low <= 10.0**p <= high]
    if len(tens) >= 3:  # noqa: PLR2004
        return tens
    return [step * 10.0**p for p in decades for step in (1, 2, 5) if low <= step * 10.0**p <= high]


def steps(low: float, high: float, most: int = 6) -> list[float]:
    """Round ticks of a linear axis within `low` and `high`: at most about `most`, at least one where `low` is below `high`."""
    if high <= low:
        return [low]
    rough = (high - low) / most
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(s * scale for s in (1, 2, 5, 10) if s * scale >= rough)
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]
