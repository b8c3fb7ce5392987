"""Periods of months, as the Paris Convention and the offices count them."""

from __future__ import annotations

import calendar
import datetime as dt

_SATURDAY = 5


def add_months(day: dt.date, months: int) -> dt.date:
    """The day of the same number so many months later, or the month's last where it has none (EPC Rule 131(4), PCT Rule 80.2)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.min if months < 0 else dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_period(day: dt.date, months: int) -> dt.date:
    """The last day of a period of months from `day`; on a weekend it runs to Monday.

    Paris Convention Art. 4C(3), EPC Rule 134(1), PCT Rule 80.5, 35 U.S.C. 21(b). Holidays of offices, which extend it too, are not known here.
    """
    end = add_months(day, months)
    over = end.weekday() - _SATURDAY
    return end + dt.timedelta(days=2 - over) if over >= 0 and end < dt.date.max - dt.timedelta(days=2) else end
