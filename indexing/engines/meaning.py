"""Searching by meaning over a generation's shards: windows are compared, passages and documents are found."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from indexing.engines.lexical import Conditions
from indexing.engines.retrieval import best_by_key, widen
from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from indexing.engines.filters import Filters, Mask
    from indexing.engines.retrieval import Found
    from indexing.engines.vectors import Selection
    from indexing.storage.shards import Shard, Shards

NOTHING: Found = (np.empty(0, np.int64), np.empty(0, np.float64))
_REMEMBERED = 4
"""The subqueries of one plan share a filter, and so do a person's next searches: so many are kept."""


class Meaning:
    """The dense engine of one generation; safe for many threads."""

    def __init__(self, shards: Shards, dimension: int, filters: Filters) -> None:
        self._shards = shards
        self._allowed = filters
        self._dimension = dimension
        self._bounds: dict[str, NDArray[np.int64]] = {}
        self._selections: OrderedDict[Conditions, list[Selection | None]] = OrderedDict()
        self._lock = threading.Lock()

    def search(self, vector: Sequence[float], wanted: Conditions, k: int, *, documents: bool) -> Found:
        """The best `k` documents (else passages) by their best window, and those that tie with the last, as ordinals and scores."""
        asked = self._vector(vector)
        selections = self._selected(wanted)

        def fetch(limit: int) -> tuple[Found, float]:
            rest = -np.inf
            keys, scores = [], []
            for shard, selection in zip(self._shards.all, selections, strict=True):
                if shard.vectors is None:
                    continue
                places, found = shard.vectors.search(asked, limit, selection)
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

    def _selected(self, wanted: Conditions) -> list[Selection | None]:
        """Which windows of each shard may be found (None: all); remembered for the filters of late."""
        with self._lock:
            if wanted in self._selections:
                self._selections.move_to_end(wanted)
                return self._selections[wanted]
        made = [self._select(shard, mask) for shard, mask in zip(self._shards.all, self._allowed.masks(wanted), strict=True)]
        if wanted.documents is None:
            with self._lock:
                self._selections[wanted] = made
                while len(self._selections) > _REMEMBERED:
                    self._selections.popitem(last=False)
        return made

    def _select(self, shard: Shard, mask: Mask | None) -> Selection | None:
        if mask is None or shard.vectors is None:
            return None
        return shard.vectors.select(self._windows(shard, mask))

    def _windows(self, shard: Shard, documents: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which windows belong to the `documents` of a shard; a document's windows stand together."""
        bounds = self._bounds.get(shard.info.name)
        if bounds is None:
            first = shard.info.first_document
            bounds = np.searchsorted(shard.window_documents(), np.arange(first, first + shard.info.documents + 1))
            self._bounds[shard.info.name] = bounds
        chosen = np.flatnonzero(documents)
        if len(chosen) * 64 > len(documents):
            return np.repeat(documents, np.diff(bounds))
        mask = np.zeros(shard.info.windows, np.bool_)
        for start, end in zip(bounds[chosen].tolist(), bounds[chosen + 1].tolist(), strict=True):
            mask[start:end] = True
        return mask


def _keys(shard: Shard, places: NDArray[np.int64], *, documents: bool) -> NDArray[np.int64]:
    found = np.asarray(shard.windows)[places].astype(np.int64)
    if documents:
        found = np.asarray(shard.owners)[found - shard.info.first_passage].astype(np.int64)
    return found
