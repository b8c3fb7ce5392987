"""A parser that misbehaves as it is told: `python -m tests.kits.misbehaving_child SECONDS HOW`."""

from __future__ import annotations

import os
import signal
import sys
import time

from indexing.pdf.parsing_child import MAX_MEMORY, limit_myself


def main() -> None:
    limit_myself(int(sys.argv[1]))
    how = sys.argv[2]
    if how == "sleep":
        time.sleep(60)
    elif how == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif how == "memory":
        bytearray(MAX_MEMORY)
    sys.stdout.write("no JSON")


if __name__ == "__main__":
    main()
