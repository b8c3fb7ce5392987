"""What a PDF's page holds: words with their boxes (from its text layer or recognised), and the lines that the layout makes of them.

Lengths are in points, x runs to the right, y downwards, both from the upper left corner of the page as it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space, in its box; the box's height is that of its line of print, not of its letters."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that a reader of the page does not see: why (`invisible`, `white`, `off-page`, `tiny`), and the text itself."""

    why: str
    text: str


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before its layout is known. `confidence` (0 to 100) where its text was recognised; `image` where a picture covers most of it."""

    width: float
    height: float
    words: tuple[Word, ...] = ()
    sideways: tuple[Word, ...] = ()
    """Words that run in another direction than most, each group in a frame of its own."""
    hidden: tuple[Hidden, ...] = ()
    confidence: float | None = None
    image: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, in reading order. `indent`, `short` (from the right edge) and `gap` (extra space above) are in heights of a line.

    `column` and `number` are the column and line number as printed beside it, None where none are printed. `place` tells which of the
    page's columns it stands in: 0 across the page, 1 the left or only one, 2 the right one.
    """

    text: str
    place: int = 1
    indent: float = 0.0
    short: float = 0.0
    gap: float = 0.0
    column: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that has been laid out: its lines in reading order, and what stood in its margins (`header`, with the footer)."""

    lines: tuple[Line, ...] = ()
    header: tuple[str, ...] = ()
    top: tuple[str, ...] = ()
    """The first lines across all columns: a front page's number stands there."""
    labels: tuple[str, ...] = ()
    """Lines that run in another direction: labels of drawings that lie on their side, marginal notes."""
    number: int | None = None
    """The page number as printed."""
    columns: int = 1
    confidence: float | None = None
    hidden: tuple[Hidden, ...] = field(default=())
    image: bool = False
