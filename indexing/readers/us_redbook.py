"""US red book XML 4.x (International Common Element): grants (2005 on) and application publications, alone or concatenated in a weekly bulk file.

Structure: `us-patent-grant-v40` … `v47` DTDs of the United States patent office, after WIPO ST.36. Priority claims are the foreign ones and the
US applications whose benefit is claimed (provisional, continuation, division, continuation in part).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.claims import dependencies
from indexing.dates import parse_date
from indexing.errors import InputError
from indexing.findings import read_as, refused
from indexing.markup import local, parse_xml, text_of, xml_pieces
from indexing.model import CitedDocument, Claim, Paragraph, Patent, PriorityClaim, Text
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.markup import Element
    from indexing.model import Piece, Reading
    from indexing.protocols import Source

_ROOT = re.compile(rb"<(?:!DOCTYPE\s+)?us-patent-(?:grant|application)[\s>]")
_ROOTS = frozenset({"us-patent-grant", "us-patent-application"})
_CLAIM_NUMBER = re.compile(r"\A\s*\d{1,4}\s?[.)]\s*")
_IPC = re.compile(r"([A-H]\d{2}[A-Z])\s*0*(\d+)/\s*(\d+)")
_BENEFITS = ("continuation", "continuation-in-part", "division", "us-provisional-application")


class RedbookReader:
    """One XML document after the other; one that is damaged is refused with its line, and the next one is read."""

    def recognises(self, head: bytes) -> bool:
        return _ROOT.search(head) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from xml_pieces(source)

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            yield _reading(parse_xml(piece.data, piece.source, piece.line), piece.where, piece.source)
        except InputError as error:
            yield refused(f"{piece.source}:{error.line}", error.code, f"{error.message.partition(': ')[2]}; {error.hint}")


def _reading(root: Element, where: str, label: str) -> Reading:
    if local(root) not in _ROOTS:
        return refused(where, "unknown-format", f"'{local(root)}' is no grant and no application publication")
    bib = root.find("us-bibliographic-data-grant")
    bib = root.find("us-bibliographic-data-application") if bib is None else bib
    named = bib.find("publication-reference/document-id") if bib is not None else None
    if bib is None or named is None or not _field(named, "doc-number"):
        return refused(where, "no-number", "the document has no publication number")
    patent = _patent(root, bib, named, label)
    return read_as(patent, where)


def _field(element: Element, path: str) -> str:
    """The text at `path`, on one line; empty where there is none."""
    return one_line(text_of(element.find(path)))


def _patent(root: Element, bib: Element, named: Element, label: str) -> Patent:
    language = (root.get("lang") or bib.get("lang") or "").lower() or None
    printed = f"{_field(named, 'country') or 'US'}{_field(named, 'doc-number')}{_field(named, 'kind')}"
    identity = document_id(printed)
    number = parse(identity)
    title = _field(bib, "invention-title")
    abstract = text_of(root.find("abstract"))
    inventors = _people(bib, ".//inventors/inventor") or _people(bib, ".//applicants/applicant[@app-type='applicant-inventor']")
    companies = [*bib.iterfind(".//us-applicant"), *bib.iterfind(".//applicants/applicant")]
    applicants = _names(e for e in companies if e.get("app-type") != "applicant-inventor") or _people(bib, ".//assignees/assignee")
    return Patent(
        id=identity,
        source_id=printed,
        source=label,
        office=number.office if number else _field(named, "country") or None,
        number=number.number if number else None,
        kind=_field(named, "kind") or None,
        language=language,
        titles=(Text(title, language),) if title else (),
        abstracts=(Text(abstract, language),) if abstract else (),
        claims=_claims(root, language),
        description=_description(root.find("description"), language),
        filing_date=parse_date(_field(bib, "application-reference/document-id/date")),
        publication_date=parse_date(_field(named, "date")),
        priorities=_priorities(bib),
        cpc=_symbols(bib, "classifications-cpc//classification-cpc"),
        ipc=_symbols(bib, "classifications-ipcr/classification-ipcr") or _old_ipc(bib),
        applicants=applicants or inventors,
        inventors=inventors,
        citations=_citations(bib),
    )


def _people(bib: Element, path: str) -> tuple[str, ...]:
    return _names(bib.iterfind(path))


def _names(parties: Iterator[Element]) -> tuple[str, ...]:
    """Organisations as they are called, persons as `John R. Douceur`, each once."""
    names = []
    for party in parties:
        book = party.find("addressbook")
        book = party if book is None else book
        parts = (_field(book, "first-name"), _field(book, "middle-name"), _field(book, "last-name"))
        names.append(_field(book, "orgname") or " ".join(filter(None, parts)))
    return tuple(dict.fromkeys(filter(None, names)))


def _claims(root: Element, language: str | None) -> tuple[Claim, ...]:
    """Claims by their printed number (by order where two share one), with what their references and their words refer back to."""
    elements = root.findall("claims/claim") or root.findall("claims//claim")
    printed = [int(n) if (n := (e.get("num") or "").strip()).isdigit() else 0 for e in elements]
    numbers = printed if len(set(printed)) == len(printed) and all(printed) else list(range(1, len(printed) + 1))
    by_id = {e.get("id"): n for e, n in zip(elements, numbers, strict=True)}
    claims = []
    for element, number in zip(elements, numbers, strict=True):
        text = _CLAIM_NUMBER.sub("", text_of(element))
        referred = {by_id[r] for e in element.iter("claim-ref") for r in (e.get("idref") or "").split() if r in by_id}
        back = tuple(sorted({n for n in referred if n < number}.union(dependencies(text, number))))
        if text:
            claims.append(Claim(number, text, back, language))
    return tuple(claims)


def _description(element: Element | None, language: str | None) -> tuple[Paragraph, ...]:
    """Paragraphs by their printed number, or by their order where numbers are missing or repeated, under the nearest heading above."""
    found: list[tuple[int, str, str | None]] = []
    heading: str | None = None
    for block in _blocks(element):
        text = text_of(block)
        if local(block) == "heading":
            heading = one_line(text) or None
        elif text:
            number = (block.get("num") or "").strip()
            found.append((int(number) if number.isdigit() else 0, text, heading))
    numbers = [n for n, _, _ in found]
    ordered = len(set(numbers)) != len(numbers) or 0 in numbers
    return tuple(Paragraph(f"desc.{order if ordered else n}", text, above, language) for order, (n, text, above) in enumerate(found, 1))


def _blocks(element: Element | None) -> Iterator[Element]:
    """Headings, paragraphs and whatever else holds text directly, in order; sections are looked into."""
    stack = [] if element is None else list(reversed(element))
    while stack:
        item = stack.pop()
        name = local(item)
        if name in {"description-of-drawings", "section", "technical-field", "background-art", "disclosure"}:
            stack.extend(reversed(item))
        elif name:
            yield item


def _symbols(bib: Element, path: str) -> tuple[str, ...]:
    """CPC or IPC symbols as `A45D20/12`, each once, in order."""
    parts = ("section", "class", "subclass", "main-group")
    symbols = ("".join(_field(e, p) for p in parts) + "/" + _field(e, "subgroup") for e in bib.iterfind(path))
    return tuple(dict.fromkeys(s for s in symbols if len(s) > 1))


def _old_ipc(bib: Element) -> tuple[str, ...]:
    """Symbols of the editions before 2006: `G06F015/16`."""
    texts = [text_of(e) for path in ("main-classification", "further-classification") for e in bib.iterfind(f"classification-ipc/{path}")]
    matches = (_IPC.match(t) for t in texts)
    return tuple(dict.fromkeys(f"{m[1]}{m[2]}/{m[3]}" for m in matches if m))


def _priorities(bib: Element) -> tuple[PriorityClaim, ...]:
    """Foreign priorities, then US applications whose benefit is claimed."""
    claims = [(_field(e, "doc-number"), _field(e, "country"), _field(e, "date")) for e in bib.iterfind("priority-claims/priority-claim")]
    for name in _BENEFITS:
        for related in bib.iterfind(f"us-related-documents/{name}"):
            parents = [*related.iterfind(".//parent-doc/document-id"), *related.iterfind("document-id")]
            claims += [(_field(e, "doc-number"), _field(e, "country"), _field(e, "date")) for e in parents]
    return tuple(dict.fromkeys(PriorityClaim(n or None, c or None, parse_date(d)) for n, c, d in claims))


def _citations(bib: Element) -> tuple[CitedDocument, ...]:
    """Cited patent documents (not the literature), with who cited them."""
    found = []
    for citation in [*bib.iterfind("us-references-cited/us-citation"), *bib.iterfind("references-cited/citation")]:
        named = citation.find("patcit/document-id")
        if named is None or not _field(named, "doc-number"):
            continue
        name = f"{_field(named, 'country')} {_field(named, 'doc-number')} {_field(named, 'kind')}".strip()
        who = _field(citation, "category").removeprefix("cited by ").strip()
        number = parse(name)
        found.append(CitedDocument(str(number) if number else name, cited_by=who or None))
    return tuple(found)
