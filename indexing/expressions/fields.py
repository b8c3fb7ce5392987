"""The fields of the house's notation, and what stands in those that are not about words: classes, dates, names, numbers, codes."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Literal, cast

from indexing.classes import symbol
from indexing.errors import UsageError
from indexing.expressions.tree import Classified, Coded, Dated, Numbered

if TYPE_CHECKING:
    from indexing.expressions.tree import Day, Node, Part, Role

PARTS: dict[str, Part] = {"ti": "title", "ab": "abstract", "cl": "claims", "de": "description", "tx": "text"}
SCHEMES: dict[str, Literal["cpc", "ipc", "any"]] = {"cpc": "cpc", "ipc": "ipc", "class": "any"}
DAYS: dict[str, Day] = {"pd": "published", "fd": "filed", "prd": "priority"}
ROLES: dict[str, Role] = {"pa": "applicant", "in": "inventor"}
CODES: dict[str, Literal["country", "kind", "language"]] = {"cc": "country", "kind": "kind", "la": "language"}
NUMBER = "pn"
FIELDS = (*PARTS, *SCHEMES, *DAYS, *ROLES, NUMBER, *CODES)
ALIASES = {
    "title": "ti",
    "abstract": "ab",
    "claim": "cl",
    "claims": "cl",
    "clm": "cl",
    "desc": "de",
    "description": "de",
    "text": "tx",
    "published": "pd",
    "filed": "fd",
    "priority": "prd",
    "applicant": "pa",
    "assignee": "pa",
    "inventor": "in",
    "number": "pn",
    "country": "cc",
    "language": "la",
    "lang": "la",
}
"""Longer names that are read too; `write` uses the short ones."""
_DATE = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?")


def value(field: str, sign: str, text: str) -> Node:
    """What `field:text` means, where the field is about classes, dates, numbers or codes. Raises `UsageError`, without a place."""
    if field in SCHEMES:
        name = symbol(text)
        if name is None:
            raise UsageError(f"'{text}' is no class symbol", "write A45D, A45D20 or A45D20/12")
        return Classified(name, sign == ":", SCHEMES[field])
    if field in DAYS:
        return _dated(DAYS[field], text)
    if field == NUMBER:
        return Numbered(" ".join(text.split()))
    code = text.strip()
    longest = 2 if field in ("cc", "la") else 4
    if not re.fullmatch(rf"[A-Za-z][A-Za-z0-9]{{0,{longest - 1}}}", code) or (field in ("cc", "la") and len(code) < longest):
        raise UsageError(
            f"'{text}' is no code", {"cc": "write cc:EP", "la": "write la:de", "kind": "write kind:A1, or kind:A for all that begin so"}[field]
        )
    return Coded(CODES[field], code.lower() if field == "la" else code.upper())


def _dated(day: Day, text: str) -> Dated:
    first, dots, last = text.partition("..")
    begin, end = _range(first), _range(last if dots else first)
    found = Dated(day, begin[0], end[1])
    if found.first and found.last and found.first > found.last:
        raise UsageError(f"'{text}' ends before it begins", "write the earlier date first")
    return found


def _range(text: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a year, a month or a day; none of nothing."""
    if not text:
        return None, None
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = (int(g) if g else None for g in match.groups())
        year = cast("int", year)
        try:
            last_month = month or 12
            return dt.date(year, month or 1, day or 1), dt.date(year, last_month, day or calendar.monthrange(year, last_month)[1])
        except (ValueError, IndexError):  # no such day, no such month
            pass
    raise UsageError(f"'{text}' is no date", "write pd:2001-03-15, pd:2001, pd:2001-01-01..2005-12-31, pd:..2005 or pd:2001..")
