"""Japanese gazettes after ST.36 (`jp-official-gazette`: 公開, 公表, 再公表, 特許, 実用新案), as issued from 2004 to 2021.

Sections bear no printed heading; the one that the gazette prints for their element is given. Amendments that are appended are not the
publication's text. F-terms, themes and FI are national classes, not the IPC.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.findings import read_as, refused
from indexing.formats.japanese import HEADINGS, number_of, printed_kind
from indexing.formats.markup import field, local
from indexing.formats.st36_bibliography import (
    Reference,
    application_number,
    bad_dates,
    first_date,
    identity,
    language_code,
    names,
    old_symbols,
    parties,
    priorities,
    references,
    symbols,
    texts,
    titles,
)
from indexing.formats.st36_body import Body, abstracts, read_body
from indexing.formats.xml_cutting import element_pieces, first_tags
from indexing.formats.xml_reading import read_tree, refusal
from indexing.model import CitedDocument, Finding, Patent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Piece, Reading
    from indexing.protocols import Source


class JapaneseReader:
    """One gazette document a piece."""

    def recognises(self, head: bytes) -> bool:
        return "jp-official-gazette" in first_tags(head)

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from element_pieces(source, ["jp-official-gazette"])

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            root, findings = read_tree(piece, encodings=("euc_jp", "cp932"))
        except InputError as error:
            yield refusal(piece, error)
            return
        yield _reading(root, findings, piece)


def _reading(root: Element, findings: list[Finding], piece: Piece) -> Reading:
    if local(root) != "jp-official-gazette":
        return refused(piece.where, "unknown-format", f"'{local(root)}' is no Japanese gazette")
    bib = root.find("bibliographic-data")
    bib = root if bib is None else bib
    number = _number(root, bib)
    if not number.number:
        return refused(piece.where, "no-number", "the document has no publication number")
    language = language_code(root.get("lang")) or "ja"
    body = read_body(root, language, piece.where, HEADINGS)
    return read_as(_patent(root, bib, number, language, piece, body), piece.where, (*findings, *bad_dates(bib, piece.where), *body.findings))


def _number(root: Element, bib: Element) -> Reference:
    """Office, number and kind: ST.16's as the root says it, else as it stands in brackets behind the Japanese name of the gazette."""
    found = next((r for r in references(bib.iterfind("publication-reference")) if r.number), None)
    if found is None:
        return Reference("JP", "", "", None)
    plain = found.kind if re.fullmatch(r"[A-Z]\d?", found.kind) else ""
    kind = (root.get("kind-of-st16") or printed_kind(found.kind) or plain or root.get("kind-of-jp") or "").upper()
    return Reference(found.country or "JP", found.number, kind, found.date)


def _patent(root: Element, bib: Element, number: Reference, language: str, piece: Piece, body: Body) -> Patent:
    named, office, digits, kind = identity(number)
    filings = references(bib.iterfind("application-reference"))
    inventors = names(parties(bib, "inventors", "inventor"))
    groups = [e for g in ("applicants-agents-article", "applicants", "applicants-agents") for e in bib.iter(g)]
    holders = names(e for g in groups for e in g.iter("applicant")) or names(bib.iter("applicant", "grantee"))
    return Patent(
        id=named,
        source_id=number.printed,
        source=piece.source,
        office=office,
        number=digits,
        kind=kind,
        application_number=application_number(filings[0].country or "JP", filings[0].number) if filings else None,
        language=language,
        titles=titles(bib.iterfind("invention-title"), language),
        abstracts=texts(abstracts(root.iterfind("abstract")), language),
        claims=tuple(body.claims),
        description=tuple(body.paragraphs),
        filing_date=first_date(filings),
        publication_date=number.date,
        priorities=priorities(e for g in bib.iter("priority-claims") for e in g.iter("priority-claim")),
        ipc=symbols(bib.iter("classification-ipcr")) or old_symbols(bib),
        applicants=holders or inventors,
        inventors=inventors,
        citations=tuple(dict.fromkeys(_citations(root, bib))),
        drawings=tuple(body.drawings),
    )


def _citations(root: Element, bib: Element) -> Iterator[CitedDocument]:
    """Documents that the examiner cited (on granted patents), and those that the description lists as prior art."""
    for group in bib.iter("references-cited"):
        yield from (_cited(e, "examiner") for e in group.iter("patcit", "nplcit", "text") if local(e) != "text" or e.getparent() is group)
    for description in root.iterfind("description"):
        for group in description.iter("citation-list"):
            yield from (_cited(e, "applicant") for e in group.iter("patcit", "nplcit"))


def _cited(element: Element, who: str) -> CitedDocument:
    text = field(element, "text") or field(element, ".")
    number = number_of(text) if local(element) != "nplcit" else None
    return CitedDocument(number, cited_by=who, text=None if number else text)
