"""What lies within the given files, folders and archives, in a fixed order, and the reading of it in this very process.

Nobody vouches for what lies there: doors read it by `indexing.reading.pool`, which does the same in processes that can be killed.
Archives (gz, zip, tar …, nested) are read member by member; a member never lands on the disk under a name of its own.
A file that cannot be opened is still a source, so that the ledger says what became of it.
"""

from __future__ import annotations

import errno
import os
import re
import zlib
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.findings import refused
from indexing.model import Piece
from indexing.readers import READERS
from indexing.reading.archives import HEAD, FileSource, expand
from indexing.reading.given_files import files
from indexing.reading.labels import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from indexing.model import Reading
    from indexing.plugins import Table
    from indexing.protocols import Reader

_DISK = {
    errno.EFBIG: ("too-much-output", "unpacking it takes more room than a source may take; unpack it by hand"),
    errno.ENOSPC: ("no-space", "the folder for temporary files is full; free some space and read it again"),
}
_BLANKS = re.compile(rb"[ \t\r\n]{64,}")
_COMPANION = re.compile(r"(?<![A-Za-z0-9])i?p[ag]b?\d{6,8}[-_]?(?:wk\d\d)?[-_]?(?:rpt|lst)\.(?:html?|txt)\Z", re.IGNORECASE)
"""`ipg050104rpt.html`, `ipgb20221025lst.txt`: report and list in the United States patent office's weekly files."""
_MADE: dict[str, Reader] = {}


def sources(paths: Iterable[Path | str]) -> Iterator[FileSource]:
    """Every source within `paths`, archives opened. Raises `InputError` for a path that does not exist."""
    for file in files(paths):
        try:
            handle = file.open()
        except InputError as error:
            yield FileSource(file.label, None, error.code, reason_of(error, file.label))
            continue
        size = os.fstat(handle).st_size
        os.close(handle)
        yield from expand(file.label, lambda file=file: os.fdopen(file.open(), "rb"), size)  # type: ignore[misc]


def read(source: FileSource) -> Iterator[Reading]:
    """The readings of one source by the first reader that recognises its content. Never raises for bad input: what cannot be read is refused."""
    for reader, item in items(source):
        yield from read_item(reader, item)


def items(source: FileSource, readers: Table = READERS) -> Iterator[tuple[Reader | None, Piece | Reading]]:
    """What a source consists of, in order: pieces with the reader that reads them, and refusals in the place of what cannot be cut out."""
    number = 0
    try:
        if source.code:
            yield None, refused(source.label, source.code, source.reason)
            return
        head = source.head
        if head is None:
            with source.open() as stream:
                head = stream.read(HEAD)
        if not head.strip(b" \t\r\n\x00"):
            yield None, refused(source.label, "empty-file", "the file is empty")
            return
        head = _BLANKS.sub(b"\n ", head)  # long runs of blanks say nothing of a format, and make many a pattern slow
        reader = next((r for r in (_reader(readers, name) for name in readers) if r.recognises(head)), None)
        if reader is None:
            yield None, _unknown(source.label, readers)
            return
        for item in reader.split(source):
            yield reader, item
            number += 1
    except Exception as error:  # noqa: BLE001 - whatever a parser raises is the end of this source, and of it alone
        yield None, fault(error, source.label, number)


def _unknown(label: str, readers: Table) -> Reading:
    """The refusal of what no reader recognises; what the office packs beside a week's documents is none and needs no mending."""
    if _COMPANION.search(label):
        return refused(label, "not-a-document", "a list or report that comes with a weekly file; its documents are in the file beside it")
    return refused(label, "unknown-format", f"no reader recognises the content; known are {', '.join(readers)}")


def read_item(reader: Reader | None, item: Piece | Reading) -> Iterator[Reading]:
    """The readings of one of `items`. Never raises for bad input."""
    if reader is None or not isinstance(item, Piece):
        yield item  # type: ignore[misc]  # a piece always has its reader
        return
    try:
        yield from reader.read(item)
    except Exception as error:  # noqa: BLE001 - whatever a parser raises is the end of this document, and of it alone
        yield fault(error, item.where, 0)


def fault(error: Exception, where: str, number: int) -> Reading:
    """The refusal that an exception amounts to; `number` documents of the source were read before it."""
    if isinstance(error, InputError):
        return refused(where, error.code, reason_of(error, where))
    if isinstance(error, OSError) and error.errno in _DISK:
        code, reason = _DISK[error.errno]
    elif isinstance(error, EOFError):
        code, reason = "truncated", f"the file ends in the middle, after {number} documents; fetch it again"
    elif isinstance(error, RecursionError):
        code, reason = "too-deep", "nested too deeply to be a patent document"
    elif isinstance(error, MemoryError):
        code, reason = "too-much-memory", "reading it needs more memory than a document may take; part it"
    elif isinstance(error, zlib.error | OSError | NotImplementedError):
        code, reason = "unreadable", f"cannot be read ({error}); fetch the file again or check its permissions"
    else:
        code, reason = "reader-failed", f"the reader could not make sense of it ({type(error).__name__}: {error}); please report the file"
    return refused(where, code, reason)


def _reader(table: Table, name: str) -> Reader:
    """Readers keep nothing between two sources, so that one of each serves all."""
    target = table[name]
    if target not in _MADE:
        _MADE[target] = table.load(name)()
    return _MADE[target]
