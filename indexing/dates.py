"""Dates as people and sources write them: WIPO ST.2 in full (`YYYY-MM-DD`, ISO 8601) or compact (`YYYYMMDD`)."""

from __future__ import annotations

import datetime
import re

from indexing.errors import UsageError

_FORMS = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})")


def parse_date(text: str) -> datetime.date | None:
    """The day that `text` names; None where it names none (another form, or a day that does not exist such as `20230231`)."""
    match = _FORMS.fullmatch(text.strip())
    if not match:
        return None
    try:
        return datetime.date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None


def required_date(text: str) -> datetime.date:
    """As `parse_date`, for what a person typed. Raises `UsageError` where it is no date."""
    day = parse_date(text)
    if day is None:
        raise UsageError(f"'{text}' is not a date", "write year-month-day, such as 2005-03-31 (or 20050331)")
    return day
