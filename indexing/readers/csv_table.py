"""Tables of patents as CSV or TSV, a document a row: exports of Lens.org, Espacenet, PATENTSCOPE, Google Patents, Derwent, and an office's own.

What a column holds follows from its name alone (`indexing.formats.column_map`); delimiter and the lines before the header are found by the header. A
number may stand in parts (office, number, kind code). Lists are parted by `;;`, `|`, `;` or line ends within the cell.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.findings import read_as, refused
from indexing.formats.column_map import TEXTS, column_map, score
from indexing.formats.json_fields import symbols
from indexing.formats.patent_text import application_id, claims_of, describe, one_text
from indexing.formats.table_rows import cells, layout_of, rows_in, rows_of
from indexing.formats.utf8 import text_of_bytes
from indexing.model import CitedDocument, Finding, Paragraph, Patent, Piece, PriorityClaim, Reading, Text
from indexing.numbers import document_id, parse
from indexing.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.column_map import Column
    from indexing.model import Claim
    from indexing.protocols import Source

HEAD = 64 * 1024
_LIST = re.compile(r"\s*(?:;;|\|\|?|;|\n)\s*")
_CLASS = re.compile(r"(?<![A-Z0-9])[A-HY]\d{2}[A-Z]\s{0,8}\d{1,4}\s?/\s?\d{2,6}(?!\d)")
_COUNTRY = re.compile(r"\s*\[[A-Z]{2}\](?:\s*[,;]?\s+(?=\S)|\s*\Z)")
"""What Espacenet puts behind a name (`SMITH JOHN [US]`); it also ends the name."""
_DAYS = ("%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y")
_PRIORITY = re.compile(r"([A-Z]{2}.{1,40}?)\s+(\d{8})")
_PRIORITY_DATA = re.compile(r"(?:\[|, )([A-Z0-9/., -]{3,40}?) (\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?|\d\d\.\d\d\.\d{4}) ([A-Z]{2})(?=\]|, )")
"""As PATENTSCOPE lists them: `[60/225,166 14.08.2000 US, 10865540 2004-06-10T23:59:59.000Z US]`."""
_NOTHING = frozenset({"na", "n/a", "none", "nan", "null"})
_CITED = {
    "citations": None, "citations_search": "search", "citations_examiner": "examiner", "citations_opposition": "opposition",
    "citations_applicant": "applicant", "citations_other": None,
}  # fmt: skip
_FLAGS = frozenset({"yes", "no", "true", "false", "y", "n", "0", "1", "-"})
"""What a column says that tells whether there is a text (`Full Text`), and does not hold it."""
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTHS = 12


class CsvReader:
    """One row a piece, behind the header."""

    def recognises(self, head: bytes) -> bool:
        return not head.lstrip().startswith((b"{", b"[", b"<", b"%PDF-")) and layout_of(head, score) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            layout = layout_of(stream.read(HEAD), score)
        if layout is None:
            return
        header, any_row = b"", False
        numbers = [n for n, c in column_map(layout.names).items() if c.field in {"number", "weak_number"}]

        def is_whole(found: list[str]) -> bool:
            return len(found) == len(layout.names) and any(parse(found[n]) for n in numbers)

        for row in rows_of(source, layout.delimiter, is_whole):
            where = f"{source.label}:{row.line}"
            if row.line < layout.line:
                continue
            if row.line == layout.line:
                header = row.data.rstrip(b"\r\n") + b"\n"
                continue
            any_row = True
            if row.fault:
                yield refused(where, "bad-row", f"{row.fault}; mend the row")
            else:
                yield Piece(header + row.data, source.label, where, row.line)
        if not any_row:
            yield refused(source.label, "no-records", "the table has a header and no row")

    def read(self, piece: Piece) -> Iterator[Reading]:
        findings: list[Finding] = []
        layout = layout_of(piece.data.partition(b"\n")[0] + b"\n", score) or layout_of(piece.data, score)
        rows = list(rows_in(piece.data, layout.delimiter)) if layout else []
        if layout is None or len(rows) < 2:  # noqa: PLR2004 - the header and the row
            yield refused(piece.where, "bad-row", "no row of a table of patents")
            return
        found = cells(text_of_bytes(rows[1].data, piece.where, findings, legacy=True), layout.delimiter)
        if len(found) > len(layout.names) and any(extra.strip() for extra in found[len(layout.names) :]):
            reason = f"{len(found)} cells instead of {len(layout.names)}; put quotation marks around cells that hold the delimiter"
            yield refused(piece.where, "bad-row", reason)
            return
        if len(found) < len(layout.names):
            findings.append(Finding("bad-field", piece.where, None, f"{len(found)} cells instead of {len(layout.names)}"))
        row = _Row(layout.names, found, piece.where, findings)
        if not any(c.isdigit() for c in row.number):
            yield refused(piece.where, "no-number", "the row has no publication number; fill the column in")
            return
        yield read_as(_patent(row, piece.source), piece.where, findings)


class _Row:
    """A row's cells by the part of a document that they hold."""

    def __init__(self, names: tuple[str, ...], found: list[str], where: str, findings: list[Finding]) -> None:
        self._where, self._findings = where, findings
        self._cells: dict[str, list[tuple[Column, str]]] = {}
        for n, column in sorted(column_map(names).items(), key=lambda item: (item[1].rank, item[0])):
            plain = found[n].strip().casefold() if n < len(found) else ""
            if plain and plain not in _NOTHING and not (column.field in TEXTS and plain in _FLAGS):
                self._cells.setdefault(column.field, []).append((column, found[n]))
        self._google = "inventor/author" in {name.casefold() for name in names}
        self.language = self.text("language").strip().lower() or None
        self.written, self.number = self._number()

    def text(self, field: str) -> str:
        return next((text for _, text in self._cells.get(field, [])), "")

    def texts(self, field: str) -> list[tuple[str, str | None]]:
        """The texts of a part, one a language."""
        found: dict[str | None, str] = {}
        for column, text in self._cells.get(field, []):
            found.setdefault(column.language or self.language, text)
        return [(text, language) for language, text in found.items()]

    def cells(self, field: str) -> tuple[str, ...]:
        """Every cell of a part, in the order of the columns' names."""
        return tuple(text for _, text in self._cells.get(field, []))

    def list(self, field: str) -> tuple[str, ...]:
        text = self.text(field).strip()
        parts = _LIST.split(text)
        if self._google and field == "inventors":
            parts = text.split(", ")
        elif field in {"inventors", "applicants"}:
            parts = [name for part in parts for name in _COUNTRY.split(part)]
        elif field in {"cpc", "ipc"} and (found := _CLASS.findall(text.upper())):
            parts = found  # some write them one after the other, with blanks or commas between
        return tuple(dict.fromkeys(filter(None, (one_line(part) for part in parts))))

    def day(self, field: str) -> dt.date | None:
        """The first day in the cell; a cell that holds none is a finding."""
        given = _LIST.split(self.text(field).strip())[0]
        day = parse_date(given) or _other_day(given)
        if given and not day:
            self._findings.append(Finding("bad-date", self._where, field, f"'{given[:40]}' is no date, or one of two days"))
        return day

    def _number(self) -> tuple[str, str]:
        """The number as written, and as a publication number where it is one, put together from its parts where it stands in several columns."""
        written = [_first_number(text) for field in ("number", "weak_number") for _, text in self._cells.get(field, [])]
        country, kind = one_line(self.text("country")).upper(), one_line(self.text("kind")).upper()
        for name in written:
            number = parse(name)
            if number:
                return name, str(number) if number.kind or not kind else str(parse(f"{number}{kind}") or number)
        for name in written:
            number = parse(f"{country}{name}{kind}") or parse(f"{country}{name}")
            if country and number:
                return name, str(number)
        return (written[0], document_id(written[0])) if written else ("", "")


