"""How each office writes an application's number, brought to one form: printed (with series code, era or check digit), DOCDB, EPODOC.

Each function takes what is `Written` and returns the number in its one form, or None where it is none or could be two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.numbering.us_series import is_series, series_in

if TYPE_CHECKING:
    from collections.abc import Callable

_CENTURY = 100
_FILE_NUMBERS = 1968  # German files had a letter and a serial before; P, G and M are the kinds of right since
_FRENCH_YEARS = 1969  # French numbers ran on until then, and begin anew every year since
_TELLING = 6  # a shorter number without a year is another application's in every year
_LEAST = 3
_EPODOC = 11  # four digits of the year and seven of the serial
_IN_FULL = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Written:
    """A number without its office: `text` as written, `body` its letters and digits, `digits` these alone; DOCDB's `kind` behind it.

    `year` is the year of filing where the source says it apart from the number.
    """

    text: str
    body: str
    digits: str
    kind: str | None
    year: int | None


def full_year(two: str, near: int | None = None, first: int = 70) -> int:
    """The year that two digits mean: the one nearest `near`, else from 19`first` to 20`first`-1."""
    short = int(two)
    if near is None:
        return 1900 + short if short >= first else 2000 + short
    century = near - near % _CENTURY
    return min((century - _CENTURY + short, century + short, century + _CENTURY + short), key=lambda y: abs(y - near))


def _epodoc(digits: str) -> tuple[int, str] | None:
    """Year and serial of EPODOC's eleven digits."""
    return (int(digits[:4]), digits[4:]) if len(digits) == _EPODOC and _IN_FULL.match(digits) else None


def american(w: Written) -> str | None:
    """Series and serial, eight digits: `12345678` for `12/345,678`."""
    if parted := re.fullmatch(r"(\d{1,2})\s?/\s?(\d{1,3}),?\s?(\d{3})", w.text):
        series, serial = parted[1].zfill(2), f"{int(parted[2] + parted[3]):06d}"
        return series + serial if is_series(series, None) else None
    if "/" in w.text or not w.body.isdigit():
        return None
    if len(w.digits) == 12 and _IN_FULL.match(w.digits):  # noqa: PLR2004 - DOCDB since 2011: year, series, serial
        return w.digits[4:] if is_series(w.digits[4:6], None) else None
    if _IN_FULL.match(w.digits) and (len(w.digits) == 10 or (len(w.digits) == _EPODOC and w.digits[4] == "0")):  # noqa: PLR2004
        return _serial_of_year(int(w.digits[:4]), w.digits[-6:], w.kind)
    return _american_short(w)


def _american_short(w: Written) -> str | None:
    """Up to eight digits: series and serial, or DOCDB's serial and two digits of the year, which a kind code or the date gives away."""
    digits, year = w.digits, w.year
    behind = year is not None and int(digits[-2:]) == year % _CENTURY
    if len(digits) <= 6:  # noqa: PLR2004 - a serial alone, as old files have it, unless it could be serial and year
        return None if year is None or behind or len(digits) < _LEAST else _serial_of_year(year, digits, w.kind)
    printed = digits.zfill(8)
    # Where the year may stand behind, the series must be of its time; else not: a national stage bears the date of the international application.
    if len(printed) == 8 and w.kind is None and is_series(printed[:2], year if behind else None):  # noqa: PLR2004
        return printed
    if len(printed) == 8 and (behind or (year is None and w.kind)):  # noqa: PLR2004
        return _serial_of_year(full_year(digits[-2:], year, first=25), digits[:-2], w.kind)
    return None


def _serial_of_year(year: int, serial: str, kind: str | None) -> str | None:
    series = series_in(year, int(serial), kind=kind)
    return f"{series}{int(serial):06d}" if series else None


def european(w: Written) -> str | None:
    """Two digits of the year, six of the serial: `05012345`."""
    if found := _epodoc(w.digits):
        return f"{found[0] % _CENTURY:02d}{int(found[1]):06d}"
    digits = w.digits[:8] if "." in w.text and len(w.digits) == 9 else w.digits  # noqa: PLR2004 - the check digit
    return digits if len(digits) == 8 else None  # noqa: PLR2004


