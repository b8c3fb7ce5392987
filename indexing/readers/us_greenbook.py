"""US grants of 1976 to 2001 in the Greenbook format (APS text); a weekly file holds many records, each from one `PATN` line to the next.

Number (`WKU`) is eight characters and a check character (modulo 11: a digit, or `&` for ten); so is the serial number (`APN`), of six. The kind code
follows from the kind of document and the day of issue: the office's codes changed on 2 January 2001, and those of later patents (B1 or B2) and plants
(P2 or P3) cannot be told. US classes are no IPC; `PNO` in `RLAP` is a patent, not an application.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from indexing.claims import dependencies
from indexing.findings import read_as, refused
from indexing.formats import us_parts
from indexing.formats.decoding import decoded
from indexing.formats.greenbook import Section, decode, sections, table_text, without_images
from indexing.model import Claim, Drawing, Finding, Paragraph, Patent, Piece, PriorityClaim, Text
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexing.formats.greenbook import Value
    from indexing.model import CitedDocument, Reading
    from indexing.protocols import Source

MAX_RECORD = 64 * 2**20
_MAX_LINE = 1 << 20
_HEAD = re.compile(rb"(?:\A|[\r\n])PATN[ \t]*(?:\r?\n[ \t]*)*\r?\n[A-Z]{3}  ")
_NUMBER = re.compile(r"([A-Z]{0,2})\s*(\d+)(&?)")
_KINDS = {"": "A", "D": "S", "PP": "P", "RE": "E", "H": "H"}
_LATER_KINDS = {"D": "S1", "RE": "E1", "H": "H1"}
_NEW_KINDS = dt.date(2001, 1, 2)
_NEW_SERIES = dt.date(1992, 10, 1)
_DESIGNS = "29"
"""The series of design applications since 1 October 1992, which the format writes as `D` or leaves out."""
_PRINTED = re.compile(r"\A(\d{1,4})\s?\.\s+")
_BENEFITS = frozenset({"71", "72", "74", "81", "82", "84"})
"""`COD` of `RLAP`: continuation, continuation in part, division; 8x where it is the parent's own relation."""
_PROVISIONAL = re.compile(r"6[0-3]/?\d{6}")
_IMAGES = {"EQU": "formula", "STR": "chemistry", "TBL": "table"}
_PARAGRAPHS = frozenset({"PAR", "PAL", "PA0", "PA1", "PA2", "PA3", "PA4", "PA5", "PAC", "TBL", "EQU", "FNT", "STM"})


