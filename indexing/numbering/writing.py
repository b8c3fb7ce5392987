"""A publication number written out again: as DOCDB, EPODOC, WIPO ST.16 and the offices' own papers write it.

`parse` reads each of these back as the same number (EPODOC leaves most kind codes out).
Source of EPODOC's rule: EPO, Open Patent Services, "search formats".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from indexing.numbers import docdb_number

if TYPE_CHECKING:
    from indexing.numbers import PublicationNumber

Style = Literal["docdb", "epodoc", "st16", "printed"]
_KIND_UNLESS_A = {"AT", "AU", "BA", "BG", "CN", "DK", "FI", "IS", "KR", "NL", "NO", "PL", "SK", "UY", "TW", "YU"}


def write(number: PublicationNumber, style: Style) -> str:
    """`US.10123456.B2` (docdb), `US10123456` (epodoc), `US-10123456-B2` (st16), `US 10,123,456 B2` (printed)."""
    if style == "epodoc":
        return _epodoc(number)
    if style == "printed":
        return " ".join(filter(None, [number.office, _printed(number.office, number.number), number.kind]))
    mark, digits = (".", docdb_number(number)) if style == "docdb" else ("-", number.number)
    return mark.join(filter(None, [number.office, digits, number.kind]))


def _epodoc(number: PublicationNumber) -> str:
    """Office and number; a kind code behind it only where the number alone would be another document's."""
    office, kind = number.office, number.kind or ""
    if kind[:1] == "A" or not kind or not number.number[0].isdigit():
        shown = ""
    elif office == "JP":
        shown = kind
    elif office in _KIND_UNLESS_A:
        shown = kind[0]
    else:
        shown = "" if kind[0] in "BC" else kind[0]
    return f"{office}{docdb_number(number)}{shown}"


def _printed(office: str, number: str) -> str:
    """The number with the separators that the office prints."""
    letters = number.rstrip("0123456789")
    digits = number[len(letters) :]
    parted = 0  # how many digits stand before a separator
    if office == "US" and len(number) != 11:  # noqa: PLR2004
        return f"{letters}{int(digits):,}"
    if office in {"EP", "FR", "GB"} and not letters:
        return f"{int(digits):,}".replace(",", " ")
    if office in {"US", "WO"} or (office == "JP" and len(number) == 10):  # noqa: PLR2004
        parted = 4
    elif (office == "JP" and len(letters) == 1) or (office == "KR" and len(number) == 9 and digits[:2] in {"10", "20"}):  # noqa: PLR2004
        parted = 2
    mark = "/" if office in {"US", "WO"} else "-"
    return f"{letters}{digits[:parted]}{mark}{digits[parted:]}" if parted else number
