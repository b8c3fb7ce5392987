"""Round robin: lists take turns, so that each keeps its best documents whatever the others' scores are.

Voorhees, Gupta and Johnson-Laird, "The Collection Fusion Problem", TREC-3, 1995, as the simple interleaving they compare with.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.strategy.rank_fusion import best_per_item, comparable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.strategy.rank_fusion import Item
    from indexing.model import Hit


def round_robin(lists: Sequence[Sequence[Hit]], weights: Sequence[int] = ()) -> tuple[Hit, ...]:
    """One ranked list of all hits in `lists`: in each round each list, in their order, gives its best that no list gave before.

    `weights` are how many each list gives in a round (all 1 where empty); a list that is used up gives way. The score is 1 / place, since scores of
    different lists do not compare. Where some lists hold documents and others passages, passages count for their documents by the best one.
    """
    queues = [iter(best_per_item(hits).values()) for hits in comparable(lists)]
    turns = list(zip(queues, weights or (1,) * len(queues), strict=True))
    taken: dict[Item, Hit] = {}
    while turns:
        turns = [(queue, count) for queue, count in turns if all(_give(queue, taken) for _ in range(count))]
    return tuple(replace(hit, score=1 / place, rank=place, engine="round_robin") for place, hit in enumerate(taken.values(), 1))


def _give(queue: Iterator[Hit], taken: dict[Item, Hit]) -> bool:
    """Take the next of `queue` that is not in `taken`; False where it is used up."""
    for hit in queue:
        if (hit.document, hit.passage) not in taken:
            taken[hit.document, hit.passage] = hit
            return True
    return False
