"""Reciprocal rank fusion, shared by the steps that join lists.

Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009: the score of a
document is the sum over the lists that hold it of 1 / (k + rank), k = 60. Weights multiply a list's share.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from indexing.model import Hit, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

RRF_K = 60


def reciprocal_rank_fusion(lists: Sequence[Sequence[Hit]], weights: Sequence[float], k: int = RRF_K) -> tuple[Hit, ...]:
    """One ranked list of all hits in `lists`; an item is a document or a passage, as the lists hold it.

    Shares are summed exactly (`math.fsum`), so the order of the lists does not change a bit of the score. A fused hit names the subquery with the
    largest share, the first of equal ones. Where some lists hold documents and others passages, passages count for their documents by best rank.
    """
    if len({hit.passage is None for hits in lists for hit in hits}) > 1:
        lists = [best_per_document(hits) for hits in lists]
    shares: dict[tuple[str, str | None], list[tuple[float, Hit]]] = {}
    for hits, weight in zip(lists, weights, strict=True):
        for hit in hits:
            shares.setdefault((hit.document, hit.passage), []).append((weight / (k + hit.rank), hit))
    fused = []
    for (document, passage), parts in shares.items():
        best = max(parts, key=lambda part: part[0])[1]
        fused.append(Hit(document, passage, math.fsum(share for share, _ in parts), 0, best.subquery, "rrf"))
    return ranked(fused)


def in_order(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """What `indexing.model.ranked` gives, without making anew what is ranked already, as most lists are."""
    hits = tuple(hits)
    keys = [(-hit.score, hit.document, hit.passage or "") for hit in hits]
    if all(hit.rank == n for n, hit in enumerate(hits, 1)) and all(a <= b for a, b in itertools.pairwise(keys)):
        return hits
    return ranked(hits)


def best_per_document(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Each document once, at its best hit's score, as a list of documents ranked from 1."""
    hits = in_order(hits)
    if all(hit.passage is None for hit in hits) and len({hit.document for hit in hits}) == len(hits):
        return hits
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.document, hit)
    return ranked(Hit(h.document, None, h.score, 0, h.subquery, h.engine) for h in best.values())
