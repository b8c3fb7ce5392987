"""What the front pages of ST.36 and its relatives (EPO exchange, WIPO, China, Japan) share: numbers, classes, priorities, names.

Elements bear local names (see `xml_reading`). Lookups stay within the element that is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.formats.markup import field, local, text_of
from indexing.model import Finding, PriorityClaim, Text
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from indexing.formats.markup import Element

_SYMBOL = re.compile(r"(?<![A-Za-z])([A-HYa-hy])\s*(\d{2})\s*([A-Za-z])\s*(\d{1,4})\s*/\s*(\d{2,6})")
_EPODOC = re.compile(r"([A-Z]{2})\s*(\S.*)")
_PARTS = ("section", "class", "subclass", "main-group", "subgroup")
_FORMATS = ("docdb", "standard", "intermediate", "", "original", "epodoc")
_CHECK_DIGIT = re.compile(r"[.\-]\s*[0-9X]\Z", re.IGNORECASE)
_PCT = re.compile(r"(?:PCT[/.-]?(?=[A-Z])|(?=[A-Z]{2}\d{4}/\d{6}\Z))([A-Z]{2})[/.-]?((?:19|20)\d\d)[/.-]?(\d{1,6})")
"""`PCT/EP2012/001234`; WIPO also writes `AT2025/060321`: no office writes its own applications so."""
_TURNED = frozenset({"US", "JP"})
"""Offices whose application numbers DOCDB writes with the year behind the serial, so that only the kind code tells the form."""
_DATED = {
    "publication_date": ("publication-reference", "cn-publication-reference", "B100/B140", "PatentPublicationIdentification"),
    "filing_date": ("application-reference", "B200/B220", "ApplicationIdentification"),
}
_TERRITORY = re.compile(r"\s*\[[A-Z]{2}\]\s*\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """A number as a source writes it: `country`, `number`, `kind` and `date`; `form` is its data format (`docdb`, `epodoc`, `original`)."""

    country: str
    number: str
    kind: str
    date: dt.date | None
    form: str = ""

    @property
    def printed(self) -> str:
        return f"{self.country}{self.number}{self.kind}"


def references(elements: Iterable[Element]) -> list[Reference]:
    """The numbers in `publication-reference`, `priority-claim` and the like, the standard form of DOCDB first."""
    found = []
    for element in elements:
        form = element.get("data-format") or element.get("dataFormat") or ""
        ids = list(element.iter("document-id")) or [element]
        for named in ids:
            one = _reference(named, named.get("document-id-type") or form)
            if one.number or one.date:
                found.append(one)
    return sorted(found, key=lambda r: _FORMATS.index(r.form) if r.form in _FORMATS else len(_FORMATS))


def _reference(named: Element, form: str) -> Reference:
    country, number = field(named, "country").upper(), field(named, "doc-number")
    epodoc = _EPODOC.fullmatch(number) if not country else None
    if epodoc and form in {"epodoc", ""}:
        country, number = epodoc[1], epodoc[2]
    return Reference(country, number, field(named, "kind").upper(), parse_date(field(named, "date")), form)


def first_date(found: Iterable[Reference]) -> dt.date | None:
    """The first date that any of the forms bears."""
    return next((r.date for r in found if r.date), None)


def bad_dates(front: Element, where: str) -> list[Finding]:
    """Findings about dates of publication and filing that are none; zeros stand for an unknown day."""
    found = []
    for name, paths in _DATED.items():
        for date in (d for path in paths for e in front.iterfind(path) for d in e.iter("date", "FilingDate")):
            text = one_line(text_of(date))
            if text.strip("0- ") and parse_date(text) is None:
                found.append(Finding("bad-date", where, name, text))
    return list(dict.fromkeys(found))


def identity(reference: Reference) -> tuple[str, str | None, str | None, str | None]:
    """A publication's id, office, number and kind. An unusual number is kept as it is written."""
    named = document_id(reference.printed)
    number = parse(named)
    if number:
        return named, number.office, number.number, number.kind
    return named, reference.country or None, reference.number or None, reference.kind or None


def application_number(office: str, number: str) -> str | None:
    """Office and number of an application (`EP16849316`, `PCT/EP2012/001234`): no separators, no check digit as some offices print after a point."""
    plain = one_line(number).upper()
    if international := _PCT.fullmatch(re.sub(r"\s", "", plain)):
        return f"PCT/{international[1]}{international[2]}/{international[3].zfill(6)}"
    if office in {"EP", "CN", "DE", "GB"}:
        plain = _CHECK_DIGIT.sub("", plain)
    plain = re.sub(r"[\s,./\-]", "", plain)
    if plain.startswith(office) and office:
        plain = plain[len(office) :]
    return f"{office}{plain}" if plain else None


def filing(found: Iterable[Reference]) -> str | None:
    """The number of the application among its forms."""
    best = next((r for r in found if r.number), None)
    return application_number(best.country, filed_as(best)) if best else None


