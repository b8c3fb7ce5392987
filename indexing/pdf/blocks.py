"""Lines of print as paragraphs and headings: what is cited as `p3.l12`, and where that is printed ("column 3, lines 4-18").

A paragraph begins where the indent changes, where more room than usual stands above, after a short line that ends a sentence, and at a printed
number (`[0012]`). It goes on over the end of a column or page where the sentence does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indexing.pdf.parted_words import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from indexing.pdf.page import Line

LONG = 600
"""A block ends with the first sentence that ends on or after so many code points …"""
LONGEST = 1000
"""… and in any case before it grows longer than this."""
_STEP = 0.45
"""An indent differs by more than this (in heights of a line)."""
_ROOM = 0.4
"""A paragraph stands this much further below the last one than lines do (in leadings)."""
_SHORT = 1.5
_WORD = 4
_ENDS = re.compile(r"[.:;?!][\"')\]”’]*$")
_ABBREVIATED = re.compile(r"(?:\b(?:FIGS?|Figs?|Nos?|Ser|Pat|Pats|Appl|al|e\.g|i\.e|U\.S|cf|vs|approx|ca|Dr|Mr|bzw|z\.B|vgl)|\b[A-Z])\.$")
_NUMBERED = re.compile(r"^[\[\(【\{]\s?(\d{4,5})\s?[\]\)】\}]\s*")
_KNOWN = re.compile(
    r"(?:(?:technical |background |related )?(?:field|background|art|summary|prior art|related art|disclosure|description|abstract|claims?|examples?"
    r"|technical field|background art|industrial applicability|sequence listing|reference (?:signs|numerals|numbers)(?: list)?)"
    r"|(?:field|background|summary|objects?|disclosure|description|abstract)(?: and \w+)? of (?:the )?(?:present |related )?"
    r"(?:invention|drawings?|disclosure|art|embodiments?)"
    r"|(?:brief|detailed|best)(?: and \w+)? (?:description|mode|summary).{0,60}|cross[- ]reference.{0,50}|statement (?:of|regarding).{0,60}"
    r"|(?:beispiele?|beschreibung|stand der technik|zusammenfassung|technisches gebiet|bezugszeichenliste"
    r"|exemples?|description|domaine technique|abrégé))[:.]?",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(r"^(?:FIGS?\b|TABLE\b|TAB\.|SHEET\b|SEQ\b)")
_SPACED = re.compile(r"^(?:\w ){4,}\w$")


@dataclass(frozen=True, slots=True)
class Set:
    """A line and where it stands: page and line from 1."""

    page: int
    number: int
    line: Line


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a part of a long one: where it begins, its text, the heading above it, and where it is printed."""

    page: int
    line: int
    text: str
    heading: str | None = None
    printed: str | None = None

    @property
    def unit(self) -> str:
        return f"p{self.page}.l{self.line}"


def ends(text: str) -> bool:
    """Whether a line ends a sentence: not with an abbreviation or an initial."""
    return bool(_ENDS.search(text)) and not _ABBREVIATED.search(text)


def is_heading(here: Set, before: Set | None) -> bool:
    """Whether a line is a heading: capitals, or a patent's usual ones, that stand apart from the lines around them."""
    line = here.line
    text = line.text
    if len(text) > 110 or _NO_HEADING.match(text) or _NUMBERED.match(text):  # noqa: PLR2004 - a line's length
        return False
    letters = [c for c in text if c.isalpha()]
    capitals = (
        len(letters) >= _WORD
        and sum(c.isupper() for c in letters) >= 0.9 * len(letters)
        and any(len(w) >= _WORD and w.strip(".,:;()").isalpha() for w in text.split())
    )
    if not capitals and not _KNOWN.fullmatch(text):
        return False
    new = before is None or before.page != here.page or before.line.place != line.place
    ended = before is None or before.line.short > _SHORT or ends(before.line.text)
    return new or line.gap > 0.2 or (line.indent > 0.8 and line.short > 0.8) or (ended and line.short > _SHORT)  # noqa: PLR2004 - room above, or centred