def _first_number(cell: str) -> str:
    """The first of the numbers in a cell; they may stand one behind the other with blanks between (`US2019123456A1 US10123456B2`)."""
    first = one_line(_LIST.split(cell.strip())[0])
    head = first.partition(" ")[0].rstrip(",")
    return head if head != first and not parse(first) and parse(head) else first


def _other_day(text: str) -> dt.date | None:
    """A day as people write it; None where month and day could change places (`03/04/2010`)."""
    for form in _DAYS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    match = _SLASHED.fullmatch(text.strip())
    if not match:
        return None
    first, second, year = (int(part) for part in match.groups())
    if first == second or (first > _MONTHS) != (second > _MONTHS):
        month, day = (first, second) if second > _MONTHS else (second, first)
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None
    return None


def _patent(row: _Row, label: str) -> Patent:
    number = parse(row.number)
    titles, abstracts = (tuple(t for text, language in row.texts(field) for t in one_text(text, language)) for field in ("title", "abstract"))
    office = number.office if number else one_line(row.text("country")).upper() or None
    return Patent(
        id=row.number,
        source_id=row.written,
        source=label,
        office=office,
        number=number.number if number else None,
        kind=(number.kind if number else None) or one_line(row.text("kind")).upper() or None,
        application_number=application_id(row.text("application_number"), office) if row.text("application_number") else None,
        language=row.language or _only(titles, abstracts),
        titles=titles,
        abstracts=abstracts,
        claims=_claims(row),
        description=_description(row),
        filing_date=row.day("filing_date"),
        publication_date=row.day("publication_date"),
        priorities=_priorities(row),
        cpc=symbols(row.list("cpc")),
        ipc=symbols(row.list("ipc")),
        family=_family(one_line(row.text("family"))),
        applicants=row.list("applicants"),
        inventors=row.list("inventors"),
        citations=_citations(row),
    )


def _priorities(row: _Row) -> tuple[PriorityClaim, ...]:
    """The claims that bear their day (`US201313974256 20130823`, or in brackets), and the earliest day where none of them has it."""
    found = [PriorityClaim(one_line(m[1]), m[1][:2], parse_date(m[2])) for text in row.list("priorities") if (m := _PRIORITY.fullmatch(text))]
    for number, day, office in _PRIORITY_DATA.findall(row.text("priorities")):
        found.append(PriorityClaim(one_line(number), office, parse_date(day[:10]) or _other_day(day)))
    day = row.day("priority_date")
    if day and all(claim.date != day for claim in found):
        found.append(PriorityClaim(date=day))
    return tuple(dict.fromkeys(claim for claim in found if claim.date))


def _citations(row: _Row) -> tuple[CitedDocument, ...]:
    """Cited documents, with who cited them where the column says so."""
    found = [
        CitedDocument(str(number), cited_by=who)
        for field, who in _CITED.items()
        for cell in row.cells(field)
        for number in filter(None, map(parse, _LIST.split(cell.strip())))
    ]
    return tuple(dict.fromkeys(found))


def _family(text: str) -> str | None:
    """A family's number without the zeros before it, which not every source writes."""
    return (text.lstrip("0") if text.isdigit() else text) or None


def _only(*parts: tuple[Text, ...]) -> str | None:
    languages = {t.language for part in parts for t in part}
    return languages.pop() if len(languages) == 1 else None


def _claims(row: _Row) -> tuple[Claim, ...]:
    return tuple(c for text, language in row.texts("claims") for c in claims_of(text.replace(" || ", "\n"), language))


def _description(row: _Row) -> tuple[Paragraph, ...]:
    return tuple(p for text, language in row.texts("description") for p in describe(text, language))
