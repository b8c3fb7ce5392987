"""US red book XML 4.x (International Common Element): grants (2005 on) and application publications, alone or concatenated in a weekly bulk file.

Structure: `us-patent-grant-v40` … `v47` DTDs of the United States patent office, after WIPO ST.36. Priority claims are the foreign ones and the
US applications whose benefit is claimed (provisional, continuation, division, continuation in part).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.findings import read_as, refused
from indexing.formats import us_parts, xml_parts
from indexing.formats.drawings import images, sheets
from indexing.formats.markup import field, local, parse_xml, text_of, xml_pieces
from indexing.formats.utf8 import utf8_head
from indexing.model import Patent, Text
from indexing.numbers import document_id, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexing.formats.markup import Element
    from indexing.model import CitedDocument, Finding, Piece, PriorityClaim, Reading
    from indexing.protocols import Source

_ROOT = re.compile(rb"<(?:!DOCTYPE\s+)?us-patent-(?:grant|application)[\s>]")
_ROOTS = frozenset({"us-patent-grant", "us-patent-application"})
_SECTIONS = frozenset({
    "section", "technical-field", "background-art", "disclosure", "tech-problem", "tech-solution", "advantageous-effects", "best-mode",
    "description-of-drawings", "mode-for-invention", "industrial-applicability", "sequence-list-text",
})  # fmt: skip
_DELETED = ((re.compile(rb"<\?delete-start[^>]*\?>(?!\s*\[)"), b"["), (re.compile(rb"(?<!\])<\?delete-end[^>]*\?>"), b"]"))
"""What a reissue takes out is printed in brackets; the files mark it by processing instructions, which are no text."""
_BEGIN = re.compile(rb"\s*<(?:!DOCTYPE\s+)?(?:us-patent-(?:grant|application)|sequence-cwu)[\s>]")


class RedbookReader:
    """One XML document after the other; one that is damaged is refused with its line, and the next one is read."""

    def recognises(self, head: bytes) -> bool:
        return _ROOT.search(utf8_head(head)) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from xml_pieces(source, _BEGIN)

    def read(self, piece: Piece) -> Iterator[Reading]:
        data = piece.data
        if b"<?delete-start" in data:
            for mark, bracket in _DELETED:
                data = mark.sub(bracket, data)
        yield from us_parts.read_piece(piece, lambda findings: parse_xml(data, piece.source, piece.line, findings), _reading)


def _reading(root: Element, where: str, label: str, findings: list[Finding]) -> Reading:
    if local(root) == "sequence-cwu":
        number = "".join(field(root, f"publication-reference/document-id/{part}") for part in ("country", "doc-number", "kind"))
        reason = "a sequence listing apart from its document; search it in a database of sequences"
        return refused(where, "sequence-listing", reason, document_id(number) if number else None)
    if local(root) not in _ROOTS:
        return refused(where, "unknown-format", f"'{local(root)}' is no grant and no application publication")
    bib = root.find("us-bibliographic-data-grant")
    bib = root.find("us-bibliographic-data-application") if bib is None else bib
    named = bib.find("publication-reference/document-id") if bib is not None else None
    if bib is None or named is None or not field(named, "doc-number"):
        return refused(where, "no-number", "the document has no publication number")
    return read_as(_patent(root, bib, named, where, label, findings), where, findings)


def _patent(root: Element, bib: Element, named: Element, where: str, label: str, findings: list[Finding]) -> Patent:
    language = (root.get("lang") or bib.get("lang") or "").lower() or None
    printed = f"{field(named, 'country') or 'US'}{field(named, 'doc-number')}{field(named, 'kind')}"
    identity = document_id(printed)
    number = parse(identity)
    title = field(bib, "invention-title")
    abstract = text_of(root.find("abstract"))
    inventors, applicants = _parties(bib)
    _return_images(root)
    claims, in_claims = xml_parts.claims(root.findall("claims/claim") or root.findall("claims//claim"), language)
    paragraphs, in_text = xml_parts.description(xml_parts.blocks(root.find("description"), _SECTIONS), language, _number)
    filed = bib.find("application-reference/document-id")
    return Patent(
        id=identity,
        source_id=printed,
        source=label,
        office=number.office if number else field(named, "country") or None,
        number=number.number if number else None,
        kind=field(named, "kind") or None,
        application_number=us_parts.application_number(field(filed, "doc-number"), field(filed, "country") or "US"),
        language=language,
        titles=(Text(title, language),) if title else (),
        abstracts=(Text(abstract, language),) if abstract else (),
        claims=claims,
        description=paragraphs,
        filing_date=us_parts.day(field(filed, "date"), "filing_date", where, findings),
        publication_date=us_parts.day(field(named, "date"), "publication_date", where, findings),
        priorities=_priorities(bib, where, findings),
        cpc=_symbols(bib, "classifications-cpc//classification-cpc"),
        ipc=_ipc(bib),
        applicants=applicants,
        inventors=inventors,
        citations=tuple(_citations(bib)),
        drawings=(*sheets(root.iterfind("drawings/*")), *images(root.find("abstract"), "abstract"), *in_text, *in_claims),
    )


def _return_images(root: Element) -> None:
    """Put the images that some versions collect apart from the text (`us-math`) back into the formulas that they show."""
    formulas = {e.get("id"): e for e in root.iter("maths")}
    for apart in root.findall("us-math"):
        formula = formulas.get((apart.get("idrefs") or apart.get("idref") or "").strip())
        if formula is not None and formula.find("img") is None:
            formula.extend(apart.findall("img"))


def _parties(bib: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Inventors and applicants. Where inventors had to apply themselves (before 2012), those they assigned it to stand as applicants."""
    applying = [*bib.iterfind(".//us-applicant"), *bib.iterfind(".//applicants/applicant")]
    inventors = _names(bib.iterfind(".//inventors/*")) or _names(e for e in applying if e.get("app-type") == "applicant-inventor")
    others = _names(e for e in applying if e.get("app-type") != "applicant-inventor")
    said = any(e.get("applicant-authority-category") for e in applying)
    assignees = _names(bib.iterfind(".//assignees/assignee"))
    if others and not said and set(others) <= set(inventors):
        return inventors, assignees or others
    return inventors, others or assignees or inventors


