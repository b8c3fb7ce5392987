"""Meaning: inner products over L2-normalised vectors. The vectors of one shard, written once and mapped into memory.

Which engine serves follows from the number of vectors (measured; see docs/adr):

    fewer than EXACT_BELOW, or `exact`   vectors.faiss        float32, every one compared
    else                                 vectors.half.faiss   float16: what scores are computed from
                                         vectors.pq.faiss     four bits for every two components (product quantisation, Jégou et al. 2011, compared
                                                              by the fast scan of André et al. 2015): every one compared, the best are refined

Scores of the second kind are exact inner products with vectors rounded to float16: never more than .00025 from those with float32 (the
rounding's 2^-12, by Cauchy and Schwarz), .00001 on average for 384 dimensions.
Filters are bitmaps inside the search (`IDSelectorBitmap`); where few vectors are left, these alone are compared, exactly.
A search uses one thread: more cost processor time and gain little.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.engines.faiss_files import REPAIR, ROOM, faults, write_flat
from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

EXACT_BELOW = 10_000
"""Fewer vectors than this are kept and compared as float32: a fast scan of so few gains nothing worth its files."""
_FLAT, _HALF, _SCAN = "vectors.faiss", "vectors.half.faiss", "vectors.pq.faiss"
_TRAINING = 20_000
_CANDIDATES, _CANDIDATES_FILTERED = 4, 3
"""The least that is refined for each vector asked for."""
_SCAN_ALL = 8
"""All are compared exactly where the candidates would be more than one in so many of them."""
_FEW = 64
"""Filters that leave at most one vector in so many: these are gathered and compared by themselves."""
_BLOCK = 32
"""Codes that the fast scan compares at once. Under a filter faiss asks the bitmap for one after the other until it meets an allowed one: at 10% it
asks for ten of them, at 2% for all, which costs as much again as the scan. So the first of every block is let in, too, and dropped afterwards."""


def write_vectors(folder: Path, blocks: Callable[[], Iterator[Rows]], count: int, dimension: int, *, exact: bool) -> None:
    """Write the files `vectors.*` of `count` vectors into `folder`, in their order.

    `blocks()` gives them as arrays (m, dimension); it is called once for every pass that is needed. `exact` keeps every bit whatever their number.
    In memory are 20,000 vectors and `dimension` / 4 + 8 bytes of each. The same vectors give the same files.
    Raises `ValueError` where there are not `count`.
    """
    import faiss

    if exact or count < EXACT_BELOW:
        write_flat(folder / _FLAT, faiss.IndexFlatIP(dimension), (np.asarray(b, "<f4") for b in blocks()), count, 4)
        return
    half = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    write_flat(folder / _HALF, half, (np.asarray(b, "<f2") for b in blocks()), count, 1)
    with faults(f"writing {_SCAN}", ROOM):
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)  # sums are made in one order: the same file on every run
        try:
            faiss.write_index(_quantised(blocks, count, dimension), str(folder / _SCAN))
        finally:
            faiss.omp_set_num_threads(threads)


def _quantised(blocks: Callable[[], Iterator[Rows]], count: int, dimension: int) -> Any:  # noqa: ANN401 - faiss's stubs show C++, not its Python wrappers
    """The codes for the fast scan, of the vectors as rounded to float16 (so that merged vectors give the codes that they had).

    One inverted list holds all: of faiss's fast scans only that of inverted lists takes filters.
    """
    import faiss

    parts = dimension // 2 if dimension % 2 == 0 else dimension
    index: Any = faiss.IndexIVFPQFastScan(faiss.IndexFlatIP(dimension), dimension, 1, parts, 4, faiss.METRIC_INNER_PRODUCT)
    index.by_residual = False
    step = max(1, count // _TRAINING)
    sample, seen = [], 0
    for block in blocks():
        sample.append(_rounded(block[-seen % step :: step]))
        seen += len(block)
    index.train(np.concatenate(sample)[:_TRAINING])
    for block in blocks():
        index.add(_rounded(block))
    return index


def _rounded(vectors: Rows) -> Rows:
    return np.ascontiguousarray(vectors.astype(np.float16).astype(np.float32))


class Selection:
    """The vectors that a filter leaves: made once by `Vectors.select`, used by any number of searches."""

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self.mask = mask
        self.count = int(np.count_nonzero(mask))
        self.bits = np.packbits(mask, bitorder="little")
        self.bits_and_firsts = self.bits.copy()
        self.bits_and_firsts[:: _BLOCK // 8] |= 1
        self.places: NDArray[np.int64] | None = None
        self.gathered: Any = None


def _candidates(size: int, *, filtered: bool) -> float:
    """How many of `size` vectors are refined for each one asked for: the more there are, the closer lie their scores.

    Measured: recall@100 is .998 and more without a filter and with filters that go against the query (which leave what lies closest together)
    at a hundred thousand with three, at a million with five.
    """
    return max(_CANDIDATES_FILTERED if filtered else _CANDIDATES, 2 * math.log10(max(size, 1)) - 7)


def _selector(bits: NDArray[np.uint8]) -> Any:  # noqa: ANN401 - see above
    import faiss

    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]


def _mapped(path: Path) -> NDArray[np.uint8]:
    try:
        return np.memmap(path, np.uint8, "r")
    except (OSError, ValueError) as error:
        raise IndexFault(f"{path.name} cannot be opened ({error})", REPAIR) from error


class Vectors:
    """The vectors of one shard, mapped from their files; safe for many threads."""

    def __init__(self, folder: Path) -> None:
        import faiss

        self._scan: Any = None
        self._lock = threading.Lock()
        name = _FLAT if (folder / _FLAT).exists() else _HALF
        self._quantised = name == _HALF
        with faults(f"opening {name}"):
            self._index: Any = faiss.read_index(str(folder / name), faiss.IO_FLAG_MMAP_IFC)
        self._file = _mapped(folder / _SCAN) if self._quantised else None

    @property
    def size(self) -> int:
        """The number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The number of components of each."""
        return int(self._index.d)

    def select(self, allowed: NDArray[np.bool_]) -> Selection:
        """The vectors that are `allowed` (shape (size,)), ready to be searched."""
        found = Selection(allowed)
        if found.count * _FEW <= self.size:
            found.places = np.flatnonzero(allowed)
            found.gathered = self._gather(found.places) if found.count else None
        return found

    def search(self, vector: Rows, limit: int, allowed: NDArray[np.bool_] | Selection | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Places and scores of the best `limit` vectors among those `allowed` (a mask of shape (size,), or what `select` made of it; None: all).

        Best first; as many as there are, where there are fewer. The answer depends on nothing but the arguments.
        """
        import faiss

        chosen = self.select(allowed) if isinstance(allowed, np.ndarray) else allowed
        limit = min(limit, self.size if chosen is None else chosen.count)
        if limit < 1:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        asked = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        faiss.omp_set_num_threads(1)  # holds for the calling thread only
        with faults("searching vectors"):
            if chosen is not None and chosen.places is not None:
                scores, places = chosen.gathered.search(asked, limit)
                places = chosen.places[places]
            else:
                scores, places = self._among(asked, limit, chosen)
        kept = places[0] >= 0
        return places[0][kept].astype(np.int64), scores[0][kept].astype(np.float64)

    def _among(self, asked: Rows, limit: int, chosen: Selection | None) -> tuple[Any, Any]:
        import faiss

        count = self.size if chosen is None else chosen.count
        most = math.ceil(limit * _candidates(self.size, filtered=chosen is not None))
        found = None
        if self._quantised and most * _SCAN_ALL <= count:
            found = self._best_codes(asked, most, None) if chosen is None else self._allowed_codes(asked, most, chosen)
        if found is None:
            options: dict[str, Any] = {} if chosen is None else {"sel": _selector(chosen.bits)}
            return self._index.search(asked, limit, params=faiss.SearchParameters(**options))  # type: ignore[no-any-return]
        found.sort()  # they are read in the order in which they lie
        scores, order = self._gather(found).search(asked, limit)
        return scores, found[order]

    def _best_codes(self, asked: Rows, most: int, bits: NDArray[np.uint8] | None) -> NDArray[np.int64]:
        """The places of the `most` vectors whose codes are best, among those in `bits`."""
        import faiss

        options: dict[str, Any] = {} if bits is None else {"sel": _selector(bits)}
        params = faiss.IVFSearchParameters(nprobe=1, **options)  # type: ignore[call-arg]
        found: NDArray[np.int64] = self._scanned().search(asked, most, params=params)[1][0]
        return found

    def _allowed_codes(self, asked: Rows, most: int, chosen: Selection) -> NDArray[np.int64] | None:
        """The places of the `most` allowed vectors whose codes are best; None where the filter leaves just what is far from the query.

        So many more are asked for as there would be firsts of blocks among them were these as near as the others, twice, with three standard
        deviations and a thousandth of all. If nevertheless too few of what comes are allowed, then what is allowed lies where most vectors do, closer
        together than codes can tell apart: it is compared exactly.
        """
        firsts = most * (self.size - chosen.count) / (_BLOCK * chosen.count)
        more = 2 * firsts + 3 * math.sqrt(firsts * (1 + firsts / most)) + self.size / 1000
        found = self._best_codes(asked, most + math.ceil(more), chosen.bits_and_firsts)
        found = found[chosen.mask[found]][:most]
        return found if len(found) == most else None

    def _scanned(self) -> Any:  # noqa: ANN401 - see above
        """The codes for the fast scan, read when first needed, since faiss copies them; the file may be gone by then, but not its bytes."""
        import faiss

        with self._lock:
            if self._scan is None and self._file is not None:  # stays mapped: parts of the scan are views of it
                reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(self._file), self._file.size)  # type: ignore[attr-defined] # missing in faiss's stubs
                scan = faiss.read_index(reader)
                if (scan.ntotal, scan.d) != (self.size, self.dimension):
                    msg = f"{_SCAN} does not belong to {_HALF}"
                    raise RuntimeError(msg)
                self._scan = scan
        return self._scan

    def _gather(self, places: NDArray[np.int64]) -> Any:  # noqa: ANN401 - see above
        """The vectors at `places` as an index of their own, in the same form."""
        import faiss

        size = self._index.code_size
        codes = faiss.rev_swig_ptr(self._index.codes.data(), self.size * size).reshape(self.size, size)
        own = self._empty()
        own.add_sa_codes(codes.take(places, axis=0))
        return own

    def _empty(self) -> Any:  # noqa: ANN401 - see above
        import faiss

        if not self._quantised:
            return faiss.IndexFlatIP(self.dimension)
        return faiss.IndexScalarQuantizer(self.dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)

    def scores(self, vector: Rows, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The scores of the vectors at `places`, in their order."""
        import faiss

        faiss.omp_set_num_threads(1)
        with faults("searching vectors"):
            found, order = self._gather(places).search(np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1), max(1, len(places)))
        answer = np.empty(len(places), np.float64)
        answer[order[0][: len(places)]] = found[0][: len(places)]
        return answer

    def run(self, first: int, count: int) -> Rows:
        """The `count` vectors from place `first` on, as they are stored, shape (count, dimension)."""
        with faults("reading vectors"):
            found: Rows = self._index.reconstruct_n(first, count)
        return found

    def blocks(self, rows: int = 8192) -> Iterator[Rows]:
        """Every vector in order, as arrays (m, dimension). Written again they make the same files, so that merging never drifts."""
        for start in range(0, self.size, rows):
            with faults("reading vectors"):
                yield self._index.reconstruct_n(start, min(rows, self.size - start))
