"""What can still be found in a zip archive without its directory (which stands at its end, and is lost where the file is cut off).

Each member stands behind a local header (PKWARE APPNOTE 4.3.7). Where that does not say the size, the deflated data says itself where they end.
"""

from __future__ import annotations

import functools
import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

from indexing.reading.members import Member, Names, hidden
from indexing.reading.streams import Part, buffered

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = struct.Struct("<4s5H3L2H")
_LOCAL = b"PK\x03\x04"
_NEXT = (_LOCAL, b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
_ENCRYPTED, _SIZE_FOLLOWS, _UTF8 = 1, 8, 0x800
_STORED, _DEFLATED = 0, 8
_ZIP64 = 0xFFFFFFFF
_DESCRIPTOR = 24
_CHUNK = 1 << 16


class Inflated(io.RawIOBase):
    """Raw deflate from a place in a file to its own end; `at` is the place behind it then. Raises EOFError where it is cut, zlib.error."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        super().__init__()
        self._stream, self.at, self._inflate = stream, at, zlib.decompressobj(-zlib.MAX_WBITS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub's Buffer has no length
        inflate: Any = self._inflate  # its `eof` changes with every call
        while not inflate.eof:
            packed = inflate.unconsumed_tail
            if not packed:
                self._stream.seek(self.at)
                packed = self._stream.read(_CHUNK)
                self.at += len(packed)
                if not packed:
                    raise EOFError
            data = inflate.decompress(packed, len(buffer))
            if inflate.eof:
                self.at -= len(inflate.unused_data)
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0


def recovered(stream: BinaryIO) -> Iterator[Member]:
    """The members that stand one behind the other from the file's beginning, as far as they can be followed."""
    names = Names()
    at = number = 0
    while True:
        stream.seek(at)
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(_LOCAL):
            return
        _, _, flags, method, _, _, _, packed, _, name_length, extra_length = _HEADER.unpack(header)
        raw = stream.read(name_length)
        begin = at + _HEADER.size + name_length + extra_length
        sized = not flags & _SIZE_FOLLOWS and packed != _ZIP64
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        if not name.endswith("/") and not hidden(name):
            yield _member(stream, number, names.name(name), begin, packed if sized else None, method, encrypted=bool(flags & _ENCRYPTED))
        number += 1
        if sized:
            at = begin + packed
        elif method == _DEFLATED:
            end = _end_of(stream, begin)
            if end is None:
                return
            at = end
        else:
            return


def _member(stream: BinaryIO, number: int, name: str, begin: int, packed: int | None, method: int, *, encrypted: bool) -> Member:
    if encrypted:
        return Member(number, name, 0, None, "encrypted-archive", "the archive is encrypted; unpack it by hand")
    if method == _DEFLATED:
        size = packed if packed is not None else _left(stream, begin)
        return Member(number, name, size, lambda: buffered(Inflated(stream, begin)))
    if method == _STORED and packed is not None:
        return Member(number, name, packed, functools.partial(_stored, stream, begin, packed))
    return Member(number, name, 0, None, "unsupported-archive", "its compression is not read here; unpack the archive by hand")


def _stored(stream: BinaryIO, begin: int, size: int) -> BinaryIO:
    return buffered(Part(io.BufferedReader(_From(stream, begin)), size))


class _From(io.RawIOBase):
    """A file from a place on, without disturbing others who read it; it is not closed with this."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        super().__init__()
        self._stream, self._at = stream, at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._stream.seek(self._at)
        data = self._stream.read(len(buffer))
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)


def _left(stream: BinaryIO, begin: int) -> int:
    return max(1, stream.seek(0, io.SEEK_END) - begin)


def _end_of(stream: BinaryIO, begin: int) -> int | None:
    """Where the member behind deflated data of unknown size begins; None where that cannot be found."""
    data = Inflated(stream, begin)
    room = bytearray(_CHUNK)
    try:
        while data.readinto(room):
            pass
    except (EOFError, zlib.error):
        return None
    stream.seek(data.at)
    behind = stream.read(_DESCRIPTOR + len(_LOCAL))
    return next((data.at + n for n in (16, 24, 12, 20) if behind[n : n + 4] in _NEXT), None)
