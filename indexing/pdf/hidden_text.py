"""Text that is in a PDF but that nobody sees: prompt injections in applications are the reason to look for it.

Off the page, tiny, invisible by its render mode (ISO 32000-1, 9.3.6, mode 3 and 7), white or transparent, covered by something else. A text
layer over a scan is invisible too, and legitimate: what tells it from hidden text is the ink in the picture under each of its words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indexing.pdf.page import Hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

_INVISIBLE = frozenset({3, 7})
CLIPPED = 99
"""A render mode of our own: a clip path leaves nothing of the text."""
_LIGHT = 200
"""A fill as light as this needs a darker ground to be seen."""
TINY = 1.5
"""Points: print of this height is not read by anybody."""
_CONTRAST = 40
"""Steps of grey (of 256) between the lightest and darkest point of a box that holds print."""
_BY_INK = frozenset({"invisible", "covered"})
_SLIP = 12
"""Fewer letters than this in a row that miss their ink are no hidden text."""
_SPECK = 2
"""So few are specks on the paper that recognition took for letters."""
_AROUND = 0.8
"""How far around a box its ink may lie, in heights of the box."""
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Print:
    """A run of characters of one text object, in the page's own frame (points, y upwards), with what decides whether it is seen.

    `angle` is in radians against the clock, `mode` the text render mode, `light` the fill from 0 (black) to 255 (white or transparent);
    `glued`: no space stands between it and the run before.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    angle: float
    mode: int
    light: int
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A grey picture of the page: rows of `stride` bytes from the top, `scale` pixels a point, the upper left corner at (`left`, `top`)."""

    width: int
    height: int
    stride: int
    grey: bytes
    scale: float
    left: float
    top: float

    def has_ink(self, p: Print) -> bool:
        """Whether the run's box holds light and dark."""
        more = _AROUND * min(p.x1 - p.x0, p.y1 - p.y0) if p.mode in _INVISIBLE else 0.0
        x0, x1 = int((p.x0 - more - self.left) * self.scale), int((p.x1 + more - self.left) * self.scale) + 1
        y0, y1 = int((self.top - p.y1 - more) * self.scale), int((self.top - p.y0 + more) * self.scale) + 1
        x0, x1, y0, y1 = max(0, x0), min(self.width, x1), max(0, y0), min(self.height, y1)
        low, high = 255, 0
        middle = (y0 + y1) // 2
        for y in sorted(range(y0, y1), key=lambda y: abs(y - middle)):  # print has its ink in the middle
            row = self.grey[y * self.stride + x0 : y * self.stride + x1]
            if row:
                low, high = min(low, *row, 255), max(high, *row, 0)
                if high - low >= _CONTRAST:
                    return True
        return False


def suspicious(prints: Sequence[Print], *, filled: bool) -> bool:
    """Whether the page must be looked at as a picture: something is invisible, light, or (where it has filled shapes or pictures) may be covered."""
    return bool(prints) and (filled or any(p.mode in _INVISIBLE or p.light >= _LIGHT for p in prints))


def sift(prints: Sequence[Print], page: tuple[float, float, float, float], proof: Shown | None) -> tuple[list[Print], list[Hidden]]:
    """The runs that are seen, and the hidden ones put together by their reason; `proof` is the page's picture where one was needed.

    A text layer's boxes are not exact: a few words of one that miss their ink are its words all the same. Hidden is what goes on for longer.
    """
    shown: list[Print] = []
    hidden: dict[str, list[str]] = {}
    for why, group in groupby(((_why(p, page, proof), p) for p in prints), key=lambda item: item[0]):
        found = [p for _, p in group]
        letters = sum(c.isalnum() for p in found for c in p.text)
        if why is None or (why in _BY_INK and _SPECK < letters < _SLIP):
            shown += found
        elif letters >= (_SLIP if why in _BY_INK else 1):
            hidden.setdefault(why, []).extend(p.text for p in found)
    return shown, [Hidden(why, " ".join(texts)) for why, texts in hidden.items()]


def _why(p: Print, page: tuple[float, float, float, float], proof: Shown | None) -> str | None:
    left, bottom, right, top = page
    x, y = (p.x0 + p.x1) / 2, (p.y0 + p.y1) / 2
    if p.mode == CLIPPED or not (left <= x <= right and bottom <= y <= top):
        return "off-page"
    upright = round(2 * p.angle / math.pi) % 2 == 0
    if min(p.x1 - p.x0, p.y1 - p.y0) <= 0 or (p.y1 - p.y0 if upright else p.x1 - p.x0) < TINY:
        return "tiny"
    if proof is None or proof.has_ink(p):
        return None
    if p.mode in _INVISIBLE:
        return "invisible"
    return "white" if p.light >= _LIGHT else "covered"


def excerpt(text: str) -> str:
    """The beginning of a hidden text, for a report."""
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + " …"
