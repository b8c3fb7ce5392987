"""Reciprocal rank fusion, shared by the steps that join lists.

Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009: the score of a
document is the sum over the lists that hold it of 1 / (k + rank), k = 60. Weights multiply a list's share.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.strategy.hits import Hits
from indexing.model import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

RRF_K = 60

Item = tuple[str, str | None]
"""What a list ranks: a document, or one of its passages."""


def reciprocal_rank_fusion(lists: Sequence[Sequence[Hit]], weights: Sequence[float], k: int = RRF_K) -> Hits:
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
    return Hits(
        Hit(document, passage, -negative, rank, best[document, passage][1], "rrf") for rank, (negative, document, _, passage) in enumerate(order, 1)
    )


def comparable(lists: Sequence[Sequence[Hit]]) -> list[Sequence[Hit]]:
    """`lists` as they are where all hold documents or all hold passages; else the documents of each, at their best passages."""
    known = [Hits.of(hits) for hits in lists]
    if len(frozenset[bool]().union(*(hits.levels for hits in known))) > 1:
        return [best_per_document(hits) for hits in known]
    return [*known]


def best_per_item(hits: Sequence[Hit]) -> dict[Item, Hit]:
    """The best hit of each document or passage, in order."""
    best: dict[Item, Hit] = {}
    for hit in in_order(hits):
        best.setdefault((hit.document, hit.passage), hit)
    return best


def in_order(hits: Sequence[Hit]) -> Hits:
    """What `indexing.model.ranked` gives, without making anew what is ranked already, as most lists are."""
    listed = Hits.of(hits)
    return listed if listed.in_order else Hits.ranked(listed)


def together(lists: Sequence[Sequence[Hit]]) -> Hits:
    """All hits of `lists`, one list after the other. A single list, as most steps take, stays what it is, with what is known of it."""
    return Hits.of(lists[0]) if len(lists) == 1 else Hits(hit for hits in lists for hit in hits)


def best_per_document(hits: Sequence[Hit]) -> Hits:
    """Each document once, at its best hit's score, as a list of documents ranked from 1."""
    listed = in_order(hits)
    if listed.each_document_once:
        return listed
    best: dict[str, Hit] = {}
    for hit in listed:
        best.setdefault(hit.document, hit)
    return Hits.ranked(Hit(h.document, None, h.score, 0, h.subquery, h.engine) for h in best.values())
