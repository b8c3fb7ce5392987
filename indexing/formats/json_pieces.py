"""JSON cut into records without parsing it: an array of objects, objects one after the other (one a line or not), or an array within an envelope.

Memory is bounded by one record. Where a record is damaged (a quotation mark or a brace too few or too many), the cut resumes at the next object
that parses and looks like a record, so that its neighbours are whole.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from indexing.findings import refused
from indexing.formats.utf8 import Utf8Stream, utf8_head
from indexing.model import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexing.model import Reading
    from indexing.protocols import Source

    Fits = Callable[[frozenset[str]], bool]

MAX_RECORD = 256 * 2**20
_CHUNK = 1 << 20
_FIRST_TRY = 1 << 20
"""A record that is longer is suspected of never ending, and again at four times that size, and so on."""
_EFFORT = 8
"""How many times the bytes held are gone through to find where to go on: objects opened and never closed would cost their square."""
_STRUCTURE = re.compile(rb'(?:[^"{}\[\]]+|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")*+(["{}\[\]])', re.DOTALL)
_BETWEEN = re.compile(rb"[\s,\[\x00]*")
_START = re.compile(rb'(?<=[\s,\[\]}\x00"])\{\s*"')
_KEY = re.compile(rb'\s*("[^"\\\n]*(?:\\.[^"\\\n]*)*")\s*:')
_STEP = re.compile(rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|[{}\[\],:]|[^"{}\[\],:]+', re.DOTALL)
_CLOSES = {ord("}"): ord("{"), ord("]"): ord("[")}


def head_keys(head: bytes) -> list[frozenset[str]]:
    """The keys of each object that may be a record in a file's first bytes, as far as they are seen: those at the top or in a top array.

    Empty for what does not begin as JSON does.
    """
    data = utf8_head(head)
    if not re.match(rb"[\s\x00]*(?:\[[\s\x00]*)*\{", data):
        return [_keys(data, m.end() - 1) for m in re.finditer(rb'(?:\A|\n)\s*\{(?=\s*")', data)]
    found, at = [], 0
    while (begin := data.find(b"{", at)) >= 0:
        found.append(_keys(data, begin))
        end = object_end(data, begin)
        if end is None:  # damaged, or cut by the head's end: go on at a line that begins an object
            line = re.compile(rb'\n\s*(?=\{\s*")').search(data, begin)
            if line is None:
                break
            end = line.end()
        at = end
    return found


def object_end(data: bytes, begin: int) -> int | None:
    """Where the object that begins at `begin` ends; None where it does not within `data`, or is damaged."""
    return _Scan().run(data, begin)


def json_pieces(source: Source, fits: Fits, envelope: bytes | None = None) -> Iterator[Piece | Reading]:
    """The records of a source, one a piece. `fits` says whether an object with these keys is a record; `envelope` names the array that holds them."""
    with source.open() as stream:
        any_record = False
        for piece in _Cutter(source.label, Utf8Stream(stream), fits, envelope).pieces():
            any_record = True
            yield piece
    if not any_record:
        yield refused(source.label, "no-records", "the file holds no record")


class _Scan:
    """Follows an object's braces. `at` is how far it has come from the object's begin; `damaged` says that it can never end well."""

    def __init__(self) -> None:
        self.at = 0
        self.damaged = False
        self._open = bytearray()

    def run(self, data: bytes, begin: int) -> int | None:
        """The end of the object that begins at `begin`, or None: more data is needed, or it is damaged."""
        position = begin + self.at
        while match := _STRUCTURE.match(data, position):
            sign = data[match.end() - 1]
            if sign == ord('"'):  # a string that does not end here: at the data's end, or at a line's, where none may
                self.damaged = data.find(b"\n", match.end()) >= 0
                position = match.end() - 1
                break
            position = match.end()
            if sign not in _CLOSES:
                self._open.append(sign)
            elif not self._open or self._open.pop() != _CLOSES[sign]:
                self.damaged = True
                break
            elif not self._open:
                return position
        self.at = position - begin
        return None


class _Cutter:
    def __init__(self, label: str, stream: Utf8Stream, fits: Fits, envelope: bytes | None) -> None:
        self._label, self._stream, self._fits = label, stream, fits
        self._envelope = re.compile(rb'"' + re.escape(envelope) + rb'"\s*:\s*\[') if envelope else None
        self._buffer, self._at, self._line, self._seen = b"", 0, 1, 0
        self._last_line, self._on_line = 0, 0

    def pieces(self) -> Iterator[Piece | Reading]:
        inside = self._envelope is None or self._enter()
        while inside and self._skip():
            sign = self._buffer[self._at]
            if sign == ord("]"):
                self._at += 1
                inside = self._envelope is None or self._enter()
            elif sign != ord("{"):
                yield from self._stray()
            elif (end := self._end()) is not None:
                yield self._piece(end)
                self._at = end
            else:
                yield from self._damaged()

    def _fill(self) -> bool:
        """More bytes behind those held; what was cut is let go. False at the end."""
        self._here()
        self._buffer = self._buffer[self._at :]
        self._at = self._seen = 0
        data = self._stream.read(max(_CHUNK, len(self._buffer)))  # twice as much each time: no byte is copied often
        self._buffer += data
        return bool(data)

    def _enter(self) -> bool:
        """Go into the next envelope's array. False where there is none."""
        assert self._envelope
        while not (match := self._envelope.search(self._buffer, self._at)):
            self._at = max(self._at, len(self._buffer) - 256)  # the array's name may be cut in two
            if not self._fill():
                return False
        self._at = match.end()
        return True

    def _skip(self) -> bool:
        """Go to the next byte that is neither blank nor comma nor an array's begin. False at the end."""
        while True:
            match = _BETWEEN.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return True
            if not self._fill():
                return False

    def _end(self) -> int | None:
        """Where the record that begins here ends; None where it is damaged."""
        scan, suspicious = _Scan(), _FIRST_TRY
        while (end := scan.run(self._buffer, self._at)) is None and not scan.damaged:
            size = len(self._buffer) - self._at
            if size > MAX_RECORD:
                return None
            if size > suspicious:
                suspicious = 4 * size
                if self._next_record() is not None:
                    return None
            if not self._fill():
                return None
        return end

    def _next_record(self) -> int | None:
        """Where the next whole record among the bytes held begins, behind the begin of the one that stands here and is damaged.

        An object that does not fit counts where it begins a line: there nothing else can.
        """
        at, effort = self._at + 1, _EFFORT * (len(self._buffer) - self._at)
        while effort > 0 and (match := _START.search(self._buffer, at)):
            begin = match.start()
            scan = _Scan()
            end = scan.run(self._buffer, begin)
            effort -= scan.at if end is None else end - begin
            at = begin + 1
            if end is None:
                continue
            try:
                found = json.loads(self._buffer[begin:end])
            except (ValueError, RecursionError):
                continue
            if self._fits(frozenset(found)) or self._buffer[begin - 1 : begin] == b"\n":
                return begin
            at = end
        return None

    def _damaged(self) -> Iterator[Piece | Reading]:
        """The record that stands here and is damaged, up to the next whole one."""
        where = self._where()
        begin, too_large = self._resume()
        if too_large:
            yield refused(where, "record-too-large", f"larger than {MAX_RECORD:,} bytes, or never closed; mend or part it")
        elif begin is None and b"\n{" not in self._buffer[self._at :]:
            yield refused(where, "truncated-json", "the file ends in the middle of this record; fetch it again")
        else:
            yield self._piece(len(self._buffer) if begin is None else begin, where)
        self._at = len(self._buffer) if begin is None else begin

    def _stray(self) -> Iterator[Reading]:
        """What stands between two records and is none, up to the next whole one."""
        where = self._where()
        shown = self._buffer[self._at : self._at + 60].partition(b"\n")[0].decode("utf-8", "replace").strip()[:40]
        begin, _ = self._resume()
        self._at = len(self._buffer) if begin is None else begin
        if shown.strip("}\ufffd\x1a "):
            yield refused(where, "bad-json", f"'{shown}' is no record; mend or remove it")

    def _resume(self) -> tuple[int | None, bool]:
        """Where to go on, None for the file's end, and whether more was passed over than a record may have."""
        too_large = False
        while (begin := self._next_record()) is None and self._fill():
            if len(self._buffer) - self._at > MAX_RECORD:
                too_large = True
                self._at = len(self._buffer) - _CHUNK
        return begin, too_large

    def _piece(self, end: int, where: str | None = None) -> Piece:
        return Piece(self._buffer[self._at : end], self._label, where or self._where(), self._here())

    def _here(self) -> int:
        """The line where the cut stands, from 1."""
        if self._at > self._seen:
            self._line += self._buffer.count(b"\n", self._seen, self._at)
            self._seen = self._at
        return self._line

    def _where(self) -> str:
        """The label and the line; where several records stand in one line, the record's order there as well."""
        line = self._here()
        self._on_line = self._on_line + 1 if line == self._last_line else 1
        self._last_line = line
        return f"{self._label}:{line}" if self._on_line == 1 else f"{self._label}:{line} (record {self._on_line})"


def _keys(data: bytes, begin: int) -> frozenset[str]:
    """The keys of the object that begins at `begin`, as far as `data` goes; its inner objects' keys are not its own."""
    keys: list[bytes] = []
    at, deep = begin + 1, 0
    while at < len(data):
        if deep == 0 and (key := _KEY.match(data, at)):
            keys.append(key[1])
            at = key.end()
            continue
        match = _STEP.match(data, at)
        if not match or not match[0]:
            break
        at = match.end()
        sign = match[0][:1]
        deep += (sign in (b"{", b"[")) - (sign in (b"}", b"]"))
        if deep < 0:
            break
    return frozenset(_plain(key) for key in keys)


def _plain(key: bytes) -> str:
    try:
        return str(json.loads(key))
    except ValueError:
        return ""
