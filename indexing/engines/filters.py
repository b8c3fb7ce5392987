"""What a filter leaves of a generation: masks over each shard's documents, made once and shared by both engines."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexing.engines.lexical import Conditions
from indexing.engines.retrieval import allowed_documents, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from indexing.storage.shards import Shards

    Mask = NDArray[np.bool_]

_REMEMBERED = 4
"""The subqueries of one plan share a filter, and so do a person's next searches: so many are kept."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a filter before a search: which `share` of the documents it leaves, and which of given entries (shape (n,)) it `keeps`."""

    share: float
    keeps: Callable[[NDArray[np.int64]], Mask]


class Filters:
    """The filters of one generation; safe for many threads."""

    def __init__(self, shards: Shards) -> None:
        self._shards = shards
        self._remembered: OrderedDict[Conditions, tuple[list[Mask | None], float]] = OrderedDict()
        self._lock = threading.Lock()
        self._first_documents = [shard.info.first_document for shard in shards.all]
        self._first_passages = [shard.info.first_passage for shard in shards.all]

    def masks(self, wanted: Conditions) -> list[Mask | None]:
        """Which documents of each shard may be found, withdrawn ones left out (None: all); for reading only."""
        return self._left(wanted)[0]

    def known(self, wanted: Conditions, *, documents: bool) -> Known | None:
        """What a search for documents (else passages) may know of a filter; None where there is no filter."""
        if wanted == Conditions():
            return None
        masks, share = self._left(wanted)
        keeps = self._keeps_documents if documents else self._keeps_passages
        return Known(share, lambda ordinals: keeps(masks, ordinals))

    def _left(self, wanted: Conditions) -> tuple[list[Mask | None], float]:
        """The masks, and the share of the documents that they leave; those of the last few filters are kept."""
        with self._lock:
            if wanted in self._remembered:
                self._remembered.move_to_end(wanted)
                return self._remembered[wanted]
        masks = [without(allowed_documents(shard, wanted), shard, self._shards.withdrawn) for shard in self._shards.all]
        sizes = [shard.info.documents for shard in self._shards.all]
        left = sum(size if mask is None else int(np.count_nonzero(mask)) for mask, size in zip(masks, sizes, strict=True))
        made = masks, left / max(1, sum(sizes))
        if wanted.documents is None:
            with self._lock:
                self._remembered[wanted] = made
                while len(self._remembered) > _REMEMBERED:
                    self._remembered.popitem(last=False)
        return made

    def _keeps_documents(self, masks: Sequence[Mask | None], ordinals: NDArray[np.int64]) -> Mask:
        kept = np.ones(len(ordinals), np.bool_)
        for number, here, places in _by_shard(self._first_documents, ordinals):
            mask = masks[number]
            if mask is not None:
                kept[here] = mask[places]
        return kept

    def _keeps_passages(self, masks: Sequence[Mask | None], ordinals: NDArray[np.int64]) -> Mask:
        owners = np.empty(len(ordinals), np.int64)
        for number, here, places in _by_shard(self._first_passages, ordinals):
            owners[here] = self._shards.all[number].owners[places]
        return self._keeps_documents(masks, owners)


def _by_shard(firsts: Sequence[int], ordinals: NDArray[np.int64]) -> Iterator[tuple[int, Mask | slice, NDArray[np.int64]]]:
    """The number of each shard that holds any of the ordinals, which of them, and their places in it."""
    if len(firsts) == 1:
        yield 0, slice(None), ordinals - firsts[0]
        return
    for number, (first, end) in enumerate(itertools.pairwise((*firsts, np.iinfo(np.int64).max))):
        here = (ordinals >= first) & (ordinals < end)
        if here.any():
            yield number, here, ordinals[here] - first
