"""US application publications of 2001 to 2004 (PAP 1.5 and 1.6), one document or a weekly file of concatenated ones.

Structure: `pap-v15-2001-01-31.dtd` and `pap-v16-2002-01-01.dtd` of the United States patent office. Paragraphs bear printed numbers (`[0042]`).
Priority claims are the foreign ones and the parents whose benefit is claimed; a reissue, a substitution and earlier publications are none.
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
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import CitedDocument, Finding, Piece, PriorityClaim, Reading
    from indexing.protocols import Source

_BEGIN = re.compile(rb"\s*<(?:!DOCTYPE\s+)?patent-application-publication[\s>]")
_SECTIONS = frozenset({
    "copyright-statement", "cross-reference-to-related-applications", "federal-research-statement", "background-of-invention",
    "summary-of-invention", "brief-description-of-drawings", "brief-description-of-sequences", "detailed-description",
    "program-listing-deposit", "section",
})  # fmt: skip
_PARENTS = (
    "division-of//parent", "division-of/parent-pct", "continuations/continuation-of//parent", "continuations/continuation-of/parent-pct",
    "continuations/continuation-in-part-of//parent", "continuations/continuation-in-part-of/parent-pct",
    "continuations/continuing-reissue-of//parent", "a-371-of-international//parent", "non-provisional-of-provisional",
)  # fmt: skip
_SKIP = ("number", "image", "mathematica-file", "chemistry-chemdraw-file", "chemistry-mol-file")
_DIGITS = re.compile(r"\d+")


class PapReader:
    """One XML document after the other; one that is damaged is refused with its line, and the next one is read."""

    def recognises(self, head: bytes) -> bool:
        return _BEGIN.search(utf8_head(head)) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from xml_pieces(source, _BEGIN)

    def read(self, piece: Piece) -> Iterator[Reading]:
        yield from us_parts.read_piece(piece, lambda findings: parse_xml(piece.data, piece.source, piece.line, findings), _reading)


def _reading(root: Element, where: str, label: str, findings: list[Finding]) -> Reading:
    if local(root) != "patent-application-publication":
        return refused(where, "unknown-format", f"'{local(root)}' is no application publication")
    bib = root.find("subdoc-bibliographic-information")
    named = bib.find("document-id") if bib is not None else None
    if bib is None or named is None or not field(named, "doc-number"):
        return refused(where, "no-number", "the document has no publication number")
    return read_as(_patent(root, bib, named, where, label, findings), where, findings)


def _patent(root: Element, bib: Element, named: Element, where: str, label: str, findings: list[Finding]) -> Patent:
    language = (named.get("lang") or "en").lower()
    kind = field(named, "kind-code")
    printed = f"{field(named, 'country-code') or 'US'}{field(named, 'doc-number')}{kind}"
    identity = document_id(printed)
    number = parse(identity)
    title = field(bib, "technical-information/title-of-invention")
    abstract = "\n".join(filter(None, (text_of(e, _SKIP) for e in root.iterfind("subdoc-abstract/paragraph"))))
    found, in_claims = xml_parts.claims(root.findall("subdoc-claims/claim"), language, _SKIP)
    blocks = xml_parts.blocks(root.find("subdoc-description"), _SECTIONS)
    paragraphs, in_text = xml_parts.description(blocks, language, _number, _SKIP)
    inventors = us_parts.names(_name(e) for e in bib.iterfind("inventors/*"))
    assignees = us_parts.names(field(e, "organization-name") or _name(e) for e in bib.iterfind("assignee"))
    return Patent(
        id=identity,
        source_id=printed,
        source=label,
        office=number.office if number else "US",
        number=number.number if number else None,
        kind=kind or None,
        application_number=us_parts.application_number(field(bib, "domestic-filing-data/application-number/doc-number")),
        language=language,
        titles=(Text(title, language),) if title else (),
        abstracts=(Text(abstract, language),) if abstract else (),
        claims=found,
        description=paragraphs,
        filing_date=us_parts.day(field(bib, "domestic-filing-data/filing-date"), "filing_date", where, findings),
        publication_date=us_parts.day(field(named, "document-date"), "publication_date", where, findings),
        priorities=_priorities(bib, where, findings),
        ipc=us_parts.ipc_symbols(text_of(e) for e in bib.iterfind("technical-information/classification-ipc//ipc")),
        applicants=assignees or inventors,
        inventors=inventors,
        citations=tuple(_citations(bib)),
        drawings=(*sheets(root.iterfind("subdoc-drawings/figure")), *images(root.find("subdoc-abstract"), "abstract"), *in_text, *in_claims),
    )


def _number(block: Element) -> int:
    """The printed number of a paragraph (`42.`, `[0042]`); 0 where it has none."""
    digits = _DIGITS.search(text_of(block.find("number")))
    return int(digits[0]) if digits else 0


def _name(party: Element) -> str:
    """A person as `Wayne W Lin`."""
    first = f"{field(party, 'name/given-name')} {field(party, 'name/middle-name')}"
    return us_parts.person(first, field(party, "name/family-name"), field(party, "name/name-suffix"))


def _priorities(bib: Element, where: str, findings: list[Finding]) -> tuple[PriorityClaim, ...]:
    """Foreign priorities, then earlier applications whose benefit is claimed."""
    found = [
        (field(e, "priority-application-number/doc-number"), field(e, "country-code"), field(e, "filing-date"))
        for e in bib.iterfind("foreign-priority-data")
    ]
    for path in _PARENTS:
        documents = (e for parent in bib.iterfind(f"continuity-data/{path}") for e in parent.iterfind("document-id"))
        found += [(field(e, "doc-number"), field(e, "country-code") or "US", field(e, "document-date")) for e in documents]
    claims = (us_parts.priority(n, c, d, where, findings) for n, c, d in found)
    return tuple(dict.fromkeys(c for c in claims if c))


def _citations(bib: Element) -> Iterator[CitedDocument]:
    """What the publication cites (few do), in order."""
    for citation in bib.iterfind("technical-information/citation"):
        named = citation.find("cited-patent-literature/document-id")
        if named is not None:
            found = us_parts.cited(field(named, "doc-number"), field(named, "country-code"), field(named, "kind-code"))
        else:
            found = us_parts.literature(text_of(citation.find("cited-non-patent-literature")))
        if found:
            yield found
