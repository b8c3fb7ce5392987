"""What a patent's front page says of itself, by the INID codes of WIPO ST.9 and the words beside them.

Only what is really there: a number must stand beside its label (10, 11, "Patent No.", "Pub. No."), a date beside its own, and whatever is read
otherwise than its field's form is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.numbers import OFFICES, parse
from indexing.pdf.front_citations import cited
from indexing.pdf.front_fields import classes, holders, people, priorities
from indexing.pdf.parted_words import joined
from indexing.pdf.printed_dates import printed_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from indexing.model import CitedDocument, PriorityClaim
    from indexing.numbers import PublicationNumber

_BARCODE = re.compile(r"^\*?(US(?:RE|PP|D|H)?\d{6,11}[A-Z]\d?)\*?$", re.MULTILINE)
_CODE = r"[\[(]\s*{}\s*[\])]"
_NUMBER_LABEL = re.compile(
    rf"{_CODE.format('1[01]')}|Patent\s+N[o0]\.?|Pub(?:lication)?\.?\s+N[o0]\.?|Publication\s+Number|Bulletin\s+Number|^United States Patent\b",
    re.IGNORECASE | re.MULTILINE,
)
_FULL_NUMBER = re.compile(r"\b([A-Z]{2})\s?((?:RE|PP|D|H)?\s?\d[\d ,/.]{4,14}\d)\s*([A-Z]\d?)?\b")
_US_NUMBER = re.compile(r"\b((?:Re\.?|PP|Des\.?|D|H)?\s?\d{1,3}(?:,\d{3}){1,2})\b(?!\s*,)")
_OLD_US = re.compile(r"\bNo\.\s*(\d{1,3}(?:,\s?\d{3})+)\.?,?\s+(?:Patented|dated)\s", re.IGNORECASE)
_SPECIFICATION = re.compile(r"forming\s+part\s+of\s+Letters\s+Patent\s+No\.\s*(\d{1,3}(?:,\s?\d{3})+),?\s+dated\s", re.IGNORECASE)
_PUBLISHED = re.compile(rf"{_CODE.format('4[35]')}|Date of Patent|Pub(?:lication)?\.?\s+Date|\bPatented\b", re.IGNORECASE)
_FILED = re.compile(rf"{_CODE.format('22')}|\bFiled\b|Date of filing", re.IGNORECASE)
_CODE_LINE = re.compile(r"^[\[({|]?\s*(\d{2})\s*[\])}]\s*(.*)$")
_ABSTRACT_CODE = re.compile(r"^\W*(57)\W*\s(ABSTRACT\b.*)$")
_OTHER_LABEL = re.compile(
    r"^(?:\(\s?\*+\s?\)|\[\s?\*\s?\]|Related U\.?\s?S\.?|Foreign Application Priority|Prior Publication Data"
    r"|Primary Examiner|Assistant Examiner|Attorney\b|Notice\b"
    r"|References Cited|U\.?\s?S\.? PATENT DOCUMENTS|FOREIGN PATENT|OTHER PUBLICATIONS|\d+ (?:Claims?|Drawing))",
    re.IGNORECASE,
)
_PARTY = re.compile(r"^(?:Inventors?|Applicants?|Assignee|Notice|Abstract)\b", re.IGNORECASE)
_ABSTRACT_LABEL = re.compile(r"^(?:ABSTRACT|Abstract|Zusammenfassung|Abrégé)\b\s*(?:OF THE DISCLOSURE)?[:.]?\s*")
_ABSTRACT_END = re.compile(
    r"^(?:\d+ C\w{3,6}, \d+ D|\d+ Claims?\b|\d+ Drawing|Fig(?:ure)?\.?\s*\d+$|FIG\.?\s*\d+\w?$|Printed by|[A-Z]{2} \d[\d ]+ [A-Z]\d$)", re.IGNORECASE
)
_DESIGN = re.compile(r"^CLAIMS?\b", re.IGNORECASE)
_APPLICATION = re.compile(r"\b(\d{1,2}/\d{3},?\d{3}|\d{2,3},\d{3}|\d{8})\b(?:\.\d)?")
_OLD_END = re.compile(r"(?:SPECIFICATION|Specification|Application filed|Original application|Patented)\b")
_LEAST_ABSTRACT = 40
_SHEETS_MOST = 30
"""Pages of drawings before the text of an old patent, at most."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What was found; None or empty for what is not there. `is_one`: the page bears INID codes, so that its text is data and not description."""

    number: PublicationNumber | None = None
    title: str | None = None
    published: dt.date | None = None
    filed: dt.date | None = None
    application: str | None = None
    abstract: str | None = None
    design: bool = False
    """Its claim and description stand on the front page (code 57 says `CLAIM`)."""
    inventors: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    priorities: tuple[PriorityClaim, ...] = ()
    citations: tuple[CitedDocument, ...] = ()
    is_one: bool = False


