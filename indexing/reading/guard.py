"""What a reading process may do: limits of the system, and a hook that refuses networks and files. Called in the child, before it reads anything.

The hook is a second wall: no reader opens anything by name. It sees what Python does (PEP 578), not what a parser written in C does; that is held
back by the parser's own switches (`markup`).
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# os.path.abspath, not Path.resolve: a hook must be quick and must not look at the disk
# ruff: noqa: PTH100

_REFUSED = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
        "socket.sendto",
        "socket.sendmsg",
        "os.system",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "pty.spawn",
        "ftplib.connect",
        "http.client.connect",
        "urllib.Request",
        "webbrowser.open",
    }
)
_CHANGES = frozenset(
    {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.rmtree"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit_resources(memory: int, file_size: int) -> None:
    """No more than so many bytes of address space and of any file that is written; no core dumps."""
    for which, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, file_size), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(which)
        top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        with contextlib.suppress(ValueError, OSError):  # a limit that this system does not have; the parent's clock still stands
            resource.setrlimit(which, (top, top))


def allow_processor(seconds: float) -> None:
    """So much processor time from now on; the system ends this process beyond it (SIGPROF). What it starts keeps its own time."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def confine(temporary: str, readable: Sequence[str] = ()) -> None:
    """From now on this process opens files for reading below Python's own folders and `temporary`, for writing below `temporary` only."""
    own = _below(temporary)
    python = tuple(p for path in (*sys.path, sys.prefix, sys.base_prefix, *readable) if path for p in _below(path))
    system = ("/dev/null", "/dev/urandom", "/dev/zero")

    def check(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, str | bytes):
                return  # a descriptor that is open already
            name = os.fsdecode(path)
            if name in system:
                return
            full = os.path.abspath(name) + "/"
            writes = isinstance(flags, int) and bool(flags & _WRITING)
            if full.startswith(own) or (not writes and full.startswith(python)):
                return
            raise PermissionError(13, "reading processes open nothing by name", name)
        if event in _REFUSED:
            raise PermissionError(13, f"reading processes do not do that ({event})")
        if event in _CHANGES and arguments and isinstance(arguments[0], str | bytes):
            name = os.fsdecode(arguments[0])
            if not (os.path.abspath(name) + "/").startswith(own):
                raise PermissionError(13, "reading processes change nothing on the disk", name)

    sys.addaudithook(check)


def _below(path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((os.path.abspath(path) + "/", os.path.realpath(path) + "/")))
