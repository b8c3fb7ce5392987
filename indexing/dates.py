"""Dates as sources write them (WIPO ST.2 and its relatives). Nothing is guessed: what could be two days is none."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from indexing.errors import UsageError
from indexing.numbering.eras import ERA, era_letter, era_year

_MONTHS = """
jan january januar janvier enero gennaio janeiro
feb february februar fevrier febr fev febrero febbraio fevereiro
mar march marz maerz mars marzo marco mrz
apr april avril avr abril aprile
may mai mayo maggio maio
jun june juni juin junio giugno junho
jul july juli juillet juil julio luglio julho
aug august aout agosto
sep sept september septembre septiembre settembre setembro
oct october oktober okt octobre octubre ottobre outubro
nov november novembre noviembre novembro
dec december dezember dez decembre diciembre dicembre dezembro dic
"""
_MONTH = {name: number for number, line in enumerate(_MONTHS.strip().splitlines(), 1) for name in line.split()}
_DIGITS = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|([-./])(\d{1,2})\4(\d{1,2}))(?:[T ].*|[-+]\d\d:\d\d|Z)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})")
_MONTH_FIRST_NAME = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s*(\d{4})")
_DAY_FIRST_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?\.?[\s-]*(?:de\s+|of\s+)?([a-z]{3,10})\.?[\s,-]*(?:de\s+)?(\d{4})")
_ERA_DATE = re.compile(rf"({ERA})\s*(\d{{1,2}}|元)\s*[年./-]\s*(\d{{1,2}})\s*[月./-]\s*(\d{{1,2}})\s*日?\s*(?:[(](\d{{4}})[.年].*)?")
_WESTERN_KANJI = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_SHORT = re.compile(r"(\d{2})(\d{2})(\d{2})")
_LONGEST = 40


def parse_date(text: object) -> dt.date | None:
    """The day that `YYYYMMDD`, `YYYY-MM-DD`, `14.05.1996`, `March 5, 1872`, `平成8年5月14日` or such names; None where it is none.

    `19930400` names a month only, `05/06/2001` could be May or June (`14/05/2001` could not), `2001-W05-3` is a week: all None. With points,
    days come before months (`05.06.2001` is 5 June): nobody writes it the other way round.
    """
    if isinstance(text, dt.datetime):
        return text.date()
    if isinstance(text, dt.date):
        return text
    if not isinstance(text, str | int) or isinstance(text, bool):
        return None
    plain = str(text).strip()
    if match := _DIGITS.fullmatch(plain):
        return _iso(match)
    return _in_words(plain) if plain and len(plain) <= _LONGEST else None


def _in_words(text: str) -> dt.date | None:
    plain = unicodedata.normalize("NFKC", text)
    for pattern, read in _NUMERIC:
        if match := pattern.fullmatch(plain):
            return read(match)
    named = "".join(c for c in unicodedata.normalize("NFKD", plain.lower()) if not unicodedata.combining(c))
    if match := _MONTH_FIRST_NAME.fullmatch(named):
        return _day(match[3], _MONTH.get(match[1]), match[2])
    match = _DAY_FIRST_NAME.fullmatch(named)
    return _day(match[3], _MONTH.get(match[2]), match[1]) if match else None


def _day(year: str | int, month: str | int | None, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month or 0), int(day))
    except ValueError:
        return None


def _iso(match: re.Match[str]) -> dt.date | None:
    return _day(match[1], match[2] or match[5], match[3] or match[6])


def _era(match: re.Match[str]) -> dt.date | None:
    """A day of an era's year; a western year in brackets behind it must be the same."""
    era, year, month, day, western = match.groups()
    counted = era_year(era_letter(era), 1 if year == "元" else int(year))
    if counted is None or (western and int(western) != counted):
        return None
    return _day(counted, month, day)


def _western(match: re.Match[str]) -> dt.date | None:
    return _day(match[1], match[2], match[3])


def _day_first(match: re.Match[str]) -> dt.date | None:
    """With points the day is first; with slashes or dashes only where one of the two can be no month, or both are the same."""
    first, second, year = int(match[1]), int(match[3]), match[4]
    if match[2] == "." or first > 12 or first == second:  # noqa: PLR2004
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None  # noqa: PLR2004


_NUMERIC = ((_DIGITS, _iso), (_ERA_DATE, _era), (_WESTERN_KANJI, _western), (_DAY_FIRST, _day_first))


def parse_short_date(text: object, near: dt.date | int) -> dt.date | None:
    """The day of `YYMMDD` in an old file whose year is about `near` (a date or a year): `760217` near 1976; `010203` near 1999 is of 2001.

    Everything else is read by `parse_date`.
    """
    plain = str(text).strip()
    if not (match := _SHORT.fullmatch(plain)):
        return parse_date(text)
    about = near.year if isinstance(near, dt.date) else near
    century = about - about % 100
    years = (century - 100 + int(match[1]), century + int(match[1]), century + 100 + int(match[1]))
    closest = min(years, key=lambda y: abs(y - about))
    return _day(closest, match[2], match[3])


def is_partial(text: object) -> bool:
    """Whether `text` is a date of which day or month are left open (`19930400`, `19930000`, `1993`, `1993-04`): no fault, but no day either."""
    match = re.fullmatch(r"(\d{4})(?:[-./]?(\d{2})(?:[-./]?(\d{2}))?)?", str(text).strip())
    if not match or not int(match[1]):
        return False
    month, day = int(match[2] or 0), int(match[3] or 0)
    return month <= 12 and day == 0  # noqa: PLR2004


def required_date(text: str) -> dt.date:
    """As `parse_date`, for what a person typed. Raises `UsageError` where it is no date."""
    day = parse_date(text)
    if day is None:
        raise UsageError(f"'{text}' is not a date", "write year-month-day, such as 2005-03-31 (or 20050331)")
    return day
