"""Members of a zip archive, by their names; of one that is cut off or has a damaged directory, those that can still be found."""

from __future__ import annotations

import functools
import os
import struct
import weakref
import zipfile
from typing import TYPE_CHECKING, BinaryIO, cast

from indexing.errors import InputError
from indexing.reading.dataset_folders import companions
from indexing.reading.members import Member, Names, check_count, hidden
from indexing.reading.streams import damaged, seekable
from indexing.reading.zip_recovery import recovered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.reading.streams import Opener

MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_LOCAL = 30
_OFFICE = "[Content_Types].xml"
_END = b"PK\x05\x06"


class OfficeDocument(Exception):
    """The zip is a document of an office program, and no archive of documents."""


def zip_members(label: str, opener: Opener) -> Iterator[Member]:
    """The members. Raises `OfficeDocument`; `InputError` after the members that could be found in a damaged archive."""
    stream = seekable(opener)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError):
        with stream:
            yield from recovered(stream)
            raise _cut(stream, label) from None
    weakref.finalize(archive, stream.close)
    members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    raw = [m.filename for m in members]
    if _OFFICE in raw:
        raise OfficeDocument
    check_count(len(members), label)
    if _overlap(members):
        raise InputError("its members overlap, as those of a bomb do", "unpack it by hand if you trust it", source=label, code="overlapping-members")
    left_out = companions(raw)
    names = Names()
    for number, member in enumerate(members):
        if member.filename in left_out or hidden(member.filename):
            continue
        name = names.name(member.filename)
        if member.flag_bits & 1:
            yield Member(number, name, 0, None, "encrypted-archive", "the archive is encrypted; unpack it by hand")
        else:
            yield Member(number, name, member.compress_size, functools.partial(_open, archive, member, f"{label}!{name}"))


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether bytes belong to more than one member (Fifield, A better zip bomb, 2019)."""
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + _LOCAL + len(member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437", "replace"))
        end += member.compress_size
    return False


def _open(archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str) -> BinaryIO:
    try:
        return cast("BinaryIO", archive.open(member))
    except (zipfile.BadZipFile, struct.error) as error:
        raise damaged(label, error) from error
    except (RuntimeError, NotImplementedError) as error:
        raise InputError(f"cannot be unpacked ({error})", "unpack it by hand", source=label, code="unsupported-archive") from error


def _cut(stream: BinaryIO, label: str) -> InputError:
    """Whether a zip without a directory was cut off, or its directory is damaged."""
    stream.seek(max(0, stream.seek(0, os.SEEK_END) - (1 << 16)))
    if _END in stream.read():
        return InputError("the archive's directory is damaged", "fetch it again", source=label, code="damaged-archive")
    return InputError("the archive ends in the middle", "fetch it again", source=label, code="truncated")
