"""Collections of any size for the benchmarks of searching: real vectors as far as they go, mixtures of real ones beyond; texts of real passages.

One passage stands for one document, so that a filter on documents leaves the same share of both. `near` classes hold the passages nearest to one
real vector: a filter that goes with a query's neighbourhood, as classes and technical fields do.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexing.chunking import passages
from indexing.engines.facets import FacetRow
from indexing.engines.vectors import Vectors
from indexing.reading.sources import read, sources
from indexing.storage.generation import current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

SHARES = (0.5, 0.1, 0.01, 0.001)
RANDOM = dict(zip(SHARES, ("A01B1/02", "B01D3/04", "C01B5/06", "D01B7/08"), strict=True))
NEAR = dict(zip(SHARES, ("E01B1/02", "F01B3/04", "G01B5/06", "H01B7/08"), strict=True))
_BLOCK = 20_000
_WEIGHTS = (0.2, 0.5)
QUERY_WORDS = 24


@dataclass(frozen=True, slots=True)
class Collection:
    """`vectors` (count, dimension) on disk, of which the first `real` are real; `classes` of each passage; `queries` are held-out real vectors."""

    vectors: NDArray[np.float32]
    real: int
    queries: NDArray[np.float32]
    classes: dict[str, NDArray[np.bool_]]

    @property
    def count(self) -> int:
        """The number of passages."""
        return len(self.vectors)

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The vectors in order."""
        for start in range(0, self.count, _BLOCK):
            yield np.asarray(self.vectors[start : start + _BLOCK])

    def rows(self) -> Iterator[FacetRow]:
        """The facets of each passage."""
        for number, held in enumerate(self.class_lists()):
            yield FacetRow(19800101 + number % 300_000, "US", "A1", "en", held)

    def class_lists(self) -> Iterator[tuple[str, ...]]:
        """The classes of each passage."""
        names = list(self.classes)
        for start in range(0, self.count, _BLOCK):
            for held in np.stack([mask[start : start + _BLOCK] for mask in self.classes.values()], axis=1).tolist():
                yield tuple(itertools.compress(names, held))


def real_vectors(index_dir: Path) -> NDArray[np.float32]:
    """Every vector of an index."""
    generation = current(index_dir)
    shards = [generation.folder / "shards" / info.name for info in generation.manifest.shards if info.windows]
    return np.concatenate([block for folder in shards for block in Vectors(folder).blocks()])


def collection(real: NDArray[np.float32], count: int, queries: int, scratch: Path) -> Collection:
    """`count` vectors in the file `scratch`: real ones, then mixtures of two that lie near each other.

    A mixture is (1 - t) u + t v, normalised, for a random real u, a v of the same cell of 256 (cells about random real vectors), t from .2 to .5.
    """
    rng = np.random.default_rng(3)
    order = rng.permutation(len(real))
    asked, pool = real[order[:queries]], real[order[queries:]]
    centres = pool[:256]
    cells = np.concatenate([np.argmax(pool[s : s + _BLOCK] @ centres.T, axis=1) for s in range(0, len(pool), _BLOCK)])
    by_cell = np.argsort(cells, kind="stable")
    starts = np.searchsorted(cells[by_cell], np.arange(len(centres) + 1))
    vectors = np.lib.format.open_memmap(scratch, "w+", np.float32, (count, real.shape[1]))
    own = min(count, len(pool))
    vectors[:own] = pool[:own]
    for start in range(own, count, _BLOCK):
        size = min(_BLOCK, count - start)
        first = rng.integers(0, len(pool), size)
        cell = cells[first]
        second = by_cell[starts[cell] + (rng.random(size) * (starts[cell + 1] - starts[cell])).astype(np.int64)]
        weight = rng.uniform(*_WEIGHTS, (size, 1)).astype(np.float32)
        mixed = (1 - weight) * pool[first] + weight * pool[second]
        vectors[start : start + size] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    vectors.flush()
    near = np.concatenate([vectors[s : s + _BLOCK] @ asked[0] for s in range(0, count, _BLOCK)])
    nearest = np.argsort(-near)
    classes: dict[str, NDArray[np.bool_]] = {}
    for names, ranking in ((RANDOM, rng.permutation(count)), (NEAR, nearest)):
        for share, name in names.items():
            mask = np.zeros(count, np.bool_)
            mask[ranking[: max(1, round(count * share))]] = True
            classes[name] = mask
    return Collection(vectors, own, asked, classes)


def texts(dataset: Path, limit: int) -> list[str]:
    """The texts of real passages, in the order of the documents."""
    patents = (reading.patent for source in sources([dataset]) for reading in read(source))
    found = (passage.text for patent in patents if patent for passage in passages(patent))
    return list(itertools.islice(found, limit))
