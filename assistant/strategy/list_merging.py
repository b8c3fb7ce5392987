"""How a search step makes one list of what its subqueries found."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from assistant.strategy.interleaving import round_robin
from assistant.strategy.rank_fusion import Item, best_per_item, in_order, reciprocal_rank_fusion
from indexing.model import Hit, Ranking, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

Merge = Annotated[
    Literal["rrf", "max", "sum", "round_robin"],
    Field(
        description="how the lists of several queries become one: reciprocal rank (k = 60), the best or the sum of the engine's scores "
        "(CombMAX, CombSUM), or in turns, so that each query keeps its best; the list of a single query stays as it is"
    ),
]
"""The parameter of search steps that have several queries."""


def merged(lists: Sequence[Sequence[Hit]], rule: str = "rrf") -> Ranking:
    """One list of `lists`, which one engine gave, in the order of its subqueries.

    A single list keeps the engine's scores. `max` and `sum`: CombMAX and CombSUM (Fox and Shaw, "Combination of Multiple Searches", TREC-2, 1994)
    over the engine's own scores, which compare because one engine gave them; sums are exact. A merged hit names the subquery that says most for it.
    """
    if len(lists) == 1:
        return Ranking(in_order(lists[0]))
    if rule == "rrf":
        return Ranking(reciprocal_rank_fusion(lists, [1.0] * len(lists)))
    if rule == "round_robin":
        return Ranking(round_robin(lists))
    return Ranking(_combined(lists, rule))


def _combined(lists: Sequence[Sequence[Hit]], rule: str) -> tuple[Hit, ...]:
    found: dict[Item, list[Hit]] = {}
    for hits in lists:
        for item, hit in best_per_item(hits).items():
            found.setdefault(item, []).append(hit)
    combined = []
    for (document, passage), hits in found.items():
        best = max(hits, key=lambda hit: hit.score)
        score = best.score if rule == "max" else math.fsum(hit.score for hit in hits)
        combined.append(Hit(document, passage, score, 0, best.subquery, best.engine))
    return ranked(combined)
