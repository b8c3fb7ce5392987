"""What Japanese gazettes print: the headings of a description's sections, and the ways to name a publication (`特開２０１８－１２３４５６号公報`)."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

from indexing.numbers import parse

HEADINGS = MappingProxyType(
    {
        "technical-field": "技術分野",
        "background-art": "背景技術",
        "citation-list": "先行技術文献",
        "patent-literature": "特許文献",
        "non-patent-literature": "非特許文献",
        "disclosure": "発明の開示",
        "summary-of-invention": "発明の概要",
        "tech-problem": "発明が解決しようとする課題",
        "tech-solution": "課題を解決するための手段",
        "advantageous-effects": "発明の効果",
        "description-of-drawings": "図面の簡単な説明",
        "best-mode": "発明を実施するための最良の形態",
        "description-of-embodiments": "発明を実施するための形態",
        "mode-for-invention": "発明を実施するための形態",
        "embodiments-example": "実施例",
        "industrial-applicability": "産業上の利用可能性",
        "reference-signs-list": "符号の説明",
        "reference-to-deposited-biological-material": "受託番号",
        "sequence-list-text": "配列表フリーテキスト",
    }
)
"""The heading that the gazette prints for each section (forms of the Patent Act's enforcement rules)."""

_NAMED = re.compile(r"(再公表特許|特許|特開|特表|特公|実開|実登|実公|実表|登録実用新案|実用新案登録)(?:第)?\s*(平成?|昭和?|令和?)?\s*([\d\-]+)\s*号?")
_KINDS = {
    "特開": "A", "特表": "A", "再公表特許": "A1", "特公": "B", "特許": "B", "実開": "U", "実表": "U", "実公": "Y", "実登": "U", "登録実用新案": "U",
    "実用新案登録": "Y",
}  # fmt: skip
_KIND = re.compile(r"\(\s*([A-Z]\d?)\s*\)")
_ERAS = {"平": "H", "昭": "S", "令": "R"}
_WORLD = re.compile(r"国際公開第?\s*(?:WO)?\s*(\d{2,4})\s*/\s*(\d{5,6})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－ー", "-"))


def printed_kind(text: str) -> str:
    """The kind code in brackets behind the name of a gazette (`特許公報(B2)`); empty where there is none."""
    match = _KIND.search(unicodedata.normalize("NFKC", text))
    return match[1] if match else ""


def number_of(text: str) -> str | None:
    """The publication number that a Japanese citation names, None where it names none of a form that is known.

    The era and the year stand before the serial (`特開平８－１２３４５６`: JPH08123456A). A patent's number is given kind B.
    """
    if (known := parse(text)) and known.kind:
        return str(known)
    plain = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    if world := _WORLD.search(plain):
        number = parse(f"WO{world[1]}{world[2].zfill(6)}") if len(world[1]) == 4 else parse(f"WO{world[1]}{world[2][-5:]}")  # noqa: PLR2004
        return str(number) if number else None
    match = _NAMED.search(plain)
    if not match:
        number = parse(plain.partition("号")[0]) if re.match(r"\s*[A-Z]{2}", plain) else None
        return str(number) if number else None
    kind, era, digits = match.groups()
    year, _, serial = digits.rpartition("-")
    prefix = f"{_ERAS[era[0]]}{int(year):02d}" if era and year.isdigit() else year
    written = f"{prefix}{serial.zfill(6)}" if year else serial
    number = parse(f"JP{written}{_KINDS[kind]}")
    return str(number) if number else None
