"""Arrays in numpy's files, opened safely by many threads at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_LOCK = threading.Lock()


def load_array(path: Path, mmap_mode: Literal["r"] | None = None) -> NDArray[Any]:
    """The array in the `.npy` file `path`, mapped where `mmap_mode` says so; never a pickle. Raises what `numpy.load` raises.

    numpy reads a file's head with Python's own parser, whose depth counter in CPython 3.11 is shared by all threads (cpython issue 106905): readers
    that open an index side by side ended in a SystemError, rarely. One at a time they cannot.
    """
    with _LOCK:
        array: NDArray[Any] = np.load(path, mmap_mode=mmap_mode, allow_pickle=False)
    return array
