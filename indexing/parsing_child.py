"""Parsing of what nobody vouches for, in a process of its own that can be killed.

The child gets bytes on its standard input and writes JSON on its standard output; time, memory and output are limited. It inherits no secrets:
its environment holds only what Python needs to start, and modules are not looked for in the folder where it starts (`-P`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from indexing.errors import InputError

MAX_OUTPUT = 256 * 2**20
MAX_MEMORY = 3 * 2**30


def parse_in_child(module: str, arguments: list[str], data: bytes, seconds: float, source: str) -> Any:  # noqa: ANN401 - JSON of the child's choosing
    """What `python -m module arguments…` makes of `data`.

    Raises `InputError` with the code `too-slow` where it takes longer than `seconds`, `parser-crashed` where it dies or writes no JSON.
    """
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parent.parent), "PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", module, str(int(seconds) + 1), *arguments]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(data)
        given.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                command, stdin=given, stdout=made, stderr=subprocess.DEVNULL, env=environment, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise InputError(f"took longer than {seconds:g} seconds", "print it to a new PDF", source=source, code="too-slow") from error
        size = made.seek(0, os.SEEK_END)
        made.seek(0)
        try:
            if done.returncode == 0 and size <= MAX_OUTPUT:
                return json.loads(made.read())
        except ValueError:
            pass
    raise InputError("the parser gave up on it", "print it to a new PDF", source=source, code="parser-crashed")


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
        resource.setrlimit(which, (top, top))
