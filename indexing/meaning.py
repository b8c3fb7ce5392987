"""Searching by meaning over a generation's shards: windows are compared, passages and documents are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexing.errors import IndexFault
from indexing.lexical import Conditions
from indexing.retrieval import allowed_documents, best_by_key, widen, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from indexing.retrieval import Found
    from indexing.shards import Shard, Shards

NOTHING: Found = (np.empty(0, np.int64), np.empty(0, np.float64))


class Meaning:
    """The dense engine of one generation."""

    def __init__(self, shards: Shards, dimension: int) -> None:
        self._shards = shards
        self._dimension = dimension

    def search(self, vector: Sequence[float], wanted: Conditions, k: int, *, documents: bool) -> Found:
        """The best `k` documents (else passages) by their best window, and those that tie with the last, as ordinals and scores."""
        asked = self._vector(vector)
        masks = [self._mask(shard, wanted) for shard in self._shards.all]

        def fetch(limit: int) -> tuple[Found, float]:
            rest = -np.inf
            keys, scores = [], []
            for shard, mask in zip(self._shards.all, masks, strict=True):
                if shard.vectors is None:
                    continue
                places, found = shard.vectors.search(asked, limit, mask)
                if len(places) == limit:
                    rest = max(rest, float(found[-1]))
                keys.append(_keys(shard, places, documents=documents))
                scores.append(found)
            if not keys:
                return NOTHING, -np.inf
            return best_by_key(np.concatenate(keys), np.concatenate(scores)), rest

        return widen(fetch, k) if k > 0 else NOTHING

    def within(self, vector: Sequence[float], documents: Sequence[int]) -> Found:
        """Every passage of these documents with the score of its best window, best first."""
        most = sum(shard.info.windows for shard in self._shards.all)
        return self.search(vector, Conditions(documents=tuple(documents)), most, documents=False)

    def _vector(self, vector: Sequence[float]) -> NDArray[np.float32]:
        asked = np.asarray(vector, np.float32)
        if asked.shape != (self._dimension,):
            raise IndexFault(
                f"the query's vector has {asked.size} components, the index's have {self._dimension}", "encode it with the index's embedder"
            )
        return asked

    def _mask(self, shard: Shard, wanted: Conditions) -> NDArray[np.bool_] | None:
        """Which windows may be found; None: all."""
        mask = without(allowed_documents(shard, wanted), shard, self._shards.withdrawn)
        return None if mask is None else mask[shard.window_documents() - shard.info.first_document]


def _keys(shard: Shard, places: NDArray[np.int64], *, documents: bool) -> NDArray[np.int64]:
    found = np.asarray(shard.windows)[places].astype(np.int64)
    if documents:
        found = np.asarray(shard.owners)[found - shard.info.first_passage].astype(np.int64)
    return found
