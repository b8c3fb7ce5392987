"""Members of a tar archive, in its own order, read as a stream: nothing is unpacked to the disk, however large it is.

The archive is gone through twice: for the names, by which the files beside a data set's corpus are known, and for the members.
"""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from indexing.reading.dataset_folders import companions
from indexing.reading.members import Member, Names, check_count, hidden
from indexing.reading.streams import Part, buffered, skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.reading.streams import Opener

BLOCK = tarfile.BLOCKSIZE
_TRUNCATED = "the archive ends in the middle; fetch it again"


class _Info(tarfile.TarInfo):
    """A header. The library takes a damaged one for the archive's end; here it is said."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except (tarfile.TruncatedHeaderError, tarfile.EmptyHeaderError) as error:  # type: ignore[attr-defined]
            raise EOFError(str(error)) from error
        except tarfile.InvalidHeaderError as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(f"damaged header: {error}") from error


def is_tar(head: bytes) -> bool:
    """Whether the first block is a header whose checksum is right (also of archives older than POSIX)."""
    if len(head) < BLOCK:
        return False
    try:
        tarfile.TarInfo.frombuf(head[:BLOCK], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def tar_members(label: str, opener: Opener) -> Iterator[Member]:
    """The members. What stands before a cut or a damage is given; then EOFError or TarError is raised."""
    left_out = companions(_names(label, opener))
    names = Names()
    with opener() as stream:
        for number, (archive, member) in enumerate(_headers(stream)):
            if hidden(member.name) or member.name in left_out:
                continue
            name = names.name(member.name)
            if not member.isfile():
                yield Member(number, name, 0, None, "not-a-file", "a link or a device; nothing is followed out of an archive")
            elif member.sparse is not None:
                yield Member(number, name, 0, None, "unsupported-archive", "a sparse file; unpack the archive by hand")
            else:
                yield Member(number, name, member.size, _opener(archive, member, opener))


def _names(label: str, opener: Opener) -> list[str]:
    """The names of all files, as far as they can be read."""
    found: list[str] = []
    with opener() as stream:
        try:
            for _, member in _headers(stream):
                found.append(member.name)
                check_count(len(found), label)
        except (EOFError, tarfile.TarError):
            pass  # said when the members are read
    return found


def _headers(stream: BinaryIO) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Info, bufsize=1 << 18, errors="surrogateescape", encoding="utf-8") as archive:
        while (member := _next(archive)) is not None:
            archive.members = []  # type: ignore[attr-defined]  # else it keeps them all
            if not member.isdir():
                yield archive, member


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return archive.next()
    except tarfile.ReadError as error:
        if "unexpected end" in str(error):
            raise EOFError from error
        raise


def _opener(archive: tarfile.TarFile, member: tarfile.TarInfo, opener: Opener) -> Opener:
    """Opens a member where the archive stands, once; later from the archive's beginning."""
    live = True

    def opened() -> BinaryIO:
        nonlocal live
        if live:
            live = False
            return buffered(Part(cast("BinaryIO", archive.extractfile(member)), member.size))
        stream = opener()
        skip(stream, member.offset_data)
        return buffered(Part(stream, member.size))

    return opened
