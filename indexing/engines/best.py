"""The best of many scored documents, with ties as ids order them, without naming all that tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexing.engines.retrieval import Found
    from indexing.storage.shards import Shards

NOTHING: Found = (np.empty(0, np.int64), np.empty(0, np.float64))
NAMED = 4096
"""So many documents that tie are told apart by naming each; of more, those that come first by id are read off the shards' lists of ids."""


def best(shards: Shards, ordinals: NDArray[np.int64], scores: NDArray[np.float64], k: int) -> Found:
    """The best `k` of the documents (distinct `ordinals`, shape (n,), as `scores`) by falling score, and of those that tie with the last as many as
    can be among the first `k` by id.
    """
    if k < 1 or not len(ordinals):
        return NOTHING
    if len(scores) > k:
        last = float(np.partition(scores, -k)[-k])
        tied = np.flatnonzero(scores == last)
        if len(tied) > max(k, NAMED):
            chosen = _first_by_id(shards, ordinals[tied], k)
            keep = (scores > last) | np.isin(ordinals, chosen)
        else:
            keep = scores >= last
        ordinals, scores = ordinals[keep], scores[keep]
    order = np.lexsort((ordinals, -scores))
    return ordinals[order], scores[order]


def _first_by_id(shards: Shards, ordinals: NDArray[np.int64], k: int) -> list[int]:
    """The first `k` of these documents by id; of each shard so many, so that the first ones of all are among them."""
    found: list[int] = []
    for shard in shards.all:
        first = shard.info.first_document
        here = np.zeros(shard.info.documents, np.bool_)
        here[ordinals[(ordinals >= first) & (ordinals < first + shard.info.documents)] - first] = True
        wanted = min(k, int(here.sum()))
        for _, ordinal in shard.store.by_id() if wanted else ():
            if here[ordinal - first]:
                found.append(ordinal)
                wanted -= 1
                if not wanted:
                    break
    return found
