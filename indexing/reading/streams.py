"""Streams within archives: counted, cut to a member, begun again. What a decompressor raises becomes a coded error here."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from indexing.errors import InputError

Opener = Callable[[], BinaryIO]

MAX_BYTES = 64 * 2**30
MAX_RATIO = 250
FREE_BYTES = 64 * 2**20
BUFFER = 1 << 16
_IN_MEMORY = 8 * 2**20
_DAMAGES = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, lzma.LZMAError)
GZIP, BZIP2, XZ, ZSTD = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"


class Budget:
    """What may come out of one file, all archives in it together: `MAX_RATIO` times its own `size` once `FREE_BYTES` are out."""

    def __init__(self, size: int) -> None:
        self._left = max(FREE_BYTES, MAX_RATIO * size)

    @property
    def over(self) -> bool:
        """Whether nothing more may come out."""
        return self._left < 0

    def spend(self, count: int) -> None:
        """Count so many bytes."""
        self._left -= count


class Limited(io.RawIOBase):
    """A stream out of an archive that counts what comes out of it. `packed` is the size that went in; `below` is closed with it.

    Raises `InputError`: `bomb` beyond `MAX_BYTES`, or beyond `MAX_RATIO` times `packed` once `FREE_BYTES` are out, or beyond the budget;
    `damaged-archive` where it cannot be decompressed. Raises EOFError where it is cut off.
    """

    def __init__(self, stream: IO[bytes], packed: int, label: str, budget: Budget, below: IO[bytes] | None = None) -> None:
        super().__init__()
        self._stream, self._packed, self._label, self._budget, self._below = stream, max(packed, 1), label, budget, below
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub's Buffer has no length
        try:
            data = self._stream.read(len(buffer))
        except _DAMAGES as error:
            raise damaged(self._label, error) from error
        except OSError as error:
            if error.errno is not None:  # of the disk; bz2 has no errors of its own
                raise
            raise damaged(self._label, error) from error
        self._out += len(data)
        self._budget.spend(len(data))
        if self._budget.over or self._out > MAX_BYTES or (self._out > FREE_BYTES and self._out > MAX_RATIO * self._packed):
            raise InputError("decompresses to far more than a collection holds", "unpack it by hand if you trust it", source=self._label, code="bomb")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        if self._below is not None:
            self._below.close()
        super().close()


class Part(io.RawIOBase):
    """`size` bytes of a stream, from where it stands. Raises EOFError where it ends before."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        super().__init__()
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(min(len(buffer), self._left))
        if not data and self._left and len(buffer):
            raise EOFError
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class Begun(io.RawIOBase):
    """A stream whose first bytes were read already: they come again, then the rest, or the error that came then."""

    def __init__(self, head: bytes, stream: IO[bytes], error: Exception | None) -> None:
        super().__init__()
        self._head, self._stream, self._error = head, stream, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        elif self._error is not None:
            raise self._error
        else:
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class Opening:
    """Opens a source: the first time the stream from which its first bytes were read already, then anew."""

    def __init__(self, opener: Opener, stream: BinaryIO, head: bytes, error: Exception | None) -> None:
        self._opener, self._stream, self._head, self._error = opener, stream, head, error
        self._fresh = True

    def __call__(self) -> BinaryIO:
        if not self._fresh:
            return self._opener()
        self._fresh = False
        return buffered(Begun(self._head, self._stream, self._error))

    def expire(self) -> None:
        """The archive goes on: from now on the source is opened anew."""
        if self._fresh:
            self._fresh = False
            self._stream.close()


def buffered(stream: io.RawIOBase) -> BinaryIO:
    """`stream` with a buffer."""
    return io.BufferedReader(stream, BUFFER)


def damaged(label: str, error: Exception) -> InputError:
    """A decompressor's complaint as a coded error."""
    return InputError(f"the archive is damaged ({error})", "fetch it again", source=label, code="damaged-archive")


def decompressed(head: bytes, opener: Opener, packed: int, label: str, budget: Budget) -> Opener | None:
    """How to open what a compressed file holds, by its first bytes; None where it is not compressed."""
    unpack = next((u for magic, u in _UNPACKERS.items() if head.startswith(magic)), None)
    if unpack is None or (head.startswith(BZIP2) and head[4:10] != b"\x31\x41\x59\x26\x53\x59" and len(head) > 4):  # noqa: PLR2004 - pi
        return None

    def opened() -> BinaryIO:
        below = opener()
        return buffered(Limited(unpack(below), packed, label, budget, below))

    return opened


def _zstd(stream: BinaryIO) -> IO[bytes]:
    try:
        import zstandard
    except ImportError as error:
        raise InputError("zstd needs the package zstandard", "install it or unpack the file by hand", code="unsupported-archive") from error
    made = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(stream, read_across_frames=True)
    return cast("IO[bytes]", _Zstd(made, zstandard.ZstdError))


class _Zstd:
    """Names the errors of zstandard as those of zlib, so that one place maps them."""

    def __init__(self, stream: BinaryIO, error: type[Exception]) -> None:
        self._stream, self._error = stream, error

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except self._error as error:
            raise zlib.error(str(error)) from error

    def close(self) -> None:
        self._stream.close()


_UNPACKERS: dict[bytes, Callable[[BinaryIO], IO[bytes]]] = {
    GZIP: lambda s: cast("IO[bytes]", gzip.GzipFile(fileobj=s, mode="rb")),
    BZIP2: lambda s: cast("IO[bytes]", bz2.BZ2File(s)),
    XZ: lambda s: cast("IO[bytes]", lzma.LZMAFile(s)),  # noqa: SIM115 - closed with the stream that is made of it
    ZSTD: _zstd,
}


def seekable(opener: Opener) -> BinaryIO:
    """The stream itself where it can seek (a file), else its bytes, in memory or in an unnamed temporary file."""
    stream = opener()
    if stream.seekable():
        return stream
    spool = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it lives as long as the sources that read from it
    copy = cast("BinaryIO", spool)
    with stream:
        while piece := stream.read(1 << 20):
            copy.write(piece)
    copy.seek(0)
    return copy


def skip(stream: BinaryIO, count: int) -> None:
    """Go `count` bytes on. Raises EOFError where there are not so many."""
    if stream.seekable():
        stream.seek(count, os.SEEK_CUR)
        return
    while count > 0:
        data = stream.read(min(count, 1 << 20))
        if not data:
            raise EOFError
        count -= len(data)
