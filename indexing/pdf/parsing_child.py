"""Parsing of what nobody vouches for, in a process of its own that can be killed.

A child gets bytes on its standard input and writes JSON on its standard output; time, memory and output are limited. It inherits no secrets:
its environment holds only what Python needs to start, and modules are not looked for in the folder where it starts (`-P`). `parse_in_child`
starts one for a single source; `ParsingChild` keeps one for many (a start costs as much as some ten pages) and puts a new one in its
place when it dies, has served its time, or has grown.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import weakref
from pathlib import Path
from typing import IO, Any

from indexing.errors import InputError
from indexing.peak_memory import peak_memory

MAX_OUTPUT = 256 * 2**20
MAX_MEMORY = 3 * 2**30
GROWN = 2**29
"""A child that has once held this much memory is replaced before the next source."""
SERVED = 500
"""So is one that has served so many sources."""
_LENGTH = 8
_HINT = "print it to a new PDF"
_PASSED_ON = ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {"PATH": "", **kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONIOENCODING": "utf-8"}


def parse_in_child(module: str, arguments: list[str], data: bytes, seconds: float, source: str) -> Any:  # noqa: ANN401 - JSON of the child's choosing
    """What `python -m module SECONDS arguments…` makes of `data`.

    Raises `InputError` with the code `too-slow` where it takes longer than `seconds`, `parser-crashed` where it dies or writes no JSON.
    """
    command = [sys.executable, "-P", "-m", module, str(int(seconds) + 1), *arguments]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(data)
        given.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                command, stdin=given, stdout=made, stderr=subprocess.DEVNULL, env=_environment(), timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise InputError(f"took longer than {seconds:g} seconds", _HINT, source=source, code="too-slow") from error
        size = made.seek(0, os.SEEK_END)
        made.seek(0)
        try:
            if done.returncode == 0 and size <= MAX_OUTPUT:
                return json.loads(made.read())
        except ValueError:
            pass
    raise InputError("the parser gave up on it", _HINT, source=source, code="parser-crashed")


class ParsingChild:
    """A child that serves `module`'s function `parse(data, options) -> dict` (JSON) for one source after the other. One caller at a time."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[..., ParsingChild] | None = None
        self._owner = 0
        self._served = 0

    def parse(self, data: bytes, options: dict[str, Any], seconds: float, source: str) -> Any:  # noqa: ANN401 - JSON of the module's choosing
        """The function's answer. Raises `InputError` as `parse_in_child` does; a source that kills a used child gets a fresh one once more."""
        with self._lock:
            for last in (False, True):
                used = self._ready()
                try:
                    return self._ask(data, options, seconds, source)
                except InputError as error:
                    self.close()
                    if last or not used or error.code != "parser-crashed":
                        raise
        raise AssertionError

    def close(self) -> None:
        """End the child. One that another process started (before a fork) is left to it."""
        self._process = None
        if self._end is not None:
            self._end()
            self._end = None

    def _ready(self) -> bool:
        """Have a child; whether it has served before."""
        if self._process is not None and (self._owner != os.getpid() or self._process.poll() is not None or self._served >= SERVED):
            self.close()
        if self._process is None:
            command = [sys.executable, "-P", "-m", "indexing.pdf.parsing_child", self._module]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
            )
            self._owner, self._served = os.getpid(), 0
            self._end = weakref.finalize(self, _end, self._process, self._owner)
        return self._served > 0

    def _ask(self, data: bytes, options: dict[str, Any], seconds: float, source: str) -> Any:  # noqa: ANN401
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        answer: bytes | None = None
        try:
            order = json.dumps({"seconds": seconds, "options": options}).encode()
            for part in (order, data):
                process.stdin.write(len(part).to_bytes(_LENGTH, "big"))
                process.stdin.write(part)
            process.stdin.flush()
            answer = _frame(process.stdout, MAX_OUTPUT)
        except OSError:
            pass  # it died while it was written to
        finally:
            timer.cancel()
        if late.is_set():
            raise InputError(f"took longer than {seconds:g} seconds", _HINT, source=source, code="too-slow")
        try:
            made = json.loads(answer or b"")
        except ValueError as error:
            raise InputError("the parser gave up on it", _HINT, source=source, code="parser-crashed") from error
        self._served = SERVED if made["memory"] > GROWN else self._served + 1
        return made["answer"]


def _end(process: subprocess.Popen[bytes], owner: int) -> None:
    """Kill a child that this process started, and wait until it is gone."""
    if owner != os.getpid():
        return
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def _frame(stream: IO[bytes], most: int) -> bytes | None:
    """The next length-prefixed run of bytes; None at the stream's end or where it is longer than `most`."""
    head = stream.read(_LENGTH)
    size = int.from_bytes(head, "big")
    if len(head) < _LENGTH or size > most:
        return None
    body = stream.read(size)
    return body if len(body) == size else None


def limit_myself(seconds: int) -> None:
    """Called first in the child: no more than so much processor time, memory and output. Nothing where the system knows no limits."""
    try:
        import resource
    except ImportError:  # not on this system; the parent's clock still stands
        return
    wanted = ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_FSIZE, MAX_OUTPUT), (resource.RLIMIT_CORE, 0))
    for which, limit in wanted:
        _, hard = resource.getrlimit(which)
        top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(which, (top, top) if which != resource.RLIMIT_CPU else (top, hard))


def _allow(seconds: float) -> int:
    """So many more seconds of processor time for the next source; the most memory held so far, in bytes."""
    try:
        import resource
    except ImportError:
        return 0
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))
    return peak_memory()


def main() -> None:
    """Serve sources until standard input ends. What the parser's libraries print goes nowhere: the pipe is ours alone."""
    parse = importlib.import_module(sys.argv[1]).parse
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    limit_myself(3600)
    while (order := _frame(sys.stdin.buffer, MAX_OUTPUT)) is not None and (data := _frame(sys.stdin.buffer, 2**40)) is not None:
        wish = json.loads(order)
        _allow(wish["seconds"])
        try:
            answer = parse(data, wish["options"])
        except MemoryError:
            answer = {"fault": "too-large", "message": "needs too much memory"}
        except RecursionError:
            answer = {"fault": "damaged-pdf", "message": "nested too deep"}
        del data
        made = json.dumps({"answer": answer, "memory": _allow(wish["seconds"])}).encode()
        del answer
        answers.write(len(made).to_bytes(_LENGTH, "big"))
        answers.write(made)
        answers.flush()
        del made


if __name__ == "__main__":
    main()
