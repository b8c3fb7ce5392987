"""One vector for a document: what more-like-this and feedback search with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from indexing.storage.shards import Shards


def document_vectors(shards: Shards, ordinals: Sequence[int]) -> dict[int, NDArray[np.float64]]:
    """By document the mean of its windows' vectors, L2-normalised, shape (dimension,): the centroid of Rocchio 1971. None for one without vectors."""
    found = ((ordinal, _vectors_of(shards, ordinal)) for ordinal in ordinals)
    means = {ordinal: mean_direction(rows) for ordinal, rows in found}
    return {ordinal: mean for ordinal, mean in means.items() if mean is not None}


def mean_direction(vectors: Iterable[NDArray[np.floating]]) -> NDArray[np.float64] | None:
    """The mean of these vectors, L2-normalised; None where there are none or they cancel out. Summed in float64, in the order given."""
    rows = [np.asarray(row, np.float64) for row in vectors]
    total = np.sum(rows, axis=0) if rows else np.zeros(1)
    length = float(np.linalg.norm(total))
    return total / length if length > 0 else None


def _vectors_of(shards: Shards, ordinal: int) -> NDArray[np.float32]:
    """The vectors of the document's windows, which stand together."""
    shard, passages = shards.with_document(ordinal), shards.passages(ordinal)
    if shard.vectors is None:
        return np.empty((0, 0), np.float32)
    first, end = np.searchsorted(shard.windows, [passages.start, passages.stop]).tolist()
    return shard.vectors.run(first, end - first) if end > first else np.empty((0, 0), np.float32)
