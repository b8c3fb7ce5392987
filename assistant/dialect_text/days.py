"""Days and ranges of days as queries write them: a year, a month or a day stands for all its days."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_SHAPES = (
    re.compile(r"(?P<year>\d{4})(?:[-/.]?(?P<month>\d{2})(?:[-/.]?(?P<day>\d{2}))?)?"),
    re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})"),
)


def period(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of `2005`, `200503`, `2005-03`, `20050331`, `2005-03-31`, `31.03.2005`, `31/03/2005`, `03.2005`; None where it is none."""
    plain = text.strip().strip('"').rstrip("$*?")
    for shape in _SHAPES:
        if match := shape.fullmatch(plain):
            parts = match.groupdict()
            year, month, day = int(parts["year"]), parts.get("month"), parts.get("day")
            try:
                first = dt.date(year, int(month or 1), int(day or 1))
                last = dt.date(year, int(month or 12), int(day) if day else calendar.monthrange(year, int(month or 12))[1])
            except (ValueError, calendar.IllegalMonthError):
                return None
            return first, last
    return None


def bounds(relation: str, text: str) -> tuple[dt.date | None, dt.date | None] | None:
    """First and last day of a condition: `>=` `>` `<` `<=` `=` with one day, `within` with two. None where the text is no day."""
    if relation == "within":
        ends = [period(one) for one in re.split(r"[\s,:]+", text.strip().strip('"')) if one]
        if len(ends) == 1 and ends[0]:
            return ends[0]
        return (ends[0][0], ends[1][1]) if len(ends) == 2 and ends[0] and ends[1] else None  # noqa: PLR2004 - two ends
    found = period(text)
    if found is None:
        return bounds("within", text) if relation == "=" and re.search(r"[\s,:]", text.strip()) else None
    first, last = found
    one = dt.timedelta(days=1)
    try:
        return {"=": (first, last), ">=": (first, None), "<=": (None, last), ">": (last + one, None), "<": (None, first - one)}.get(relation)
    except OverflowError:
        return None


def compact(day: dt.date) -> str:
    """`20050331`."""
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"
