"""What stands in a page's margins: running headers and footers, printed page, column and line numbers.

It is taken out of the text and kept for citations ("column 3, lines 4-18"). Line numbers (5, 10, 15 …) are a stack of numbers, one above the
other, that counts on by fives at the pace of the lines; a number that does not fit stays in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.pdf.columns import Gutter, Measures, Row
    from indexing.pdf.page import Word

_INTEGER = re.compile(r"\d{1,3}")
_NUMBERS_ONLY = re.compile(r"[\s\-–—.]*(\d{1,4})[\s\-–—.]*(?:[/\s]\s*(\d{1,4})[\s\-–—.]*)?")
_RUNNING = re.compile(
    r"U\.?\s?S\.?\s*Patent\b(?!\s+DOC).*\d{4}|Patent Application Publication\b.*\d{4}|\bSheet\s*\d+\s*[o0]f\s*\d+|Sheet\s*\d+ [o0]?\d{2,3}\b"
    r"|SUBSTITUTE SHEET\b|ERSATZBLATT\b|FEUILLE DE REMPLACEMENT\b|^(?:Page|Seite)\s+\d+(?:\s+(?:of|von)\s+\d+)?$|PCT/[A-Z]{2}\d{2,4}/\d+$",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(r"(?:[A-Z]{2}\s?)?(?:RE|PP|D|H|Re\.?|Des\.?)?\s?\d[\d,./ ]{3,}\d\s*(?:[A-Z]\d?)?(?:\s*\([\d.]+\))?")
_FIFTH = 5
_CHAIN_MOST = 80


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """A stack of printed line numbers: where it stands (`x`), and each number's height: (number, middle), from top to bottom."""

    x: float
    anchors: tuple[tuple[int, float], ...]

    def exactly(self, middle: float) -> float:
        """The number of the line at this height, between two printed ones by its place, beyond them at the nearest pace."""
        points = self.anchors
        upper = next((n for n, (_, y) in enumerate(points) if y >= middle), len(points))
        first = min(max(upper - 1, 0), len(points) - 2)
        (n0, y0), (n1, y1) = points[first], points[first + 1]
        return n0 + (middle - y0) * (n1 - n0) / (y1 - y0)

    def at(self, middle: float) -> int:
        """The same as a whole number, at least 1."""
        return max(1, round(self.exactly(middle)))


def line_numbers(words: Sequence[Word], size: Measures) -> tuple[list[LineNumbers], list[Word]]:
    """The page's stacks of line numbers, at most one in each margin and one between columns, and the other words."""
    stacks: list[LineNumbers] = []
    rest = list(words)
    for _ in range(3):
        chain = _longest_chain(rest, size)
        if len(chain) < 3:  # noqa: PLR2004 - two numbers above one another are chance
            break
        stack = LineNumbers(sum(w.centre for _, w in chain) / len(chain), tuple((n, w.middle) for n, w in chain))
        if not _stands_apart(stack, chain, rest, size):
            break
        taken = {id(w) for _, w in chain} | {id(w) for w in rest if _misread(w, stack, size)}
        rest = [w for w in rest if id(w) not in taken]
        stacks.append(stack)
    return stacks, rest


def _longest_chain(words: Sequence[Word], size: Measures) -> list[tuple[int, Word]]:
    """The longest run of multiples of five above one another that counts on at the pace of the lines."""
    found = [(int(w.text), w) for w in words if _INTEGER.fullmatch(w.text) and int(w.text) and int(w.text) % _FIFTH == 0]
    found.sort(key=lambda item: item[1].middle)
    if not 3 <= len(found) <= _CHAIN_MOST:  # noqa: PLR2004
        return []
    length, before = [1] * len(found), [-1] * len(found)
    for j, (number, word) in enumerate(found):
        for i in range(j):
            other, above = found[i]
            if other >= number or abs(above.centre - word.centre) > 1.5 * size.height:
                continue
            pace = (word.middle - above.middle) / (number - other)
            if 0.8 * size.leading < pace < 1.5 * size.leading and length[i] + 1 > length[j]:
                length[j], before[j] = length[i] + 1, i
    end = max(range(len(found)), key=lambda n: length[n])
    chain = [end]
    while before[chain[-1]] >= 0:
        chain.append(before[chain[-1]])
    return [found[n] for n in reversed(chain)]


def _stands_apart(stack: LineNumbers, chain: Sequence[tuple[int, Word]], words: Sequence[Word], size: Measures) -> bool:
    """Whether the other lines leave the stack's place free, as they do a margin and the space between columns."""
    own = {id(w) for _, w in chain}
    top, foot = chain[0][1].middle, chain[-1][1].middle
    over = sum(w.x0 < stack.x < w.x1 and top < w.middle < foot and id(w) not in own and not _misread(w, stack, size) for w in words)
    return over <= 0.12 * (foot - top) / size.leading


def _misread(word: Word, stack: LineNumbers, size: Measures) -> bool:
    """A word in the stack's place where a number is due, but that recognition got wrong (`IO` for 10, 85 for 35)."""
    if len(word.text) > 3 or abs(word.centre - stack.x) > 0.9 * size.height:  # noqa: PLR2004 - line numbers have up to three digits
        return False
    due = stack.exactly(word.middle)
    return abs(due - _FIFTH * round(due / _FIFTH)) < 0.4 and due > 0.5  # noqa: PLR2004 - within half a line


def numbers_of(stacks: Sequence[LineNumbers], gutter: Gutter | None) -> dict[int, LineNumbers]:
    """The stack that numbers each column (1 left or only, 2 right): its own margin's, else the one between the columns."""
    if gutter is None:
        return {1: stacks[0]} if len(stacks) == 1 else {}
    between = next((s for s in stacks if gutter.left - 4 <= s.x <= gutter.right + 4), None)
    found = {1: next((s for s in stacks if s.x < gutter.left - 4), between), 2: next((s for s in stacks if s.x > gutter.right + 4), between)}
    return {place: stack for place, stack in found.items() if stack is not None}


def is_running(text: str) -> bool:
    """Whether a line at a page's edge is a header or footer by its own words: a publication's number, a sheet's, a page's."""
    return bool(_NUMBERS_ONLY.fullmatch(text) or _PUBLICATION.fullmatch(text.strip()) or _RUNNING.search(text))


def printed_numbers(row: Row, gutter: Gutter | None, width: float) -> tuple[int | None, int | None, int | None]:
    """What a line of numbers at the top says: (left column's number, right column's, page's); None for what it does not say.

    The publication's own number may stand among them.
    """
    values = [(int(w.text), w) for w in row.words if _INTEGER.fullmatch(w.text)]
    rest = " ".join(w.text for w in row.words if not _INTEGER.fullmatch(w.text))
    if not 1 <= len(values) <= 2 or (rest and not _PUBLICATION.fullmatch(rest)):  # noqa: PLR2004 - one number a column
        return None, None, None
    if gutter is not None:
        left = next((n for n, w in values if w.x1 < gutter.left), None)
        right = next((n for n, w in values if w.x0 > gutter.right), None)
        if left is not None and right is not None:
            return (left, right, None) if right == left + 1 else (None, None, None)
        if left is not None or right is not None:
            return left, right, None
    number, word = values[0]
    central = abs(word.centre - width / 2) < 0.1 * width
    return (None, None, number) if len(values) == 1 and central else (None, None, None)
