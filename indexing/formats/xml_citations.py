"""Citations in ST.36 and the EPO's exchange format: `citation` with `patcit` or `nplcit`, category, claims concerned and passage.

A search report may say different categories for different claims: each pair of category and claims is a citation of its own (WIPO ST.14).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.formats.markup import field, local, text_of
from indexing.formats.st36_bibliography import references
from indexing.model import CitedDocument
from indexing.numbers import parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from indexing.formats.markup import Element

_PHASES = {
    "sea": "search", "isr": "search", "sup": "search", "prs": "search", "pre-grant/pre-search": "search", "pre": "search", "srep": "search",
    "search": "search", "national-search-report": "search", "international-search-report": "search", "supplementary-search-report": "search",
    "international-type-search-report": "search", "exa": "examiner", "examination": "examiner", "ch2": "examiner", "chapter-2": "examiner",
    "app": "applicant", "applicant": "applicant", "description": "applicant", "opp": "opposition", "fop": "opposition",
    "opposition": "opposition", "apl": "appeal", "appeal": "appeal", "tpo": "third party", "third-party-observation": "third party",
}  # fmt: skip
"""Who cites in each phase: the codes of DOCDB and their long names in OPS."""
_PLACES = {
    "pp": "page", "ppf": "page", "ppl": "to page", "column": "column", "columnf": "column", "columnl": "to column", "line": "line", "linef": "line",
    "linel": "to line", "para": "paragraph", "paraf": "paragraph", "paral": "to paragraph", "figure": "figure", "figuref": "figure",
    "figurel": "to figure", "table": "table", "tablef": "table", "tablel": "to table", "claim": "claim", "claimf": "claim",
    "claiml": "to claim", "example": "example", "examplef": "example", "examplel": "to example", "sequence": "sequence",
    "compound": "compound", "formula": "formula",
}  # fmt: skip
_ST14 = re.compile(r"\s*([A-Z]{2})\s*-\s*([A-Z]\d?)\s*-\s*(.*\S)\s*")


def cited_documents(citations: Iterable[Element], cited_by: str | None = None, printed: Mapping[str, str] | None = None) -> Iterator[CitedDocument]:
    """Each citation, once for each pair of category and claims. `cited_by` holds where the source says nothing; `printed` are texts by id."""
    for citation in citations:
        who = _who(citation) or cited_by
        for cited in citation.iter("patcit", "nplcit"):
            number, text = _named(cited, printed or {})
            if number or text:
                for category, claims, passage in _relevance(citation):
                    yield CitedDocument(number, category, passage, who, claims, text)
            break


def st14_number(text: str) -> str | None:
    """The publication number of a citation after ST.14: `EP-A- 0 361 708`, `US-A1- 2007 204 872`, `WO-A-03/008444`."""
    match = _ST14.fullmatch(text)
    number = parse(f"{match[1]}{match[3]}{match[2]}") if match else parse(text)
    return str(number) if number else None


def _who(citation: Element) -> str | None:
    said = (citation.get("cited-by") or "").strip().lower()
    if said:
        return said
    phase = (citation.get("cited-phase") or "").strip().lower()
    return _PHASES.get(phase, phase or None)


def _named(cited: Element, printed: Mapping[str, str]) -> tuple[str | None, str | None]:
    """A cited document's number, and its text where it has no number."""
    text = one_line(printed.get(cited.get("id") or "") or field(cited, "text"))
    if local(cited) == "nplcit":
        return None, text or _literature(cited) or None
    if cited.get("dnum-type") == "L":  # an application, whose number is no publication's
        return None, text or one_line(cited.get("dnum") or "") or None
    forms = [r.printed for r in references([cited])]
    for name in (*forms[:1], cited.get("dnum") or "", cited.get("ucid") or "", *forms[1:], text):
        if name and (number := st14_number(name)):
            return str(number), None
    return None, text or next(iter(forms), None) or one_line(text_of(cited)) or None


def _literature(cited: Element) -> str:
    """The leaves of a structured citation (author, title, serial, volume, pages), in order."""
    leaves = (one_line(e.text or "") for e in cited.iter() if isinstance(e.tag, str))
    return ", ".join(filter(None, leaves))


def _relevance(citation: Element) -> list[tuple[str | None, str | None, str | None]]:
    """(category, claims, passage) as the report pairs them; one of None where it says nothing."""
    scoped = [pair for part in citation.iterfind("rel-passage") for pair in _pairs(part, _passage(part))]
    if scoped:
        return list(dict.fromkeys(scoped))
    passage = "; ".join(filter(None, (_passage(p) for p in citation.iterfind("rel-passage")))) or None
    return list(dict.fromkeys(_pairs(citation, passage))) or [(None, None, passage)]


def _pairs(element: Element, passage: str | None) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Each `category` among the children of `element` with the `rel-claims` that follow it."""
    category: str | None = None
    open_pair = False
    for child in element:
        name = local(child)
        if name == "category":
            if open_pair:
                yield category, None, passage
            category, open_pair = one_line(text_of(child)).upper() or None, True
        elif name in {"rel-claims", "relevant-to-claims"}:
            yield category, one_line(text_of(child)) or None, passage
            open_pair = False
    if open_pair:
        yield category, None, passage


def _passage(part: Element) -> str | None:
    """The passages of one `rel-passage`, as words: `page 17, line 10 to page 19 to line 5`."""
    found = [_place(p) for p in part.iterfind("passage")]
    if not found and part.find("category") is None and part.find("rel-claims") is None:
        found = [one_line(text_of(part))]
    return "; ".join(filter(None, found)) or None


def _place(passage: Element) -> str:
    words = one_line(passage.text or "")
    for child in passage:
        name, text = local(child), one_line(text_of(child))
        label = _PLACES.get(name, "")
        for part in (f"{label} {text}" if label and text else text, one_line(child.tail or "")):
            words += (" " if part.startswith("to ") else ", ") + part if words and part else part
    return words