def chinese(w: Written) -> str | None:
    """Year, type, seven digits: `200710012345`; before October 2003 two digits of the year, the type and five digits were printed."""
    number, _ = parted_check(w.text)
    if len(number) == 12 and _IN_FULL.match(number):  # noqa: PLR2004
        return number
    if len(number) == _EPODOC and _IN_FULL.match(number):
        return f"{number[:5]}{int(number[5:]):07d}"
    if len(number) == 8 and number[0] in "890":  # noqa: PLR2004
        return f"{full_year(number[:2])}{number[2]}{int(number[3:]):07d}"
    return None


def parted_check(text: str) -> tuple[str, str]:
    """The digits of a Chinese application's number, and its check digit (empty where none is written)."""
    number, dot, check = text.replace(" ", "").partition(".")
    body = re.sub(r"[^0-9X]", "", number)
    if not dot and len(body) in {9, 13}:
        return body[:-1], body[-1]
    return re.sub(r"\D", "", number), check[:1]


def check_digit(number: str) -> str:
    """The check digit of a Chinese application (CNIPA ZC 0006): weights 2 to 9 and again from 2, modulo 11; X for 10."""
    rest = sum(int(d) * (2 + n % 8) for n, d in enumerate(number)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004


def korean(w: Written) -> str | None:
    """Year and seven digits: `20050012345`; a utility model's has U behind it."""
    digits, utility = w.digits, w.kind in {"U", "Y"}
    if parted := re.fullmatch(r"(?:([12]0)-)?((?:19|20)\d\d|\d\d)-(\d{1,7})", re.sub(r"\s", "", w.text)):
        year = parted[2] if len(parted[2]) == 4 else str(full_year(parted[2], w.year))  # noqa: PLR2004
        digits, utility = f"{year}{int(parted[3]):07d}", utility or parted[1] == "20"
    elif long := re.fullmatch(r"([12]0)((?:19|20)\d\d)0{0,2}(\d{7})", digits):
        digits, utility = long[2] + long[3], long[1] == "20"
    elif len(digits) == 9:  # noqa: PLR2004
        digits = f"{full_year(digits[:2], w.year)}{digits[2:]}"
    return digits + ("U" if utility else "") if len(digits) == _EPODOC and _IN_FULL.match(digits) else None


def german(w: Written) -> str | None:
    """As printed since 2004 (`102005012345`), 1995 (`19812345`), before (`4412345`); until 1968 `1964B77613`. EPODOC puts the year in front."""
    if old := re.fullmatch(r"(?:(\d{4}))?([A-Z])(\d{3,7})", w.body):
        year = int(old[1]) if old[1] else w.year
        if year and (old[1] or old[2] not in "PGM" or year < _FILE_NUMBERS):
            return f"{year}{old[2]}{int(old[3])}"
    digits = w.digits[:-1] if re.search(r"\.\d$", w.text) else w.digits
    utility = "U" if w.kind == "U" else ""
    if len(digits) == 12 and (new := re.fullmatch(r"((?:19|20)\d\d)([1-9]\d)(\d{6})", digits)):  # noqa: PLR2004
        return f"{new[2]}{new[1]}{new[3]}"
    if len(digits) == 12 and _IN_FULL.match(digits[2:]):  # noqa: PLR2004
        return digits
    if found := _epodoc(digits):
        year, serial = found
        return f"{serial[0]}{year % _CENTURY:02d}{serial[2:]}" if year >= 1995 and serial[1] == "0" else f"{int(serial)}{utility}"  # noqa: PLR2004
    return f"{int(digits)}{utility if len(digits) < 8 else ''}" if len(digits) in {7, 8} else None  # noqa: PLR2004


def year_and_five(w: Written) -> str | None:
    """France, Great Britain: year and five digits, printed with two digits of the year (`05 12345`); British ones before 1979 `12345/75`."""
    if old := re.fullmatch(r"(\d{1,5})\s?/\s?(\d\d)", w.text):
        return f"{full_year(old[2], w.year, first=20)}{int(old[1]):05d}"
    if found := _epodoc(w.digits):
        return f"{found[0]}{int(found[1]):05d}"
    digits = w.digits[:-1] if re.search(r"\.\d$", w.text) else w.digits
    if len(digits) in {9, 10}:
        return digits if _IN_FULL.match(digits) else None
    if len(digits) == 6:  # noqa: PLR2004
        return f"{w.year}{digits}" if w.year is not None and w.year < _FRENCH_YEARS else None
    return _seven_digits(digits, w.year) if len(digits) == 7 else None  # noqa: PLR2004


def _seven_digits(digits: str, filed: int | None) -> str:
    """The year in front, or behind where only that agrees with the day of filing."""
    year = full_year(digits[:2], filed, first=69)
    if filed is not None and year != filed and int(digits[-2:]) == filed % _CENTURY:
        return f"{filed}{int(digits[:5]):05d}"
    return f"{year}{int(digits[2:]):05d}"


def canadian(w: Written) -> str | None:
    """One sequence for all years, so EPODOC's year is left out."""
    found = _epodoc(w.digits)
    digits = (found[1] if found else w.digits).lstrip("0")
    return digits if 4 <= len(digits) <= 7 else None  # noqa: PLR2004


def taiwanese(w: Written) -> str | None:
    """Year and six digits; the printed year counts from 1911: `094112345`."""
    if found := _epodoc(w.digits):
        return f"{found[0]}{int(found[1]):06d}"
    if len(w.digits) == 10 and _IN_FULL.match(w.digits):  # noqa: PLR2004
        return w.digits
    if len(w.digits) in {8, 9}:
        return f"{int(w.digits[:-6]) + 1911}{w.digits[-6:]}"
    return None


_INDIAN = {"DEL": "DE", "DELNP": "DN", "MUM": "MU", "BOM": "BO", "MUMNP": "MN", "CHE": "CH", "CHENP": "CN", "MAS": "MA", "KOL": "KO", "CAL": "CA"}
_INDIAN |= {"KOLNP": "KN"}


def indian(w: Written) -> str | None:
    """`1234/DEL/2005`, DOCDB `DE12342005`, EPODOC `2005DE01234`: year, office, serial; since 2016 twelve digits."""
    if match := re.fullmatch(r"(\d{1,5})/([A-Z]{3,5})/(\d{4})", w.text.replace(" ", "")):
        place = _INDIAN.get(match[2])
        return f"{match[3]}{place}{int(match[1]):05d}" if place else None
    if match := re.fullmatch(r"(\d{4})([A-Z]{2})(\d{5})", w.body):
        return "".join(match.groups())
    if match := re.fullmatch(r"([A-Z]{2})(\d{1,5})(\d{4})", w.body):
        return f"{match[3]}{match[1]}{int(match[2]):05d}"
    return w.digits if len(w.digits) == 12 and w.body == w.digits else None  # noqa: PLR2004


def any_office(w: Written) -> str | None:
    """Year and serial where both are known, however they stand (EPODOC's seven digits, DOCDB's year behind the serial); else what is written."""
    letters = re.sub(r"\d", "", w.body)
    digits = w.text.partition("/")[0].replace(" ", "") if re.fullmatch(r"\d{10}\s?/\s?\d\d", w.text) else w.digits  # Russia's class of procedure
    if not digits.strip("0"):
        return None
    if _IN_FULL.match(digits) and len(digits) > 8 and (w.year is None or int(digits[:4]) == w.year):  # noqa: PLR2004
        return f"{digits[:4]}{letters}{int(digits[4:] or 0)}"
    if w.year is not None:
        return f"{w.year}{letters}{_without_year(digits, f'{w.year % _CENTURY:02d}', docdb=w.kind is not None)}"
    return letters + digits.lstrip("0") if len(digits) >= _TELLING and len(letters) <= len("XYZ") else None


def _without_year(digits: str, two: str, *, docdb: bool) -> int:
    """The serial, without the two digits of the year: DOCDB has them behind six digits, papers in front."""
    if len(digits) > 2 and digits.endswith(two) and (docdb or (len(digits) == 8 and not digits.startswith(two))):  # noqa: PLR2004
        return int(digits[:-2])
    return int(digits[2:]) if len(digits) >= 7 and digits.startswith(two) else int(digits)  # noqa: PLR2004


FORMS: dict[str, Callable[[Written], str | None]] = {
    "US": american,
    "EP": european,
    "CN": chinese,
    "KR": korean,
    "DE": german,
    "FR": year_and_five,
    "GB": year_and_five,
    "CA": canadian,
    "TW": taiwanese,
    "IN": indian,
}
