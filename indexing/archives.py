"""Files and members of archives as streams, with limits.

An archive is opened member by member. What is decompressed is counted: beyond `MAX_BYTES` for a member, or beyond `MAX_RATIO` times its
compressed size once `FREE_BYTES` are out, reading stops with a coded `InputError` (a decompression bomb).
"""

from __future__ import annotations

import functools
import gzip
import io
import itertools
import tarfile
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from indexing.dataset_folders import companions
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 64 * 2**30
MAX_RATIO = 250
FREE_BYTES = 64 * 2**20
MAX_DEPTH = 4
MAX_MEMBERS = 2_000_000
_TAR_MAGIC = slice(257, 262)
Key = tuple[int, ...]
"""Where a member stands: its place in the archive, and in the archives within it. In order of reading, keys ascend."""
Watch = Callable[[Key, str], bool]


@dataclass(frozen=True, slots=True)
class FileSource:
    """A source: how to open it, or why it cannot be (`code`, `reason`). `label` is its path, then `!` and the member's name for each archive."""

    label: str
    opener: Callable[[], BinaryIO] | None
    code: str | None = None
    reason: str = ""

    def open(self) -> BinaryIO:
        """A stream at the beginning of the (decompressed) bytes. Raises OSError, or `InputError` where the source cannot be opened."""
        if self.opener is None:
            raise InputError(self.reason, source=self.label, code=self.code or "unreadable")
        return self.opener()


class Limited(io.RawIOBase):
    """A decompressing stream that counts what comes out. `packed` is the size that went in; `below` is closed with it."""

    def __init__(self, stream: IO[bytes], packed: int, label: str, below: IO[bytes] | None = None) -> None:
        super().__init__()
        self._stream, self._packed, self._label, self._out, self._below = stream, max(packed, 1), label, 0, below

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub's Buffer has no length
        data = self._stream.read(len(buffer))
        self._out += len(data)
        if self._out > MAX_BYTES or (self._out > FREE_BYTES and self._out > MAX_RATIO * self._packed):
            raise InputError("decompresses to far more than a collection holds", "unpack it by hand if you trust it", source=self._label, code="bomb")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        if self._below is not None:
            self._below.close()
        super().close()


def _everything(_key: Key, _label: str) -> bool:
    return True


def expand(label: str, opener: Callable[[], BinaryIO], size: int, watch: Watch = _everything) -> Iterator[FileSource]:
    """The sources within one file of `size` bytes: itself, or the members of the archive that it is.

    `watch` is called before anything of a file or member is opened; where it says False, that one is left out.
    """
    if watch((), label):
        yield from _expand(label, opener, size, 0, (), watch)


def _expand(label: str, opener: Callable[[], BinaryIO], packed: int, depth: int, key: Key, watch: Watch) -> Iterator[FileSource]:
    try:
        with opener() as stream:
            head = stream.read(512)
        if depth > MAX_DEPTH:
            yield FileSource(label, None, "too-deep", f"archives are nested more than {MAX_DEPTH} deep")
        elif head[:2] == b"\x1f\x8b":
            yield from _expand(label, functools.partial(_gunzip, opener, packed, label), packed, depth + 1, key, watch)
        elif head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
            yield from _zip(label, opener, depth, key, watch)
        elif head[_TAR_MAGIC] == b"ustar":
            yield from _tar(label, opener, packed, depth, key, watch)
        else:
            yield FileSource(label, opener)
    except InputError as error:
        yield FileSource(label, None, error.code, f"{error.message.removeprefix(f'{label}: ')}; {error.hint}")
    except EOFError:
        yield FileSource(label, None, "truncated", "the archive ends in the middle; fetch it again")
    except (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error) as error:
        yield FileSource(label, None, "damaged-archive", f"the archive is damaged ({error}); fetch it again")
    except (OSError, NotImplementedError, RuntimeError) as error:
        yield FileSource(label, None, "unreadable", f"cannot be opened ({error})")


def _gunzip(opener: Callable[[], BinaryIO], packed: int, label: str) -> BinaryIO:
    below = opener()
    stream = gzip.GzipFile(fileobj=below, mode="rb")
    return io.BufferedReader(Limited(cast("IO[bytes]", stream), packed, label, below), 1 << 18)


def _seekable(opener: Callable[[], BinaryIO]) -> BinaryIO:
    """The stream itself where it can seek (a file), else its bytes in an unnamed temporary file."""
    stream = opener()
    if not isinstance(getattr(stream, "raw", None), Limited):
        return stream
    copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - it lives as long as the sources that read from it
    with stream:
        while piece := stream.read(1 << 20):
            copy.write(piece)
    copy.seek(0)
    return copy


def _zip(label: str, opener: Callable[[], BinaryIO], depth: int, key: Key, watch: Watch) -> Iterator[FileSource]:
    stream = _seekable(opener)
    try:
        archive = zipfile.ZipFile(stream)
    except zipfile.BadZipFile:
        stream.close()
        raise
    weakref.finalize(archive, stream.close)
    members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    names = [m.filename for m in members]
    if "[Content_Types].xml" in names:  # an office document, which is no archive of documents
        yield FileSource(label, opener)
        return
    if len(members) > MAX_MEMBERS:
        raise InputError(f"holds more than {MAX_MEMBERS:,} files", "unpack it by hand if you trust it", source=label, code="too-many-members")
    skipped = companions(names)
    for number, member in enumerate(members):
        inner = f"{label}!{member.filename}"
        if member.filename in skipped or _hidden(member.filename) or not watch((*key, number), inner):
            continue
        if member.flag_bits & 1:
            yield FileSource(inner, None, "encrypted-archive", "the archive is encrypted; unpack it by hand")
        else:
            yield from _expand(
                inner, functools.partial(_open_zip_member, archive, member, inner), member.compress_size, depth + 1, (*key, number), watch
            )


def _open_zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str) -> BinaryIO:
    try:
        stream = archive.open(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise InputError(f"the archive is damaged ({error})", "fetch it again", source=label, code="damaged-archive") from error
    return io.BufferedReader(Limited(stream, member.compress_size, label), 1 << 18)


def _tar(label: str, opener: Callable[[], BinaryIO], packed: int, depth: int, key: Key, watch: Watch) -> Iterator[FileSource]:
    stream = _seekable(opener)
    try:
        archive = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115 - it lives as long as the sources that read from it
    except tarfile.TarError:
        stream.close()
        raise
    weakref.finalize(archive, stream.close)
    members = sorted((m for m in itertools.islice(archive, MAX_MEMBERS + 1) if m.isfile()), key=lambda m: m.name)
    if len(members) > MAX_MEMBERS:
        raise InputError(f"holds more than {MAX_MEMBERS:,} files", "unpack it by hand if you trust it", source=label, code="too-many-members")
    skipped = companions([m.name for m in members])
    for number, member in enumerate(members):
        inner = f"{label}!{member.name}"
        if member.name not in skipped and not _hidden(member.name) and watch((*key, number), inner):
            opened = functools.partial(_open_tar_member, archive, member, inner, packed)
            yield from _expand(inner, opened, max(packed, member.size), depth + 1, (*key, number), watch)


def _open_tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, label: str, packed: int) -> BinaryIO:
    stream = archive.extractfile(member)
    if stream is None:
        raise InputError("is no file", source=label, code="not-a-file")
    return io.BufferedReader(Limited(stream, max(packed, member.size), label), 1 << 18)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
