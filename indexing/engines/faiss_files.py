"""faiss's own files, written block by block, and its errors. Beside `vectors`, the only file that imports faiss."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

REPAIR = "run `priorart index verify`; a damaged index is restored or built again"
ROOM = "see that there is room and the right to write, then run the same command again: what is finished is kept"
_COUNT = slice(8, 16)
"""Where the number of vectors stands in a faiss file: after the four letters of its type and the dimension (its index_write.cpp)."""


@contextmanager
def faults(doing: str, hint: str = REPAIR) -> Iterator[None]:
    """Map what faiss raises: RuntimeError for everything, AssertionError for wrong shapes, MemoryError for absurd sizes."""
    try:
        yield
    except (RuntimeError, AssertionError, MemoryError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise IndexFault(f"{doing} failed: {lines[0][:200]}", hint) from error


def write_flat(path: Path, empty: Any, rows: Iterable[NDArray[Any]], count: int, unit: int) -> None:  # noqa: ANN401 - faiss's stubs know no common type
    """Write the file that faiss would write of `empty` (flat codes, nothing added yet) once `count` codes are added, without holding them in memory.

    `rows` are arrays (m, dimension) of the codes as faiss keeps them; the file counts their length in units of `unit` bytes.
    Raises `ValueError` where there are not `count` of them.
    """
    import faiss

    with faults(f"writing {path.name}", ROOM):
        head = bytearray(faiss.serialize_index(empty).tobytes())
    head[_COUNT] = np.array(count, "<i8").tobytes()
    head[-8:] = np.array(count * empty.code_size // unit, "<i8").tobytes()
    written = 0
    with path.open("wb") as stream:
        stream.write(head)
        for block in rows:
            written += len(block)
            stream.write(np.ascontiguousarray(block).data)
    if written != count:
        msg = f"{written} vectors instead of {count}"
        raise ValueError(msg)
