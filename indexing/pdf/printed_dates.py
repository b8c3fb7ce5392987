"""Dates as they are printed on a front page: `Dec. 31, 1974`, `28.08.2002`, `15 December 2022 (15.12.2022)`."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_AMERICAN = re.compile(rf"\b{_NAMED}\s*(\d{{1,2}}),?\s*(\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})\s+{_NAMED}\s+(\d{{4}})\b", re.IGNORECASE)
_NUMBERS = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")


def printed_date(text: str) -> dt.date | None:
    """The first date in `text`, None where there is none; numbers are day, month, year, as every office but one prints them."""
    found = []
    for pattern, order in ((_AMERICAN, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1)), (_NUMBERS, (3, 2, 1))):
        match = pattern.search(text)
        if match:
            year, month, day = (match[n] for n in order)
            found.append((match.start(), year, month, day))
    for _, year, month, day in sorted(found):
        try:
            return dt.date(int(year), int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1, int(day))
        except ValueError:
            continue
    return None
