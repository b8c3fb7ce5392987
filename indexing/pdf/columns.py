"""Columns and lines of a page, from its words' boxes.

A scan is seldom straight: the page is turned upright first, by the slope of its lines. A gutter is an upright strip near the middle that
(almost) no word crosses and that many lines stand on both sides of. What does cross it (a title, a wide table) parts the columns: above and
below it each column is read by itself, the left one first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexing.pdf.page import Word

_MIDDLE = (0.33, 0.67)
"""Where a gutter is looked for, as parts of the text's width."""
_SKEW_LEAST, _SKEW_MOST = 0.002, 0.06
_GAP_LEAST = 0.6
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Measures:
    """The typical height of a word and distance of two lines of a page."""

    height: float
    leading: float


@dataclass(frozen=True, slots=True)
class Gutter:
    """The strip between two columns."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(w.x1 for w in self.words)

    @property
    def middle(self) -> float:
        return sum(w.middle for w in self.words) / len(self.words)


def measures(words: Sequence[Word]) -> Measures:
    """Typical height and leading; the leading is the step down where the next word stands further left.

    Some text layers give their words boxes that are far too high: no line is higher than the step to the next one.
    """
    height = median(w.bottom - w.top for w in words[:_SAMPLE]) or 1.0
    steps = []
    for a, b in pairwise(words[:_SAMPLE]):
        down = b.middle - a.middle
        if b.x0 < a.x0 and 0.4 * height < down < 4 * height:
            steps.append(down)
    steps.sort()
    leading = steps[len(steps) // 3] if len(steps) >= 3 else 1.2 * height  # noqa: PLR2004 - a few at least; a third: wide gaps do not count
    return Measures(min(height, 0.9 * leading), leading)


def upright(words: Sequence[Word], height: float) -> list[Word]:
    """The words on level lines: their slope is the median of that between neighbours on one line."""
    slopes = []
    for a, b in pairwise(words[:_SAMPLE]):
        across, down = b.centre - a.centre, b.middle - a.middle
        if height < across < 12 * height and abs(down) < 0.5 * height:
            slopes.append(down / across)
    slope = median(slopes) if len(slopes) >= 12 else 0.0  # noqa: PLR2004 - fewer pairs tell nothing
    if not _SKEW_LEAST < abs(slope) < _SKEW_MOST:
        return list(words)
    return [
        replace(w, x0=w.x0 + slope * w.middle, x1=w.x1 + slope * w.middle, top=w.top - slope * w.centre, bottom=w.bottom - slope * w.centre)
        for w in words
    ]


def rows(words: Iterable[Word], height: float) -> list[Row]:
    """Words as lines, from top to bottom: a word joins a line when its middle is nearer than half a height to the line's."""
    found: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        if found and word.middle - middle < 0.45 * height:
            found[-1].append(word)
            middle += (word.middle - middle) / len(found[-1])
        else:
            found.append([word])
            middle = word.middle
    return [Row(tuple(sorted(line, key=lambda w: w.x0))) for line in found]


