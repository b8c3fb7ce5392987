"""Builds in processes of their own, for tests that kill them or take their room away.

`Builders` keeps one process that has everything imported and forks a child for each build, so that a hundred of them cost little.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexing.build import build
from indexing.errors import PriorArtError
from indexing.storage import batches
from tests.house import ROOT
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from typing import Self

WINDOWS, FIRST_WINDOWS = 40, 5
NOBODY = 65534


class Slow(HashEmbedder):
    """Takes its time, so that a kill lands in the middle of the work, and notes in a file how much it was given."""

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def encode_passages(self, texts):
        if self._note:
            with Path(self._note).open("a") as stream:
                stream.write(f"{len(texts)}\n")
        time.sleep(0.002)
        return super().encode_passages(texts)


class Builders:
    """Forks builds: `start` one, then `kill` it or `wait` for it."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.kits.build_process"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)

    def start(self, corpus: Path, index: Path, *, limit: int = 0, note: Path | None = None, nobody: bool = False) -> int:
        """The process that builds. `limit`: the largest file it may write; `nobody`: as a user without rights."""
        asked = {"corpus": str(corpus), "index": str(index), "limit": limit, "note": str(note or ""), "nobody": nobody}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._told())

    def _told(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def wait(self) -> tuple[int, str]:
        """Exit code (minus the signal) of the build that was started last, and what it said."""
        code, said = self._told()
        return int(code), str(said)


def child(asked: dict[str, Any], said: int) -> int:
    """Build; on a fault write it to `said` and return its exit code."""
    if asked["limit"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["limit"], asked["limit"]))
    if asked["nobody"]:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        build([Path(asked["corpus"])], Path(asked["index"]), Slow(asked["note"]))
    except PriorArtError as error:
        os.write(said, str(error).encode())
        return error.exit_code
    except BaseException as error:  # noqa: BLE001 - told to the test, which fails then
        os.write(said, f"Traceback: {error!r}".encode()[:4000])
        return 99
    return 0


def _tell(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    """One build a line of standard input."""
    import faiss  # noqa: F401 - what every build would import otherwise
    import tantivy  # noqa: F401

    batches.BATCH_WINDOWS, batches.FIRST_WINDOWS = WINDOWS, FIRST_WINDOWS
    for line in sys.stdin:
        asked = json.loads(line)
        read, said = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            os._exit(child(asked, said))
        os.close(said)
        _tell(pid)
        _, status = os.waitpid(pid, 0)
        with os.fdopen(read, "rb") as stream:
            text = stream.read().decode(errors="replace")
        _tell([os.waitstatus_to_exitcode(status), text])


if __name__ == "__main__":
    main()
