"""A parser for `ParsingChild` that misbehaves as it is told; otherwise it counts how often it was asked."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

from indexing.pdf.parsing_child import MAX_MEMORY, MAX_OUTPUT

_asked = 0


def parse(_data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    global _asked  # noqa: PLW0603 - the count shows that one process served several sources
    how = options["how"]
    if how == "sleep":
        time.sleep(60)
    elif how == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif how == "memory":
        bytearray(MAX_MEMORY)
    elif how == "huge":
        return {"text": "x" * (MAX_OUTPUT + 1)}
    elif how == "chatter":
        os.write(1, b"a library prints")
        sys.stdout.write("as it likes")
    _asked += 1
    return {"count": _asked}
