"""Dates as sources write them (WIPO ST.2 and its relatives)."""

from __future__ import annotations

import datetime as dt
import re

from indexing.errors import UsageError

_DIGITS = re.compile(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:[T ].*)?")


def parse_date(text: object) -> dt.date | None:
    """The day that `YYYYMMDD`, `YYYY-MM-DD` or such a number names; None where it is none (`19930400` names a month only)."""
    match = _DIGITS.fullmatch(str(text).strip()) if isinstance(text, str | int) else None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def required_date(text: str) -> dt.date:
    """As `parse_date`, for what a person typed. Raises `UsageError` where it is no date."""
    day = parse_date(text)
    if day is None:
        raise UsageError(f"'{text}' is not a date", "write year-month-day, such as 2005-03-31 (or 20050331)")
    return day
