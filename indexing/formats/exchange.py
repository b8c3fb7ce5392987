"""What DOCDB exchange files and OPS responses share: the `exchange-document` of the EPO, and the texts of OPS's `fulltext-document`.

Each number stands in several forms (`docdb`, `epodoc`, `original`); DOCDB's is taken. Endpoints of OPS give parts of a document under one id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.findings import read_as, refused
from indexing.formats.markup import field
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
from indexing.formats.st36_body import Body, abstracts, read_body
from indexing.formats.xml_citations import cited_documents
from indexing.model import Patent

if TYPE_CHECKING:
    from indexing.formats.markup import Element
    from indexing.model import Finding, Piece, Reading

_ABSENT = frozenset({"not found", "invalid result"})
_DELETED = frozenset({"d", "dv"})


def read_exchange_document(root: Element, findings: list[Finding], piece: Piece) -> Reading:
    """An `exchange-document` or a `fulltext-document` as a document, or the reason why it is none."""
    bib = root.find("bibliographic-data")
    bib = root if bib is None else bib
    number = _number(root, bib)
    status = (root.get("status") or "").strip().lower()
    named = identity(number)[0] if number.number else None
    if status in _DELETED:
        return refused(piece.where, "withdrawn", "the source says that the document was deleted; withdraw it where it is indexed", named)
    if status in _ABSENT and root.find("bibliographic-data") is None:
        return refused(piece.where, "not-found", f"the service has no such document ('{status}'); check its number", named)
    if not number.number:
        return refused(piece.where, "no-number", "the document has no publication number")
    language = _language(root, bib)
    body = read_body(root, language, piece.where)
    return read_as(_patent(root, bib, number, language, piece, body), piece.where, (*findings, *bad_dates(bib, piece.where), *body.findings))


def _number(root: Element, bib: Element) -> Reference:
    found = references(bib.iterfind("publication-reference"))
    said = Reference(
        (root.get("country") or "").upper(),
        (root.get("doc-number") or "").strip(),
        (root.get("kind") or "").upper(),
        parse_date(root.get("date-publ") or ""),
    )
    named = next((r for r in found if r.country and r.number), said) if not said.number or not said.country else said
    return Reference(named.country, named.number, named.kind, named.date or first_date(found) or said.date)


def _language(root: Element, bib: Element) -> str | None:
    """The language of publication, else of filing, else of the text that the response holds."""
    pairs = [language_code(e.get("lang")) for r in bib.iterfind("publication-reference") for e in r.iter("document-id")]
    told = (
        next((c for c in pairs if c), None) or language_code(field(bib, "language-of-publication")) or language_code(field(bib, "language-of-filing"))
    )
    if told:
        return told
    spoken = {language_code(e.get("lang")) for n in ("claims", "description") for e in root.iterfind(n)}
    spoken.discard(None)
    return next(iter(spoken)) if len(spoken) == 1 else language_code(root.get("lang"))


def _patent(root: Element, bib: Element, number: Reference, language: str | None, piece: Piece, body: Body) -> Patent:
    named, office, digits, kind = identity(number)
    filings = references(bib.iterfind("application-reference"))
    inventors = names(parties(bib, "inventors", "inventor"))
    cited = cited_documents(e for g in bib.iterfind("references-cited") for e in g.iterfind("citation"))
    return Patent(
        id=named,
        source_id=number.printed,
        source=piece.source,
        office=office,
        number=digits,
        kind=kind,
        application_number=filing(r for r in filings if r.country),
        language=language,
        titles=titles(bib.iterfind("invention-title"), language),
        abstracts=texts(abstracts(root.iterfind("abstract")), language),
        claims=tuple(body.claims),
        description=tuple(body.paragraphs),
        filing_date=first_date(filings),
        publication_date=number.date,
        priorities=priorities(e for g in bib.iterfind("priority-claims") for e in g.iterfind("priority-claim")),
        cpc=symbols(e for e in bib.iter("patent-classification") if _is_cpc(e)),
        ipc=symbols(bib.iter("classification-ipcr")) or old_symbols(bib),
        family=root.get("family-id") or None,
        applicants=names(parties(bib, "applicants", "applicant")) or inventors,
        inventors=inventors,
        citations=tuple(dict.fromkeys(cited)),
        drawings=tuple(body.drawings),
    )


def _is_cpc(classification: Element) -> bool:
    """Other schemes (FI, F-term, national ones) stand in the same elements."""
    scheme = classification.find("classification-scheme")
    return scheme is not None and (scheme.get("scheme") or "").upper().startswith("CPC")
