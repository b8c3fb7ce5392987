"""JSON lines in BEIR layout (Thakur et al. 2021): `{"_id", "title", "text", "metadata"}` a line, and the further fields of our sets.

`text` is the abstract; `description` and `claims` may be texts or lists; `date` is the priority date; `ipc` and `cpc` hold symbols parted by
`|`; `family` names the simple family. In `metadata`: `filing_date`, `publication_date`, `priority_date`, `owner`, `country`, `language`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from indexing.claims import dependencies, split_claims
from indexing.dates import parse_date
from indexing.findings import read_as, refused
from indexing.formats.json_kinds import BEIR, kind_of_head
from indexing.model import Claim, Finding, Paragraph, Patent, Piece, PriorityClaim, Text
from indexing.numbers import document_id, parse
from indexing.text import clean, one_line, paragraphs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from indexing.model import Reading
    from indexing.protocols import Source

MAX_LINE = 256 * 1024 * 1024
_RECORD = re.compile(rb'(?:\A|\n)\s*\{[^\n]*"_id"\s*:')
_SYMBOL = re.compile(r"\s*[|;]\s*")


class BeirReader:
    """One document a line; a line that is none is refused by its number, and the next one is read."""

    def recognises(self, head: bytes) -> bool:
        return _RECORD.search(head.removeprefix(b"\xef\xbb\xbf")) is not None and kind_of_head(head) == BEIR

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            number = 0
            while line := stream.readline(MAX_LINE):
                number += 1
                where = f"{source.label}:{number}"
                if len(line) == MAX_LINE and not line.endswith(b"\n"):
                    yield refused(where, "line-too-long", f"a line is longer than {MAX_LINE:,} bytes; part the file into one document a line")
                    return
                if line.strip(b" \t\r\n\xef\xbb\xbf\x00"):
                    yield Piece(line, source.label, where, number)

    def read(self, piece: Piece) -> Iterator[Reading]:
        yield _reading(piece.data, piece.where, piece.source)


def _reading(line: bytes, where: str, label: str) -> Reading:
    """The document of one line, or why there is none."""
    findings: list[Finding] = []
    try:
        text = line.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        text = line.decode("utf-8", "replace")
        findings.append(Finding("bad-encoding", where, None, f"not UTF-8 at byte {error.start}; the bad bytes were replaced by U+FFFD"))
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return refused(where, "bad-json", f"not JSON ({error}); mend or remove the line")
    if not isinstance(record, dict):
        return refused(where, "bad-record", "a line must be a JSON object; mend or remove the line")
    name = record.get("_id")
    if not isinstance(name, str | int) or isinstance(name, bool) or not clean(str(name)):
        return refused(where, "no-number", "the line has no '_id'; give the document a number")
    try:
        patent = _patent(record, clean(str(name)), label)
    except (TypeError, ValueError, AttributeError) as error:
        return refused(where, "bad-record", f"a field is not as it should be ({error}); mend the line", document_id(str(name)))
    return read_as(patent, where, findings)


def _patent(record: dict[str, Any], source_id: str, label: str) -> Patent:
    extra = record.get("metadata")
    meta: dict[str, Any] = extra if isinstance(extra, dict) else {}
    language = _text(meta.get("language")).lower() or None
    identity = document_id(source_id)
    number = parse(identity)
    title, abstract = one_line(_text(record.get("title"))), one_line(_text(record.get("text")))
    priority = _day(record, meta, "date", "priority_date")
    return Patent(
        id=identity,
        source_id=source_id,
        source=label,
        office=number.office if number else _text(meta.get("country")).upper() or None,
        number=number.number if number else None,
        kind=number.kind if number else None,
        language=language,
        titles=(Text(title, language),) if title else (),
        abstracts=(Text(abstract, language),) if abstract else (),
        claims=_claims(record.get("claims"), language),
        description=_description(record.get("description"), language),
        filing_date=_day(record, meta, "filing_date"),
        publication_date=_day(record, meta, "publication_date"),
        priorities=(PriorityClaim(date=priority),) if priority else (),
        cpc=_list(record.get("cpc", meta.get("cpc"))),
        ipc=_list(record.get("ipc", meta.get("ipc"))),
        family=_text(record.get("family", meta.get("family"))) or None,
        applicants=_list(meta.get("owner")) if isinstance(meta.get("owner"), list) else tuple(filter(None, [one_line(_text(meta.get("owner")))])),
    )


def _text(value: object) -> str:
    """A field as text; None is empty, a number its digits. Raises TypeError for an object or a list."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    msg = f"a text was expected, not {type(value).__name__}"
    raise TypeError(msg)


def _list(value: object) -> tuple[str, ...]:
    """Symbols or names: a list, or a text that parts them by `|` or `;`; each once, in order."""
    items = value if isinstance(value, list) else _SYMBOL.split(_text(value))
    return tuple(dict.fromkeys(item for item in (one_line(_text(i)) for i in items) if item))


def _day(record: dict[str, Any], meta: dict[str, Any], *names: str) -> dt.date | None:
    return next((day for name in names for place in (record, meta) if (day := parse_date(place.get(name)))), None)


def _claims(value: object, language: str | None) -> tuple[Claim, ...]:
    if isinstance(value, list):
        texts = [clean(_text(v)) for v in value]
        return tuple(Claim(n, t, dependencies(t, n), language) for n, t in enumerate(texts, 1) if t)
    return split_claims(_text(value), language)


def _description(value: object, language: str | None) -> tuple[Paragraph, ...]:
    texts = [p for v in value for p in paragraphs(_text(v))] if isinstance(value, list) else paragraphs(_text(value))
    return tuple(Paragraph(f"desc.{n}", t, None, language) for n, t in enumerate(texts, 1))
