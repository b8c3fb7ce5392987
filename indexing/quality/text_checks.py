"""What is wrong with a document's texts: lost characters, wrong decoding, control characters, empty, odd and repeated parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.model import Patent

# UTF-8 that was read as Latin-1 or Windows-1252: a lead byte's letter and what a following byte looks like there.
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122](?![\u00c0-\u00ff]{2})"
    "|\u00e2[\u0080\u20ac][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[\u00e3-\u00e9][\u0080-\u00bf\u20ac\u201a][\u0080-\u00bf]"
    "|\u00ef\u00bf\u00bd|\u00ef\u00bb\u00bf"
)
_MOJIBAKE_LEADS = re.compile("[\u00c2\u00c3\u00e2-\u00e9\u00ef]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SHORT_ABSTRACT = 30
_LONG_TITLE = 500
_LONG_ABSTRACT = 20_000
_LONG_CLAIM = 100_000
_SHORT_DESCRIPTION = 200
_LISTED = 5
_REPEATED = 120
"""Texts of this length or more do not stand twice in a document by chance."""


def check_texts(patent: Patent, where: str) -> Iterator[Finding]:
    """Findings about the parts that are missing, and about each part's text."""
    yield from _missing(patent, where)
    yield from _lengths(patent, where)
    seen: dict[str, str] = {}
    repeats: list[tuple[str, str]] = []
    for unit, _, text in named_texts(patent):
        yield from _characters(unit, text, where)
        if len(text) >= _REPEATED:
            first = seen.setdefault(text, unit)
            if first != unit and first.partition(".")[0] == unit.partition(".")[0]:
                repeats.append((unit, first))
    if repeats:
        named = ", ".join(f"{unit} that of {first}" for unit, first in repeats[:_LISTED])
        more = f" and {len(repeats) - _LISTED} more" if len(repeats) > _LISTED else ""
        yield Finding("repeated-text", where, repeats[0][0], f"parts that have the text of another: {named}" + more)


def named_texts(patent: Patent) -> Iterator[tuple[str, str | None, str]]:
    """Unit, language and text of every part; unlike `Patent.units`, also where two parts have one name."""
    for title in patent.titles:
        yield "title", title.language, title.text
    for abstract in patent.abstracts:
        yield "abstract", abstract.language, abstract.text
    for paragraph in patent.description:
        yield paragraph.unit, paragraph.language, paragraph.text
    for claim in patent.claims:
        yield f"claim.{claim.number}", claim.language, claim.text


def _missing(patent: Patent, where: str) -> Iterator[Finding]:
    has_claims, has_description = bool(patent.claims), bool(patent.description)
    if not patent.titles:
        yield Finding("no-title", where, "title")
    if not patent.abstracts and has_description and (patent.kind or "")[:1] not in {"S", "E"}:  # designs and reissues print none
        yield Finding("no-abstract", where, "abstract")
    if not has_claims and not has_description and patent.abstracts:
        yield Finding("no-full-text", where)
    elif not has_claims and has_description:
        yield Finding("no-claims", where, "claims")
    elif not has_description and has_claims:
        yield Finding("no-description", where, "description")


def _lengths(patent: Patent, where: str) -> Iterator[Finding]:
    for title in patent.titles:
        if len(title.text) > _LONG_TITLE:
            yield Finding("long-part", where, "title", f"{len(title.text):,} characters")
    for abstract in patent.abstracts:
        length = len(abstract.text)
        if 0 < length < _SHORT_ABSTRACT and abstract.text.isascii():
            yield Finding("short-part", where, "abstract", f"{length} characters: {abstract.text}")
        elif length > _LONG_ABSTRACT:
            yield Finding("long-part", where, "abstract", f"{length:,} characters")
    for claim in patent.claims:
        if len(claim.text) > _LONG_CLAIM:
            yield Finding("long-part", where, f"claim.{claim.number}", f"{len(claim.text):,} characters")
    total = sum(len(p.text) for p in patent.description)
    if patent.description and total < _SHORT_DESCRIPTION and (patent.kind or "")[:1] != "S":
        yield Finding("short-part", where, "description", f"{total} characters")


def _characters(unit: str, text: str, where: str) -> Iterator[Finding]:
    if not text.strip():
        yield Finding("empty-unit", where, unit)
        return
    if text.isascii():
        if text.isprintable():
            return
    elif "\ufffd" in text:
        yield Finding("replacement-characters", where, unit, f"{text.count(chr(0xFFFD))}: {_around(text, text.index(chr(0xFFFD)))}")
    if not text.isascii() and _MOJIBAKE_LEADS.search(text) and (wrong := _MOJIBAKE.search(text)):
        yield Finding("mojibake", where, unit, _around(text, wrong.start()))
    if control := _CONTROL.search(text):
        yield Finding("control-characters", where, unit, f"U+{ord(control[0]):04X} {_around(text, control.start())}")


def _around(text: str, place: int) -> str:
    """Some words around a place, on one line, with nothing that cannot be printed."""
    part = text[max(0, place - 25) : place + 30]
    return "…" + "".join(c if c.isprintable() else " " for c in part) + "…"
