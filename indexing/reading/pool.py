"""Reading what nobody vouches for: in processes of its own that are limited, watched, killed and replaced.

Files are taken in their fixed order and told in that order, whatever the number of processes. This process opens the files, listens and keeps
time; it never looks into them.
"""

from __future__ import annotations

import select
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from indexing.control import Control
from indexing.errors import IndexFault, InputError, PriorArtError
from indexing.findings import refused
from indexing.model import Reading
from indexing.reading.frames import BrokenFrame, Kind
from indexing.reading.given_files import files
from indexing.reading.job import FileDone, FileStamp, Job, code_of_death
from indexing.reading.labels import reason_of
from indexing.reading.limits import ReadingLimits
from indexing.reading.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from indexing.reading.given_files import GivenFile

__all__ = ["READING_VERSION", "FileDone", "FileStamp", "ReadingLimits", "read_files", "readings"]

READING_VERSION = "1"
"""Raised whenever any reader makes something else of the same bytes."""
READERS = "indexing.readers:READERS"
AHEAD_BYTES = 64 * 2**20
"""What may be read ahead of its turn, in bytes …"""
AHEAD_FILES = 256
"""… and in files."""
_POLL = 0.25
_STARTS = 3
_HELP = "look whether this session may start processes (memory, number of processes), then try again"


def read_files(
    paths: Iterable[Path | str],
    *,
    workers: int = 1,
    control: Control | None = None,
    known: Callable[[FileStamp], bool] | None = None,
    limits: ReadingLimits = ReadingLimits(),  # noqa: B008 - frozen
    readers: str = READERS,
    leave_out: Path | None = None,
) -> Iterator[Reading | FileDone]:
    """The readings of all files within `paths`, each file's followed by its `FileDone`, in the files' order.

    A file that `known` says is read already gives its `FileDone` alone (`unchanged`); `known` is asked in the caller's thread, ahead of the
    file's turn. A file that cannot be read at all gives a refusal and a mark without SHA-256. What lies in the folder `leave_out` is not read.
    `readers` names the table of readers (`module:attribute`).
    Raises `InputError` for a path that does not exist, `Cancelled`, and `PriorArtError` where no process can be started; never for bad input.
    Closing the iterator ends all processes.
    """
    run = _Run(files(paths, leave_out), workers, control or Control(), known, limits, readers)
    try:
        yield from run.results()
    finally:
        run.close()


def readings(
    paths: Iterable[Path | str],
    *,
    workers: int = 1,
    control: Control | None = None,
    limits: ReadingLimits = ReadingLimits(),  # noqa: B008 - frozen
) -> Iterator[Reading]:
    """As `read_files`, without the marks."""
    for result in read_files(paths, workers=workers, control=control, limits=limits):
        if isinstance(result, Reading):
            yield result


@dataclass(slots=True)
class _Seat:
    """A place for one process; `job` is what it works at, `deadline` when it has waited long enough (monotonic clock)."""

    worker: Worker | None = None
    job: Job | None = None
    deadline: float = 0.0
    ready: bool = False


