"""Pages of words as pages of lines in reading order, with margins taken off and printed column and line numbers kept.

Each page is laid out by itself first; then the document as a whole says which first and last lines are running headers, and which column
numbers a page bears whose own could not be read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.pdf_columns import Measures, Placed, find_gutter, in_reading_order, measures, rows, upright
from indexing.pdf_margins import is_running, line_numbers, printed_numbers, stray_numbers
from indexing.pdf_page import Line, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.pdf_columns import Gutter
    from indexing.pdf_margins import LineNumbers
    from indexing.pdf_page import RawPage, Word

_EDGE = 4
"""How many lines at a page's top, and at its foot, may be headers and footers."""
_TOP = 8
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _Laid:
    """A page between the two rounds."""

    raw: RawPage
    words: list[Word]
    size: Measures
    top: list[str]
    foot: list[str]
    header: list[str]
    across: tuple[str, ...] = ()
    left: int | None = None
    right: int | None = None
    number: int | None = None
    gutter: Gutter | None = None
    numbers: LineNumbers | None = None


def lay_out(pages: Sequence[RawPage]) -> list[Page]:
    """The document's pages with their lines in reading order."""
    first = [_first_round(raw, n) for n, raw in enumerate(pages)]
    repeated = _repeated(first)
    for laid in first:
        if laid is not None:
            _strip(laid, repeated)
    _number_columns(first)
    return [_page(raw, laid) for raw, laid in zip(pages, first, strict=True)]


def _first_round(raw: RawPage, place: int) -> _Laid | None:
    """Upright words, line numbers, gutter; the page's own headers (those of a first page are its front page's own text)."""
    if not raw.words:
        return None
    height = measures(raw.words).height
    words = upright(raw.words, height)
    size = measures(words)
    numbered = line_numbers(words, size)
    if numbered is not None:
        taken = {id(w) for w in numbered[1]}
        words = [w for w in words if id(w) not in taken]
    gutter = find_gutter(words, size) if words else None
    if numbered is not None:
        stray = {id(w) for w in stray_numbers(words, numbered[0], gutter, size)}
        words = [w for w in words if id(w) not in stray]
    if not words:
        return None
    laid = _Laid(raw, words, size, [], [], [], gutter=gutter, numbers=numbered[0] if numbered else None)
    laid.across = tuple(row.text for row in rows(words, size.height)[:_TOP]) if place < 2 else ()  # noqa: PLR2004 - front pages
    for _ in range(_EDGE if place else 1):
        lines = rows(laid.words, size.height)
        if not lines or not _take_header(laid, lines[0].text, place):
            break
        _take(laid, lines[0].words)
    for _ in range(2):
        lines = rows(laid.words, size.height)
        if len(lines) < 2 or lines[-1].middle < 0.75 * raw.height or not is_running(lines[-1].text):  # noqa: PLR2004 - a lone line is the page's text
            break
        laid.header.append(lines[-1].text)
        _take(laid, lines[-1].words)
    lines = rows(laid.words, size.height)
    laid.top, laid.foot = [r.text for r in lines[:2]], [r.text for r in lines[-2:]]
    return laid


def _take(laid: _Laid, words: Sequence[Word]) -> None:
    gone = {id(w) for w in words}
    laid.words = [w for w in laid.words if id(w) not in gone]


def _take_header(laid: _Laid, text: str, place: int) -> bool:
    """Whether the topmost line is a header; printed column and page numbers are kept."""
    line = rows(laid.words, laid.size.height)[0]
    left, right, page = printed_numbers(line, laid.gutter, laid.raw.width)
    if (left, right, page) == (None, None, None) and (not place or not is_running(text)):
        return False
    if line.middle > 0.25 * laid.raw.height:
        return False
    laid.left, laid.right, laid.number = laid.left or left, laid.right or right, laid.number or page
    laid.header.append(text)
    return True


def _mask(text: str) -> str:
    return _DIGITS.sub("#", text).strip()


def _repeated(pages: Sequence[_Laid | None]) -> set[str]:
    """Lines that stand at the edge of most pages, numbers aside."""
    seen = [laid for laid in pages if laid is not None]
    counts = Counter(text for laid in seen for text in {_mask(t) for t in (*laid.top, *laid.foot)})
    return {text for text, count in counts.items() if count >= 3 and count > 0.6 * len(seen) and text}  # noqa: PLR2004 - two pages may agree by chance


def _strip(laid: _Laid, repeated: set[str]) -> None:
    for last in (False, False, True, True):
        lines = rows(laid.words, laid.size.height)
        if len(lines) < 2 or _mask(lines[-1 if last else 0].text) not in repeated:  # noqa: PLR2004
            continue
        line = lines[-1 if last else 0]
        laid.header.append(line.text)
        _take(laid, line.words)


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
        elif laid.left is not None or laid.right is not None:
            alone = not sure and len(said) == 1 and (laid.left or (laid.right or 0) - 1) % 2
            laid.left = laid.left if alone else None
            laid.right = laid.right if alone else None


def _page(raw: RawPage, laid: _Laid | None) -> Page:
    """The page's lines, indented from the edges of their columns."""
    labels = tuple(row.text for row in rows(raw.sideways, measures(raw.sideways).height)) if raw.sideways else ()
    if laid is None:
        return Page(labels=labels, confidence=raw.confidence, hidden=raw.hidden, image=raw.image)
    placed = in_reading_order(laid.words, laid.gutter, laid.size)
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
    height, lines = laid.size.height, []
    above: Placed | None = None
    for p in placed:
        left, right = edges[p.place]
        gap = (p.row.middle - above.row.middle) / laid.size.leading - 1 if above is not None and above.place == p.place else 0.0
        column = {1: laid.left, 2: laid.right}.get(p.place) if laid.gutter is not None or laid.left is not None else None
        number = laid.numbers.at(p.row.middle) if laid.numbers is not None and p.place else None
        text = " ".join(p.row.text.split())
        lines.append(Line(text, p.place, round((p.row.x0 - left) / height, 2), round((right - p.row.x1) / height, 2), round(gap, 2), column, number))
        above = p
    return [line for line in lines if line.text]
