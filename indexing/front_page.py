"""What a patent's front page says of itself: number, title, dates, by the INID codes of WIPO ST.9 and the words beside them.

Only what is really there: a number must stand beside its label (10, 11, "Patent No.", "Pub. No."), a date beside its own.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.numbers import OFFICES, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.numbers import PublicationNumber

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_DATE = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s*(\d{1,2}),?\s*(\d{4})\b", re.IGNORECASE)
_SHORT_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_BARCODE = re.compile(r"^\*?(US(?:RE|PP|D|H)?\d{6,11}[A-Z]\d?)\*?$", re.MULTILINE)
_CODE = r"[\[(]\s*{}\s*[\])]"
_NUMBER_LABEL = re.compile(
    rf"{_CODE.format('1[01]')}|Patent\s+N[o0]\.?|Pub(?:lication)?\.?\s+N[o0]\.?|Publication\s+Number|Bulletin\s+Number|^United States Patent\b",
    re.IGNORECASE | re.MULTILINE,
)
_FULL_NUMBER = re.compile(r"\b([A-Z]{2})\s?((?:RE|PP|D|H)?\s?\d[\d ,/.]{4,14}\d)\s*([A-Z]\d?)?\b")
_US_NUMBER = re.compile(r"\b((?:Re\.?|PP|Des\.?|D|H)?\s?\d{1,3}(?:,\d{3}){1,2})\b(?!\s*,)")
_OLD_US = re.compile(r"\bNo\.\s*(\d{1,3}(?:,\d{3})+)\.?,?\s+(?:Patented|dated)\s", re.IGNORECASE)
_PUBLISHED = re.compile(rf"{_CODE.format('4[35]')}|Date of Patent|Pub(?:lication)?\.?\s+Date|\bPatented\b", re.IGNORECASE)
_FILED = re.compile(rf"{_CODE.format('22')}|\bFiled\b|Date of filing", re.IGNORECASE)
_TITLE_LABEL = re.compile(rf"^{_CODE.format('54')}\s*(?:Title:?)?\s*(.*)$", re.IGNORECASE)
_ANY_LABEL = re.compile(r"^[\[(]\s*[\d*]{1,2}\s*[\])]")
_PARTY = re.compile(r"^(?:[\[(]\d\d[\])]\s*)?(?:Inventors?|Applicants?|Assignee|Notice|Abstract)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What was found; None for what is not there."""

    number: PublicationNumber | None = None
    title: str | None = None
    published: dt.date | None = None
    filed: dt.date | None = None


def read_front_page(pages: Sequence[Sequence[str]], left: Sequence[str]) -> FrontPage:
    """The facts of the first page (of the second, for patents whose drawings come first); `left` is the first page's left half."""
    first = "\n".join(pages[0]) if pages else ""
    head = "\n".join([first, *(pages[1][:12] if len(pages) > 1 else ())])
    number = _number(first) or _old_number(head)
    if number is None:
        return FrontPage()
    return FrontPage(number, _title(left) or _title(pages[0]), _date_after(_PUBLISHED, head), _date_after(_FILED, first))


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
    """`No. 124,404. Patented March 5, 1872`, on a page of the United States Patent Office."""
    match = _OLD_US.search(text)
    return parse("US" + match[1]) if match and "united states patent office" in text.lower() else None


def _date_after(label: re.Pattern[str], text: str) -> dt.date | None:
    """The first date that stands within 90 characters after a label."""
    for match in label.finditer(text):
        near = text[match.start() : match.end() + 90]
        long, short = _LONG_DATE.search(near), _SHORT_DATE.search(near)
        try:
            if long:
                return dt.date(int(long[3]), _MONTHS.index(long[1].lower()) + 1, int(long[2]))
            if short:
                return dt.date(int(short[3]), int(short[2]), int(short[1]))
        except ValueError:
            continue
    return None


def _title(lines: Sequence[str]) -> str | None:
    """The lines beside code 54, in capitals where the codes stand apart from what they name; None where there is no code 54."""
    start = next((n for n, line in enumerate(lines) if _TITLE_LABEL.match(line)), None)
    if start is None:
        return None
    found: list[str] = []
    match = _TITLE_LABEL.match(lines[start])
    beside = match[1] if match else ""
    if beside:
        found.append(beside)
    for line in lines[start + 1 : start + 14]:
        if _ANY_LABEL.fullmatch(line):
            continue
        if _PARTY.match(line) or _ANY_LABEL.match(line) or (found and not _is_capitals(line)):
            break
        if _is_capitals(line) or not found:
            found.append(line)
    title = " ".join(found).strip()
    return title if sum(c.isalpha() for c in title) > 2 else None  # noqa: PLR2004


def _is_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)
