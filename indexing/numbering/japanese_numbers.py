"""Japanese publication numbers: years of an era until 1999, western years since 2000, and the words that say which kind it is.

`特開平8-123456`, `JP H08-123456 A`, `JPH08123456A` (DOCDB), `JP08123456A` (older EPODOC) are one document, and so are `特開2001-1234`
and `JP2001001234A`. An examined application and an unexamined one may bear the same number, so the kind stays part of the id.
"""

from __future__ import annotations

import re

from indexing.numbering.eras import ERA, era_letter, era_year

# What the label says of the kind (ST.16). An examined publication is B1 or B2, a utility model's Y1 or Y2: the label does not say which.
_LABELS = {"特開": "A", "特表": "A", "特公": "B", "実開": "U", "実表": "U", "実公": "Y", "再表": "A1", "再公表": "A1"}
_REGISTERED = {"特許": None, "実用新案登録": None, "登録実用新案": "U", "意匠登録": "S"}
_LABEL = "|".join(_LABELS)
_KIND = r"(?P<kind>[A-Z]\d?)?"
_END = rf"(?:号?(?:公報)?)?[\s(]*{_KIND}\)?"
_LABELLED = re.compile(rf"(?:JP\s*)?(?P<label>{_LABEL})(?:\s*(?P<era>{ERA}))?\s*(?P<year>\d{{1,4}})\s*[-/ ]?年?第?\s*(?P<serial>\d{{1,6}}){_END}")
_REGISTRATION = re.compile(rf"(?:JP\s*)?(?P<label>{'|'.join(_REGISTERED)})第?\s*(?P<serial>\d[\d,]{{0,9}}){_END}")
_ERA_PARTED = re.compile(rf"JP[\s.-]*(?P<era>[MTSHR])\s*(?P<year>\d{{1,2}})[\s/.-]+(?P<serial>\d{{1,6}})[\s.-]*\(?{_KIND}\)?")
_ERA_JOINED = re.compile(rf"JP(?P<era>[MTSHR])(?P<digits>\d{{3,8}}){_KIND}")
_YEAR_PARTED = re.compile(rf"JP[\s.-]*(?P<year>(?:19|20)\d\d)[\s/-]+(?P<serial>\d{{1,6}})[\s.-]*\(?{_KIND}\)?")
_UNEXAMINED = range(46, 65)  # Showa years in which unexamined applications were published
_HEISEI_PUBLISHED = range(1, 13)
_WESTERN_FROM = 2000


def japanese(text: str) -> tuple[str, str | None] | None:
    """Number and kind of a Japanese publication written in one of the ways that need their separators or labels; `text` in capitals, NFKC."""
    if match := _LABELLED.fullmatch(text):
        return _labelled(match)
    if match := _REGISTRATION.fullmatch(text):
        number = match["serial"].replace(",", "").lstrip("0")
        return (number, match["kind"] or _REGISTERED[match["label"]]) if number else None
    if match := _ERA_PARTED.fullmatch(text):
        return _dated(match["era"], int(match["year"]), match["serial"], match["kind"])
    if match := _YEAR_PARTED.fullmatch(text):
        return f"{match['year']}{int(match['serial']):06d}", match["kind"]
    return None


def _labelled(match: re.Match[str]) -> tuple[str, str | None] | None:
    kind = match["kind"] or _LABELS[match["label"]]
    if match["era"]:
        return _dated(era_letter(match["era"]), int(match["year"]), match["serial"], kind)
    if len(match["year"]) != 4:  # noqa: PLR2004 - a year without an era is a western one
        return None
    number = f"{match['year']}{int(match['serial']):06d}"
    return (f"WO{number}" if match["label"].startswith("再") else number), kind


def _dated(letter: str, year: int, serial: str, kind: str | None) -> tuple[str, str | None] | None:
    """`H08123456`: the era's letter, two digits of its year, the serial without leading zeros, as DOCDB writes it."""
    western = era_year(letter, year)
    digits = serial.lstrip("0")
    if western is None or not digits:
        return None
    if western > _WESTERN_FROM:
        return f"{western}{int(digits):06d}", kind
    return f"{letter}{year:02d}{digits}", kind


def joined_era(compact: str) -> tuple[str, str | None] | None:
    """As `japanese`, for `JPH08123456A` without separators: two digits are the year where that era had such a year, else one is."""
    match = _ERA_JOINED.fullmatch(compact)
    if not match:
        return None
    letter, digits = match["era"], match["digits"]
    two = era_year(letter, int(digits[:2]))
    return _dated(letter, int(digits[:2]), digits[2:], match["kind"]) if two else _dated(letter, int(digits[0]), digits[1:], match["kind"])


def plain_digits(digits: str, kind: str | None) -> str | None:
    """The number of `JP` and digits alone: registered (to 7 digits), year and serial (10), or an unexamined one of the eras (7 or 8, kind A or U)."""
    short = digits.lstrip("0")
    if len(short) == 10:  # noqa: PLR2004
        return short if short[:2] in {"19", "20"} else None
    if kind in {"A", "U"} and len(digits) in {7, 8}:
        year = int(digits[:-6])
        letter = "S" if year in _UNEXAMINED else "H" if year in _HEISEI_PUBLISHED else None
        if letter:
            return f"{letter}{year:02d}{digits[-6:].lstrip('0')}" if digits[-6:].lstrip("0") else None
    return short if 1 <= len(short) <= 7 and len(digits) >= 4 else None  # noqa: PLR2004
