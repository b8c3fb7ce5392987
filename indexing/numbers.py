"""Publication numbers: one parser for the ways in which people and sources write them.

`US10123456B2`, `US 10,123,456 B2`, `US-10123456-B2`, `US.10123456.B2` (DOCDB), `U.S. Pat. No. 10,123,456` are one document. An id is the
office code (ST.3), the number without separators and leading zeros, and the kind code (ST.16) where it is known. What each office's numbers
look like stands in `number_forms` and `japanese_numbers`. An application's number (`US 12/345,678`, `PCT/EP2012/001234`, `EP 05012345.6`) is
never taken for a publication's: `application_numbers` reads those.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from indexing.numbering.forms import number_and_kind
from indexing.numbering.japanese_numbers import japanese
from indexing.numbering.offices import OFFICES

__all__ = ["OFFICES", "PublicationNumber", "alias_key", "aliases", "docdb_number", "document_id", "lookup_keys", "parse", "public_page", "tidy"]

_LONGEST = 80  # no number is that long; pasted prose is not tried
_SIMPLE = re.compile(r"([A-Z]{2})(\d+(?:[A-Z]\d?)?)")
_SEPARATORS = re.compile(r"[\s,.:'’\-‐-―−/()]+")
_WORDS = re.compile(
    r"^(?P<words>(?:DEFENSIVE|PLANT|DESIGN|REISSUE|PATENT|PAT|PUBLICATION|PUBL?|APPLICATION|APPL?|SERIAL|SER)*(?:NUMBER|NOS?|№)?)(?=.*\d)"
)
_SPELT = (("DES", "D"), ("PLANT", "PP"), ("DESIGN", "D"), ("REISSUE", "RE"))
_BARE_US = re.compile(r"((?:RE|PP|D|DES|H|T|AI)\.?\s?\d{1,3}(?:,\d{3})+)(?:\s*[A-Z]\d?)?")
_INID = re.compile(r"[\[(]\s*(?:10|11|12|13|19)\s*[\])]")
_CHECKED = re.compile(r"\d[\d\s]*\.[\dX]\s*$")
_US_SERIAL = re.compile(r"(?<!\d)\d{2}\s?/\s?\d{3},?\s?\d{3}\s*$")
_PCT_SHAPE = re.compile(r"\b[A-Z]{2}\s?\d{4}/\d{6}\s*$")
_CYRILLIC = str.maketrans("АВСЕНІКМОРТУХ", "ABCEHIKMOPTYX")
_FORBIDDEN = re.compile(r"[\s#\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class PublicationNumber:
    """Office (ST.3), number without separators or leading zeros (a US design's begins with D), kind code (ST.16) where known."""

    office: str
    number: str
    kind: str | None = None

    def __str__(self) -> str:
        return f"{self.office}{self.number}{self.kind or ''}"


def tidy(text: str) -> str:
    """`text` in capitals and plain characters (NFKC; Cyrillic letters that look like Latin ones become these), without INID codes of ST.9."""
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    return plain if plain.isascii() and "(" not in plain and "[" not in plain else _INID.sub(" ", plain.translate(_CYRILLIC)).strip()


def parse(text: str) -> PublicationNumber | None:
    """The publication number that `text` is, however it is written; None where it is none (a bare number names no office)."""
    if simple := _SIMPLE.fullmatch(text):  # digits follow the office: there are no words to take off
        office, rest = simple.groups()
        found = number_and_kind(office, rest) if office in OFFICES else None
        return PublicationNumber(office, *found) if found else None
    if len(text) > _LONGEST:
        return None
    plain = tidy(text)
    if era := japanese(plain):
        return PublicationNumber("JP", *era)
    if _BARE_US.fullmatch(plain):
        plain = f"US{plain}"
    if _is_application(plain):
        return None
    compact = _SEPARATORS.sub("", plain)
    return _number(compact[:2], compact[2:])


def _number(office: str, rest: str) -> PublicationNumber | None:
    if office not in OFFICES:
        return None
    words = match["words"] if (match := _WORDS.match(rest)) else ""
    if words:
        rest = rest[len(words) :]
        if "SER" in words or ("APP" in words and "PUB" not in words and office == "US" and len(rest) <= 8):  # noqa: PLR2004
            return None
    if office == "US":
        letters = next((letters for word, letters in _SPELT if word in words or rest.startswith(word)), "")
        rest = letters + rest.removeprefix("DES").removeprefix(letters) if letters else rest
    found = number_and_kind(office, rest)
    return PublicationNumber(office, *found) if found else None


def _is_application(plain: str) -> bool:
    """Whether the way a number is written says that it is an application's: a check digit, a series code, a PCT number's slash."""
    if _CHECKED.search(plain):
        return True
    if "/" not in plain:
        return False
    if plain.startswith(("US", "U.S")) and _US_SERIAL.search(plain):
        return True
    return plain.startswith("PCT") or (not plain.startswith("WO") and _PCT_SHAPE.search(plain) is not None)


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
    """The keys under which to look a name up, the exact one first: a document may be stored without the kind code a person writes.

    A Japanese examined publication and an unexamined one of another application bear the same number: there the kind's letter must be right.
    """
    number = parse(text)
    keys = [alias_key(text)]
    if number and number.kind:
        keys.append(f"{number.office}{number.number}{number.kind[0] if _kind_tells(number) else ''}")
    return tuple(dict.fromkeys(key for key in keys if key))


def _kind_tells(number: PublicationNumber) -> bool:
    """Whether the number alone could be another document's: Japanese numbers of a year (registered ones have up to seven digits)."""
    return number.office == "JP" and not (number.number.isdigit() and len(number.number) <= 7)  # noqa: PLR2004


def aliases(document_id: str, source_id: str) -> tuple[str, ...]:
    """The alias keys of a document, sorted: its id, its id without kind code, and what its source calls it."""
    keys = {key for name in (document_id, source_id) for key in lookup_keys(name)}
    number = parse(document_id)
    if number:
        keys.add(f"{number.office}{number.number}")
    return tuple(sorted(keys))


def docdb_number(number: PublicationNumber) -> str:
    """The number as DOCDB, and so Espacenet, writes it."""
    office, digits = number.office, number.number
    if office == "US" and len(digits) == 11 and digits[4] == "0":  # noqa: PLR2004
        return digits[:4] + digits[5:]
    if office == "WO" and digits < "2004" and digits[4] == "0":
        return digits[2:4] + digits[5:]
    return digits.zfill(7) if office == "EP" else digits


@functools.lru_cache(maxsize=16_384)
def public_page(document_id: str) -> str:
    """The address of the publication's page at Espacenet; empty where the id is no publication number.

    US designs, reissues, plants and the like are looked up without their kind code: DOCDB's differs from the printed one.
    """
    number = parse(document_id)
    if not number:
        return ""
    kind = number.kind or "" if number.number[0].isdigit() else ""
    name = f"{number.office}{docdb_number(number)}{kind}"
    plain = name.isascii() and name.isalnum()  # nothing to escape, as in nearly all
    return f"https://worldwide.espacenet.com/patent/search?q=pn%3D{name if plain else quote(name, safe='')}"
