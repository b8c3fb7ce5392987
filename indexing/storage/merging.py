"""Parts made into one shard: the batches of a build, and the shards before them that are not much larger (the logarithmic method of Bentley and
Saxe 1980). Rows are copied, never read or encoded again, in bounded memory.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexing.arrays import load_array
from indexing.canonical import sha256_file
from indexing.control import Progress
from indexing.engines.facets import Facets, write_facets
from indexing.engines.vectors import Vectors, write_vectors
from indexing.storage.generation import ShardInfo
from indexing.storage.shard_writer import VECTORS, shard_name
from indexing.storage.shards import OWNERS, STORE, WINDOWS
from indexing.storage.store import Rows, Store, copy_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.control import Control
    from indexing.engines.facets import FacetRow

    Blocks = Callable[[], Iterator[NDArray[np.float32]]]

RATIO = 4
"""A shard is merged with what follows it while it is smaller than this many times all that follows."""
_ROWS = 8192


def first_to_merge(sizes: Sequence[int], new: int) -> int:
    """Where in `sizes` (of the shards there are, in order) the shards begin that are merged with `new` windows that follow them.

    Each shard that is left is at least `RATIO` times the next one: there are no more than about the logarithm of the windows to that base.
    """
    start, total = len(sizes), new
    while start and sizes[start - 1] < RATIO * total:
        start -= 1
        total += sizes[start]
    return start


@dataclass(frozen=True, slots=True)
class Run:
    """What is kept of a part: documents, passages and windows, as positions within the part; the ends are excluded."""

    documents: tuple[int, int]
    passages: tuple[int, int]
    windows: tuple[int, int]


class Part:
    """A batch or a shard that is merged, without the documents `dropped` (ordinals)."""

    def __init__(self, folder: Path, info: ShardInfo, dropped: frozenset[int] = frozenset()) -> None:
        self.folder = folder
        self.info = info
        self.owners: NDArray[np.int32] = load_array(folder / OWNERS, mmap_mode="r" if info.passages else None)
        self.windows: NDArray[np.int32] = load_array(folder / WINDOWS, mmap_mode="r" if info.windows else None)
        self.runs = list(self._runs(sorted(o - info.first_document for o in dropped if info.first_document <= o < self._end)))

    @property
    def _end(self) -> int:
        return self.info.first_document + self.info.documents

    def _runs(self, dropped: list[int]) -> Iterator[Run]:
        begin = 0
        for gap in [*dropped, self.info.documents]:
            if gap > begin:
                yield self._run(begin, gap)
            begin = gap + 1

    def _run(self, begin: int, end: int) -> Run:
        passages = np.searchsorted(self.owners, [self.info.first_document + begin, self.info.first_document + end])
        windows = np.searchsorted(self.windows, passages + self.info.first_passage)
        return Run((begin, end), (int(passages[0]), int(passages[1])), (int(windows[0]), int(windows[1])))

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The vectors that are kept, in order."""
        if not self.info.windows:
            return
        at = 0
        for block in self._all_blocks():
            for run in self.runs:
                first, last = max(run.windows[0], at), min(run.windows[1], at + len(block))
                if first < last:
                    yield block[first - at : last - at]
            at += len(block)

    def _all_blocks(self) -> Iterator[NDArray[np.float32]]:
        if (self.folder / VECTORS).exists():
            vectors = load_array(self.folder / VECTORS, mmap_mode="r")
            for start in range(0, len(vectors), _ROWS):
                yield np.array(vectors[start : start + _ROWS])
        else:
            yield from Vectors(self.folder).blocks()

    def facets(self) -> Iterator[FacetRow]:
        """The facets of the documents that are kept, in order."""
        kept = np.zeros(self.info.documents, np.bool_)
        for run in self.runs:
            kept[run.documents[0] : run.documents[1]] = True
        return (row for row, keep in zip(Facets(self.folder, self.info).rows(), kept.tolist(), strict=True) if keep)


def _numbers(parts: Sequence[Part], first: tuple[int, int]) -> Iterator[tuple[Part, Run, int, int]]:
    """Every run with the document and the passage that it begins with in the merged shard."""
    document, passage = first
    for part in parts:
        for run in part.runs:
            yield part, run, document, passage
            document += run.documents[1] - run.documents[0]
            passage += run.passages[1] - run.passages[0]


def merge_parts(parts: Sequence[Part], folder: Path, first: tuple[int, int], dimension: int, *, exact: bool, control: Control) -> ShardInfo:
    """Write the parts as one shard into a new folder below `folder`, its documents and passages numbered from `first` on; what it holds."""
    target = folder / shard_name(first[0])
    target.mkdir(parents=True)
    rows = []
    documents = passages = windows = 0
    for part, run, document, passage in _numbers(parts, first):
        begin, base = part.info.first_document + run.documents[0], part.info.first_passage + run.passages[0]
        last, last_passage = part.info.first_document + run.documents[1] - 1, part.info.first_passage + run.passages[1] - 1
        rows.append(Rows(part.folder / STORE, begin, last, base, last_passage, document - begin, passage - base))
        documents += run.documents[1] - run.documents[0]
        passages += run.passages[1] - run.passages[0]
        windows += run.windows[1] - run.windows[0]
    control.report(Progress("merging", 0, 4, "steps"))
    copy_store(target / STORE, rows)
    control.check()
    control.report(Progress("merging", 1, 4, "steps"))
    _write_numbers(parts, target, first, passages, windows)
    write_facets(target, (row for part in parts for row in part.facets()))
    control.check()
    control.report(Progress("merging", 2, 4, "steps"))
    if windows:
        write_vectors(target, lambda: (block for part in parts for block in part.blocks()), windows, dimension, exact=exact)
    control.check()
    control.report(Progress("merging", 4, 4, "steps"))
    return ShardInfo(target.name, first[0], documents, first[1], passages, windows, _content(target))


def _write_numbers(parts: Sequence[Part], target: Path, first: tuple[int, int], passages: int, windows: int) -> None:
    """The passage of every window and the document of every passage, written part by part: a mapped file would end the process on a full disk."""
    with (target / WINDOWS).open("wb") as of_windows, (target / OWNERS).open("wb") as of_passages:
        for stream, count in ((of_windows, windows), (of_passages, passages)):
            np.lib.format.write_array_header_1_0(stream, {"descr": "<i4", "fortran_order": False, "shape": (count,)})
        for part, run, document, passage in _numbers(parts, first):
            shift = passage - part.info.first_passage - run.passages[0]
            of_windows.write((part.windows[slice(*run.windows)] + np.int32(shift)).astype("<i4").data)
            shift = document - part.info.first_document - run.documents[0]
            of_passages.write((part.owners[slice(*run.passages)] + np.int32(shift)).astype("<i4").data)


def _content(folder: Path) -> str:
    """A digest of the shard's documents, windows and vectors, the same wherever the same sources are built in the same way."""
    digest = hashlib.sha256()
    store = Store(folder / STORE)
    try:
        for ordinal, name, content in store.listing():
            digest.update(f"{ordinal} {name} {content}\n".encode())
    finally:
        store.close()
    for file in sorted(folder.iterdir()):
        if file.name == WINDOWS or file.name.startswith("vectors."):
            digest.update(f"{file.name} {sha256_file(file)}\n".encode())
    return digest.hexdigest()
