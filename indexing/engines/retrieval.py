"""Lists that are the same on every machine: how engines' partial results become hits, and how filters become bitmaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexing.classes import symbol
from indexing.engines.lexical import Conditions
from indexing.errors import UsageError
from indexing.model import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from indexing.model import Filter, Subquery
    from indexing.storage.shards import Shard, Shards

    Found = tuple[NDArray[np.int64], NDArray[np.float64]]

_FIRST, _GROWTH = 32, 4


def conditions(filters: Filter) -> Conditions:
    """`filters` in the engines' terms. Raises `UsageError` for a class symbol that is none."""
    day = filters.before
    classes = []
    for text in filters.classes:
        name = symbol(text)
        if name is None:
            raise UsageError(f"'{text}' is no class symbol", "write CPC or IPC symbols as A45D, A45D20 or A45D20/12")
        classes.append(name)
    return Conditions(
        before=day.year * 10000 + day.month * 100 + day.day if day else None,
        classes=tuple(sorted(set(classes))),
        countries=_codes(filters.countries, str.upper),
        kinds=_codes(filters.kinds, str.upper),
        languages=_codes(filters.languages, str.lower),
    )


def _codes(names: Sequence[str], form: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(sorted({form(name.strip()) for name in names}))


def allowed_documents(shard: Shard, wanted: Conditions) -> NDArray[np.bool_] | None:
    """Which documents of a shard meet the conditions, shape (documents,); None: all of them."""
    mask = shard.facets.allowed(wanted)
    if wanted.documents is None:
        return mask
    first, count = shard.info.first_document, shard.info.documents
    only = np.zeros(count, np.bool_)
    only[[o - first for o in wanted.documents if first <= o < first + count]] = True
    return only if mask is None else mask & only


def without(mask: NDArray[np.bool_] | None, shard: Shard, withdrawn: frozenset[int]) -> NDArray[np.bool_] | None:
    """`mask` less the withdrawn documents."""
    first, count = shard.info.first_document, shard.info.documents
    gone = [o - first for o in withdrawn if first <= o < first + count]
    if not gone:
        return mask
    mask = np.ones(count, np.bool_) if mask is None else mask
    mask[gone] = False
    return mask


def best_by_key(keys: NDArray[np.int64], scores: NDArray[np.float64]) -> Found:
    """The best score of each distinct key, by falling score (equal scores by key)."""
    distinct, inverse = np.unique(keys, return_inverse=True)
    best = np.full(len(distinct), -np.inf)
    np.maximum.at(best, inverse, scores)
    order = np.lexsort((distinct, -best))
    return distinct[order], best[order]


def widen(fetch: Callable[[int], tuple[Found, float]], k: int) -> Found:
    """The best `k` items and every further one that ties with the k-th, best first.

    `fetch(n)` gives the items of the engine's best `n` entries, best first, and a score that no item it left out exceeds (minus infinity:
    nothing was left out). It is asked for more until the k-th item is better than that.
    """
    limit = k + _FIRST
    while True:
        (keys, scores), rest = fetch(limit)
        if rest == -np.inf or (len(scores) >= k and scores[k - 1] > rest):
            break
        limit *= _GROWTH
    if len(scores) > k:
        keep = scores >= scores[k - 1]
        keys, scores = keys[keep], scores[keep]
    return keys, scores


def hits(subquery: Subquery, ids: Mapping[int, tuple[str, str | None]], found: Found, k: int) -> list[Hit]:
    """The best `k` as hits with ranks from 1, ties by document and passage id. `ids` names each key."""
    rows = sorted((-score, *_sortable(ids[key])) for key, score in zip(found[0].tolist(), found[1].tolist(), strict=True))
    return [
        Hit(document=document, passage=passage or None, score=-negative, rank=rank, subquery=subquery.id, engine=subquery.engine)
        for rank, (negative, document, passage) in enumerate(rows[:k], 1)
    ]


def _sortable(name: tuple[str, str | None]) -> tuple[str, str]:
    return name[0], name[1] or ""


def passage_names(shards: Shards, ordinals: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Document and passage id by passage ordinal."""
    names = shards.passage_ids(ordinals)
    return {o: (name.partition("#")[0], name) for o, name in names.items()}


def document_names(shards: Shards, ordinals: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Document id and no passage by document ordinal."""
    return {o: (name, None) for o, name in shards.document_ids(ordinals).items()}
