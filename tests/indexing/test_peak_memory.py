"""A process's memory is its own, not that of the one that started it."""

from __future__ import annotations

import subprocess
import sys

from indexing.peak_memory import peak_memory

_ASK = "from indexing.peak_memory import peak_memory; print(peak_memory())"
_LARGE = 400_000_000


def test_a_small_child_of_a_large_program_is_small():
    held = bytearray(_LARGE)
    held[::4096] = b"\x01" * len(held[::4096])
    child = int(subprocess.run([sys.executable, "-c", _ASK], capture_output=True, check=True, text=True).stdout)
    assert peak_memory() > _LARGE
    assert 0 < child < _LARGE / 4