def _number(block: Element) -> int:
    """The number of a paragraph; 0 where it has none."""
    number = (block.get("num") or "").strip()
    return int(number) if number.isdecimal() else 0


def _names(parties: Iterable[Element]) -> tuple[str, ...]:
    """Organisations as they are called, persons as `John R. Douceur`, each once."""
    found = []
    for party in parties:
        book = party.find("addressbook")
        book = party if book is None else book
        first = f"{field(book, 'first-name')} {field(book, 'middle-name')}"
        person = us_parts.person(first, field(book, "last-name"), field(book, "suffix"))
        found.append(field(book, "orgname") or person or field(book, "name"))
    return us_parts.names(found)


def _symbols(bib: Element, path: str) -> tuple[str, ...]:
    """CPC or IPC symbols as `A45D20/12` (`A45D` where no group is given), each once, in order."""
    symbols = []
    for element in bib.iterfind(path):
        subclass = "".join(field(element, part) for part in ("section", "class", "subclass"))
        main, sub = field(element, "main-group"), field(element, "subgroup")
        symbols.append(f"{subclass}{main}/{sub}" if main and sub else subclass)
    return us_parts.names(symbols)


def _ipc(bib: Element) -> tuple[str, ...]:
    """IPC symbols: of the edition of 2006, else of the earlier ones (`G06F015/16`). Designs have Locarno classes, which are none."""
    new = _symbols(bib, "classifications-ipcr/classification-ipcr")
    old = [*bib.iterfind("classification-ipc/main-classification"), *bib.iterfind("classification-ipc/further-classification")]
    return new or us_parts.ipc_symbols(text_of(e) for e in old)


def _priorities(bib: Element, where: str, findings: list[Finding]) -> tuple[PriorityClaim, ...]:
    """Foreign priorities, then earlier applications whose benefit is claimed."""
    found = [(field(e, "doc-number"), field(e, "country"), field(e, "date")) for e in bib.iterfind("priority-claims/priority-claim")]
    for name in us_parts.BENEFITS:
        for related in bib.iterfind(f"us-related-documents/{name}"):
            parents = [*related.iterfind(".//parent-doc/document-id"), *related.iterfind("document-id")]
            found += [(field(e, "doc-number"), field(e, "country"), field(e, "date")) for e in parents]
    claims = (us_parts.priority(n, c, d, where, findings) for n, c, d in found)
    return tuple(dict.fromkeys(c for c in claims if c))


def _citations(bib: Element) -> Iterator[CitedDocument]:
    """Cited patents and literature, in order, with who cited them."""
    for citation in [*bib.iterfind("us-references-cited/us-citation"), *bib.iterfind("references-cited/citation")]:
        who = field(citation, "category").removeprefix("cited by ").strip() or None
        named = citation.find("patcit/document-id")
        if named is not None:
            found = us_parts.cited(field(named, "doc-number"), field(named, "country"), field(named, "kind"), who)
        else:
            other = citation.find("nplcit")
            found = us_parts.literature(text_of(other if other is not None else citation.find("patcit")), who)
        if found:
            yield found
