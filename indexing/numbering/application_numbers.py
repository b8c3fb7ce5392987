"""Application numbers: one key for an application, whoever wrote its number: printed, DOCDB, EPODOC.

    printed                  DOCDB               EPODOC             key
    US 12/345,678            US 34567808 A       US20080345678      US12345678 (as files of the US office have it)
    US 61/432,100            US 201161432100 P   US201161432100P    US61432100
    PCT/EP2012/001234        EP 2012001234 W     WO2012EP01234      PCT/EP2012/001234
    EP 05012345.6            EP 05012345 A       EP20050012345      EP05012345
    特願平8-123456           JP 12345696 A       JP19960123456      JP1996123456
    CN 200710012345.6        CN 200710012345 A   CN20071012345      CN200710012345
    KR 10-2005-0012345       KR 20050012345 A    KR20050012345      KR20050012345
    DE 10 2005 012 345.6     DE 102005012345 A   DE200510012345     DE102005012345

DOCDB writes some years behind the serial and some in front. Where a number could be two, the kind code or the date of filing settles it, else
there is no key: nothing is guessed. Sources: EPO, DOCDB number formats; WIPO ST.13, ST.10/C; MPEP 503.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.numbering.application_forms import FORMS, Written, any_office, check_digit, full_year, parted_check
from indexing.numbering.eras import ERA, era_letter, era_year, eras_of
from indexing.numbering.offices import OFFICES, RECEIVING_OFFICES
from indexing.numbers import tidy

if TYPE_CHECKING:
    import datetime as dt

_LONGEST = 60
_NEVER_PART_OF_A_NUMBER = {"CN", "DE", "EP", "FR", "GB", "JP", "KR", "US"}  # but India and Italy have places of these letters
_PCT = re.compile(r"(?:WO\s*)?PCT[\s/.-]*(?P<office>[A-Z]{2})[\s/.-]*(?P<year>(?:19|20)\d\d|\d\d)[\s/.-]+(?P<serial>\d{1,6})")
_PCT_JOINED = re.compile(
    r"(?:PCT)?(?P<office>[A-Z]{2})\s?(?:(?P<year>(?:19|20)\d\d)/?(?P<serial>\d{6})|(?P<year2>\d\d)(?P<serial2>\d{5}))(?P<kind>W)?"
)
_PCT_EPODOC = re.compile(r"(?:WO)?(?P<year>\d{4})(?P<office>[A-Z]{2})(?P<serial>\d{4,6})W?")
_WORDS = re.compile(r"^[\s.,:]*(?:(?:PATENT|APPLICATION|APPLN?|APP|SERIAL|SER|PROVISIONAL|NUMBER|NO|№)\b[\s.,:]*)+(?=.*\d)")
_AMERICAN = re.compile(r"\d{1,2}/\d{3},\d{3}")
_KIND = re.compile(r"(?<=\d)[\s.]*([A-Z])\d?$")
_UNKNOWN = re.compile(r"X\d+[A-Z]?|\d+X[A-Z]?")
_JP_WORDS = re.compile(
    rf"(?P<label>特願|実願)?\s*(?P<era>{ERA})?\s*(?P<year>\d{{1,4}})\s*(?:年(?P<long>特許願|実用新案登録願)?第?|[-/])\s*(?P<serial>\d{{1,6}})号?"
)


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """Office (ST.3; WO for international applications) and the number in its one form. `str()` is the key that compares equal."""

    office: str
    number: str

    def __str__(self) -> str:
        if self.office == "WO":
            return f"PCT/{self.number[:6]}/{self.number[6:]}"
        return f"{self.office}{self.number}"


def parse_application(text: str, office: str | None = None, date: dt.date | None = None) -> ApplicationNumber | None:
    """The application that `text` names, None where it names none or could name two.

    `office` is where it was filed, where the source says that apart from the number; `date` its day of filing, which settles years of two
    digits. DOCDB's kind code may stand behind the number (`JP12345696A`), and says there that it is DOCDB's form.
    """
    if len(text) > _LONGEST:
        return None
    plain = tidy(text)
    if office is None and _AMERICAN.fullmatch(plain):
        plain = f"US{plain}"
    found = _international(plain, office)
    if found:
        return found
    if "PCT" in plain:
        return None
    named, rest = _office(plain, office)
    if not named:
        return None
    if named != "CN" and _UNKNOWN.fullmatch(rest):
        return None
    year = date.year if date else None
    number = _japanese(rest, year) if named == "JP" else _regular(named, rest, year)
    return ApplicationNumber(named, number) if number else None


def application_key(text: str | None, office: str | None = None, date: dt.date | None = None) -> str:
    """The key under which two sources' names of one application compare equal; empty where there is none."""
    found = parse_application(text, office, date) if text else None
    return str(found) if found else ""


def is_unknown(text: str, office: str | None = None) -> bool:
    """Whether `text` is what DOCDB writes where nobody knows the number of the application (`1258190X`)."""
    named, rest = _office(tidy(text), office)
    return named != "CN" and _UNKNOWN.fullmatch(rest) is not None


