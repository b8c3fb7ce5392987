"""More like these: documents near the mean of the chosen ones' vectors (the centroid of Rocchio, "Relevance feedback", 1971)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexing.engines.best import NOTHING
from indexing.engines.likeness import document_vectors, mean_direction
from indexing.engines.seeds import known_only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.engines.lexical import Conditions
    from indexing.engines.meaning import Meaning
    from indexing.engines.retrieval import Found
    from indexing.model import Subquery
    from indexing.storage.shards import Shards


class Similar:
    """Searches by meaning with the chosen documents' mean vector; the chosen ones themselves are not found.

    Each document counts the same, however long it is. Numbers that are not in the index are passed over, unless none is there.
    """

    def __init__(self, shards: Shards, meaning: Meaning) -> None:
        self._shards = shards
        self._meaning = meaning

    def search(self, subquery: Subquery, wanted: Conditions, k: int) -> Found:
        """See `QueryEngine.search`."""
        chosen = known_only(subquery.text, self._shards)
        vector = self._vector(subquery, chosen)
        if vector is None or k < 1:
            return NOTHING
        whole = subquery.level == "document"
        own = [*chosen] if whole else [p for ordinal in chosen for p in self._shards.passages(ordinal)]
        keys, scores = self._meaning.search(vector, wanted, k + len(own), documents=whole)
        kept = ~np.isin(keys, own)
        return keys[kept], scores[kept]

    def within(self, subquery: Subquery, documents: Sequence[int]) -> Found:
        """See `QueryEngine.within`."""
        vector = self._vector(subquery, known_only(subquery.text, self._shards))
        return NOTHING if vector is None else self._meaning.within(vector, documents)

    def _vector(self, subquery: Subquery, chosen: Sequence[int]) -> Sequence[float] | None:
        if subquery.vector is not None:
            return subquery.vector
        mean = mean_direction(document_vectors(self._shards, chosen).values())
        return None if mean is None else mean.tolist()
