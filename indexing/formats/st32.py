"""US grants in the tags of WIPO ST.32 (`PATDOC`, `SDOBI`, `B110` …), as SGML (2.4, 2001) or XML (2.5, 2002 to 2004): the same document either way.

Priority claims are the foreign ones (`B300`) and the US applications whose benefit is claimed: division (`B620`), continuations (`B631` to `B633`)
and provisional applications (`B680US`); a reissue, a substitution and earlier publications are none. `B511` is an IPC symbol in fixed width, or a
Locarno class for a design.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.findings import read_as, refused
from indexing.formats import us_parts, xml_parts
from indexing.formats.drawings import images, sheets
from indexing.formats.markup import field, local, text_of
from indexing.model import Patent, Text
from indexing.numbers import document_id, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import CitedDocument, Finding, PriorityClaim, Reading

BEGIN = re.compile(rb"\s*<(?:!DOCTYPE\s+)?PATDOC[\s>]", re.IGNORECASE)
_SECTIONS = frozenset({"RELAPP", "GOVINT", "BRFSUM", "DRWDESC", "DETDESC", "BTEXT"})
_PARENTS = ("B620//PDOC/DOC", "B630/B631//PDOC/DOC", "B630/B632//PDOC/DOC", "B630/B633//PDOC/DOC", "B680US/DOC")
_SKIP = ("MATHEMATICA", "CHEMCDX", "CHEMMOL", "EMI")


def reading(root: Element, where: str, label: str, findings: list[Finding]) -> Reading:
    """The grant that `root` is, or why there is none."""
    if local(root) != "PATDOC":
        return refused(where, "unknown-format", f"'{local(root)}' is no patent document of ST.32")
    bib = root.find("SDOBI")
    number = field(bib, "B100/B110/DNUM") or field(bib, "B100/B110")
    if bib is None or not number:
        return refused(where, "no-number", "the document has no publication number (B110)")
    return read_as(_patent(root, bib, number, where, label, findings), where, findings)


def _patent(root: Element, bib: Element, doc_number: str, where: str, label: str, findings: list[Finding]) -> Patent:
    language = (bib.get("LA") or "en").lower()
    kind = field(bib, "B100/B130")
    printed = f"{field(bib, 'B100/B190') or 'US'}{doc_number}{kind}"
    identity = document_id(printed)
    number = parse(identity)
    title = field(bib, "B500/B540")
    abstract = text_of(root.find("SDOAB"), _SKIP)
    found, in_claims = xml_parts.claims(root.findall("SDOCL//CLM"), language, _SKIP)
    paragraphs, in_text = xml_parts.description(xml_parts.blocks(root.find("SDODE"), _SECTIONS), language, lambda _: 0, _SKIP)
    inventors = us_parts.names(_name(e) for e in bib.iterfind("B700/B720/B721/PARTY-US"))
    assignees = us_parts.names(_name(e) for e in bib.iterfind("B700/B730/B731/PARTY-US"))
    return Patent(
        id=identity,
        source_id=printed,
        source=label,
        office=number.office if number else "US",
        number=number.number if number else None,
        kind=kind or None,
        application_number=us_parts.application_number(field(bib, "B200/B210")),
        language=language,
        titles=(Text(title, language),) if title else (),
        abstracts=(Text(abstract, language),) if abstract else (),
        claims=found,
        description=paragraphs,
        filing_date=us_parts.day(field(bib, "B200/B220/DATE"), "filing_date", where, findings),
        publication_date=us_parts.day(field(bib, "B100/B140/DATE"), "publication_date", where, findings),
        priorities=_priorities(bib, where, findings),
        ipc=us_parts.ipc_symbols(_fixed(e) for e in bib.iterfind("B500/B510/*") if local(e) in {"B511", "B512"}),
        applicants=assignees or inventors,
        inventors=inventors,
        citations=tuple(_citations(bib)),
        drawings=(*sheets(root.iterfind("SDODR/EMI")), *images(root.find("SDOAB"), "abstract"), *in_text, *in_claims),
    )


def _fixed(element: Element) -> str:
    """The text of fixed width below `element`, with its blanks."""
    return "".join(str(t) for t in element.itertext()).strip("\r\n")


def _name(party: Element) -> str:
    """An organisation as it is called, a person as `John R. Douceur`."""
    return field(party, "NAM/ONM") or us_parts.person(field(party, "NAM/FNM"), field(party, "NAM/SNM"), field(party, "NAM/SFX"))


def _priorities(bib: Element, where: str, findings: list[Finding]) -> tuple[PriorityClaim, ...]:
    """Foreign priorities, then US applications whose benefit is claimed."""
    foreign = [(field(e, "B310/DNUM"), field(e, "B330/CTRY"), field(e, "B320/DATE")) for e in bib.iterfind("B300")]
    parents = [(field(e, "DNUM"), field(e, "CTRY") or "US", field(e, "DATE")) for path in _PARENTS for e in bib.iterfind(f"B600/{path}")]
    claims = (us_parts.priority(n, c, d, where, findings) for n, c, d in foreign + parents)
    return tuple(dict.fromkeys(c for c in claims if c))


def _citations(bib: Element) -> Iterator[CitedDocument]:
    """Cited patents and literature, in order, with who cited them."""
    for item in bib.iterfind("B500/B560/*"):
        who = "examiner" if item.find(".//CITED-BY-EXAMINER") is not None else "other" if item.find(".//CITED-BY-OTHER") is not None else None
        doc = item.find("PCIT/DOC")
        if local(item) == "B561" and doc is not None:
            citation = us_parts.cited(field(doc, "DNUM"), field(doc, "CTRY"), field(doc, "KIND"), who)
        else:
            citation = us_parts.literature(text_of(item.find("NCIT")), who)
        if citation:
            yield citation