def find_gutter(words: Sequence[Word], size: Measures) -> Gutter | None:
    """The strip between two columns, None where the page has one column only."""
    if len(words) < 8:  # noqa: PLR2004 - too little to tell
        return None
    low, high = min(w.x0 for w in words), max(w.x1 for w in words)
    step = size.height / 4
    count = int((high - low) / step) + 2
    if not 8 < count < 10_000:  # noqa: PLR2004 - a strip of text, or boxes that mean nothing
        return None
    crossed = [0] * (count + 1)
    for w in words:
        crossed[int((w.x0 - low) / step) + 1] += 1
        crossed[max(int((w.x0 - low) / step) + 1, int((w.x1 - low) / step))] -= 1
    for n in range(1, len(crossed)):
        crossed[n] += crossed[n - 1]
    first, last = int(_MIDDLE[0] * count), int(_MIDDLE[1] * count)
    fewest = min(crossed[first : last + 1])
    two_sided = _two_sided(words, low + step * (first + last) / 2, size)
    if two_sided < 3 or fewest > max(1, 0.4 * two_sided):  # noqa: PLR2004 - three lines on both sides at least
        return None
    best = _widest(crossed, first, last, fewest + max(1 if fewest else 0, two_sided // 8))
    gutter = Gutter(low + step * best[0], low + step * (best[1] + 1))
    enough = 0.5 if two_sided >= 12 and fewest <= 0.2 * two_sided else 1.4 if two_sided >= 8 else 1.8  # noqa: PLR2004 - few lines leave a strip free by chance
    if gutter.right - gutter.left < enough * size.height:
        return None
    return gutter if _usual_gap(words, gutter, size) >= _GAP_LEAST * size.height else None


def _usual_gap(words: Sequence[Word], gutter: Gutter, size: Measures) -> float:
    """How far apart the words on both sides of the gutter stand on three lines of four: much further than words of one line do."""
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for w in words:
        line = int(w.middle / size.leading)
        if w.centre < gutter.middle:
            left[line] = max(left.get(line, w.x1), w.x1)
        else:
            right[line] = min(right.get(line, w.x0), w.x0)
    gaps = sorted(right[line] - left[line] for line in left.keys() & right.keys())
    return gaps[len(gaps) // 4] if gaps else 0.0


def same_gutter(words: Sequence[Word], others: Sequence[Gutter], size: Measures) -> Gutter | None:
    """The gutter of the document's other pages, for a page too short to tell its own: where words stand on both sides and (almost) none over it."""
    if len(others) < 2:  # noqa: PLR2004 - one page is no custom
        return None
    gutter = sorted(others, key=lambda g: g.middle)[len(others) // 2]
    over = sum(w.x0 < gutter.left and w.x1 > gutter.right for w in words)
    two_sided = _two_sided(words, gutter.middle, size)
    return gutter if two_sided and over <= max(1, two_sided // 8) else None


def _two_sided(words: Sequence[Word], x: float, size: Measures) -> int:
    """How many lines' heights have words both left and right of `x`."""
    left = {int(w.middle / size.leading) for w in words if w.centre < x}
    return len(left & {int(w.middle / size.leading) for w in words if w.centre > x})


def _widest(crossed: Sequence[int], first: int, last: int, most: int) -> tuple[int, int]:
    """The longest run of places that at most `most` words cross and that touches the middle part of the page."""
    best = (first, first - 1)
    begin: int | None = None
    for n in range(max(0, first - (last - first)), min(len(crossed), last + (last - first))):
        if crossed[n] > most:
            begin = None
            continue
        begin = n if begin is None else begin
        if n - begin > best[1] - best[0] and begin <= last and n >= first:
            best = (begin, n)
    return best


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and the column it stands in: 0 across the page, 1 left or only, 2 right."""

    place: int
    row: Row


def in_reading_order(words: Sequence[Word], gutter: Gutter | None, size: Measures) -> list[Placed]:
    """The page's rows as they are read."""
    if gutter is None:
        return [Placed(1, row) for row in rows(words, size.height)]
    across = _across(words, gutter, size)
    wide = {id(w) for row in across for w in row.words}
    sides: tuple[list[Word], list[Word]] = ([], [])
    for w in words:
        if id(w) not in wide:
            sides[w.centre > gutter.middle].append(w)
    columns = [rows(side, size.height) for side in sides]
    found: list[Placed] = []
    begun = [0, 0]
    for row in [*across, None]:
        for side in (0, 1):
            end = begun[side]
            while end < len(columns[side]) and (row is None or columns[side][end].middle < row.middle):
                end += 1
            found += [Placed(side + 1, r) for r in columns[side][begun[side] : end]]
            begun[side] = end
        if row is not None:
            found.append(Placed(0, row))
    return found


def _across(words: Sequence[Word], gutter: Gutter, size: Measures) -> list[Row]:
    """The rows that run across the gutter: a word lies over it, or two stand closer together there than columns do."""
    everything = rows(words, size.height)
    over = [_over(row, gutter, size) for row in everything]
    found = []
    for n, row in enumerate(everything):
        seed = over[n]
        if seed is not None and not _a_slip(everything, over, n, size):
            found.append(_joined_to_it(row, seed, size))
        elif seed is None and _closed(row, gutter, size):
            near = [k for k in (n - 1, n + 1) if 0 <= k < len(over)]
            alone = all(abs(everything[k].middle - row.middle) > 1.4 * size.leading for k in near)
            if alone or any(over[k] is not None for k in near):
                found.append(row)
    return found


def _over(row: Row, gutter: Gutter, size: Measures) -> int | None:
    """Which word of the row lies over the gutter."""
    slack = min(0.3 * size.height, (gutter.right - gutter.left) / 3)
    return next((n for n, w in enumerate(row.words) if w.x0 < gutter.left + slack and w.x1 > gutter.right - slack), None)


def _closed(row: Row, gutter: Gutter, size: Measures) -> bool:
    """Whether the row's words stand on both sides of the gutter no further apart than words of one line do."""
    before = max((w for w in row.words if w.centre < gutter.middle), key=lambda w: w.x1, default=None)
    after = min((w for w in row.words if w.centre >= gutter.middle), key=lambda w: w.x0, default=None)
    if before is None or after is None:
        return False
    height = min(before.bottom - before.top, after.bottom - after.top)
    most = 0.8 * height if height > 1.3 * size.height else 0.5 * min(gutter.right - gutter.left, 1.2 * size.height)
    return after.x0 - before.x1 < most


def _a_slip(everything: Sequence[Row], over: Sequence[int | None], n: int, size: Measures) -> bool:
    """Whether the row stands as tight between rows of two columns as their lines do: what lies over the gutter there is a slip of recognition."""
    if not 0 < n < len(everything) - 1:
        return False
    near = 1.2 * size.leading
    tight = everything[n].middle - everything[n - 1].middle < near and everything[n + 1].middle - everything[n].middle < near
    return tight and over[n - 1] is None and over[n + 1] is None


def _joined_to_it(row: Row, seed: int, size: Measures) -> Row:
    """The words that hang together with the one that lies over the gutter; a line of a column beside it is none of it."""
    words = row.words
    first = last = seed
    while first > 0 and words[first].x0 - words[first - 1].x1 < 2.5 * size.height:
        first -= 1
    while last < len(words) - 1 and words[last + 1].x0 - words[last].x1 < 2.5 * size.height:
        last += 1
    return Row(words[first : last + 1])