def wrong_check_digit(text: str, office: str | None = None) -> bool:
    """Whether `text` is a Chinese application's number with a check digit that does not match (the number is read all the same)."""
    named, rest = _office(tidy(text), office)
    number, check = parted_check(rest) if named == "CN" else ("", "")
    return bool(check) and len(number) in {8, 12} and check_digit(number) != check


def _international(plain: str, office: str | None) -> ApplicationNumber | None:
    match = _PCT.fullmatch(plain) or (_PCT_EPODOC.fullmatch(plain) if plain.startswith("WO") or office == "WO" else None)
    if not match:
        joined = _PCT_JOINED.fullmatch(plain if plain[:2].isalpha() else f"{office or ''}{plain}")
        sure = joined and (joined["kind"] or "/" in plain or plain.startswith("PCT") or office in {"WO", "IB"} or joined["office"] == "IB")
        match = joined if sure else None
    if not match or match["office"] not in RECEIVING_OFFICES - {"WO"}:
        return None
    parts = match.groupdict()
    year, serial = parts["year"] or parts["year2"], parts["serial"] or parts["serial2"]
    century = year if len(year) == 4 else str(full_year(year, first=78))  # noqa: PLR2004
    return ApplicationNumber("WO", f"{parts['office']}{century}{int(serial):06d}")


def _office(plain: str, office: str | None) -> tuple[str | None, str]:
    """Office and the rest of the text."""
    if any(label in plain for label in ("特願", "実願", "特許願", "実用新案登録願")):
        return "JP", plain.removeprefix("JP").strip()
    if plain.startswith("ZL"):
        return "CN", plain[2:].strip()
    own = "US" if plain.startswith("U.S.") else plain[:2]
    if office is None:
        rest = plain[4:] if plain.startswith("U.S.") else plain[2:]
        return (own, rest.strip(" -.:")) if own in OFFICES else (None, plain)
    if own != office and own in _NEVER_PART_OF_A_NUMBER and office not in {"IN", "IT"}:
        return None, plain
    rest = plain[4:] if plain.startswith("U.S.") else plain[2:] if own == office else plain
    return office, rest.strip(" -.:")


def _regular(office: str, rest: str, year: int | None) -> str | None:
    rest = _WORDS.sub("", rest).strip()
    kind = None
    if (found := _KIND.search(rest)) and not (office == "CN" and found[1] == "X"):
        kind, rest = found[1], rest[: found.start()].strip()
    if not re.search(r"\d", rest) or not rest.isascii():
        return None
    body = re.sub(r"[^A-Z0-9]", "", rest)
    return FORMS.get(office, any_office)(Written(rest, body, re.sub(r"\D", "", rest), kind, year))


def _japanese(rest: str, year: int | None) -> str | None:
    """Year and six digits: `1996123456`; a utility model's has U behind it."""
    rest = _WORDS.sub("", rest).strip()
    kind = None
    if found := _KIND.search(rest):
        kind, rest = found[1], rest[: found.start()].strip()
    utility = "U" if kind in {"U", "Y"} else ""
    rest = rest.removeprefix("P")
    if match := _JP_WORDS.fullmatch(rest):
        utility = "U" if match["label"] == "実願" or match["long"] == "実用新案登録願" else utility
        western = _western(match["era"], match["year"], year)
        return f"{western}{int(match['serial']):06d}{utility}" if western else None
    digits = rest if rest.isdecimal() else ""
    if len(digits) == 11 and digits[:2] in {"19", "20"}:  # noqa: PLR2004
        return f"{digits[:4]}{int(digits[4:]):06d}{utility}"
    if len(digits) == 10 and digits[:2] in {"19", "20"}:  # noqa: PLR2004
        return digits + utility
    if 3 <= len(digits) <= 8 and (kind or year):  # noqa: PLR2004
        return _japanese_short(digits, kind, year, utility)
    return None


def _western(era: str | None, written: str, filed: int | None) -> int | None:
    """The western year: of an era, of four digits, or of one or two digits where the day of filing says which era is meant."""
    if era:
        return era_year(era_letter(era), int(written))
    if len(written) == 4:  # noqa: PLR2004
        return int(written)
    return filed if filed and any(year == int(written) for _, year in eras_of(filed)) else None


def _japanese_short(digits: str, kind: str | None, filed: int | None, utility: str) -> str | None:
    """DOCDB's serial and two digits of the year (before 2000), or an era's year and the serial: the day of filing says which."""
    if filed is None:
        return f"{full_year(digits[-2:], first=26)}{int(digits[:-2]):06d}{utility}" if kind else None
    if int(digits[-2:]) == filed % 100:
        return f"{filed}{int(digits[:-2]):06d}{utility}"
    if len(digits) in {7, 8} and any(year == int(digits[:-6]) for _, year in eras_of(filed)):
        return f"{filed}{digits[-6:]}{utility}"
    return None
