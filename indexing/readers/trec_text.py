"""TREC-style text: `<DOC><DOCNO>…</DOCNO>…</DOC>`, many a file, SGML-like and often not well-formed (so it is not parsed as XML).

Tags name the parts; NTCIR's patent collections are such files (`PATENT-US-GRT-1993-05176894`, `PATENT-JA-UPA-1993-000001`, with `ABST`, `SPEC`,
`CLAIM`, `PRI-IPC`, `CITATION`), and so are the patent parts of the TIPSTER disks. Text outside known tags is description.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.findings import read_as, refused
from indexing.formats.json_fields import symbols
from indexing.formats.patent_text import application_id, claims_of, describe, one_text
from indexing.formats.utf8 import Utf8Stream, text_of_bytes, utf8_head
from indexing.model import CitedDocument, Finding, Patent, Piece, PriorityClaim
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from indexing.model import Reading
    from indexing.protocols import Source

MAX_DOCUMENT = 256 * 2**20
_CHUNK = 1 << 20
_HEAD = re.compile(rb"<DOC(?:\s[^>]*)?>\s*(?:<[A-Z-]+>[^<]{0,200}</[A-Z-]+>\s*){0,3}?<DOCNO>", re.IGNORECASE)
_BEGIN = re.compile(rb"<DOC(?:\s[^>]*)?>", re.IGNORECASE)
_END = re.compile(rb"</DOC\s*>", re.IGNORECASE)
_OPEN = re.compile(r"<([A-Za-z][\w.-]*)(?:\s[^<>]*)?>")
_TAG = re.compile(r"</?[A-Za-z][\w.:-]*(?:\s[^<>]*)?/?>")
_BREAK = re.compile(r"</?(?:P|BR|LI|TR|CLAIM-TEXT|SDO[A-Z]*|PAR?)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_NTCIR = re.compile(r"PATENT-(?P<office>[A-Z]{2})-(?P<type>[A-Z]+)-(?P<year>\d{4})-(?P<serial>\d+)")
_CITED = re.compile(r"[\t\n;|]+")
_NAMES = {
    "title": "TITLE TTL TI HEADLINE HEAD HL INVENTION-TITLE",
    "abstract": "ABST ABSTRACT AB ABS",
    "claims": "CLAIM CLAIMS CLM CLMS",
    "description": "SPEC DESCRIPTION DESC TEXT DETDESC DETD BSUM DRWD BACKGROUND SUMMARY BODY",
    "published": "PUB-DATE PD PUBDATE PUBLICATION-DATE DATE ISD",
    "filed": "APP-DATE APD FILING-DATE FILINGDATE APPDATE AD",
    "priority": "PRIORITY-DATE PRIORITYDATE",
    "application": "APP-NO APN APPNO APPLICATION-NUMBER",
    "ipc": "PRI-IPC IPC IPCS ICL IPC-CODES",
    "cpc": "CPC CPCS",
    "citations": "CITATION CITATIONS CITED",
    "inventors": "INVENTOR INVENTORS",
    "applicants": "ASSIGNEE ASSIGNEES APPLICANT APPLICANTS",
    "language": "LANG LANGUAGE",
    "family": "FAMILY FAMILY-ID",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_SILENT_NAMES = "DOCNO DOCID PUB-NO PUB-TYPE PAT-NO PAT-TYPE IPC-VER PRI-USPC PRIORITY KEYWORD FILEID SOURCE PROFILE"
_SILENT = frozenset(_SILENT_NAMES.split())


class TrecReader:
    """One document a piece; one that is not closed ends where the next begins."""

    def recognises(self, head: bytes) -> bool:
        return _HEAD.search(utf8_head(head)) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as raw:
            yield from _cut(Utf8Stream(raw), source.label)

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        text = text_of_bytes(piece.data, piece.where, findings, legacy=True)
        fields = _fields(text)
        name = one_line(_plain(" ".join(fields.get("DOCNO", []))))
        if not name:
            yield refused(piece.where, "no-number", "the document has no DOCNO; give it a number")
            return
        if not re.search(r"</DOC\s*>\s*\Z", text, re.IGNORECASE):
            findings.append(Finding("bad-markup", piece.where, None, "the document is not closed by </DOC>"))
        yield read_as(_patent(fields, name, piece, findings), piece.where, findings)


def _cut(stream: Utf8Stream, label: str) -> Iterator[Piece | Reading]:
    held, line, size_said = b"", 1, False
    while True:
        data = stream.read(max(_CHUNK, len(held)))
        held += data
        at = done = 0
        while begin := _BEGIN.search(held, at):
            end, following = _END.search(held, begin.end()), _BEGIN.search(held, begin.end())
            stop = end.end() if end and not (following and following.start() < end.start()) else following.start() if following else None
            if stop is None and data:
                break
            line += held.count(b"\n", at, begin.start())
            at = begin.start()
            stop = len(held) if stop is None else stop
            yield Piece(held[at:stop], label, f"{label}:{line}", line)
            line += held.count(b"\n", at, stop)
            at = done = stop
        if begin and len(held) - at > MAX_DOCUMENT:
            if not size_said:
                yield refused(f"{label}:{line}", "document-too-large", f"larger than {MAX_DOCUMENT:,} bytes, or never closed; part it")
            size_said, at = True, len(held) - 64
        elif not begin:
            at = max(at, len(held) - 64)  # a tag may be cut in two
        line += held.count(b"\n", done, at)
        held = held[at:]
        if not data:
            return


def _fields(text: str) -> dict[str, list[str]]:
    """The contents of the tags at the top of a document, by their names in capitals; what stands outside any as `TEXT`."""
    inner = _END_TEXT.sub("", _BEGIN_TEXT.sub("", text, count=1))
    small = inner.lower() if len(inner.lower()) == len(inner) else inner
    found: dict[str, list[str]] = {}
    unclosed: set[str] = set()
    rest, at, after = [], 0, 0
    while match := _OPEN.search(inner, at):
        name = match[1]
        end = -1 if name in unclosed else small.find(f"</{name.lower() if small is not inner else name}", match.end())
        if end < 0:
            unclosed.add(name)
            at = match.end()
            continue
        rest.append(inner[after : match.start()])
        found.setdefault(name.upper(), []).append(inner[match.end() : end])
        closed = inner.find(">", end)
        at = after = closed + 1 if closed >= 0 else len(inner)
    rest.append(inner[after:])
    outside = "\n".join(rest)
    if _plain(outside):
        found.setdefault("TEXT", []).append(outside)
    return found


_BEGIN_TEXT = re.compile(r"\A\s*<DOC(?:\s[^>]*)?>", re.IGNORECASE)
_END_TEXT = re.compile(r"</DOC\s*>\s*\Z", re.IGNORECASE)


def _plain(text: str) -> str:
    """Text without its inner tags; paragraphs' tags are line ends, `<tab>` of NTCIR a tabulator."""
    return _TAG.sub("", _BREAK.sub("\n", text.replace("<tab>", "\t"))).strip()


