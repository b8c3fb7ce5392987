"""Reciprocal rank fusion, shared by the steps that join lists.

Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009: the score of a
document is the sum over the lists that hold it of 1 / (k + rank), k = 60. Weights multiply a list's share.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from indexing.model import Hit, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

RRF_K = 60

Item = tuple[str, str | None]
"""What a list ranks: a document, or one of its passages."""


def reciprocal_rank_fusion(lists: Sequence[Sequence[Hit]], weights: Sequence[float], k: int = RRF_K) -> tuple[Hit, ...]:
    """One ranked list of all hits in `lists`; an item is a document or a passage, as the lists hold it.

    Shares are summed exactly (`math.fsum`), so the order of the lists does not change a bit of the score. A fused hit names the subquery with the
    largest share, the first of equal ones. Where some lists hold documents and others passages, passages count for their documents by best rank.
    """
    shares: dict[Item, list[float]] = {}
    best: dict[Item, tuple[float, str]] = {}
    for hits, weight in zip(comparable(lists), weights, strict=True):
        for hit in hits:
            key, share = (hit.document, hit.passage), weight / (k + hit.rank)
            if key not in shares:
                shares[key], best[key] = [share], (share, hit.subquery)
                continue
            shares[key].append(share)
            if share > best[key][0]:
                best[key] = (share, hit.subquery)
    order = sorted((-math.fsum(parts), document, passage or "", passage) for (document, passage), parts in shares.items())
    return tuple(
        Hit(document, passage, -negative, rank, best[document, passage][1], "rrf") for rank, (negative, document, _, passage) in enumerate(order, 1)
    )


def comparable(lists: Sequence[Sequence[Hit]]) -> list[Sequence[Hit]]:
    """`lists` as they are where all hold documents or all hold passages; else the documents of each, at their best passages."""
    if len({hit.passage is None for hits in lists for hit in hits}) > 1:
        return [best_per_document(hits) for hits in lists]
    return list(lists)


def best_per_item(hits: Sequence[Hit]) -> dict[Item, Hit]:
    """The best hit of each document or passage, in order."""
    best: dict[Item, Hit] = {}
    for hit in in_order(hits):
        best.setdefault((hit.document, hit.passage), hit)
    return best


def in_order(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """What `indexing.model.ranked` gives, without making anew what is ranked already, as most lists are."""
    hits = tuple(hits)
    score, document, passage = math.inf, "", ""
    for rank, hit in enumerate(hits, 1):
        behind = hit.score < score or (hit.score == score and (hit.document, hit.passage or "") >= (document, passage))
        if hit.rank != rank or not behind:
            return ranked(hits)
        score, document, passage = hit.score, hit.document, hit.passage or ""
    return hits


def best_per_document(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Each document once, at its best hit's score, as a list of documents ranked from 1."""
    hits = in_order(hits)
    if all(hit.passage is None for hit in hits) and len({hit.document for hit in hits}) == len(hits):
        return hits
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.document, hit)
    return ranked(Hit(h.document, None, h.score, 0, h.subquery, h.engine) for h in best.values())
