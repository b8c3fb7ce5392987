"""Chinese publications: the schema of 2012 (`PatentDocumentAndRelated`, namespaced) and the older `cn-patent-document` after ST.36.

Chinese descriptions print their headings as paragraphs (`技术领域`); they are headings here, and those that bear a number stay paragraphs too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.findings import read_as, refused
from indexing.formats.markup import local
from indexing.formats.st36_bibliography import (
    Reference,
    application_number,
    bad_dates,
    first_date,
    identity,
    language_code,
    names,
    old_symbols,
    priorities,
    references,
    symbols,
    texts,
    titles,
)
from indexing.formats.st36_body import Body, abstracts, read_body
from indexing.formats.xml_citations import cited_documents
from indexing.formats.xml_cutting import element_pieces, first_tags
from indexing.formats.xml_names import ST36_NAMES
from indexing.formats.xml_reading import read_tree, refusal
from indexing.model import Paragraph, Patent
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Finding, Piece, Reading
    from indexing.protocols import Source

_ROOTS = ("PatentDocumentAndRelated", "cn-patent-document")
_HEADINGS = frozenset(
    {
        "技术领域", "背景技术", "发明内容", "实用新型内容", "附图说明", "具体实施方式", "具体实施例", "实施例", "相关申请的交叉引用",
        "相关申请", "发明概述", "发明详述", "附图简要说明", "附图的简要说明", "工业实用性", "序列表", "摘要",
    }
)  # fmt: skip
_SECTIONS = {
    "technical-field": "技术领域", "background-art": "背景技术", "disclosure": "发明内容", "description-of-drawings": "附图说明",
    "mode-for-invention": "具体实施方式",
}  # fmt: skip
"""The headings that the guidelines prescribe for the sections of a description; that of the disclosure names the utility model."""
_MODEL_SECTIONS = _SECTIONS | {"disclosure": "实用新型内容"}
_ENDS = ("。", "；", "：", ";", ":", ".")
_NUMBERED = re.compile(r"\A[\[【（(]?\d{1,5}[\]】）)]?\s*")


class ChineseReader:
    """One document a piece."""

    def recognises(self, head: bytes) -> bool:
        return any(t in _ROOTS for t in first_tags(head))

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from element_pieces(source, _ROOTS)

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            root, findings = read_tree(piece, names=ST36_NAMES, encodings=("gb18030",))
        except InputError as error:
            yield refusal(piece, error)
            return
        yield _reading(root, findings, piece)


def _reading(root: Element, findings: list[Finding], piece: Piece) -> Reading:
    if local(root) not in _ROOTS:
        return refused(piece.where, "unknown-format", f"'{local(root)}' is no Chinese publication")
    bib = next((b for n in ("bibliographic-data", "cn-bibliographic-data") if (b := root.find(n)) is not None), root)
    number = _number(root, bib)
    if not number.number:
        return refused(piece.where, "no-number", "the document has no publication number")
    inner = root.find("application-body")
    text = root if inner is None else inner
    _join_wrapped_lines(text)
    language = language_code(root.get("lang")) or "zh"
    body = read_body(text, language, piece.where, _SECTIONS if (number.kind or "A")[0] not in "UY" else _MODEL_SECTIONS)
    return read_as(_patent(root, bib, number, language, piece, body), piece.where, (*findings, *bad_dates(bib, piece.where), *body.findings))


def _number(root: Element, bib: Element) -> Reference:
    """The publication number: of the reference, else of the root's attributes."""
    found = references(e for n in ("publication-reference", "cn-publication-reference") for e in bib.iterfind(n))
    named = next((r for r in found if r.number), Reference("", root.get("docNumber") or root.get("doc-number") or "", "", None))
    kind = named.kind or (root.get("kind") or "").upper()
    return Reference(named.country or (root.get("country") or "CN").upper(), named.number, kind, named.date or first_date(found))


def _join_wrapped_lines(text: Element) -> None:
    """`br` elements that only wrap a line within a sentence, as printed pages do, are taken out."""
    for br in list(text.iter("br")):
        before = br.getprevious()
        parent = br.getparent()
        if parent is None:
            continue
        words = (before.tail if before is not None else parent.text) or ""
        if words.strip() and not words.rstrip().endswith(_ENDS):
            joined = words.rstrip() + (br.tail or "").lstrip()
            if before is not None:
                before.tail = joined
            else:
                parent.text = joined
            parent.remove(br)


def _patent(root: Element, bib: Element, number: Reference, language: str, piece: Piece, body: Body) -> Patent:
    named, office, digits, kind = identity(number)
    filings = references(bib.iterfind("application-reference"))
    printed = next((r for r in filings if r.form in {"original", ""}), filings[0] if filings else None)
    abstract = [
        *bib.iterfind("abstract"),
        *root.iterfind("abstract"),
        *(e for i in root.iterfind("application-body") for e in i.iterfind("abstract")),
    ]
    claims = [e for g in bib.iter("priority-claims", "PriorityDetails", "cn-priority-claims") for e in g.iter("priority-claim")]
    inventors = names(_parties(bib, "inventor"))
    cited = cited_documents(bib.iter("citation"), "examiner")
    return Patent(
        id=named,
        source_id=number.printed,
        source=piece.source,
        office=office,
        number=digits,
        kind=kind,
        application_number=application_number(printed.country or "CN", printed.number) if printed else None,
        language=language,
        titles=titles(bib.iterfind("invention-title"), language),
        abstracts=texts(abstracts(abstract), language),
        claims=tuple(body.claims),
        description=_with_headings(body.paragraphs),
        filing_date=first_date(filings),
        publication_date=number.date,
        priorities=priorities(claims),
        cpc=symbols(bib.iter("classification-cpc")),
        ipc=symbols(bib.iter("classification-ipcr")) or old_symbols(bib),
        applicants=names(_parties(bib, "applicant")) or names(_parties(bib, "assignee")) or inventors,
        inventors=inventors,
        citations=tuple(dict.fromkeys(cited)),
        drawings=tuple(body.drawings),
    )


def _parties(bib: Element, one: str) -> Iterator[Element]:
    """Applicants, inventors or owners, in the original where a translation stands beside them."""
    found = [e for e in bib.iter(one, f"cn-{one}") if e.find(".//name") is not None or e.find("name") is not None]
    return (e for e in found if (e.get("data-format") or "original") == "original")


def _with_headings(found: list[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, each under the heading that was printed as a paragraph above it; a new section begins under its own."""
    heading: str | None = None
    section: str | None = None
    under = []
    for paragraph in found:
        if paragraph.heading != section:
            heading = section = paragraph.heading
        words = _NUMBERED.sub("", one_line(paragraph.text))
        if words in _HEADINGS:
            heading = words
        under.append(Paragraph(paragraph.unit, paragraph.text, heading, paragraph.language))
    return tuple(under)