class _Parts:
    def __init__(self, fields: dict[str, list[str]], where: str, findings: list[Finding]) -> None:
        self._where, self._findings = where, findings
        self._parts: dict[str, list[str]] = {}
        for name, texts in fields.items():
            field = _FIELDS.get(name)
            if field:
                self._parts.setdefault(field, []).extend(filter(None, map(_plain, texts)))
            elif name not in _SILENT:
                self._parts.setdefault("description", []).extend(filter(None, map(_plain, texts)))

    def text(self, field: str, joint: str = "\n") -> str:
        return joint.join(self._parts.get(field, []))

    def list(self, field: str) -> list[str]:
        return [item for text in self._parts.get(field, []) for part in _CITED.split(text) if (item := one_line(part))]

    def day(self, field: str) -> dt.date | None:
        given = one_line(self.text(field, " "))
        day = parse_date(given)
        if given and not day:
            self._findings.append(Finding("bad-date", self._where, field, f"'{given[:40]}' is no date"))
        return day


def _patent(fields: dict[str, list[str]], name: str, piece: Piece, findings: list[Finding]) -> Patent:
    parts = _Parts(fields, piece.where, findings)
    identity = document_id(_number(name))
    number = parse(identity)
    office = number.office if number else None
    language = one_line(parts.text("language")).lower() or ({"US": "en", "JP": "ja"}.get(office or "") if _NTCIR.fullmatch(name) else None)
    priority = parts.day("priority")
    return Patent(
        id=identity,
        source_id=name,
        source=piece.source,
        office=office,
        number=number.number if number else None,
        kind=number.kind if number else None,
        application_number=application_id(parts.text("application"), office) if parts.text("application") else None,
        language=language,
        titles=one_text(parts.text("title", " "), language),
        abstracts=one_text(parts.text("abstract"), language),
        claims=claims_of(parts.text("claims"), language),
        description=describe(parts.text("description"), language),
        filing_date=parts.day("filed"),
        publication_date=parts.day("published"),
        priorities=(PriorityClaim(date=priority),) if priority else (),
        cpc=symbols(parts.list("cpc")),
        ipc=symbols(parts.list("ipc")),
        family=one_line(parts.text("family")) or None,
        applicants=tuple(dict.fromkeys(parts.list("applicants"))),
        inventors=tuple(dict.fromkeys(parts.list("inventors"))),
        citations=tuple(dict.fromkeys(_cited(item, office) for item in parts.list("citations") if re.search(r"\d{4}", item))),
    )


def _number(name: str) -> str:
    """A DOCNO as a publication number: NTCIR's names tell office, year and serial."""
    match = _NTCIR.fullmatch(name.upper())
    if not match:
        return name
    year, serial = int(match["year"]), match["serial"]
    if match["office"] == "US":
        return f"US{serial}" if match["type"] == "GRT" else f"US{year}{int(serial[-7:]):07d}A1"
    if match["office"] in {"JA", "JP"} and match["type"] == "UPA":
        return f"JP{year}{serial}A" if year >= 2000 else f"JPH{year - 1988:02d}{serial}A"  # noqa: PLR2004 - Heisei 1 is 1989; Western years since 2000
    return name


def _cited(item: str, office: str | None) -> CitedDocument:
    """`4832301/19890523` (NTCIR) or a number in any other form."""
    written = item.partition("/")[0] if re.fullmatch(r"\w{4,12}/\d{6,8}", item) else item
    number = parse(written) or parse(f"{office or ''}{written}")
    return CitedDocument(str(number)) if number else CitedDocument(None, text=item)
