"""Meaning: inner products over L2-normalised vectors, through faiss. The only file that imports faiss.

One exact flat file a shard, mapped into memory. Filters are bitmaps inside the search (`IDSelectorBitmap`), never after it.
A search uses one thread: more cost processor time and gain little (measured; see docs/adr).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_REPAIR = "run `priorart index verify`; a damaged index is restored or built again"
_ROOM = "see that there is room and the right to write, then run the same command again: what is finished is kept"


@contextmanager
def _faults(doing: str, hint: str = _REPAIR) -> Iterator[None]:
    """Map what faiss raises: RuntimeError for everything, AssertionError for wrong shapes, MemoryError for absurd sizes."""
    try:
        yield
    except (RuntimeError, AssertionError, MemoryError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise IndexFault(f"{doing} failed: {lines[0][:200]}", hint) from error


def write_vectors(path: Path, vectors: NDArray[np.float32]) -> None:
    """Write vectors of shape (n, dimension) to a new file, in their order."""
    import faiss

    with _faults(f"writing {path.name}", _ROOM):
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        faiss.write_index(index, str(path))


class Vectors:
    """The vectors of one shard, mapped from their file; safe for many threads."""

    def __init__(self, path: Path) -> None:
        import faiss

        with _faults(f"opening {path.name}"):
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)

    @property
    def size(self) -> int:
        """The number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The number of components of each."""
        return int(self._index.d)

    def search(self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Positions and inner products of the best `limit` vectors among those `allowed` (shape (size,); None: all), best first."""
        import faiss

        limit = min(limit, self.size if allowed is None else int(np.count_nonzero(allowed)))
        if limit < 1:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        options: dict[str, Any] = {}
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type] # faiss's stubs show C++, not its Python wrappers
            options["params"] = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        faiss.omp_set_num_threads(1)  # holds for the calling thread only
        with _faults("searching vectors"):
            scores, places = self._index.search(np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1), limit, **options)
        return places[0].astype(np.int64), scores[0].astype(np.float64)

    def all(self) -> NDArray[np.float32]:
        """Every vector, shape (size, dimension)."""
        with _faults("reading vectors"):
            found: NDArray[np.float32] = self._index.reconstruct_n(0, self.size)
        return found
