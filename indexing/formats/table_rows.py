"""Tables of delimited text (RFC 4180, and what programs write instead): rows cut out of a stream, cells out of a row.

A quotation mark opens a quoted cell only where the cell begins; within it stand doubled marks, delimiters and line ends. Lines may end with LF,
CR LF or CR. A quotation mark that is never closed costs its own row: the next line that is a whole row by itself begins anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.formats.utf8 import Utf8Stream, utf8_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from indexing.protocols import Source

MAX_ROW = 256 * 2**20
HEADER_WITHIN = 40
"""The header is looked for in so many rows: some exports begin with the query and a date."""
DELIMITERS = ("\t", ",", ";", "|")
_CHUNK = 1 << 20
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r(?=[^\n]))")
_REST = re.compile(rb'(?:[^"]++|"")*+"')
_QUOTED = {d: re.compile(rf'[ ]*"((?:[^"]++|"")*+)"([^{re.escape(d)}]*)') for d in DELIMITERS}
_OPENS = {d: re.compile(rb"(?:\A|" + re.escape(d.encode()) + rb')[ ]*"') for d in DELIMITERS}


@dataclass(frozen=True, slots=True)
class Row:
    """A row's bytes with its line end, its first line (from 1), and what is wrong with it."""

    data: bytes
    line: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out: its delimiter, its header's names as written, and the line where the header stands."""

    delimiter: str
    names: tuple[str, ...]
    line: int = 1


def layout_of(head: bytes, accepts: Callable[[Sequence[str]], int]) -> Layout | None:
    """The layout of the table that begins with `head`: the row and delimiter whose names `accepts` scores highest (0: no header of its kind)."""
    best: tuple[int, Layout] | None = None
    data = utf8_head(head)
    if b"\x00" in data:
        return None
    for delimiter in DELIMITERS:
        for number, row in enumerate(_from_lines(iter(_head_lines(data)), delimiter)):
            if number >= HEADER_WITHIN:
                break
            names = tuple(name.strip() for name in cells(row.data.decode("utf-8", "replace"), delimiter))
            score = accepts(names) if len(names) > 1 else 0
            if score and (best is None or score > best[0]):
                best = (score, Layout(delimiter, names, row.line))
    return best[1] if best else None


def rows_of(source: Source, delimiter: str, is_whole: Callable[[list[str]], bool] | None = None) -> Iterator[Row]:
    """The rows of a source, blank ones left out. `is_whole` says whether cells are a whole row, to find the way back behind a missing mark."""
    with source.open() as raw:
        yield from _from_lines(_lines(Utf8Stream(raw)), delimiter, is_whole)


def rows_in(data: bytes, delimiter: str) -> Iterator[Row]:
    """The rows of a part of a table."""
    return _from_lines(iter(_head_lines(data)), delimiter)


def cells(row: str, delimiter: str) -> list[str]:
    """The cells of one row, quotation marks taken off."""
    text = row.rstrip("\r\n")
    quoted, found, at = _QUOTED[delimiter], [], 0
    while True:
        match = quoted.match(text, at)
        if match:
            found.append(match[1].replace('""', '"') + match[2].rstrip(" "))
            at = match.end()
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            found.append(text[at:end])
            at = end
        if at >= len(text):
            return found
        at += 1


def _head_lines(data: bytes) -> list[bytes]:
    found = [m[0] for m in re.finditer(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", data)]
    return [line for line in found if line]


def _lines(stream: Utf8Stream) -> Iterator[bytes]:
    """The lines of a stream with their ends; one that is longer than a row may be is handed on in parts."""
    held = b""
    while data := stream.read(max(_CHUNK, len(held) if len(held) < MAX_ROW else _CHUNK)):
        held += data
        at = 0
        while match := _LINE.match(held, at):
            yield match[0]
            at = match.end()
        held = held[at:]
        if len(held) > MAX_ROW:
            yield held
            held = b""
    if held:
        yield from _head_lines(held)


def _from_lines(lines: Iterator[bytes], delimiter: str, is_whole: Callable[[list[str]], bool] | None = None) -> Iterator[Row]:
    held: list[bytes] = []
    number, first, size = 0, 1, 0
    for line in lines:
        number += 1
        if held and is_whole and not _stays_open(line, delimiter, inside=False) and is_whole(cells(line.decode("utf-8", "replace"), delimiter)):
            yield Row(b"".join(held), first, "a quotation mark is never closed")
            held, size = [], 0
        if not held:
            if not line.strip():
                continue
            first = number
        still = _stays_open(line, delimiter, inside=bool(held))
        held.append(line)
        size += len(line)
        if size > MAX_ROW:
            yield Row(b"", first, f"larger than {MAX_ROW:,} bytes, or a quotation mark is never closed")
            held, size = [], 0
        elif not still:
            yield Row(b"".join(held), first)
            held, size = [], 0
    if held:
        yield Row(b"".join(held), first, "the file ends within a quoted cell")


def _stays_open(line: bytes, delimiter: str, *, inside: bool) -> bool:
    """Whether a quoted cell is open at the line's end."""
    if b'"' not in line:
        return inside
    at, opens = 0, _OPENS[delimiter]
    while True:
        if not inside:
            begin = opens.search(line, at)
            if not begin:
                return False
            at, inside = begin.end(), True
        end = _REST.match(line, at)
        if not end:
            return True
        at, inside = end.end(), False
