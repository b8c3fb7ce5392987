"""One reading process as its parent holds it: started, given files, listened to, and ended."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import orjson

from indexing.child import ROOT
from indexing.reading.frames import FrameReader, Kind, frame, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexing.reading.limits import ReadingLimits

_PASSED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TESSDATA_PREFIX", "OMP_THREAD_LIMIT")
_CHUNK = 1 << 18
_DYING = 2.0


class Worker:
    """A process of `indexing.reading.child`. `wire` is the socket to wait on; `folder` is the only place where it may write."""

    def __init__(self, readers: str, limits: ReadingLimits) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="priorart-reading-", ignore_cleanup_errors=True)
        self.wire, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TMPDIR": self.folder.name}
        command = [sys.executable, "-P", "-m", "indexing.reading.child", readers, orjson.dumps(dataclasses.asdict(limits)).decode()]
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=self.folder.name,
                start_new_session=True,
            )
        except OSError:
            self.wire.close()
            self.folder.cleanup()
            raise
        finally:
            theirs.close()
        self._frames = FrameReader()

    def ask(
        self, label: str, handle: int, *, resume: Sequence[int] | None, first: int, drop: int, skip: Sequence[Sequence[int]], stamp: bool, wait: bool
    ) -> None:
        """Give a file, by its descriptor, and where to go on in it. With `stamp` its hash is told; with `wait` an answer to that is waited for.

        Raises OSError where the process is gone.
        """
        task = message(Kind.TASK, label=label, resume=resume, drop=drop, skip=skip, stamp=stamp, wait=wait, **{"from": first})
        sent = socket.send_fds(self.wire, [task], [handle])
        self.wire.sendall(task[sent:])

    def answer(self, wanted: bool) -> None:
        """Whether the file whose hash was told is to be read. Raises OSError where the process is gone."""
        self.wire.sendall(frame(Kind.GO if wanted else Kind.SKIP))

    def listen(self) -> Iterator[tuple[Kind, bytes]]:
        """The frames that have come in. Raises EOFError where the process is gone, `BrokenFrame` where it babbles."""
        try:
            data = self.wire.recv(_CHUNK)
        except OSError:
            data = b""
        if not data:
            raise EOFError
        yield from self._frames.feed(data)

    @property
    def held(self) -> int:
        """Bytes of an unfinished frame."""
        return len(self._frames)

    def end(self, *, dying: bool = False) -> int | None:
        """End it and all that it has started; where it was `dying` by itself, how: its exit code, or minus the signal that ended it."""
        how = self._death() if dying else None
        self.wire.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)  # not reaped yet: the number is still its own
        self._child.wait()
        self.folder.cleanup()
        return how

    def _death(self) -> int | None:
        deadline = time.monotonic() + _DYING
        while time.monotonic() < deadline:
            found = os.waitid(os.P_PID, self._child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is not None:
                return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
            time.sleep(0.002)
        return None
