"""Lists, or features of the case, take turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from assistant.strategy.interleaving import round_robin
from assistant.strategy.rank_fusion import in_order
from assistant.strategy.step_model import Join, RunContext
from assistant.strategy.weights import one_for_each
from indexing.model import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Hit


class FuseRoundRobin(Join):
    """Each list, or each feature of the case, gives in turn its best document that none gave before, so that each keeps its best ones.

    Source: the interleaving of Voorhees, Gupta and Johnson-Laird, "The Collection Fusion Problem", TREC-3, 1995; for the aspects of a topic compare
    Zhai, Cohen and Lafferty, "Beyond independent relevance", SIGIR 2003.
    """

    many = True

    over: Literal["lists", "features"] = Field(
        default="lists",
        description="what takes turns: the lists of `from`, or the features that queries serve (a document goes with the query that ranks it best)",
    )
    weights: tuple[Annotated[int, Field(ge=1, le=1000)], ...] = Field(
        default=(), description="how many documents each list of `from` gives in a round; empty: one; with `features` it must be empty"
    )

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        lists: list[tuple[Hit, ...]] = [in_order(ranking.hits) for ranking in inputs]
        weights = one_for_each(self.weights, lists, context.name)
        if self.over == "features":
            lists = _by_feature(lists, context)
            weights = (1,) * len(lists)
        return Ranking(round_robin(lists, weights))


def _by_feature(lists: Sequence[Sequence[Hit]], context: RunContext) -> list[tuple[Hit, ...]]:
    """The hits of all lists by the feature that their query serves, in the order of the queries; hits of queries without a feature are one list, the
    first one. Within a feature the lists take turns, since their scores do not compare.
    """
    features = {query.id: query.feature or "" for query in context.queries}
    order = dict.fromkeys(["", *features.values()])
    parted = [[tuple(hit for hit in hits if features.get(hit.subquery, "") == feature) for hits in lists] for feature in order]
    return [round_robin(parts) for parts in parted if any(parts)]
