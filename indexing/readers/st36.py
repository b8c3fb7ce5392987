"""WIPO ST.36 publications: European ones (`ep-patent-document`, B-tags), international ones (`wo-published-application`, …) and their like.

Structure: the EPO's `ep-patent-document` DTDs 1.0 to 1.5.1, WIPO's `wo-published-application` and `wo-ocr-published-application`, and the
`patent-document` that collections made of them use. Claims are kept apart by language; a search report's citations keep category, claims
and passage; references cited in the description are the applicant's.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.errors import InputError
from indexing.findings import read_as, refused
from indexing.formats import sdobi
from indexing.formats.markup import local, text_of
from indexing.formats.st36_bibliography import (
    Reference,
    bad_dates,
    filing,
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
from indexing.formats.st36_body import Body, abstracts, drawings, image, read_body
from indexing.formats.xml_citations import cited_documents
from indexing.formats.xml_cutting import element_pieces, first_tags
from indexing.formats.xml_reading import read_tree, refusal
from indexing.model import CitedDocument, Drawing, Finding, Patent
from indexing.numbers import parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Piece, Reading
    from indexing.protocols import Source

_ROOTS = (
    "ep-patent-document", "wo-patent-document", "wo-published-application", "wo-ocr-published-application", "wo-application-body",
    "wo-international-application-status", "pl-patent-document", "ea-patent-document", "de-patent-document", "fr-patent-document",
    "gb-patent-document", "kr-patent-document", "ca-patent-document", "es-patent-document", "ch-patent-document", "at-patent-document",
    "patent-document", "application-body",
)  # fmt: skip
_BODIES = ("wo-application-body", "application-body")
"""Texts without a front page; elsewhere they stand within a publication."""
_LISTINGS = ("ST26SequenceListing", "sequence-list")
"""WIPO ST.26 and its predecessor in XML, which lie beside the documents in the offices' bulk files."""
_OFFICE = re.compile(r"([a-z]{2})-")


class St36Reader:
    """One document a piece, alone or one after the other in a file."""

    def recognises(self, head: bytes) -> bool:
        tags = first_tags(head)
        return bool(tags) and (tags[0] in (*_ROOTS, *_LISTINGS) or any(t in _ROOTS and t not in _BODIES for t in tags))

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            first = "".join(first_tags(stream.read(1 << 16))[:1])
        if first in _LISTINGS:
            yield refused(source.label, "sequence-listing", "a sequence listing is no document; give the application that it belongs to")
            return
        yield from element_pieces(source, _BODIES if first in _BODIES else [n for n in _ROOTS if n not in _BODIES])

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            root, findings = read_tree(piece)
        except InputError as error:
            yield refusal(piece, error)
            return
        yield _reading(root, findings, piece)


def _reading(root: Element, findings: list[Finding], piece: Piece) -> Reading:
    if local(root) not in _ROOTS:
        return refused(piece.where, "unknown-format", f"'{local(root)}' is no ST.36 publication")
    tagged = root.find("SDOBI")
    bib = next((b for n in ("bibliographic-data", "wo-bibliographic-data") if (b := root.find(n)) is not None), root)
    number = sdobi.publication(tagged) if tagged is not None else next(iter(references(bib.iterfind("publication-reference"))), None)
    number = _completed(root, number, piece, findings)
    if number is None:
        return refused(piece.where, "no-number", "the document has no publication number")
    language = (sdobi.language(tagged) if tagged is not None else None) or language_code(root.get("lang")) or language_code(bib.get("lang"))
    inner = root.find("application-body")
    text = root if inner is None else inner
    body = read_body(text, language, piece.where)
    if tagged is not None:
        patent = _european(root, tagged, number, language, piece, body)
    else:
        patent = _international(root, text, bib, number, language, piece, body)
    return read_as(patent, piece.where, (*findings, *bad_dates(bib if tagged is None else tagged, piece.where), *body.findings))


def _completed(root: Element, number: Reference | None, piece: Piece, findings: list[Finding]) -> Reference | None:
    """The publication number, where needed out of the root's attributes, at last out of the file's name."""
    office = _OFFICE.match(local(root))
    country = (root.get("country") or (office[1] if office else "")).upper()
    said = Reference(
        country, (root.get("doc-number") or "").strip(), (root.get("kind") or "").upper(), parse_date(root.get("date-publ") or root.get("date") or "")
    )
    if number is None or not number.number:
        number = said
    if number.number:
        return Reference(number.country or country, number.number, number.kind or said.kind, number.date or said.date)
    named = parse(PurePosixPath(piece.source.rpartition("!")[2].replace("\\", "/")).stem)
    if named is None:
        return None
    findings.append(Finding("number-from-file-name", piece.where, "id"))
    return Reference(named.office, named.number, named.kind or "", said.date)


