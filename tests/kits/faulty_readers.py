"""Readers that misbehave as the file says: a line `ok NAME` is a document, any other line a fault. Run in a reading process only.

`split-…` lines do it while the file is cut, the others while their piece is read.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from indexing.findings import read_as
from indexing.model import LedgerEntry, Patent, Piece, Reading, Text
from indexing.plugins import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.protocols import Source

READERS = Table("format", {"faulty": "tests.kits.faulty_readers:FaultyReader"})
PATIENT = Table("format", {"patient": "tests.kits.faulty_readers:PatientReader"})
MARK = b"faults:\n"


def document(name: str, text: str = "A dryer.") -> Reading:
    return read_as(Patent(id=name, source_id=name, titles=(Text("T"),), abstracts=(Text(text),)), name)


def memory() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 24))


def spin() -> None:
    while True:
        pass


def write() -> None:
    with tempfile.TemporaryFile() as file:
        while True:
            file.write(b"x" * (1 << 20))


def connect(port: str) -> None:
    socket.create_connection(("127.0.0.1", int(port)), timeout=1)


def orphan() -> None:
    """A process of its own that would outlive its parser."""
    import subprocess

    child = subprocess.Popen(["sleep", "301.5"])
    Path(os.environ["TMPDIR"], "orphan").write_text(str(child.pid))
    time.sleep(300)


FAULTS = {
    "sleep": lambda: time.sleep(300),
    "spin": spin,
    "segfault": lambda: ctypes.string_at(0),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(0),
    "memory": memory,
    "write": write,
    "recurse": lambda: (lambda f: f(f))(lambda f: f(f)),
    "orphan": orphan,
}


def do(line: str) -> Iterator[Reading]:
    verb, _, argument = line.partition(" ")
    if verb == "ok":
        yield document(argument)
    elif verb == "long":
        yield document("long", "word " * int(argument))
    elif verb == "endless":
        while True:
            yield document("again", "word " * 10_000)
    elif verb == "surrogate":
        yield document("surrogate", "\ud800")
    elif verb == "raise":
        raise ZeroDivisionError("no such thing")
    elif verb == "half":
        yield document(f"{argument}-first")
        FAULTS["segfault"]()
    elif verb == "open":
        yield document("opened", Path(argument).read_text())
    elif verb == "make":
        Path(argument).write_text("x")
        yield document("made")
    elif verb == "connect":
        connect(argument)
        yield document("connected")
    elif verb == "patience":
        time.sleep(float(argument))
        yield document("patient")
    else:
        FAULTS[verb]()


class FaultyReader:
    def recognises(self, head: bytes) -> bool:
        return head.startswith(MARK)

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            for number, line in enumerate(stream, 1):
                if line.startswith(b"split-"):
                    list(do(line.decode().strip().removeprefix("split-")))
                elif line.startswith(b"refused"):
                    yield Reading(None, LedgerEntry(f"{source.label}:{number}", None, "refused", "bad-record", "mend it"))
                elif line != MARK:
                    yield Piece(line, source.label, f"{source.label}:{number}", number)

    def read(self, piece: Piece) -> Iterator[Reading]:
        yield from do(piece.data.decode().strip())


class PatientReader(FaultyReader):
    def seconds(self, _: Piece) -> float:
        return 30.0