def filed_as(reference: Reference) -> str:
    """An application's number as its office writes it, where DOCDB says so by the kind code; DOCDB's own forms keep their kind code."""
    if reference.kind == "W" and (parts := re.fullmatch(r"(\d{4})(\d{1,6})", reference.number)):
        return f"PCT/{reference.country}{parts[1]}/{parts[2].zfill(6)}"
    if reference.form == "docdb" and reference.country in _TURNED and re.fullmatch(r"[A-Z]", reference.kind):
        return reference.number + reference.kind
    return reference.number


def symbol_of(text: str) -> str | None:
    """The first class symbol in `text` as `A61K31/366`: `A61K  31/366       20060101ALI…`, `7C 07C 29/44 A`, `G06F015/16`."""
    match = _SYMBOL.search(text)
    return _joined(match) if match else None


def symbols_of(text: str) -> list[str]:
    """All class symbols in `text`."""
    return [_joined(m) for m in _SYMBOL.finditer(text)]


def _joined(match: re.Match[str]) -> str:
    section, main, sub, group, subgroup = match.groups()
    return f"{section.upper()}{main}{sub.upper()}{group.lstrip('0') or '0'}/{subgroup}"


def symbols(elements: Iterable[Element]) -> tuple[str, ...]:
    """The symbols of `classification-ipcr`, `classification-cpc`, `patent-classification` elements, each once, in order."""
    return tuple(dict.fromkeys(s for e in elements if (s := _symbol(e))))


def _symbol(element: Element) -> str | None:
    parts = [field(element, name) for name in _PARTS]
    if all(parts):
        return symbol_of(f"{''.join(parts[:3])}{parts[3]}/{parts[4]}")
    said = element.find("classification-symbol")
    said = element.find("text") if said is None else said
    return symbol_of(text_of(element if said is None else said))


def old_symbols(bib: Element) -> tuple[str, ...]:
    """The symbols of `classification-ipc`: editions one to seven, and the form that Japan still writes."""
    names = {"main-clsf", "further-clsf", "main-classification", "further-classification", "text", "additional-info", "unlinked-indexing-code"}
    found: list[str] = []
    for element in bib.iter("classification-ipc"):
        leaves = [e for e in element.iter() if local(e) in names]
        found += [s for e in leaves for s in symbols_of(text_of(e))]
    return tuple(dict.fromkeys(found))


def priorities(elements: Iterable[Element]) -> tuple[PriorityClaim, ...]:
    """The priorities claimed, one for each `sequence`, in DOCDB's form where there are several, else in one that says the country."""
    groups: dict[str, list[Element]] = {}
    for order, element in enumerate(elements):
        groups.setdefault(element.get("sequence") or f"#{order}", []).append(element)
    found = []
    for group in groups.values():
        forms = references(group)
        if forms:
            best = next((r for r in forms if r.number and r.country), forms[0])  # OPS writes the original number without its country
            found.append(PriorityClaim(filed_as(best) or None, best.country or None, best.date or first_date(forms)))
    return tuple(dict.fromkeys(found))


def titles(elements: Iterable[Element], language: str | None) -> tuple[Text, ...]:
    """Titles, one a language; English first where the language of the proceedings is not known."""
    return texts(((e.get("lang"), one_line(text_of(e))) for e in elements), language)


def texts(found: Iterable[tuple[str | None, str]], language: str | None) -> tuple[Text, ...]:
    """One text a language: the document's own first where nothing is said."""
    kept: dict[str | None, Text] = {}
    for said, text in found:
        own = language_code(said) or language
        if text and own not in kept:
            kept[own] = Text(text, own)
    return tuple(sorted(kept.values(), key=lambda t: t.language != "en")) if language is None else tuple(kept.values())


def language_code(text: str | None) -> str | None:
    """ISO 639-1 of what a source writes: `EN`, `zh-CN`, and the country codes that some write for a language (`CN`, `JP`)."""
    code = (text or "").strip().lower().replace("_", "-").partition("-")[0]
    code = {"cn": "zh", "jp": "ja", "kr": "ko", "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr"}.get(code, code)
    return code if len(code) == 2 and code.isalpha() and code not in {"xx", "ol"} else None  # noqa: PLR2004 - ISO 639-1 has two letters


def names(parties: Iterable[Element]) -> tuple[str, ...]:
    """Organisations and persons as they are called, each once, in order."""
    return tuple(dict.fromkeys(n for p in parties if (n := _name(p))))


def _name(party: Element) -> str:
    book = next(party.iter("addressbook"), party)
    person = " ".join(filter(None, (field(book, n) for n in ("first-name", "middle-name", "last-name"))))
    whole = next((text for path in ("orgname", "name", "*/name", "snm") if (text := field(book, path))), "")
    return _TERRITORY.sub("", whole or person).strip(" ,;")


def parties(bib: Element, group: str, one: str) -> Iterator[Element]:
    """The parties of one kind, in one data format where the source gives several: the standard one of DOCDB, else the first."""
    found = [e for g in bib.iter(group) for e in g.iter(one)]
    forms = list(dict.fromkeys(e.get("data-format") or e.get("dataFormat") or "" for e in found))
    best = next((f for f in ("docdb", "epodoc") if f in forms), forms[0] if forms else "")
    return (e for e in found if (e.get("data-format") or e.get("dataFormat") or "") == best)
