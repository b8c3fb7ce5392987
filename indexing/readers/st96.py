"""WIPO ST.96 publications (`PatentPublication` and the like), those of the Japanese office since 2022 among them.

Names of elements are brought to those of ST.36 (`xml_names`), so that texts are read the same way. Japanese documents say their kind by their
root element; their national classes (FI, F-terms) are not the IPC.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.errors import InputError
from indexing.findings import read_as, refused
from indexing.formats.japanese import HEADINGS, number_of, printed_kind
from indexing.formats.markup import field, local
from indexing.formats.st36_bibliography import (
    Reference,
    application_number,
    bad_dates,
    identity,
    language_code,
    names,
    old_symbols,
    symbols,
    texts,
    titles,
)
from indexing.formats.st36_body import Body, abstracts, read_body
from indexing.formats.xml_citations import cited_documents
from indexing.formats.xml_cutting import element_pieces, first_tags
from indexing.formats.xml_names import ST36_NAMES
from indexing.formats.xml_reading import read_tree, refusal
from indexing.model import CitedDocument, Finding, Patent, PriorityClaim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Piece, Reading
    from indexing.protocols import Source

_JAPANESE = {
    "UnexaminedPatentPublication": "A", "InternationalPatentPublication": "A", "RegisteredPatentPublication": "B2",
    "UnexaminedUtilityModelPublication": "U", "RegisteredUtilityModelPublication": "U",
}  # fmt: skip
_AMENDMENTS = ("UnexaminedPatentPublicationAmendment", "InternationalPatentPublicationAmendment")
_ROOTS = ("PatentPublication", "PatentGrant", "PatentApplicationPublication", "PatentDocument", "UtilityModelPublication", *_JAPANESE, *_AMENDMENTS)


class St96Reader:
    """One document a piece."""

    def recognises(self, head: bytes) -> bool:
        return any(t in _ROOTS for t in first_tags(head)) and b"ST96" in head.replace(b"\x00", b"")

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from element_pieces(source, _ROOTS)

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            root, findings = read_tree(piece, names=ST36_NAMES)
        except InputError as error:
            yield refusal(piece, error)
            return
        yield _reading(root, findings, piece)


def _reading(root: Element, findings: list[Finding], piece: Piece) -> Reading:
    if local(root) not in _ROOTS:
        return refused(piece.where, "unknown-format", f"'{local(root)}' is no ST.96 publication")
    bib = next((e for e in root if local(e) == "bibliographic-data" or local(e).endswith("BibliographicData")), root)
    number = _number(root, bib)
    if local(root) in _AMENDMENTS:
        return refused(piece.where, "amendment-only", "it amends a publication and is none itself", identity(number)[0] if number.number else None)
    if not number.number:
        return refused(piece.where, "no-number", "the document has no publication number")
    language = language_code(root.get("lang")) or ("ja" if local(root) in _JAPANESE else None)
    body = read_body(root, language, piece.where, HEADINGS if language == "ja" else None)
    return read_as(_patent(root, bib, number, language, piece, body), piece.where, (*findings, *bad_dates(bib, piece.where), *body.findings))


def _number(root: Element, bib: Element) -> Reference:
    named = bib.find("PatentPublicationIdentification")
    named = root.find(".//PatentPublicationIdentification") if named is None else named
    japanese = _JAPANESE.get(local(root))
    country = field(named, "country") or field(root, "country") or ("JP" if japanese else "")
    kind = field(named, "kind")
    if japanese and not kind:
        kind = printed_kind(field(bib, "PlainLanguageDesignationText")) or japanese
    return Reference(country.upper(), field(named, "doc-number"), kind.upper(), parse_date(field(named, "date")))


def _patent(root: Element, bib: Element, number: Reference, language: str | None, piece: Piece, body: Body) -> Patent:
    named, office, digits, kind = identity(number)
    filing = bib.find("ApplicationIdentification")
    filed_as = field(filing, "ApplicationNumber/ApplicationNumberText") or field(filing, "ApplicationNumber")
    inventors = _people(bib, "inventor")
    holders = _companies(bib, "applicant") or _people(bib, "assignee") or _people(bib, "applicant")
    return Patent(
        id=named,
        source_id=number.printed,
        source=piece.source,
        office=office,
        number=digits,
        kind=kind,
        application_number=application_number(field(filing, "country") or number.country, filed_as) if filed_as else None,
        language=language,
        titles=titles([*bib.iterfind("invention-title"), *bib.iterfind("InventionTitleBag/invention-title")], language),
        abstracts=texts(abstracts(root.iterfind("abstract")), language),
        claims=tuple(body.claims),
        description=tuple(body.paragraphs),
        filing_date=parse_date(field(filing, "FilingDate")),
        publication_date=number.date,
        priorities=_priorities(bib),
        cpc=symbols(e for e in bib.iter("classification-cpc") if not _searched(e)),
        ipc=symbols(e for e in bib.iter("classification-ipcr") if not _searched(e)) or old_symbols(bib),
        applicants=holders or inventors,
        inventors=inventors,
        citations=tuple(dict.fromkeys(_citations(root, bib))),
        drawings=tuple(body.drawings),
    )


def _searched(element: Element) -> bool:
    """Whether a class is one that was searched, not the document's own."""
    return any(local(e) == "SearchField" for e in element.iterancestors())


def _people(bib: Element, one: str) -> tuple[str, ...]:
    """Names of one kind of party, persons and organisations; the first contact counts where a translation stands beside it."""
    return names(_contact(e) for e in bib.iter(one))


def _companies(bib: Element, one: str) -> tuple[str, ...]:
    """Names of those parties that are organisations."""
    return names(_contact(e) for e in bib.iter(one) if next(e.iter("PersonStructuredName"), None) is None)


def _contact(party: Element) -> Element:
    person = next(party.iter("PersonStructuredName"), None)
    return next(party.iter("Contact", "PublicationContact"), party) if person is None else person


def _priorities(bib: Element) -> tuple[PriorityClaim, ...]:
    claims = []
    for element in bib.iter("PriorityClaim"):
        number = field(element, "ApplicationNumber/ApplicationNumberText") or field(element, "ApplicationNumber")
        date = parse_date(field(element, "FilingDate")) or parse_date(field(element, "date"))
        if number or date:
            claims.append(PriorityClaim(number or None, field(element, "country") or None, date))
    return tuple(dict.fromkeys(claims))


def _citations(root: Element, bib: Element) -> Iterator[CitedDocument]:
    """The citations of the front page (a Japanese grant's are the examiner's), and those that a Japanese description lists as prior art."""
    japanese = local(root) in _JAPANESE
    for element in bib.iter("citation"):
        for found in cited_documents([element], "examiner" if japanese else None):
            number = number_of(found.text) if japanese and found.text and element.find(".//patcit") is not None else None
            yield replace(found, number=number, text=None) if number else found
    if japanese:
        for group in (g for d in root.iterfind("description") for g in d.iter("citation-list", "patent-literature", "non-patent-literature")):
            for cited in group.iter("patcit", "nplcit"):
                text = field(cited, "text") or field(cited, ".")
                number = number_of(text) if local(cited) == "patcit" else None
                yield CitedDocument(number, cited_by="applicant", text=None if number else text)
