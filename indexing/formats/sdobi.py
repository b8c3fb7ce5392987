"""The front page of European publications, tagged by INID numbers (`SDOBI`, the B-tags of the EPO's ST.36 format)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.formats.markup import field, local, text_of
from indexing.formats.st36_bibliography import Reference, application_number, language_code, names, symbols, symbols_of
from indexing.formats.xml_citations import st14_number
from indexing.model import CitedDocument, PriorityClaim, Text
from indexing.text import one_line

if TYPE_CHECKING:
    import datetime as dt

    from indexing.formats.markup import Element

_CLASSES = ("B511", "B512", "B513", "B514", "B515", "B517EP")


def publication(sdobi: Element) -> Reference:
    """Office, number, kind and date of publication (INID 19, 11, 13, 40)."""
    date = parse_date(field(sdobi, "B100/B140/date")) or parse_date(field(sdobi, "B400/B405/date"))
    return Reference(field(sdobi, "B100/B190").upper(), field(sdobi, "B100/B110"), field(sdobi, "B100/B130").upper(), date)


def language(sdobi: Element) -> str | None:
    """The language of the proceedings (B260), which is that of publication."""
    return next((c for path in ("B200/B260", "B200/B251EP", "B200/B250") if (c := language_code(field(sdobi, path)))), None)


def application(sdobi: Element) -> tuple[str | None, dt.date | None]:
    """Number and date of filing (INID 21, 22)."""
    return application_number(field(sdobi, "B100/B190") or "EP", field(sdobi, "B200/B210")), parse_date(field(sdobi, "B200/B220/date"))


def titles(sdobi: Element) -> tuple[Text, ...]:
    """The title in each language (B541 says it, B542 is it)."""
    found: dict[str | None, Text] = {}
    spoken: str | None = None
    for element in (e for block in sdobi.iter("B540") for e in block.iter("B541", "B542")):
        if local(element) == "B541":
            spoken = language_code(text_of(element))
        elif (text := one_line(text_of(element))) and spoken not in found:
            found[spoken] = Text(text, spoken)
    return tuple(found.values())


def priorities(sdobi: Element) -> tuple[PriorityClaim, ...]:
    """Priorities claimed (INID 31 to 33): one in each B300, or several one after the other."""
    found: list[PriorityClaim] = []
    number = date = country = ""
    for element in (e for block in sdobi.iter("B300") for e in (*block.iter("B310", "B320", "B330"), None)):
        if element is None or (local(element) == "B310" and number):
            if number or date:
                found.append(PriorityClaim(number or None, country or None, parse_date(date)))
            number = date = country = ""
        if element is None:
            continue
        if local(element) == "B310":
            number = one_line(text_of(element))
        elif local(element) == "B320":
            date = field(element, "date") or one_line(text_of(element))
        else:
            country = field(element, "ctry") or one_line(text_of(element))
    return tuple(dict.fromkeys(found))


def ipc(sdobi: Element) -> tuple[str, ...]:
    """Symbols of the international classification: B510EP (since 2006), B510 (before)."""
    new = symbols(e for b in sdobi.iter("B510EP") for e in b.iter("classification-ipcr"))
    old = [s for b in sdobi.iter("B510") for name in _CLASSES for e in b.iterfind(name) for s in symbols_of(text_of(e))]
    return tuple(dict.fromkeys((*new, *old)))


def cpc(sdobi: Element) -> tuple[str, ...]:
    """Symbols of the cooperative classification (B520EP)."""
    return symbols(e for b in sdobi.iter("B520EP") for e in b.iter("classification-cpc"))


def applicants(sdobi: Element) -> tuple[str, ...]:
    """Applicants (B710), or the proprietors of a granted patent (B730)."""
    return names(sdobi.iterfind("B700/B710/B711")) or names(sdobi.iterfind("B700/B730/B731"))


def inventors(sdobi: Element) -> tuple[str, ...]:
    """Inventors (INID 72)."""
    return names(sdobi.iterfind("B700/B720/B721"))


def citations(sdobi: Element) -> list[CitedDocument]:
    """References cited (INID 56): patent documents (B561) and literature (B562), which the search report named."""
    found = []
    for element in (e for block in sdobi.iter("B560") for e in block.iter("B561", "B562")):
        text = field(element, "text") or one_line(text_of(element))
        number = st14_number(text) if local(element) == "B561" else None
        if text:
            found.append(CitedDocument(number, cited_by="search", text=None if number else text))
    return found