def read_front_page(
    pages: Sequence[Sequence[str]], tops: Sequence[Sequence[str]] = (), references: int = 0, join: Callable[[str, str], str] = joined
) -> FrontPage:
    """The facts of the first page (of the second, for patents whose drawings come first), each page given as its lines in reading order.

    An empty line stands where there is room between two lines. `tops` are the pages' first lines across their columns; the citations go on
    over `references` further pages.
    """
    lines = pages[0] if pages else ()
    first = "\n".join([*(tops[0] if tops else ()), *lines])
    old = next((n for n, page in enumerate(pages[:_SHEETS_MOST]) if old_heading([*(tops[n] if n < len(tops) else ()), *page])), 0)
    head = "\n".join([first, *(tops[old] if old < len(tops) else ()), *pages[old][:12]]) if pages else ""
    number = _number(first) or _old_number(head)
    if number is None:
        return FrontPage()
    fields = _fields(lines)
    cpc, ipc = classes(fields.get(51, []), fields.get(52, []))
    abstract, design = _abstract(fields.get(57, []), join)
    return FrontPage(
        number,
        _title(fields.get(54, [])) or _old_title(pages[old]),
        _date_after(_PUBLISHED, head) or _old_date(head),
        _date_after(_FILED, first),
        _application(number.office, fields.get(21, [])),
        abstract,
        design,
        people([*fields.get(72, []), *fields.get(75, []), *fields.get(76, [])]),
        holders(fields.get(71, [])) or holders(fields.get(73, [])),
        cpc,
        ipc,
        priorities(fields, number.office),
        cited(pages[: 1 + references], join),
        len(fields) >= 4,  # noqa: PLR2004 - the least a front page bears
    )


def _fields(lines: Sequence[str]) -> dict[int, list[str]]:
    """The lines under each INID code; the first of two with one code."""
    found: dict[int, list[str]] = {}
    here: list[str] = []
    for line in lines:
        code = _CODE_LINE.match(line) or _ABSTRACT_CODE.match(line)
        if code:
            here = []
            if int(code[1]) not in found:
                found[int(code[1])] = here
            if code[2]:
                here.append(code[2])
        elif _OTHER_LABEL.match(line):
            here = []
        else:
            here.append(line)
    return found


def _title(lines: Sequence[str]) -> str | None:
    """The lines beside code 54 up to whatever else is labelled."""
    found: list[str] = []
    for line in lines[:14]:
        text = re.sub(r"^Title:\s*", "", line)
        if not text and not found:
            continue
        if not text or _PARTY.match(text) or (found and found[0].isupper() and not _mostly_capitals(text)):
            break
        found.append(text)
    words = " ".join(found).split()
    while words and not any(c.isalnum() for c in words[-1]):
        words.pop()
    title = " ".join(words)
    return title if sum(c.isalpha() for c in title) > 2 else None  # noqa: PLR2004


