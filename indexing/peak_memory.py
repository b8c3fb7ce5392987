"""The most memory that this process has held."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_PEAK = re.compile(rb"VmHWM:\s+(\d+) kB")


def peak_memory() -> int:
    """The most memory held so far, in bytes; 0 where the system does not say.

    Linux tells it in `/proc/self/status`; a process that may not open it is told by `getrusage`. That would do everywhere, but there a child
    begins with what its parent held when it was started (getrusage(2): the figure is kept over execve), and a small child of a large program
    would look large.
    """
    try:
        if found := _PEAK.search(Path("/proc/self/status").read_bytes()):
            return int(found[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
