"""PatentsView's tables (`g_patent`, `g_claims_2020`, `pg_detail_desc_text_2021` …): one table a file, a reading for each document of the table.

A table holds a part of each document: all its consecutive rows are one piece, and the reading is a partial one. Grants are named without their
kind code, in every table alike (only `g_patent` knows it, as `wipo_kind`), so that the parts of a document bear one id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.findings import read_as, refused
from indexing.formats.json_fields import Fields, symbols
from indexing.formats.patent_text import application_id, claim_list, describe, one_text
from indexing.formats.patentsview_tables import KEYS, read_header, table_of
from indexing.formats.table_rows import HEADER_WITHIN, Layout, cells, layout_of, rows_in, rows_of
from indexing.formats.us_parts import BENEFITS
from indexing.formats.utf8 import text_of_bytes
from indexing.model import CitedDocument, Claim, Finding, LedgerEntry, Paragraph, Patent, Piece, PriorityClaim, Reading
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from indexing.protocols import Source

HEAD = 64 * 1024
MAX_ROWS = 20_000
"""So many rows of one document are one piece at most: a broken key must not gather a whole table."""
_ID = re.compile(r"(?:RE|PP|D|H|T|X|AI)?\d{1,11}")
_TEXTS = frozenset({"abstract", "claims", "related", "summary", "description", "drawings"})
_PARENTS = frozenset({"", "parent document", "us-provisional-application"})
_WORDS = {"cited by examiner": "examiner", "cited by applicant": "applicant", "cited by third party": "third-party", "cited by other": "applicant"}


class PatentsViewReader:
    """The rows of one document a piece, behind the table's header."""

    def recognises(self, head: bytes) -> bool:
        return _layout(head) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            layout = _layout(stream.read(HEAD))
        if layout is None:
            return
        key = _key(layout)
        header, any_row = b"", False
        held: list[bytes] = []
        name, line = "", 1
        for row in rows_of(source, layout.delimiter, lambda c: len(c) == len(layout.names) and _ID.fullmatch(c[key].strip()) is not None):
            if row.line <= layout.line:
                header = row.data.rstrip(b"\r\n") + b"\n"
                continue
            any_row = True
            if row.fault:
                if held:
                    yield Piece(header + b"".join(held), source.label, f"{source.label}:{line}", line)
                    held = []
                yield refused(f"{source.label}:{row.line}", "bad-row", f"{row.fault}; mend the row")
                continue
            found = cells(row.data.decode("utf-8", "replace"), layout.delimiter)
            own = found[key].strip() if key < len(found) else ""
            if held and (own != name or len(held) >= MAX_ROWS):
                yield Piece(header + b"".join(held), source.label, f"{source.label}:{line}", line)
                held = []
            if not held:
                name, line = own, row.line
            held.append(row.data if row.data.endswith((b"\n", b"\r")) else row.data + b"\n")
        if held:
            yield Piece(header + b"".join(held), source.label, f"{source.label}:{line}", line)
        if not any_row:
            yield refused(source.label, "no-records", "the table has a header and no row")

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        layout = _layout(piece.data.partition(b"\n")[0] + b"\n")
        table, names = read_header(layout.names, piece.source) if layout else (None, [])
        if layout is None or table is None:
            yield refused(piece.where, "unknown-format", "no table of PatentsView")
            return
        rows = []
        for row in list(rows_in(piece.data, layout.delimiter))[1:]:
            found = cells(text_of_bytes(row.data, piece.where, findings), layout.delimiter)
            if len(found) != len(names):
                findings.append(Finding("bad-field", piece.where, None, f"a row has {len(found)} cells instead of {len(names)}"))
            rows.append(Fields(dict(zip(names, found, strict=False)), piece.where, findings))
        name = one_line(rows[0].text(*KEYS)) if rows else ""
        if not _ID.fullmatch(name):
            yield refused(piece.where, "no-number", f"'{name[:40]}' is no patent's number; mend the row")
            return
        yield _reading(table, name, rows, piece, findings)