def _mostly_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def _abstract(lines: Sequence[str], join: Callable[[str, str], str]) -> tuple[str | None, bool]:
    """The abstract under code 57; whether a design's claim stands there."""
    if lines and _DESIGN.match(lines[0]):
        return None, True
    text = ""
    for line in lines:
        if _ABSTRACT_END.match(line) or (not line and len(text) >= _LEAST_ABSTRACT):
            break
        rest = _ABSTRACT_LABEL.sub("", line, count=1) if not text else line
        if rest and (text or sum(c.isalpha() for c in rest) > 3):  # noqa: PLR2004 - a word at least
            text = join(text, rest) if text else rest
    return (text if len(text) >= _LEAST_ABSTRACT else None), False


def _application(office: str, lines: Sequence[str]) -> str | None:
    """Office and number of the application; an international one's number is none of an office."""
    match = _APPLICATION.search(" ".join(lines[:2])) if lines and "PCT" not in lines[0] else None
    return office + re.sub(r"\D", "", match[1]) if match else None


def _number(text: str) -> PublicationNumber | None:
    barcode = _BARCODE.search(text)
    if barcode:
        return parse(barcode[1])
    american = "united states patent" in text[:400].lower()
    for label in _NUMBER_LABEL.finditer(text[:3000]):
        near = text[label.end() : label.end() + 120]
        full = _FULL_NUMBER.search(near)
        if full and full[1] in OFFICES and (number := parse("".join(part or "" for part in full.groups()))):
            return number
        bare = _US_NUMBER.search(near) if american else None
        if bare:
            return parse("US" + re.sub(r"(?i)des\.?", "D", bare[1]))
    return None


def _old_number(text: str) -> PublicationNumber | None:
    """`Specification forming part of Letters Patent No. 124,404, dated March 5, 1872`, `No. 124,404. Patented March 5, 1872` of that office."""
    own = _SPECIFICATION.search(text)
    match = _OLD_US.search(text) if re.search(r"united\s+states\s+patent\s+office", text, re.IGNORECASE) else None
    number = own or match
    return parse("US" + number[1]) if number else None


def _old_date(text: str) -> dt.date | None:
    """The date behind `Letters Patent No. 124,404, dated`."""
    own = _SPECIFICATION.search(text)
    return printed_date(text[own.end() : own.end() + 20]) if own else None


def _date_after(label: re.Pattern[str], text: str) -> dt.date | None:
    """The first date that stands within 90 characters after a label."""
    near = (printed_date(text[match.end() : match.end() + 90]) for match in label.finditer(text))
    return next((day for day in near if day), None)


def old_heading(lines: Sequence[str]) -> int:
    """How many lines at a page's top are the heading of a patent before front pages: office, number, whose it is, title, dates."""
    if not any(re.search(r"UNITED STATES\b|PATENT OFFICE", line) for line in lines[:6]):
        return 0
    return next((n + 1 for n, line in enumerate(lines[:14]) if _OLD_END.match(line)), 0)


def _old_title(lines: Sequence[str]) -> str | None:
    """The title of a patent before front pages: capitals between whose it is (`…, OF PITTSBURG, PENNSYLVANIA.`) and `Specification …`."""
    begin = next((n for n, line in enumerate(lines) if re.search(r"UNITED STATES\b|PATENT OFFICE", line)), None)
    end = next((n for n, line in enumerate(lines) if begin is not None and n > begin and _OLD_END.match(line)), None)
    if begin is None or end is None or end - begin > 12:  # noqa: PLR2004 - a heading, not a page
        return None
    heading = lines[begin + 1 : end]
    person = max((n for n, line in enumerate(heading) if re.search(r"\bOF\b.*,|ASSIGNOR", line)), default=None)
    title = " ".join(line for line in heading[person + 1 :] if line.isupper()) if person is not None else ""
    return title.strip(" .") or None
