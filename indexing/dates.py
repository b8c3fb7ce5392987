"""Dates as sources write them (WIPO ST.2 and its relatives)."""

from __future__ import annotations

import datetime as dt
import re

_DIGITS = re.compile(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:[T ].*)?")


def parse_date(text: object) -> dt.date | None:
    """The day that `YYYYMMDD`, `YYYY-MM-DD` or such a number names; None where it is none (`19930400` names a month only)."""
    match = _DIGITS.fullmatch(str(text).strip()) if isinstance(text, str | int) else None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
