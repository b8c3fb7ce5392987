"""Meaning: inner products over L2-normalised vectors. The vectors of one shard, written once and mapped into memory.

Filters are bitmaps inside the search (`IDSelectorBitmap`), never after it. A search uses one thread: more cost processor time and gain little
(measured; see docs/adr).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.faiss_files import faults, write_flat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_FLAT = "vectors.faiss"


def write_vectors(folder: Path, blocks: Callable[[], Iterator[NDArray[np.float32]]], count: int, dimension: int, *, exact: bool) -> None:  # noqa: ARG001 - until there is another way
    """Write the files `vectors.*` of `count` vectors into `folder`, in their order, in bounded memory.

    `blocks()` gives them as arrays (m, dimension); it is called once for every pass that is needed. `exact` keeps every bit whatever their number.
    """
    import faiss

    write_flat(folder / _FLAT, faiss.IndexFlatIP(dimension), (np.asarray(b, "<f4") for b in blocks()), count)


class Vectors:
    """The vectors of one shard, mapped from their files; safe for many threads."""

    def __init__(self, folder: Path) -> None:
        import faiss

        with faults(f"opening {_FLAT}"):
            self._index = faiss.read_index(str(folder / _FLAT), faiss.IO_FLAG_MMAP_IFC)

    @property
    def size(self) -> int:
        """The number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The number of components of each."""
        return int(self._index.d)

    def search(self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Places and scores of the best `limit` vectors among those `allowed` (shape (size,); None: all), best first."""
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
        with faults("searching vectors"):
            scores, places = self._index.search(np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1), limit, **options)
        return places[0].astype(np.int64), scores[0].astype(np.float64)

    def scores(self, vector: NDArray[np.float32], places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The scores of the vectors at `places`, in their order; the same as `search` gives them."""
        chosen = np.zeros(self.size, np.bool_)
        chosen[places] = True
        found, scores = self.search(vector, self.size, chosen)
        order = np.argsort(found)
        answer: NDArray[np.float64] = scores[order][np.searchsorted(found[order], places)]
        return answer

    def blocks(self, rows: int = 8192) -> Iterator[NDArray[np.float32]]:
        """Every vector in order, as arrays (m, dimension). Written again they make the same files, so that merging never drifts."""
        for start in range(0, self.size, rows):
            with faults("reading vectors"):
                yield self._index.reconstruct_n(start, min(rows, self.size - start))