def _layout(head: bytes) -> Layout | None:
    layout = layout_of(head, lambda names: int(table_of(names) is not None))
    return layout if layout and layout.line <= HEADER_WITHIN else None


def _key(layout: Layout) -> int:
    names = read_header(layout.names)[1]
    return next(names.index(key) for key in KEYS if key in names)


def _reading(table: str, name: str, rows: Sequence[Fields], piece: Piece, findings: list[Finding]) -> Reading:
    granted = "patent_id" in rows[0].record
    identity = document_id(f"US{name}")
    number = parse(identity)
    patent = Patent(
        id=identity,
        source_id=name,
        source=piece.source,
        office="US",
        number=number.number if number else name,
        language="en",
        **_PARTS[table](rows, granted),
    )
    findings.append(Finding("partial-document", piece.where, table))
    if table in _TEXTS or any(t.strip() for t in patent.units().values()):
        reading = read_as(patent, piece.where, findings)
        if reading.entry.code != "title-only":
            return reading
    return Reading(patent, LedgerEntry(piece.where, patent.id, "indexed"), tuple(findings))


def _patent(rows: Sequence[Fields], granted: bool) -> dict[str, Any]:
    row = rows[0]
    day = row.day("patent_date") if granted else row.day("published_date")
    return {
        "kind": row.text("wipo_kind") or None,
        "titles": one_text(row.text("patent_title", "application_title"), "en"),
        "abstracts": one_text(row.text("patent_abstract", "application_abstract"), "en"),
        "publication_date": day,
        "filing_date": row.day("filing_date"),
        "application_number": application_id(row.text("application_id"), "US"),
    }


