"""What a filter leaves of a generation: masks over each shard's documents, made once and shared by both engines."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexing.engines.lexical import Conditions
from indexing.engines.retrieval import allowed_documents, without

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        self._masks: OrderedDict[Conditions, list[Mask | None]] = OrderedDict()
        self._lock = threading.Lock()
        self._first_documents = np.array([shard.info.first_document for shard in shards.all], np.int64)
        self._first_passages = np.array([shard.info.first_passage for shard in shards.all], np.int64)

    def masks(self, wanted: Conditions) -> list[Mask | None]:
        """Which documents of each shard may be found, withdrawn ones left out (None: all): for reading only, the last few filters' are kept."""
        with self._lock:
            if wanted in self._masks:
                self._masks.move_to_end(wanted)
                return self._masks[wanted]
        made = [without(allowed_documents(shard, wanted), shard, self._shards.withdrawn) for shard in self._shards.all]
        if wanted.documents is None:
            with self._lock:
                self._masks[wanted] = made
                while len(self._masks) > _REMEMBERED:
                    self._masks.popitem(last=False)
        return made

    def known(self, wanted: Conditions, *, documents: bool) -> Known | None:
        """What a search for documents (else passages) may know of a filter; None where there is no filter."""
        if wanted == Conditions() or not self._shards.all:
            return None
        masks = self.masks(wanted)
        sizes = [shard.info.documents for shard in self._shards.all]
        left = sum(size if mask is None else int(np.count_nonzero(mask)) for mask, size in zip(masks, sizes, strict=True))
        keeps = self._keeps_documents if documents else self._keeps_passages
        return Known(left / max(1, sum(sizes)), lambda ordinals: keeps(masks, ordinals))

    def _keeps_documents(self, masks: Sequence[Mask | None], ordinals: NDArray[np.int64]) -> Mask:
        shard_of = np.searchsorted(self._first_documents, ordinals, side="right") - 1
        kept = np.ones(len(ordinals), np.bool_)
        for number in np.unique(shard_of).tolist():
            mask, here = masks[number], shard_of == number
            if mask is not None:
                kept[here] = mask[ordinals[here] - self._first_documents[number]]
        return kept

    def _keeps_passages(self, masks: Sequence[Mask | None], ordinals: NDArray[np.int64]) -> Mask:
        shard_of = np.searchsorted(self._first_passages, ordinals, side="right") - 1
        owners = np.empty(len(ordinals), np.int64)
        for number in np.unique(shard_of).tolist():
            here = shard_of == number
            owners[here] = np.asarray(self._shards.all[number].owners)[ordinals[here] - self._first_passages[number]]
        return self._keeps_documents(masks, owners)
