"""What a publication number of each office looks like: the letters that may stand before its digits, how many digits it has, its one form.

The forms are those of DOCDB, but for US applications (7 digits after the year, as printed) and WO (4-digit year and 6 digits, as printed
since 2004): both are longer than DOCDB's, so they never look like something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.numbering.japanese_numbers import joined_era, plain_digits

if TYPE_CHECKING:
    from collections.abc import Callable

# Letters that are part of the number. US: reissues, plants, reexamined, improvements, designs, statutory inventions, defensive, X-patents.
_LETTERS = {
    "AU": "P[A-Z]",
    "BR": "PI|MU|DI|C[12]",
    "CR": "S",
    "DO": "P|U",
    "EC": "SP|SMU",
    "ES": "[PU]",
    "GE": "[PU]",
    "GT": "S",
    "HR": "P",
    "HU": "[PTUE]",
    "ID": "[PS]",
    "JP": "WO",
    "LV": "P",
    "MX": "PA|NL|YU|GT|DO",
    "RS": "[PU]",
    "TN": "SN|EP",
    "TW": "[IMDN]",
    "US": "RE|PP|RX|AI|D|H|T|X",
}
_PROVINCES = (
    "AL AN AO AP AR AQ AT AV BA BG BI BL BN BO BR BS BZ CA CB CE CH CL CN CO CR CS CT CZ FE FG FI FO FR FC GE GO GR IM IS LC LE LI LO LT LU MC ME"
    " MI MN MO MS MT NA NO NU OR PA PC PD PE PG PI PN PO PR PS PT PU PV PZ RA RC RE RG RI RM RN RO SA SI SO SP SR SS SV TA TE TN TO TP TR TS TV UD"
    " UR VA VB VC VE VI VR VT VV"
)
_INDIAN = re.compile(r"(?P<number>(?:19|20)\d\d(?:DE|DN|MU|MN|KO|KN|CA|CN|CH|MA|BO)\d{3,6})(?P<kind>[A-Z]\d?)?")
_ITALIAN = re.compile(rf"(?P<number>(?:{'|'.join(_PROVINCES.split())})(?:19|20)?\d{{6,8}})(?P<kind>[A-Z]\d?)?")
_BODY = {office: re.compile(rf"(?P<letters>{letters})?(?P<digits>\d{{1,14}})(?P<kind>[A-Z]\d?)?") for office, letters in _LETTERS.items()}
_PLAIN = re.compile(r"(?P<letters>)(?P<digits>\d{1,14})(?P<kind>[A-Z]\d?)?")
_KIND_FIRST = re.compile(r"(?P<kind>[BC][1-9])(?P<number>\d{7})")  # reexamination certificates until 2000: "B1 4,712,313"
_ODD = {"IN": _INDIAN, "IT": _ITALIAN, "US": _KIND_FIRST}
_YEARS = {"19", "20"}


def number_and_kind(office: str, rest: str) -> tuple[str, str | None] | None:
    """Number and kind of `rest` (capitals and digits only, without the office's code), None where this office has no such number."""
    if office == "JP" and (era := joined_era(f"JP{rest}")):
        return era
    odd = _ODD.get(office)
    whole = odd.fullmatch(rest) if odd else None
    if whole:
        digits = whole["number"].lstrip("0")
        return (digits, whole["kind"]) if digits else None
    match = _BODY.get(office, _PLAIN).fullmatch(rest)
    return _of_parts(office, match) if match else None


def _of_parts(office: str, match: re.Match[str]) -> tuple[str, str | None] | None:
    letters, digits, kind = match["letters"] or "", match["digits"], match["kind"]
    if not digits.strip("0"):
        return None
    if letters:
        return _lettered(office, letters, digits, kind)
    if office == "JP":
        number = plain_digits(digits, kind)
    elif office == "KR":
        return _korean(digits.lstrip("0"), kind)
    else:
        number = _RULES.get(office, _any_office)(digits)
    return (number, kind) if number else None


def _lettered(office: str, letters: str, digits: str, kind: str | None) -> tuple[str, str | None] | None:
    if office == "US":
        return letters + digits.lstrip("0"), kind
    if office == "JP":
        return (f"WO{digits}", kind) if len(digits) == 10 and digits[:2] in _YEARS else None  # noqa: PLR2004
    if office == "BR" and letters in {"PI", "MU", "DI"} and len(digits) == 8:  # noqa: PLR2004 - seven, then a check digit
        digits = digits[:7]
    return (letters + digits, kind) if len(digits) >= 4 else None  # noqa: PLR2004


def _korean(short: str, kind: str | None) -> tuple[str, str | None] | None:
    """`10-2005-0012345` is a patent application, `20-…` a utility model: DOCDB leaves the class out and says it by the kind."""
    if len(short) == 13 and short[:2] in {"10", "20"} and short[2:4] in _YEARS:  # noqa: PLR2004
        return short[2:], kind or ("U" if short[:2] == "20" else None)
    return (short, kind) if 4 <= len(short) <= 11 else None  # noqa: PLR2004


def _us(digits: str) -> str | None:
    """Grants have up to 8 digits; an application's 7-digit serial is written with 6 by DOCDB."""
    short = digits.lstrip("0")
    if len(short) <= 8:  # noqa: PLR2004
        return short
    if len(short) == 10 and short[:2] in _YEARS:  # noqa: PLR2004
        return f"{short[:4]}0{short[4:]}"
    return short if len(short) == 11 and short[:2] in _YEARS else None  # noqa: PLR2004


def _wo(digits: str) -> str | None:
    """Year and serial: `2022259205`, `9912345`, `02012345`."""
    if len(digits) == 10 and digits[:2] in _YEARS:  # noqa: PLR2004
        return digits
    if len(digits) in {7, 8}:
        century = "19" if digits[:2] >= "78" else "20"  # the first PCT publications are of 1978
        return f"{century}{digits[:2]}{int(digits[2:]):06d}"
    return None


def _ep(digits: str) -> str | None:
    """Seven digits; eight are an application with its check digit."""
    short = digits.lstrip("0")
    return short if len(short) <= 7 else None  # noqa: PLR2004


def _cn(digits: str) -> str | None:
    """Seven to nine digits, the first of which is the type; more are an application."""
    return digits if 7 <= len(digits) <= 9 and digits[0] != "0" else None  # noqa: PLR2004


def _br(digits: str) -> str | None:
    """`102012012345`; the printed number has a check digit behind it."""
    short = digits.lstrip("0")
    return short[:12] if len(short) == 13 else short if len(digits) >= 4 else None  # noqa: PLR2004


def _any_office(digits: str) -> str | None:
    """Digits without leading zeros; too few are some other kind of name ("MT12")."""
    return digits.lstrip("0") if len(digits) >= 4 else None  # noqa: PLR2004


_RULES: dict[str, Callable[[str], str | None]] = {"US": _us, "WO": _wo, "EP": _ep, "CN": _cn, "BR": _br}
