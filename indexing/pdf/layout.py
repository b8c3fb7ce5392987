"""Pages of words as pages of lines in reading order, with margins taken off and printed column and line numbers kept.

Each page is laid out by itself first; then the document as a whole says which first and last lines are running headers, and which column
numbers a page bears whose own could not be read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.pdf.columns import Placed, find_gutter, in_reading_order, measures, rows, same_gutter, upright
from indexing.pdf.margins import is_running, line_numbers, numbers_of, printed_numbers
from indexing.pdf.page import Line, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.pdf.columns import Gutter, Measures, Row
    from indexing.pdf.margins import LineNumbers
    from indexing.pdf.page import RawPage

_EDGE = 4
"""How many lines at a page's top, and at its foot, may be headers and footers."""
_TOP = 8
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _Laid:
    """A page between the two rounds: its rows across all columns, from top to bottom, without what was taken as header."""

    raw: RawPage
    rows: list[Row]
    size: Measures
    gutter: Gutter | None
    stacks: list[LineNumbers]
    header: list[str]
    across: tuple[str, ...] = ()
    left: int | None = None
    right: int | None = None
    number: int | None = None


def lay_out(pages: Sequence[RawPage]) -> list[Page]:
    """The document's pages with their lines in reading order."""
    first = [_first_round(raw) for raw in pages]
    gutters = [laid.gutter for laid in first if laid is not None and laid.gutter is not None]
    for n, laid in enumerate(first):
        if laid is not None:
            laid.gutter = laid.gutter or same_gutter([w for row in laid.rows for w in row.words], gutters, laid.size)
            _take_margins(laid, n)
    repeated = _repeated(first)
    for laid in first:
        if laid is not None:
            _strip(laid, repeated)
    _number_columns(first)
    return [_page(raw, laid) for raw, laid in zip(pages, first, strict=True)]


def _first_round(raw: RawPage) -> _Laid | None:
    """Upright words, line numbers, gutter."""
    if not raw.words:
        return None
    words = upright(raw.words, measures(raw.words).height)
    size = measures(words)
    stacks, words = line_numbers(words, size)
    if not words:
        return None
    found = rows(words, size.height)
    return _Laid(raw, found, size, find_gutter(words, size), stacks, [], tuple(row.text for row in found[:_TOP]))


def _take_margins(laid: _Laid, place: int) -> None:
    """The page's own headers and footers (those of a first page are its front page's own text)."""
    for _ in range(_EDGE if place else 1):
        if not laid.rows or not _take_header(laid, place):
            break
    for _ in range(2):
        if len(laid.rows) < 2 or laid.rows[-1].middle < 0.75 * laid.raw.height or not is_running(laid.rows[-1].text):  # noqa: PLR2004 - a lone line is the page's text
            break
        laid.header.append(laid.rows.pop().text)


def _take_header(laid: _Laid, place: int) -> bool:
    """Take the topmost line off where it is a header; printed column and page numbers are kept."""
    if not place and len(laid.rows) > 1 and is_running(laid.rows[0].text) and all(printed_numbers(laid.rows[1], laid.gutter, laid.raw.width)[:2]):
        laid.header.append(laid.rows.pop(0).text)  # a first page without front page: column numbers follow the publication's
    line = laid.rows[0]
    left, right, page = printed_numbers(line, laid.gutter, laid.raw.width)
    if (left, right, page) == (None, None, None) and (not place or not is_running(line.text)):
        return False
    if line.middle > 0.25 * laid.raw.height:
        return False
    laid.left, laid.right, laid.number = laid.left or left, laid.right or right, laid.number or page
    laid.header.append(laid.rows.pop(0).text)
    return True


def _mask(text: str) -> str:
    return _DIGITS.sub("#", text).strip()


def _repeated(pages: Sequence[_Laid | None]) -> set[str]:
    """Lines that stand at the edge of most pages, numbers aside."""
    seen = [laid for laid in pages if laid is not None]
    counts = Counter(text for laid in seen for text in {_mask(row.text) for row in (*laid.rows[:2], *laid.rows[-2:])})
    return {text for text, count in counts.items() if count >= 3 and count > 0.6 * len(seen) and text}  # noqa: PLR2004 - two pages may agree by chance


def _strip(laid: _Laid, repeated: set[str]) -> None:
    for end in (0, 0, -1, -1):
        if len(laid.rows) > 1 and _mask(laid.rows[end].text) in repeated:
            laid.header.append(laid.rows.pop(end).text)


def _number_columns(pages: Sequence[_Laid | None]) -> None:
    """Columns count on by two a page: what most pages say is said of those between them, and a number that does not fit is dropped."""
    said = [(n, laid.left if laid.left is not None else (laid.right or 0) - 1) for n, laid in enumerate(pages) if laid and (laid.left or laid.right)]
    offsets = Counter(left - 2 * n for n, left in said if left % 2)
    offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
    agreed = [n for n, left in said if left - 2 * n == offset]
    sure = count >= 2 and count > len(said) / 2  # noqa: PLR2004 - one page alone is believed as it stands
    for n, laid in enumerate(pages):
        if laid is None:
            continue
        if sure and agreed[0] <= n <= agreed[-1]:
            laid.left, laid.right = offset + 2 * n, offset + 2 * n + 1
        elif laid.left is not None and laid.right is not None and laid.left % 2:
            continue  # two numbers that follow one another are no slip
        elif laid.left is not None or laid.right is not None:
            alone = not sure and len(said) == 1 and (laid.left or (laid.right or 0) - 1) % 2
            laid.left = laid.left if alone else None
            laid.right = laid.right if alone else None


def _page(raw: RawPage, laid: _Laid | None) -> Page:
    """The page's lines, indented from the edges of their columns."""
    labels = tuple(row.text for row in rows(raw.sideways, measures(raw.sideways).height)) if raw.sideways else ()
    if laid is None:
        return Page(labels=labels, confidence=raw.confidence, hidden=raw.hidden, image=raw.image)
    placed = in_reading_order([w for row in laid.rows for w in row.words], laid.gutter, laid.size)
    columns = 2 if any(p.place == 2 for p in placed) else 1  # noqa: PLR2004
    lines = _lines(placed, laid)
    return Page(tuple(lines), tuple(laid.header), laid.across, labels, laid.number, columns, raw.confidence, raw.hidden, raw.image)


def _lines(placed: Sequence[Placed], laid: _Laid) -> list[Line]:
    edges: dict[int, tuple[float, float]] = {}
    for place in (0, 1, 2):
        found = [p.row for p in placed if p.place == place]
        if found:
            starts, ends = sorted(r.x0 for r in found), sorted(r.x1 for r in found)
            edges[place] = starts[len(starts) // 10], ends[-1 - len(ends) // 10]
    numbers = numbers_of(laid.stacks, laid.gutter)
    height, lines = laid.size.height, []
    above: Placed | None = None
    for p in placed:
        left, right = edges[p.place]
        gap = (p.row.middle - above.row.middle) / laid.size.leading - 1 if above is not None and above.place == p.place else 0.0
        column = {1: laid.left, 2: laid.right}.get(p.place) if laid.gutter is not None or laid.left is not None else None
        number = numbers[p.place].at(p.row.middle) if p.place in numbers else None
        text = " ".join(p.row.text.split())
        lines.append(Line(text, p.place, round((p.row.x0 - left) / height, 2), round((right - p.row.x1) / height, 2), round(gap, 2), column, number))
        above = p
    return [line for line in lines if line.text]
