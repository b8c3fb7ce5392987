"""Child processes of this house: how one of our modules is started in a process of its own, and how work in one is watched and stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import indexing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexing.control import Control

ROOT = Path(indexing.__file__).resolve().parent.parent
_GRACE = 5.0


def module_command(module: str, *arguments: str) -> list[str]:
    """The command line that runs one of our modules with this same interpreter."""
    return [sys.executable, "-m", module, *arguments]


def child_environment(**extra: str) -> dict[str, str]:
    """This process's environment, in which a child finds this house's modules, with `extra`."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1", **extra}


def run_child(
    command: Sequence[str],
    *,
    control: Control,
    environment: dict[str, str] | None = None,
    tick: Callable[[], None] | None = None,
    every: float = 0.25,
) -> tuple[int, str]:
    """Run `command` to its end and return its exit code and all it wrote.

    `tick` is called every `every` seconds meanwhile. Raises `Cancelled` when the person stops it; the child is ended first.
    """
    import tempfile

    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter with our own arguments
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment or child_environment()
        )
        try:
            while child.poll() is None:
                control.check()
                if tick:
                    tick()
                deadline = time.monotonic() + every
                while child.poll() is None and time.monotonic() < deadline:
                    time.sleep(0.02)
        finally:
            end_child(child)
        log.seek(0)
        return child.returncode, log.read()


def end_child(child: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """End `child` politely, then not; returns when it is gone."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