class GreenbookReader:
    """One record after the other; one that is no document is refused with its line, and the next one is read."""

    def recognises(self, head: bytes) -> bool:
        return _HEAD.search(head) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            first, line, size = 1, 0, 0
            held: list[bytes] | None = None  # nothing is held before the first record: a file's header is no document
            while part := stream.readline(_MAX_LINE):
                line += 1
                if part.rstrip() == b"PATN":
                    yield from _record(held, size, source.label, first)
                    first, size, held = line, 0, []
                size += len(part)
                if held is not None and size <= MAX_RECORD:
                    held.append(part)
            yield from _record(held, size, source.label, first)

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        text, repaired = decoded(piece.data)
        if repaired:
            findings.append(Finding("encoding-repaired", f"{piece.source}:{piece.line}", None, repaired))
        record = sections(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", ""))
        number = _wku(record[0].get("WKU") if record else "")
        if number is None:
            yield refused(f"{piece.source}:{piece.line}", "no-number", "the record has no patent number (WKU); mend the record")
            return
        yield read_as(_patent(record, number, piece, findings), piece.where, findings)


def _record(held: list[bytes] | None, size: int, label: str, first: int) -> Iterator[Piece | Reading]:
    """The record whose lines are held; nothing before the first one."""
    if held is None:
        return
    where = label if first == 1 else f"{label}:{first}"
    if size > MAX_RECORD:
        yield refused(where, "document-too-large", f"larger than {MAX_RECORD:,} bytes; part it")
    else:
        yield Piece(b"".join(held), label, where, first)


def _wku(text: str) -> str | None:
    """The patent's number without its check character: `039373754` is 3937375, `06332220&` 6332220, `RE0286713` RE28671. None where it is none."""
    match = _NUMBER.fullmatch(text.strip().upper())
    if not match:
        return None
    letters, digits, ten = match.groups()
    digits = digits[:-1] if not ten and len(letters + digits) == 9 else digits  # noqa: PLR2004 - eight places and the check digit
    return f"{letters}{digits.lstrip('0')}" if digits.strip("0") else None


def _patent(record: list[Section], number: str, piece: Piece, findings: list[Finding]) -> Patent:
    head = record[0]
    where = f"{piece.source}:{piece.line}"
    published = us_parts.day(head.get("ISD"), "publication_date", where, findings)
    letters = number.rstrip("0123456789")
    kind = (_KINDS if published < _NEW_KINDS else _LATER_KINDS).get(letters) if published else None
    filed = us_parts.day(head.get("APD"), "filing_date", where, findings)
    identity = document_id(f"US{number}{kind or ''}")
    parsed = parse(identity)
    title = one_line(decode(head.get("TTL")))
    abstract = "\n".join(filter(None, (_text(v) for v in _values(record, "ABST"))))
    claims, in_claims = _claims(record)
    paragraphs, in_text = _description(record)
    printed = head.get("NCL").strip()
    if printed.isdecimal() and len(claims) < int(printed):
        findings.append(Finding("truncated-record", where, "claims", f"{len(claims)} of {int(printed)} claims"))
    inventors = us_parts.names(_name(s.get("NAM")) for s in record if s.name == "INVT")
    assignees = us_parts.names(_name(s.get("NAM")) for s in record if s.name == "ASSG")
    return Patent(
        id=identity,
        source_id=f"US{number}{kind or ''}",
        source=piece.source,
        office="US",
        number=parsed.number if parsed else number,
        kind=kind,
        application_number=_application(_series(head.get("SRC"), letters, filed or published), head.get("APN")),
        language="en",
        titles=(Text(title, "en"),) if title else (),
        abstracts=(Text(abstract, "en"),) if abstract else (),
        claims=claims,
        description=paragraphs,
        filing_date=filed,
        publication_date=published,
        priorities=_priorities(record, where, findings),
        ipc=us_parts.ipc_symbols(s for section in record if section.name == "CLAS" for s in section.all("ICL")),
        applicants=assignees or inventors,
        inventors=inventors,
        citations=tuple(_citations(record)),
        drawings=(*_shown("abstract", _values(record, "ABST")), *in_text, *in_claims),
    )


def _name(text: str) -> str:
    """`Daniels; Everette E.` as `Everette E. Daniels`; an organisation as it is called."""
    last, _, first = one_line(decode(text)).partition(";")
    return us_parts.person(first, last)


def _series(code: str, letters: str, day: dt.date | None) -> str:
    """The series code, which later designs lack."""
    written = code.strip().upper()
    later = letters == "D" and day is not None and day >= _NEW_SERIES
    return _DESIGNS if written == "D" or (later and not written) else written


def _application(series: str, number: str) -> str | None:
    """Series code in two digits, serial number in six; what `APN` has behind them is a check character."""
    digits = number.strip().removesuffix("&")
    if not (series.isdecimal() and digits.isdecimal()):
        return us_parts.application_number(digits) if digits.isdecimal() else None
    serial = digits[:-1] if len(digits) == 7 else digits  # noqa: PLR2004 - six places and the check digit
    return f"US{int(series):02}{int(serial):06}"


def _values(record: list[Section], *names: str) -> list[Value]:
    """The paragraphs, headings and tables of the sections of these names, in order."""
    return [v for section in record if section.name in names for v in section.values if v.tag in _PARAGRAPHS]


def _text(value: Value) -> str:
    """A paragraph, or a table with its rows as lines; without the marks of its images."""
    if value.tag == "TBL":
        return without_images(table_text(value.lines))[0]
    return one_line(decode(without_images(value.text)[0]))


def _shown(unit: str, values: Iterable[Value]) -> Iterator[Drawing]:
    """The images marked in the values' text (`##STR1##`), which the format keeps apart from it."""
    for value in values:
        for name in without_images(value.text)[1]:
            yield Drawing(_IMAGES.get(name[:3], "other"), name, unit=unit)


def _description(record: list[Section]) -> tuple[tuple[Paragraph, ...], list[Drawing]]:
    """Paragraphs by their order under the nearest heading above (`PAC`), and the images in them; one that is an image alone belongs to the last."""
    found: list[Paragraph] = []
    shown: list[Drawing] = []
    heading: str | None = None
    for value in _values(record, "PARN", "GOVT", "BSUM", "DRWD", "DETD"):
        text = _text(value)
        if value.tag == "PAC":
            heading = one_line(text) or heading
        elif text:
            found.append(Paragraph(f"desc.{len(found) + 1}", text, heading, "en"))
        shown += _shown(found[-1].unit if found else "abstract", [value])
    return tuple(found), shown


def _claims(record: list[Section]) -> tuple[tuple[Claim, ...], list[Drawing]]:
    """The claims under their `NUM`, each limb on a line of its own; without any `NUM` (designs) the text is claim 1."""
    groups: list[tuple[int, list[Value]]] = []
    for section in record:
        if section.name not in {"CLMS", "DCLM"}:
            continue
        for value in section.values:
            if value.tag == "NUM":
                digits = re.match(r"\s*(\d+)", value.text)
                groups.append((int(digits[1]) if digits else 0, []))
            elif value.tag in _PARAGRAPHS and value.tag != "STM":
                if not groups:
                    groups.append((0, []))
                groups[-1][1].append(value)
    numbers = [n for n, _ in groups]
    if len(set(numbers)) != len(numbers) or 0 in numbers:
        groups = [(order, values) for order, (_, values) in enumerate(groups, 1)]
    claims: list[Claim] = []
    shown: list[Drawing] = []
    for number, values in groups:
        text = _PRINTED.sub("", "\n".join(filter(None, map(_text, values))))
        if text:
            claims.append(Claim(number, text, dependencies(text, number), "en"))
            shown += _shown(f"claim.{number}", values)
    return tuple(claims), shown


def _priorities(record: list[Section], where: str, findings: list[Finding]) -> tuple[PriorityClaim, ...]:
    """Foreign priorities, then US applications whose benefit is claimed."""
    foreign = [(s.get("APN"), s.get("CNT"), s.get("APD")) for s in record if s.name == "PRIR"]
    related = [s for s in record if s.name == "RLAP" and (s.get("COD") in _BENEFITS or _PROVISIONAL.fullmatch(s.get("APN")))]
    parents = [(s.get("APN"), "US", s.get("APD")) for s in related]
    claims = (us_parts.priority(n, c, d, where, findings) for n, c, d in foreign + parents)
    return tuple(dict.fromkeys(c for c in claims if c))


def _citations(record: list[Section]) -> Iterator[CitedDocument]:
    """Cited US patents, foreign ones and literature, in order; the format does not say who cited them."""
    for section in record:
        if section.name in {"UREF", "FREF"}:
            office = section.get("CNT") if section.name == "FREF" else "US"
            citations = [us_parts.cited(section.get("PNO"), office)]
        elif section.name == "OREF":
            citations = [us_parts.literature(decode(v.text)) for v in section.values]
        else:
            continue
        yield from (c for c in citations if c)
