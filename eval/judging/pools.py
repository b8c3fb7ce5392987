"""Pools: what several runs put on top, and samples of what lies below, in an order that hides where each came from.

Source of pooling: K. Spärck Jones, C. J. van Rijsbergen, Report on the need for and provision of an "ideal" information retrieval test collection,
1975; E. M. Voorhees, D. K. Harman, TREC, 2005.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from eval.completeness.sampling import bands, draw
from eval.judging.model import Item, Pool, Stratum
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eval.model import Ranked

TOP = "top"
"""The stratum of the documents that are in the pool whole."""
SEED = 1975


def make_pool(
    name: str,
    runs: Mapping[str, Ranked],
    depth: int,
    *,
    topics: Sequence[str] = (),
    sample: int = 0,
    seed: int = SEED,
) -> Pool:
    """The first `depth` documents of each of `runs` for `topics` (default: all that a run has), each once, in blinded order.

    With `sample`, that many unread documents of each band of ranks below (see `eval.completeness.sampling.bands`) are drawn at random and mixed in.
    The order depends on the seed, the topic and the document alone: topics one after the other as the seed has them, documents of a topic as the
    seed has them. Raises `UsageError` for a topic that no run has, and for an empty pool.
    """
    known = dict.fromkeys(t for run in runs.values() for t in run)
    if unknown := [t for t in topics if t not in known]:
        raise UsageError(f"no run has the topic '{unknown[0]}'", "name topics of the runs")
    wanted = list(topics) or list(known)
    top = {(t, d) for t in wanted for run in runs.values() for d, _ in run.get(t, ())[:depth]}
    if not top:
        raise UsageError("the pool is empty", "give runs that have results")
    below = bands(runs.values(), wanted, depth) if sample else {}
    drawn = draw(below, sample, seed)
    items = [Item(t, d, TOP) for t, d in top] + [Item(t, d, band) for band, pairs in drawn.items() for t, d in pairs]
    strata = [Stratum(TOP, len(top), len(top)), *(Stratum(band, len(pairs), len(drawn[band])) for band, pairs in below.items() if pairs)]
    facts: dict[str, object] = {"runs": sorted(runs), "depth": depth, "sample": sample, "seed": seed}
    return Pool(name, tuple(blinded(items, seed)), tuple(strata), facts)


def blinded(items: Iterable[Item], seed: int) -> list[Item]:
    """`items` in an order that only the seed and the ids decide, the same on every machine; the documents of a topic stay together."""
    return sorted(items, key=lambda item: (_draw(seed, item.topic), item.topic, _draw(seed, item.topic, item.document), item.document))


def _draw(seed: int, *words: str) -> bytes:
    return hashlib.sha256("\0".join([str(seed), *words]).encode()).digest()