def _abstract(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    return {"abstracts": one_text(rows[0].text("patent_abstract", "application_abstract"), "en")}


def _claims(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    """`claim_number` may be zero-filled (`00001`), `claim_sequence` counts from 0; `dependent` says `claim 1`, once `1`, or `-1` for none."""
    numbered = []
    for order, row in enumerate(_in_order(rows, "claim_sequence"), 1):
        digits = row.text("claim_number").strip()
        numbered.append((int(digits) if digits.isdigit() else order, row.text("claim_text"), row.text("dependent")))
    claims = claim_list([(n, text) for n, text, _ in numbered], "en")
    named = {n: tuple(int(d) for d in re.findall(r"(?<!-)\b\d+", said)) for n, _, said in numbered}
    return {
        "claims": tuple(
            Claim(c.number, c.text, c.depends_on or tuple(n for n in named.get(c.number, ()) if 0 < n < c.number), c.language) for c in claims
        )
    }


_PLACES = {
    "rel_app_text": (5_000, "RELATED APPLICATIONS"),
    "summary_text": (10_000, "BRIEF SUMMARY"),
    "draw_desc_text": (20_000, "DESCRIPTION OF DRAWINGS"),
    "description_text": (30_000, "DETAILED DESCRIPTION"),
}


def _text(column: str) -> Callable[[Sequence[Fields], bool], dict[str, Any]]:
    """A part of the description, its paragraphs named after the part, since its place among the others is not in the table."""

    def part(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
        offset, title = _PLACES[column]
        texts = [row.text(column) for row in _in_order(rows, "draw_desc_sequence")]
        found = describe("\n\n".join(text.replace("\n\n", "\n") if len(texts) > 1 else text for text in texts), "en")
        return {"description": tuple(Paragraph(f"desc.{offset + n}", p.text, p.heading or title, "en") for n, p in enumerate(found, 1))}

    return part


def _filing(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    return {"filing_date": rows[0].day("filing_date"), "application_number": application_id(rows[0].text("application_id"), "US")}


def _cpc(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    return {"cpc": symbols(row.text("cpc_group") or row.text("cpc_subclass") for row in _in_order(rows, "cpc_sequence"))}


def _ipc(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    parts = ("section", "ipc_class", "subclass", "main_group")
    return {
        "ipc": symbols(
            "".join(r.record.get(p) or "" for p in parts) + "/" + (r.record.get("subgroup") or "") for r in _in_order(rows, "ipc_sequence")
        )
    }


def _names(role: str, field: str) -> Callable[[Sequence[Fields], bool], dict[str, Any]]:
    def part(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
        found = []
        for row in _in_order(rows, f"{role}_sequence"):
            kinds = [f"{way}_{role}" for way in ("disambig", "raw")]
            firm = row.text(*(f"{k}_organization" for k in kinds))
            person = [row.text(*(f"{k}{middle}_name_{part}" for k in kinds for middle in ("", "_individual"))) for part in ("first", "last")]
            found.append(one_line(firm or " ".join(filter(None, person))))
        return {field: tuple(dict.fromkeys(filter(None, found)))}

    return part


def _priorities(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    found = [
        PriorityClaim(r.text("foreign_application_id") or None, r.text("foreign_country_filed").upper() or None, r.day("filing_date"))
        for r in _in_order(rows, "priority_claim_sequence")
    ]
    return {"priorities": tuple(dict.fromkeys(p for p in found if p.number or p.date))}


def _parents(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    """Earlier applications whose benefit is claimed; other relations, and the patents granted on the parents, are none."""
    found = [
        PriorityClaim(r.text("related_doc_number") or None, r.text("published_country").upper() or "US", r.day("related_doc_published_date"))
        for r in _in_order(rows, "related_doc_sequence")
        if r.text("related_doc_type") in BENEFITS and r.text("related_doc_kind") in _PARENTS
    ]
    return {"priorities": tuple(dict.fromkeys(p for p in found if p.number or p.date))}


def _cited(column: str, country: str = "US") -> Callable[[Sequence[Fields], bool], dict[str, Any]]:
    def part(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
        found = []
        for row in _in_order(rows, "citation_sequence"):
            written = one_line(row.text(column))
            office = row.text("citation_country") if country != "US" else "US"
            number = parse(written) or parse(f"{office}{written}{row.text('wipo_kind')}")
            who = _WORDS.get(row.text("citation_category").strip().casefold())
            if written:
                found.append(CitedDocument(str(number) if number else f"{office}{written}", cited_by=who))
        return {"citations": tuple(dict.fromkeys(found))}

    return part


def _literature(rows: Sequence[Fields], _: bool) -> dict[str, Any]:
    texts = [one_line(row.text("other_reference_text")) for row in _in_order(rows, "other_reference_sequence")]
    return {"citations": tuple(CitedDocument(None, text=text) for text in dict.fromkeys(filter(None, texts)))}


def _in_order(rows: Sequence[Fields], column: str) -> list[Fields]:
    """The rows by their sequence number where all have one."""
    numbers = [str(row.record.get(column) or "").strip() for row in rows]
    if not all(n.isdigit() for n in numbers):
        return list(rows)
    return [row for _, _, row in sorted((int(n), order, row) for order, (n, row) in enumerate(zip(numbers, rows, strict=True)))]


_PARTS: dict[str, Callable[[Sequence[Fields], bool], dict[str, Any]]] = {
    "patent": _patent,
    "application": _patent,
    "abstract": _abstract,
    "claims": _claims,
    "related": _text("rel_app_text"),
    "summary": _text("summary_text"),
    "description": _text("description_text"),
    "drawings": _text("draw_desc_text"),
    "filing": _filing,
    "cpc": _cpc,
    "ipc": _ipc,
    "inventors": _names("inventor", "inventors"),
    "assignees": _names("assignee", "applicants"),
    "applicants": _names("applicant", "applicants"),
    "priorities": _priorities,
    "parents": _parents,
    "cited-patents": _cited("citation_patent_id"),
    "cited-applications": _cited("citation_document_number"),
    "cited-foreign": _cited("citation_application_id", "foreign"),
    "cited-literature": _literature,
}
