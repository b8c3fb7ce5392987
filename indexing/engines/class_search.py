"""Documents by the classes that they bear, weighed by how much each class tells."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from indexing.class_weights import parse_weights
from indexing.engines.best import NOTHING, best
from indexing.engines.class_counts import class_frequency
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.engines.filters import Filters
    from indexing.engines.lexical import Conditions
    from indexing.engines.retrieval import Found
    from indexing.model import Subquery
    from indexing.storage.shards import Shards


def idf(holding: int, total: int) -> float:
    """ln(1 + (N - n + .5) / (n + .5)): what a symbol that `holding` of `total` documents bear tells (Robertson and Zaragoza 2009)."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


class Classes:
    """A document's score is the sum, over the query's symbols that it bears itself or by one below, of weight times idf.

    So `A45D20/12 A45D20` is a soft ladder: all of A45D20 is found, and what bears A45D20/12 comes first.
    """

    def __init__(self, shards: Shards, filters: Filters) -> None:
        self._shards = shards
        self._filters = filters
        self._total = sum(shard.info.documents for shard in shards.all) - len(shards.withdrawn)

    def search(self, subquery: Subquery, wanted: Conditions, k: int) -> Found:
        """See `QueryEngine.search`."""
        if subquery.level != "document":
            raise UsageError("classes are borne by documents, not by passages", "search classes at the level `document`")
        weights = parse_weights(subquery.text)
        holding = class_frequency(self._shards, [name for name, _ in weights])
        told = [(name, weight * idf(n, self._total)) for (name, weight), n in zip(weights, holding, strict=True) if n]
        keys, scores = [], []
        masks = self._filters.masks(wanted) if told and k > 0 else []
        for shard, mask in zip(self._shards.all, masks, strict=False):
            total = np.zeros(shard.info.documents, np.float64)
            for name, weight in told:
                total[shard.facets.holders(name).astype(np.intp)] += weight
            found = np.flatnonzero(total if mask is None else np.where(mask, total, 0.0))
            keys.append(found + shard.info.first_document)
            scores.append(total[found])
        return best(self._shards, np.concatenate(keys), np.concatenate(scores), k) if keys else NOTHING

    def within(self, subquery: Subquery, documents: Sequence[int]) -> Found:  # noqa: ARG002 - the face of all engines
        """See `QueryEngine.within`: a class says nothing of a passage."""
        return NOTHING