def blocks(lines: Sequence[Set], join: Callable[[str, str], str] = joined, starts: Callable[[str], bool] | None = None) -> Iterator[Block]:
    """The blocks of the lines in order; `starts` says which lines begin a paragraph by their text (claims)."""
    heading: str | None = None
    pending: list[Set] = []
    for is_head, group in groupby(_headed(lines), key=lambda item: item[0]):
        found = [here for _, here in group]
        if is_head:
            heading = " ".join(_closed_up(s.line.text) for s in found)
            pending = found
            continue
        for paragraph in paragraphs(found, starts):
            yield from _cut(paragraph, heading, join)
        pending = []
    for here in pending:  # a heading with nothing below it is text of its own
        yield Block(here.page, here.number, here.line.text, None, printed([here]))


def _headed(lines: Sequence[Set]) -> Iterator[tuple[bool, Set]]:
    before: Set | None = None
    for here in lines:
        yield is_heading(here, before), here
        before = here


def _closed_up(text: str) -> str:
    """`A B S T R A C T` as one word."""
    return text.replace(" ", "") if _SPACED.match(text) else text


def paragraphs(lines: Iterable[Set], starts: Callable[[str], bool] | None = None) -> Iterator[list[Set]]:
    """The lines of each paragraph; `starts` says which lines begin one by their text."""
    paragraph: list[Set] = []
    body: float | None = None
    for here in lines:
        if paragraph and _begins(here, paragraph[-1], body, starts):
            yield paragraph
            paragraph, body = [here], None
            continue
        if paragraph:
            body = here.line.indent
        paragraph.append(here)
    if paragraph:
        yield paragraph


def _begins(here: Set, before: Set, body: float | None, starts: Callable[[str], bool] | None) -> bool:
    """Whether a line begins a paragraph, after `before`, whose paragraph's lines stand at the indent `body` (None where it is its first)."""
    if _NUMBERED.match(here.line.text) or (starts is not None and starts(here.line.text)):
        return True
    ended = ends(before.line.text)
    last = ended and before.line.short > _SHORT
    if here.page != before.page or here.line.place != before.line.place:
        return last or (ended and here.line.indent > _STEP) or here.page > before.page + 1
    if here.line.gap > _ROOM:
        return True
    if body is None:
        return last
    return last or abs(here.line.indent - body) > _STEP


def _cut(paragraph: Sequence[Set], heading: str | None, join: Callable[[str, str], str]) -> Iterator[Block]:
    """A paragraph as one block, or as several that end with a sentence where they can."""
    text, first = "", 0
    for n, here in enumerate(paragraph):
        if text and len(text) + 1 + len(here.line.text) > LONGEST:
            yield _block(paragraph[first:n], text, heading)
            text = ""
        if not text:
            first = n
        text = join(text, here.line.text)
        if len(text) >= LONG and ends(here.line.text):
            yield _block(paragraph[first : n + 1], text, heading)
            text = ""
    if text:
        yield _block(paragraph[first:], text, heading)


def _block(lines: Sequence[Set], text: str, heading: str | None) -> Block:
    number = _NUMBERED.match(text)
    where = f"paragraph [{number[1]}]" if number else printed(lines)
    return Block(lines[0].page, lines[0].number, text, heading, where)


def printed(lines: Sequence[Set]) -> str | None:
    """Where lines are printed: `column 3, lines 4-18`, `column 3, line 60 to column 4, line 5`, `column 3`, `lines 4-18`; None where nothing is."""
    first, last = lines[0].line, lines[-1].line
    if first.number is not None and last.number is not None and first.column == last.column:
        spread = f"lines {first.number}-{last.number}" if last.number > first.number else f"line {first.number}"
        return f"column {first.column}, {spread}" if first.column is not None else spread if lines[0].page == lines[-1].page else None
    if first.column is None or last.column is None:
        return None
    if first.column == last.column:
        return f"column {first.column}"
    if first.number is not None and last.number is not None:
        return f"column {first.column}, line {first.number} to column {last.column}, line {last.number}"
    return f"columns {first.column}-{last.column}"
