"""Weighted sums of normalised scores, for lists whose scores do not compare.

CombSUM of Fox and Shaw, "Combination of Multiple Searches", TREC-2, 1994, over scores normalised as

    minmax   (score - lowest) / (highest - lowest): Lee, "Analyses of Multiple Evidence Combination", SIGIR 1997
    zscore   (score - mean) / standard deviation (ZMUV): Montague and Aslam, "Relevance Score Normalization for Metasearch", CIKM 2001
    rank     (n - rank + 1) / n, points by place: the Borda count of Aslam and Montague, "Models for Metasearch", SIGIR 2001

Every sum is exact (`math.fsum`), so neither the order of the lists nor of the hits within them changes a bit of a score.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from assistant.strategy.rank_fusion import Item, best_per_item, comparable
from indexing.model import Hit, ranked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Normalisation = Literal["minmax", "zscore", "rank"]
Missing = Literal["lowest", "zero"]

_BELOW = -1.0
"""What a missing document has where all of a list's scores are equal: a standard deviation below its documents, which all have 0."""


def weighted_sum(
    lists: Sequence[Sequence[Hit]], weights: Sequence[float], normalise: Normalisation = "minmax", missing: Missing = "lowest"
) -> tuple[Hit, ...]:
    """One ranked list of all hits in `lists`: the sum over the lists of weight times normalised score.

    What a list does not hold has there, by `missing`, the `lowest` score that the normalisation gives in this list or `zero`; an empty list
    says nothing. A fused hit names the subquery with the largest share of those that found it, the first of equal ones. Where some lists hold
    documents and others passages, passages count for their documents by the best one.
    """
    tables = [(best_per_item(hits), weight) for hits, weight in zip(comparable(lists), weights, strict=True) if hits]
    scored = [(table, *normalised(table, normalise, missing), weight) for table, weight in tables]
    fused = []
    for document, passage in dict.fromkeys(item for table, *_ in scored for item in table):
        item = (document, passage)
        score = math.fsum(weight * scores.get(item, absent) for _, scores, absent, weight in scored)
        best = max(((weight * scores[item], table[item]) for table, scores, _, weight in scored if item in table), key=lambda part: part[0])[1]
        fused.append(Hit(document, passage, score, 0, best.subquery, "weighted"))
    return ranked(fused)


def normalised(table: Mapping[Item, Hit], normalise: Normalisation, missing: Missing) -> tuple[dict[Item, float], float]:
    """The normalised score of each hit of one list that is not empty, and that of what is not in it.

    minmax: 0 to 1, 1 for all where all are equal; missing 0. zscore: 0 for all where all are equal; missing the lowest of the list, or -1
    where all are equal. rank: 1 for the first down to 1/n, equal scores share the better place; missing 0, since Borda gives no points.
    """
    values = {item: hit.score for item, hit in table.items()}
    low, high = min(values.values()), max(values.values())
    if normalise == "rank":
        places = _places(values)
        return {item: (len(values) - place + 1) / len(values) for item, place in places.items()}, 0.0
    if normalise == "minmax":
        span = high - low
        return {item: (value - low) / span if span else 1.0 for item, value in values.items()}, 0.0
    scores = _zscores(values)
    lowest = min(scores.values()) if any(scores.values()) else _BELOW
    return scores, lowest if missing == "lowest" else 0.0


def _places(values: Mapping[Item, float]) -> dict[Item, int]:
    """The place of each from 1, equal values at the same one."""
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), 1):
        first.setdefault(value, place)
    return {item: first[value] for item, value in values.items()}


def _zscores(values: Mapping[Item, float]) -> dict[Item, float]:
    mean = math.fsum(values.values()) / len(values)
    apart = {item: value - mean for item, value in values.items()}
    widest = max(map(abs, apart.values()))
    if not widest or len(set(values.values())) == 1:
        return dict.fromkeys(values, 0.0)
    shares = {item: distance / widest for item, distance in apart.items()}  # so that no square is too large or too small for a float
    deviation = math.sqrt(math.fsum(share * share for share in shares.values()) / len(values))
    return {item: share / deviation for item, share in shares.items()}