class _Run:
    """One reading of many files."""

    def __init__(
        self,
        given: Iterator[GivenFile],
        workers: int,
        control: Control,
        known: Callable[[FileStamp], bool] | None,
        limits: ReadingLimits,
        readers: str,
    ) -> None:
        self._given, self._control, self._known, self._limits, self._readers = given, control, known, limits, readers
        self._seats = [_Seat() for _ in range(max(1, workers))]
        self._jobs: deque[Job] = deque()
        self._more = True
        self._starts = 0
        self._left = time.monotonic()

    def results(self) -> Iterator[Reading | FileDone]:
        """Everything, in order."""
        while True:
            self._control.check()
            self._fill()
            if not self._jobs:
                return
            head = self._jobs[0]
            while head.out:
                yield head.take()
            if head.finished:
                self._jobs.popleft()
            else:
                self._listen(head)

    def close(self) -> None:
        """End all processes and close all files."""
        for seat in self._seats:
            self._leave(seat)
        for job in self._jobs:
            job.close()

    def _fill(self) -> None:
        """Give every idle process a file, as far as reading ahead is allowed."""
        idle = [s for s in self._seats if s.job is None]
        while idle and self._more and len(self._jobs) < AHEAD_FILES and (not self._jobs or not self._full()):
            file = next(self._given, None)
            if file is None:
                self._more = False
                return
            job = Job(file.label, self._limits)
            self._jobs.append(job)
            try:
                job.handle = file.open()
            except InputError as error:
                job.refuse(refused(file.label, error.code, reason_of(error, file.label)))
                continue
            self._give(idle.pop(0), job)

    def _full(self) -> bool:
        return sum(job.held for job in self._jobs if job is not self._jobs[0]) > AHEAD_BYTES

    def _give(self, seat: _Seat, job: Job) -> None:
        """Let a process work at a job; a process that died while it was idle is replaced."""
        for _ in range(2):
            if seat.worker is None:
                self._start(seat)
            assert seat.worker is not None
            try:
                seat.worker.ask(
                    job.label,
                    job.handle,
                    resume=job.resume,
                    first=job.first,
                    drop=job.drop,
                    skip=job.skip,
                    stamp=job.stamp is None,
                    wait=self._known is not None,
                )
            except OSError:
                self._leave(seat)
                continue
            seat.job = job
            seat.deadline = time.monotonic() + (self._limits.silence if seat.ready else self._limits.start)
            return
        raise PriorArtError("a reading process ends before it has begun", _HELP)

    def _start(self, seat: _Seat) -> None:
        self._starts += 1
        if self._starts > _STARTS:
            raise PriorArtError("no reading process can be started", _HELP)
        try:
            seat.worker, seat.ready = Worker(self._readers, self._limits), False
        except OSError as error:
            raise PriorArtError(f"no reading process can be started ({error.strerror})", _HELP) from error

    def _leave(self, seat: _Seat, *, dying: bool = False) -> int | None:
        worker, seat.worker, seat.job, seat.ready = seat.worker, None, None, False
        return worker.end(dying=dying) if worker else None

    def _listen(self, head: Job) -> None:
        """Wait for what the processes say, and for no longer than they may be silent. Time spent elsewhere counts for nobody."""
        now = time.monotonic()
        full = self._full()
        heard = {s.worker.wire.fileno(): s for s in self._seats if s.worker and not (full and s.job is not None and s.job is not head)}
        for seat in self._seats:
            seat.deadline += now - self._left
        soonest = min((s.deadline for s in heard.values() if s.job), default=now + _POLL)
        poll = select.poll()
        for number in heard:
            poll.register(number, select.POLLIN)
        said = [heard[number] for number, _ in poll.poll(1000 * max(0.0, min(soonest - now, _POLL)))]
        self._left = time.monotonic()
        for seat in self._seats:
            if seat not in heard.values():
                seat.deadline += self._left - now
        for seat in said:
            self._hear(seat)
        for seat in heard.values():
            if seat.job and seat.deadline < self._left and seat not in said:
                self._broken(seat, "too-slow")

    def _hear(self, seat: _Seat) -> None:
        worker = seat.worker
        assert worker is not None
        try:
            for kind, payload in worker.listen():
                self._frame(seat, kind, payload)
                if seat.worker is not worker:
                    return
            if worker.held > self._limits.document_output + AHEAD_BYTES:
                self._broken(seat, "too-much-output")
        except EOFError:
            self._broken(seat, None)
        except (BrokenFrame, orjson.JSONDecodeError, KeyError, TypeError, IndexFault):
            self._broken(seat, "parser-crashed")

    def _frame(self, seat: _Seat, kind: Kind, payload: bytes) -> None:
        now = time.monotonic()
        if kind is Kind.READY:
            seat.ready, self._starts = True, 0
            seat.deadline = now + self._limits.silence
            return
        job = seat.job
        if job is None or seat.worker is None:
            raise BrokenFrame
        allowed = job.hear(kind, payload)
        if allowed is not None:
            seat.deadline = now + allowed
        if kind is Kind.STAMP and job.stamp is not None:
            if self._known is not None:
                job.unchanged = self._known(job.stamp)
                self._answer(seat.worker, not job.unchanged)
        elif kind is Kind.DONE:
            seat.job = None
            if orjson.loads(payload)["tired"]:
                self._leave(seat)
        elif job.too_long:
            self._broken(seat, "too-much-output")

    @staticmethod
    def _answer(worker: Worker, wanted: bool) -> None:
        try:
            worker.answer(wanted)
        except OSError as error:
            raise EOFError from error

    def _broken(self, seat: _Seat, code: str | None) -> None:
        """A process is gone or must go; the job goes on in a new one, after what broke it. `code` is None where it died by itself."""
        job, ready = seat.job, seat.ready
        how = self._leave(seat, dying=code is None)
        if job is not None and (not ready or job.broken(code or code_of_death(how), how)):
            self._give(seat, job)
