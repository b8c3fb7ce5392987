"""How many documents of a generation bear class symbols: counted in the postings of the facets, never by reading documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexing.classes import above, symbol
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.storage.shards import Shard, Shards


def known_symbol(text: str) -> str:
    """`text` in the form of `indexing.classes.symbol`. Raises `UsageError` where it is no class symbol."""
    name = symbol(text)
    if name is None:
        raise UsageError(f"'{text}' is no class symbol", "write CPC or IPC symbols as A45D, A45D20 or A45D20/12")
    return name


def class_frequency(shards: Shards, symbols: Sequence[str]) -> list[int]:
    """For each of `symbols` the number of documents that bear it or one below it. Raises `UsageError` for what is no symbol."""
    names = [known_symbol(text) for text in symbols]
    gone = [_gone(shard, shards.withdrawn) for shard in shards.all]
    return [sum(_count(shard, name, less) for shard, less in zip(shards.all, gone, strict=True)) for name in names]


def _gone(shard: Shard, withdrawn: frozenset[int]) -> list[int]:
    """The withdrawn documents of a shard, from 0 within it."""
    first, count = shard.info.first_document, shard.info.documents
    return sorted(o - first for o in withdrawn if first <= o < first + count)


def _count(shard: Shard, name: str, gone: list[int]) -> int:
    holders = shard.facets.holders(name)
    return len(holders) - int(np.isin(gone, holders).sum()) if gone else len(holders)


def classes_below(shards: Shards, text: str, most: int) -> list[tuple[str, int]]:
    """The symbols one step below the symbol `text` that documents bear, with how many do, the most frequent `most`, ties by symbol.

    One step is what the symbols' own form tells: A, A45, A45D, A45D20, A45D20/12, A45D20/122. Raises `UsageError` for what is no symbol.
    """
    name = known_symbol(text)
    below = sorted({found for shard in shards.all for found in shard.facets.symbols(name) if found != name and above(found)[-2] == name})
    counted = zip(below, class_frequency(shards, below), strict=True)
    return sorted(((found, count) for found, count in counted if count), key=lambda pair: (-pair[1], pair[0]))[:most]
