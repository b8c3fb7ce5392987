"""Runs of characters as words in the frame in which they are read, whatever way the page or its text is turned."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from indexing.pdf.page import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.pdf.hidden_text import Print

Box = tuple[float, float, float, float]


def gather(prints: Sequence[Print], page: Box) -> tuple[list[Word], list[Word], tuple[float, float]]:
    """The words that run as most do, those that run otherwise, and the page's width and height as most words see it.

    `page` is its visible box (left, bottom, right, top). A run that hangs on the one before it (no space between) is part of its word where
    the two touch.
    """
    turns = Counter[int]()
    for p in prints:
        turns[_turn(p.angle)] += len(p.text)
    main = turns.most_common(1)[0][0] if turns else 0
    words: list[Word] = []
    sideways: list[tuple[int, Word]] = []
    before: tuple[int, Word] | None = None
    for p in prints:
        turn = _turn(p.angle)
        word = _framed(p, turn, page)
        if p.glued and before is not None and before[0] == turn and _touch(before[1], word):
            word = Word(before[1].text + word.text, before[1].x0, before[1].top, max(before[1].x1, word.x1), before[1].bottom)
            (words.pop() if turn == main else sideways.pop())
        if turn == main:
            words.append(word)
        else:
            sideways.append((turn, word))
        before = turn, word
    width, height = page[2] - page[0], page[3] - page[1]
    return words, [w for _, w in sorted(sideways, key=lambda item: item[0])], (height, width) if main % 2 else (width, height)


def _turn(angle: float) -> int:
    """Quarter turns against the clock, 0 to 3."""
    return round(angle / (math.pi / 2)) % 4


def _framed(p: Print, turn: int, page: Box) -> Word:
    """The run's box on a page turned so that it reads from left to right."""
    left, bottom, right, top = page
    if turn == 0:
        return Word(p.text, p.x0 - left, top - p.y1, p.x1 - left, top - p.y0)
    if turn == 1:
        return Word(p.text, p.y0 - bottom, p.x0 - left, p.y1 - bottom, p.x1 - left)
    if turn == 2:  # noqa: PLR2004 - half a turn
        return Word(p.text, right - p.x1, p.y0 - bottom, right - p.x0, p.y1 - bottom)
    return Word(p.text, top - p.y1, right - p.x1, top - p.y0, right - p.x0)


def _touch(a: Word, b: Word) -> bool:
    """Whether `b` goes on where `a` ends: on the same line, with less than a space between (a superscript counts)."""
    height = max(a.bottom - a.top, b.bottom - b.top)
    return -0.3 * height < b.x0 - a.x1 < 0.2 * height and abs(a.middle - b.middle) < 0.6 * height
