"""The reading process: `python -P -m indexing.reading.child TABLE LIMITS`, with one end of a socket as its standard input.

It gets files as open descriptors, hashes them, opens archives, picks a reader of TABLE (`module:attribute`) by content, cuts, reads, and tells each
reading (`reading_frames`). It says what it is about to do before it does it, so that the parent knows what broke it. When its parent is gone,
so is it.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import itertools
import os
import queue
import shutil
import signal
import socket
import sys
import tempfile
import threading
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import orjson

from indexing.findings import refused
from indexing.model import Piece
from indexing.peak_memory import peak_memory
from indexing.reading.archives import expand
from indexing.reading.frames import FrameReader, Kind, frame, message, reading_to_bytes
from indexing.reading.guard import allow_processor, confine, limit_resources
from indexing.reading.limits import ReadingLimits
from indexing.reading.sources import items, read_item

if TYPE_CHECKING:
    from indexing.model import Patent, Reading
    from indexing.plugins import Table
    from indexing.protocols import Reader
    from indexing.reading.archives import FileSource

ALIVE_EVERY = 32 * 2**20
"""Bytes read of a file between two signs of life."""
TIRED = 768 * 2**20
"""A process that has held so much memory is replaced after its file: a new one begins small."""
_CHUNK = 1 << 20
_TOO_LONG = "its text is larger than a document may have; part it"


class SharedFile(io.RawIOBase):
    """An open file by its descriptor, with a place of its own in it, so that several readings of it do not disturb one another."""

    def __init__(self, handle: int, parent: Parent) -> None:
        super().__init__()
        self._handle, self._at, self._parent = handle, 0, parent

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = (0, self._at, os.fstat(self._handle).st_size)[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the stub's Buffer has no name at run time
        count = os.preadv(self._handle, [buffer], self._at)
        self._at += count
        self._parent.moved(count)
        return count


class Parent:
    """The other end: what it asks for, and what it is told."""

    def __init__(self, wire: socket.socket, temporary: str) -> None:
        self._wire, self._temporary = wire, temporary
        self._asked: queue.SimpleQueue[tuple[Kind, bytes]] = queue.SimpleQueue()
        self._handles: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._moved = 0
        self._later = b""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        """Take what comes; end this process, and all it has started, when the parent is gone."""
        frames = FrameReader()
        try:
            while True:
                data, handles, _, _ = socket.recv_fds(self._wire, 1 << 16, 4)
                if not data:
                    break
                for handle in handles:
                    self._handles.put(handle)
                for asked in frames.feed(data):
                    self._asked.put(asked)
        except OSError:
            pass
        shutil.rmtree(self._temporary, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)

    def next(self) -> tuple[Kind, bytes]:
        """What the parent asks for next; waits for it."""
        return self._asked.get()

    def handle(self) -> int:
        """The descriptor that came with a task."""
        return self._handles.get()

    def tell(self, data: bytes) -> None:
        """Send; waits where the parent is behind, so that memory stays flat."""
        if self._later:
            data, self._later = self._later + data, b""
        self._wire.sendall(data)

    def tell_later(self, data: bytes) -> None:
        """Send with what is told next."""
        self._later += data

    def moved(self, count: int) -> None:
        """A sign of life after every so many bytes."""
        self._moved += count
        if self._moved >= ALIVE_EVERY:
            self._moved = 0
            self.tell(frame(Kind.ALIVE))


class Task:
    """One file: where to go on in it (`resume`: a source's key and a piece's number in it) and what to leave out (keys).

    `drop` readings of that piece were told before.
    """

    def __init__(self, asked: dict[str, Any], handle: int, parent: Parent, limits: ReadingLimits, readers: Table) -> None:
        self._label, self._handle, self._parent, self._limits, self._readers = asked["label"], handle, parent, limits, readers
        self._resume = tuple(asked["resume"]) if asked["resume"] is not None else None
        self._from = int(asked["from"])
        self._skip = {tuple(k) for k in asked["skip"]}
        self._drop = int(asked["drop"])
        self._first = 0

    def open(self) -> BinaryIO:
        return io.BufferedReader(SharedFile(self._handle, self._parent), 1 << 16)

    def watch(self, key: tuple[int, ...], label: str, again: bool) -> bool:
        """Whether to open this member; the parent is told before, and when an archive goes on after one."""
        if self._resume is not None:
            if key != self._resume:
                return key == self._resume[: len(key)]
            self._resume, self._first = None, self._from
        elif not again:
            self._first = 0
        if key in self._skip:
            return False
        allow_processor(self._limits.most_seconds)
        told = message(Kind.SOURCE, key=key, label=label)
        if key:
            self._parent.tell(told)
        else:  # the file itself, which the parent knows: with the next thing told
            self._parent.tell_later(told)
        return True

    def stamp(self) -> tuple[int, str]:
        """Size and SHA-256 of the file."""
        digest, size = hashlib.sha256(), 0
        with self.open() as stream:
            while data := stream.read(_CHUNK):
                digest.update(data)
                size += len(data)
        return size, digest.hexdigest()

    def run(self) -> None:
        """Tell all readings from where to go on."""
        size = os.fstat(self._handle).st_size
        for source in expand(self._label, self.open, size, self.watch):
            self._source(source)

    def _source(self, source: FileSource) -> None:
        first = self._first
        for number, (reader, item) in enumerate(items(source, self._readers)):
            if number >= first:
                self._item(reader, item)

    def _item(self, reader: Reader | None, item: Piece | Reading) -> None:
        if isinstance(item, Piece):
            where, size = item.where, len(item.data)
            asked = getattr(reader, "seconds", None)
            wanted = float(asked(item)) if asked else None
        else:
            where, size, wanted = item.entry.source, 0, None
        allow_processor(self._limits.processor(size, wanted))
        self._parent.tell(message(Kind.BEGIN, where=where, wall=self._limits.wall(size, wanted)))
        left = self._limits.document_output
        drop, self._drop = self._drop, 0
        for reading in itertools.islice(read_item(reader, item), drop, None):
            data = _told(reading, where, left)
            if data is None:
                data = reading_to_bytes(refused(where, "too-much-output", _TOO_LONG, reading.entry.number))
                left = 0
            left -= len(data)
            self._parent.tell(frame(Kind.READING, data))
            if left < 0:
                break
        self._parent.tell(frame(Kind.END))
        allow_processor(self._limits.most_seconds)


def _told(reading: Reading, where: str, most: int) -> bytes | None:
    """The reading as it is sent; a refusal where it cannot be; None where it is longer than `most` bytes."""
    if reading.patent is not None and _characters(reading.patent) > most:  # before its JSON takes the memory
        return None
    try:
        data = reading_to_bytes(reading)
    except (ValueError, TypeError, RecursionError) as error:
        return reading_to_bytes(refused(where, "reader-failed", f"what was read cannot be stored ({error}); please report the file"))
    return data if len(data) <= most else None


def _characters(patent: Patent) -> int:
    texts = [t.text for t in patent.abstracts] + [c.text for c in patent.claims] + [p.text for p in patent.description]
    return sum(map(len, texts))


def main() -> None:
    """Read what the parent gives until it is gone."""
    module, _, attribute = sys.argv[1].partition(":")
    limits = ReadingLimits(**orjson.loads(sys.argv[2]))
    limit_resources(limits.memory, limits.temporary)
    wire = socket.socket(fileno=os.dup(0))  # what a parser starts must not hold it
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    readers = cast("Table", getattr(importlib.import_module(module), attribute))
    temporary = tempfile.gettempdir()
    parent = Parent(wire, temporary)
    confine(temporary)
    parent.tell(frame(Kind.READY))
    while True:
        asked = orjson.loads(parent.next()[1])
        handle = parent.handle()
        task = Task(asked, handle, parent, limits, readers)
        wanted = True
        if asked["stamp"]:
            size, digest = task.stamp()
            parent.tell(message(Kind.STAMP, bytes=size, sha256=digest))
            wanted = not asked["wait"] or parent.next()[0] is Kind.GO
        if wanted:
            task.run()
        os.close(handle)
        parent.tell(message(Kind.DONE, tired=peak_memory() > TIRED))


if __name__ == "__main__":
    main()
