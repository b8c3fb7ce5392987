"""Files and members of archives as sources, with limits on size, ratio, depth and number. An archive is opened member by member.

gz, bz2, xz and zst files hold one file; zip and tar many; each may hold another. What is read is known by its first bytes, never by its name.
"""

from __future__ import annotations

import struct
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from indexing.errors import InputError
from indexing.reading import members as listing
from indexing.reading.labels import reason_of
from indexing.reading.streams import Budget, Limited, Opener, Opening, buffered, decompressed
from indexing.reading.tar_members import is_tar, tar_members
from indexing.reading.zip_members import MAGICS, OfficeDocument, zip_members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.reading.members import Member

MAX_DEPTH = 4
MAX_REFUSALS = 1000
"""After so many members that cannot be opened the rest of a file is left."""
HEAD = 64 * 1024
"""How many bytes are read of a source before it is known what it is."""
_UNKNOWN = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"\x1f\x9d": "compress", b"MSCF": "cab"}
Key = tuple[int, ...]
"""Where a member stands: its place in the archive, and in the archives within it. In order of reading, keys ascend."""
Watch = Callable[[Key, str, bool], bool]


@dataclass(frozen=True, slots=True)
class FileSource:
    """A source: how to open it, or why it cannot be (`code`, `reason`). `label` is its path, then `!` and the member's name for each archive.

    `head` is its beginning (64 KiB, or all of it), where that was read already.
    """

    label: str
    opener: Opener | None
    code: str | None = None
    reason: str = ""
    head: bytes | None = None

    def open(self) -> BinaryIO:
        """A stream at the beginning of the (decompressed) bytes. Raises OSError, or `InputError` where the source cannot be opened."""
        if self.opener is None:
            raise InputError(self.reason, source=self.label, code=self.code or "unreadable")
        return self.opener()


def _everything(_key: Key, _label: str, _again: bool) -> bool:
    return True


def expand(label: str, opener: Opener, size: int, watch: Watch = _everything) -> Iterator[FileSource]:
    """The sources within one file of `size` bytes: itself, or the members of the archive that it is.

    `watch(key, label, again)` is called before anything of a file or member is opened; where it says False, that one is left out. It is called
    with `again` when an archive that is read as a stream goes on after a member. Never raises for bad input.
    """
    if watch((), label, False):
        walk = _Walk(label, Budget(size), watch)
        try:
            yield from walk.sources(label, opener, size, 0, ())
        except _Enough as enough:
            yield FileSource(label, None, enough.code, str(enough))


class _Enough(Exception):
    """Ends the walk through a file."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class _Walk:
    """The way through one file and all archives in it."""

    def __init__(self, label: str, budget: Budget, watch: Watch) -> None:
        self._label, self._budget, self._watch = label, budget, watch
        self._refusals = self._members = 0

    def sources(self, label: str, opener: Opener, packed: int, depth: int, key: Key) -> Iterator[FileSource]:
        """The sources within one file or member."""
        try:
            yield from self._opened(label, opener, packed, depth, key)
        except OfficeDocument:
            yield FileSource(label, opener)
        except InputError as error:
            yield self._refused(label, error.code, reason_of(error, label))
        except EOFError:
            yield self._refused(label, "truncated", "the archive ends in the middle; fetch it again")
        except (zipfile.BadZipFile, tarfile.TarError, struct.error) as error:
            yield self._refused(label, "damaged-archive", f"the archive is damaged ({error}); fetch it again")
        except (OSError, NotImplementedError, ValueError, RuntimeError, MemoryError) as error:
            yield self._refused(label, "unreadable", f"cannot be opened ({error or type(error).__name__})")

    def _opened(self, label: str, opener: Opener, packed: int, depth: int, key: Key) -> Iterator[FileSource]:
        stream = opener()
        try:
            head, error = _read(stream, HEAD)
        except BaseException:
            stream.close()
            raise
        inner = decompressed(head, opener, packed, label, self._budget)
        is_zip = head.startswith(MAGICS)
        if inner is None and not is_zip and not is_tar(head):
            yield from self._leaf(label, Opening(opener, stream, head, error), head)
            return
        stream.close()
        if depth > MAX_DEPTH:
            yield self._refused(label, "too-deep", f"archives are nested more than {MAX_DEPTH} deep; unpack it by hand")
        elif inner is not None:
            yield from self.sources(label, inner, packed, depth + 1, key)
        elif is_zip:
            yield from self._within(label, zip_members(label, opener), depth, key, streamed=False)
        else:
            yield from self._within(label, tar_members(label, opener), depth, key, streamed=True)

    def _leaf(self, label: str, opening: Opening, head: bytes) -> Iterator[FileSource]:
        foreign = next((name for magic, name in _UNKNOWN.items() if head.startswith(magic)), None)
        if foreign:
            opening.expire()
            yield self._refused(label, "unsupported-archive", f"a {foreign} archive, which is not read here; unpack it")
            return
        try:
            yield FileSource(label, opening, head=head)
        finally:
            opening.expire()

    def _within(self, label: str, members: Iterator[Member], depth: int, key: Key, *, streamed: bool) -> Iterator[FileSource]:
        count = 0
        for member in members:
            count += 1
            self._members += 1
            if self._members > listing.MAX_MEMBERS:
                raise _Enough("too-many-members", f"it holds more than {listing.MAX_MEMBERS:,} files; part it")
            name, place = f"{label}!{member.name}", (*key, member.number)
            if self._watch(place, name, False):
                if member.opener is None:
                    yield self._refused(name, member.code or "unreadable", member.reason)
                else:
                    yield from self.sources(name, self._limited(member, name), member.packed, depth + 1, place)
                if self._budget.over:
                    raise _Enough("bomb", "it decompresses to far more than a collection holds; the rest is left unread")
                if streamed:
                    self._watch(key, label, True)
        if not count:
            yield self._refused(label, "empty-archive", "the archive holds no document")

    def _limited(self, member: Member, label: str) -> Opener:
        def opened() -> BinaryIO:
            assert member.opener is not None
            return buffered(Limited(member.opener(), member.packed, label, self._budget))

        return opened

    def _refused(self, label: str, code: str, reason: str) -> FileSource:
        self._refusals += 1
        if self._refusals > MAX_REFUSALS:
            raise _Enough("too-many-faults", f"more than {MAX_REFUSALS:,} of its members cannot be opened; the rest is left unread")
        return FileSource(label, None, code, reason)


def _read(stream: BinaryIO, size: int) -> tuple[bytes, Exception | None]:
    """The first `size` bytes, or as many as there are before a cut or a damage, and that."""
    found = bytearray()
    try:
        while len(found) < size and (data := stream.read1(size - len(found))):  # type: ignore[attr-defined]
            found += data
    except (EOFError, InputError) as error:
        if not found:
            raise
        return bytes(found), error
    return bytes(found), None