def _european(root: Element, tagged: Element, number: Reference, language: str | None, piece: Piece, body: Body) -> Patent:
    named, office, digits, kind = identity(number)
    filed_as, filed = sdobi.application(tagged)
    cited = [*_reported(root), *sdobi.citations(tagged), *_in_description(root)]
    return Patent(
        id=named,
        source_id=number.printed,
        source=piece.source,
        office=office,
        number=digits,
        kind=kind,
        application_number=filed_as,
        language=language,
        titles=sdobi.titles(tagged),
        abstracts=texts(abstracts(root.iterfind("abstract")), language),
        claims=tuple(body.claims),
        description=tuple(body.paragraphs),
        filing_date=filed,
        publication_date=number.date,
        priorities=sdobi.priorities(tagged),
        cpc=sdobi.cpc(tagged),
        ipc=sdobi.ipc(tagged),
        applicants=sdobi.applicants(tagged),
        inventors=sdobi.inventors(tagged),
        citations=tuple(dict.fromkeys(cited)),
        drawings=_drawings(root, body),
    )


def _international(root: Element, text: Element, bib: Element, number: Reference, language: str | None, piece: Piece, body: Body) -> Patent:
    named, office, digits, kind = identity(number)
    filings = references(bib.iterfind("application-reference"))
    abstract = [*root.iterfind("abstract"), *(text.iterfind("abstract") if text is not root else ()), *bib.iterfind("abstract")]
    groups = list(bib.iter("references-cited", "citations"))
    listed = [e for g in groups for e in g.iter("citation")] or [e for g in groups for e in g.iter("patcit", "nplcit")]
    cited = [*_reported(root), *cited_documents(listed)]
    inventors = names(parties(bib, "inventors", "inventor"))
    return Patent(
        id=named,
        source_id=root.get("ucid") or number.printed,
        source=piece.source,
        office=office,
        number=digits,
        kind=kind,
        application_number=filing(filings),
        language=language,
        titles=titles(bib.iter("invention-title"), language),
        abstracts=texts(abstracts(abstract), language),
        claims=tuple(body.claims),
        description=tuple(body.paragraphs),
        filing_date=first_date(filings),
        publication_date=number.date,
        priorities=priorities(e for g in bib.iter("priority-claims", "wo-priority-info") for e in g.iter("priority-claim")),
        cpc=symbols(bib.iter("classification-cpc")),
        ipc=symbols(bib.iter("classification-ipcr")) or old_symbols(bib),
        family=root.get("family-id"),
        applicants=names(parties(bib, "applicants", "applicant")) or inventors,
        inventors=inventors,
        citations=tuple(dict.fromkeys([*cited, *_in_description(root)])),
        drawings=_drawings(root, body),
    )


def _drawings(root: Element, body: Body) -> tuple[Drawing, ...]:
    """Images in the abstract and in the text, the sheets of drawings, and the pages of a search report that is kept as images."""
    fronts = list(root.iterfind("abstract"))
    front = [image(i, "abstract") for i in fronts[0].iter("img")] if len(fronts) == 1 and text_of(fronts[0]) else []
    sheets = [d for e in root.iter("drawings") for d in drawings(e, sheets=True)]
    pages = [e for g in root.iterfind("search-report-data") for e in g.iter("doc-page")]
    report = [Drawing("other", e.get("file"), n) for n, e in enumerate(pages, 1) if e.get("file")]
    return (*front, *(d for d in body.drawings if d.unit), *sheets, *report)


def _reported(root: Element) -> list[CitedDocument]:
    """What the search report cites, with category, claims and passage."""
    reports = root.iter("search-report-data", "wo-search-report", "search-report")
    return [c for r in reports for c in cited_documents(r.iter("citation"), "search")]


def _in_description(root: Element) -> list[CitedDocument]:
    """The references that the EPO lists as cited in the description, in the words of the description where they stand there."""
    listed = root.find("ep-reference-list")
    if listed is None:
        return []
    words = {e.get("id"): one_line(text_of(e)) for d in root.iterfind("description") for e in d.iter("patcit", "nplcit") if e.get("id")}
    printed: dict[str, str] = {}
    for line in listed.iter("li"):
        places = [e.get("idref") for e in line.iter("crossref")]
        text = next((words[p] for p in places if p in words), None)
        printed |= {c.get("id") or "": text for c in line.iter("patcit", "nplcit") if text and c.get("id")}
    lines = (e for e in listed.iter("li") if e.find(".//patcit") is not None or e.find(".//nplcit") is not None)
    return list(cited_documents(lines, "applicant", printed))
