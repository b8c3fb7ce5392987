"""Publication numbers: one parser for the ways in which people and sources write them.

`US10123456B2`, `US 10,123,456 B2`, `US-10123456-B2`, `US.10123456.B2` (DOCDB), `U.S. Pat. No. 10,123,456` are one document. An id is the
office code (ST.3), the number without separators and leading zeros, and the kind code (ST.16) where it is known. Two offices number by
year, and their numbers are brought to one length: US applications to year and 7 digits (`US20010000044A1`; DOCDB writes 6), WO to year
and 6 digits (`WO1999012345A1`; until 2003 printed `WO 99/12345`). Other offices' numbers are kept as they are, zeros aside.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

# WIPO ST.3: states, and the organisations that publish patents (AP, BX, EA, EM, EP, GC, OA, WO, XN); former ones: CS, DD, SU, YU.
_OFFICE_CODES = """
AD AE AF AG AI AL AM AN AO AP AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BV BW BX BY BZ CA CD CF CG CH CI CK CL CM CN
CO CR CS CU CV CW CY CZ DD DE DJ DK DM DO DZ EA EC EE EG EH EM EP ER ES ET FI FJ FK FO FR GA GB GC GD GE GG GH GI GL GM GN GQ GR GS GT
GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD
ME MG MK ML MM MN MO MP MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OA OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC
SD SE SG SH SI SK SL SM SN SO SR ST SU SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WO WS XN
YE YU ZA ZM ZW
"""
OFFICES = frozenset(_OFFICE_CODES.split())
_PREFIXES = {"US": "RE|PP|RX|AI|D|H|T|X", "JP": "M|T|S|H|R"}
_SEPARATORS = re.compile(r"[\s,.'’\-‐-―−/]+")
_WORDS = re.compile(r"^(?:PATENT|PAT|PUBLICATION|PUB|APPLICATION|APPL|APP)*(?:NUMBER|NOS?|№)?(?=.*\d)")
_BODY = re.compile(r"(?P<digits>\d{1,14})(?P<kind>[A-Z]\d?)?")
_FORBIDDEN = re.compile(r"[\s#\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class PublicationNumber:
    """Office (ST.3), number without separators or leading zeros (a US design's begins with D), kind code (ST.16) where known."""

    office: str
    number: str
    kind: str | None = None

    def __str__(self) -> str:
        return f"{self.office}{self.number}{self.kind or ''}"


def parse(text: str) -> PublicationNumber | None:
    """The publication number that `text` is, however it is written; None where it is none (a bare number names no office)."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    office, rest = plain[:2], plain[2:]
    if office not in OFFICES or len(plain) > 60:  # noqa: PLR2004 - no number is that long; pasted prose is not tried
        return None
    rest = _WORDS.sub("", rest)
    prefix = re.match(_PREFIXES.get(office, "(?!)"), rest)
    letters = prefix[0] if prefix else ""
    body = _BODY.fullmatch(rest[len(letters) :])
    if not body:
        return None
    digits = body["digits"].lstrip("0")
    number = letters + digits if letters else _by_office(office, body["digits"])
    return PublicationNumber(office, number, body["kind"]) if digits and number else None


def _by_office(office: str, digits: str) -> str | None:
    """The number in its one form, None where this office has no such number."""
    short = digits.lstrip("0")
    if office == "US":
        return _us(short)
    if office == "WO":
        return _wo(digits)
    if office == "EP":
        return short if len(short) <= 7 else None  # noqa: PLR2004 - eight digits are an application with its check digit
    return short if len(digits) >= 4 else None  # noqa: PLR2004 - shorter ones are some other kind of name ("MT12")


def _us(short: str) -> str | None:
    """Grants have up to 8 digits; an application's 7-digit serial is written with 6 by DOCDB."""
    if len(short) <= 8:  # noqa: PLR2004
        return short
    if len(short) == 10 and short[:2] in {"19", "20"}:  # noqa: PLR2004
        return f"{short[:4]}0{short[4:]}"
    return short if len(short) == 11 and short[:2] in {"19", "20"} else None  # noqa: PLR2004


def _wo(digits: str) -> str | None:
    """Year and serial: `2022259205`, `9912345`, `02012345`."""
    if len(digits) == 10 and digits[:2] in {"19", "20"}:  # noqa: PLR2004
        return digits
    if len(digits) in {7, 8}:
        century = "19" if digits[:2] >= "78" else "20"  # the first PCT publications are of 1978
        return f"{century}{digits[:2]}{int(digits[2:]):06d}"
    return None


def document_id(text: str) -> str:
    """The id of the document that a source calls `text`: its publication number, else `text` itself, with what would break a passage id escaped.

    Raises ValueError for an empty name.
    """
    number = parse(text)
    if number:
        return str(number)
    name = text.strip()
    if not name:
        msg = "a document needs a name"
        raise ValueError(msg)
    return _FORBIDDEN.sub(lambda m: quote(m[0].encode("utf-8", "replace"), safe=""), name)


def alias_key(text: str) -> str:
    """The form under which names are compared: the publication number with its kind code, else the name in capitals."""
    number = parse(text)
    return str(number) if number else document_id(text).upper() if text.strip() else ""


def lookup_keys(text: str) -> tuple[str, ...]:
    """The keys under which to look a name up, the exact one first: a document may be stored without the kind code a person writes."""
    number = parse(text)
    keys = [alias_key(text)]
    if number and number.kind:
        keys.append(f"{number.office}{number.number}")
    return tuple(key for key in keys if key)


def aliases(document_id: str, source_id: str) -> tuple[str, ...]:
    """The alias keys of a document, sorted: its id, its id without kind code, and what its source calls it."""
    keys = {key for name in (document_id, source_id) for key in lookup_keys(name)}
    return tuple(sorted(keys))


def docdb_number(number: PublicationNumber) -> str:
    """The number as DOCDB, and so Espacenet, writes it."""
    office, digits = number.office, number.number
    if office == "US" and len(digits) == 11 and digits[4] == "0":  # noqa: PLR2004
        return digits[:4] + digits[5:]
    if office == "WO" and digits < "2004" and digits[4] == "0":
        return digits[2:4] + digits[5:]
    return digits.zfill(7) if office == "EP" else digits


def public_page(document_id: str) -> str:
    """The address of the publication's page at Espacenet; empty where the id is no publication number.

    US designs, reissues, plants and the like are looked up without their kind code: DOCDB's differs from the printed one.
    """
    number = parse(document_id)
    if not number:
        return ""
    kind = number.kind or "" if number.number[0].isdigit() else ""
    return f"https://worldwide.espacenet.com/patent/search?q={quote(f'pn={number.office}{docdb_number(number)}{kind}', safe='')}"
