"""One file on its way through a reading process: what was told of it, where its reading stands, and what broke it."""

from __future__ import annotations

import os
import signal
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from indexing.errors import IndexFault
from indexing.findings import refused
from indexing.reading.frames import BrokenFrame, Kind, reading_from_bytes

if TYPE_CHECKING:
    from indexing.model import Reading
    from indexing.reading.limits import ReadingLimits

_REASONS = {
    "too-slow": "reading it took longer than a document may take",
    "too-much-memory": "reading it needs more memory than a document may take",
    "too-much-output": "its text is larger than a document may have",
    "parser-crashed": "it broke the process that read it",
}
_ADVICE = "fetch it again, or part it; what stands beside it was read"


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file that was given, an archive as a whole: its path as the ledger labels it, its size, and the SHA-256 of its bytes.

    The SHA-256 is empty where the file could not be read at all.
    """

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileDone:
    """Follows the readings of a file, or stands for them where they are known already (`unchanged`)."""

    stamp: FileStamp
    unchanged: bool


def code_of_death(how: int | None) -> str:
    """The coded reason of a process that ended by itself: its exit code, or minus the signal."""
    if how == -signal.SIGPROF:
        return "too-slow"
    return "too-much-memory" if how == -signal.SIGKILL else "parser-crashed"  # this house did not kill it: the system was short of memory


class Job:
    """The reading of one file. `out` waits to be taken; `resume`, `first`, `drop` and `skip` say where a new process goes on."""

    def __init__(self, label: str, limits: ReadingLimits) -> None:
        self.label = label
        self.handle = -1
        self.stamp: FileStamp | None = None
        self.unchanged = False
        self.finished = False
        self.out: deque[bytes | Reading | FileDone] = deque()
        self.held = 0
        self.resume: tuple[int, ...] | None = None
        self.first = self.drop = 0
        self.skip: list[tuple[int, ...]] = []
        self._limits = limits
        self._key: tuple[int, ...] | None = None
        self._source = label
        self._where: str | None = None
        self._number = 0
        self._output = self._told = 0
        self._faults = 0
        self._heard = self._located = False
        self._ended: tuple[tuple[int, ...] | None, int] | None = None

    @property
    def too_long(self) -> bool:
        """Whether more came out of the file than any collection holds."""
        return self._output > self._limits.file_output

    def take(self) -> Reading | FileDone:
        """The next result."""
        result = self.out.popleft()
        if not isinstance(result, bytes):
            return result
        self.held -= len(result)
        try:
            return reading_from_bytes(result)
        except (BrokenFrame, IndexFault) as error:
            return refused(self.label, "parser-crashed", f"{_REASONS['parser-crashed']} ({error}); {_ADVICE}")

    def hear(self, kind: Kind, payload: bytes) -> float | None:
        """Take in a frame; the seconds until the next one must come, None where the time that runs goes on."""
        self._heard = True
        if kind is Kind.READING:
            self.out.append(payload)
            self.held += len(payload)
            self._output += len(payload)
            self._told += 1
        if kind in {Kind.READING, Kind.ALIVE} and self._where is not None:
            return None
        if kind is Kind.BEGIN:
            begun = orjson.loads(payload)
            self._where, self._told = str(begun["where"]), self.drop if (self._key, self._number) == (self.resume, self.first) else 0
            return min(float(begun["wall"]), self._limits.most_seconds)
        if kind is Kind.END:
            self._where = None
            self._number += 1
        elif kind is Kind.SOURCE:
            told = orjson.loads(payload)
            key = tuple(int(k) for k in told["key"])
            self._number = self.first if key == self.resume else 0
            self._key, self._source, self._located = key, str(told["label"]), True
        elif kind is Kind.STAMP:
            told = orjson.loads(payload)
            self.stamp = FileStamp(self.label, int(told["bytes"]), str(told["sha256"]))
        elif kind is Kind.DONE:
            self.finish()
        return self._limits.silence

    def broken(self, code: str, how: int | None) -> bool:
        """Put down what broke the process; whether there is more to read after it."""
        if not self._heard:
            self._heard = True
            return True
        if how == -signal.SIGKILL and self._once_more():
            return True
        if self._key is None or not self._located:  # hashing it, or on the way to where it broke before
            where, over = self.label, True
        elif self._where is not None:
            where, over = self._where, False
            self.resume, self.first, self.drop = self._key, self._number + 1, 0
        else:
            where, over = self._source, self._key == ()
            self.resume, self.first, self.drop = self._key, 0, 0
            self.skip.append(self._key)
        self._where = None
        self._heard = self._located = False
        ended = f" (signal {signal.Signals(-how).name})" if how is not None and how < 0 and -how in set(signal.Signals) else ""
        self.out.append(refused(where, code, f"{_REASONS[code]}{ended}; {_ADVICE}"))
        self._faults += 1
        if self._faults >= self._limits.faults and not over:
            over = True
            self.out.append(refused(self.label, "too-many-faults", f"{self._faults} of its documents broke their reader; the rest is left unread"))
        if self.too_long:
            over = True
        if over:
            self.finish()
        return not over

    def _once_more(self) -> bool:
        """Whether to go on where it was ended from outside (by a person, or by a system short of memory), rather than behind that."""
        place = (self._key, self._number) if self._located else (self.resume, self.first)
        if self._ended == place:
            return False
        self._ended = place
        if self._located:
            self.resume, self.first = self._key, self._number
            self.drop = self._told if self._where is not None else 0
        self._where = None
        self._heard = self._located = False
        return True

    def refuse(self, reading: Reading) -> None:
        """The file cannot be opened at all."""
        self.out.append(reading)
        self.finish()

    def finish(self) -> None:
        """Nothing more comes of this file."""
        self.out.append(FileDone(self.stamp or FileStamp(self.label, 0, ""), self.unchanged))
        self.finished = True
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1
