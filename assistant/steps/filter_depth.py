"""The cut at a depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.rank_fusion import best_per_item, comparable, in_order, together
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Exclusion, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence


class FilterDepth(Join):
    """Keeps the first `k` of the list, or as many as the person asked for where that is more; each one beyond is in the ledger with its rank.

    Runs are cut so since TREC: the first 1000 (Voorhees and Harman, "TREC: Experiment and Evaluation in Information Retrieval", 2005).
    """

    k: int = Field(default=1000, ge=1, le=100_000, description="the cut; a person who asks for more documents gets more")

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        hits = in_order(together(comparable([ranking.hits for ranking in inputs])))
        if not hits.each_document_once:
            hits = in_order(tuple(best_per_item(hits).values()))
        depth = max(self.k, context.asked)
        reason = f"beyond the first {depth}"
        excluded = tuple(Exclusion(hit.passage or hit.document, context.name, f"rank {hit.rank}, {reason}", reason) for hit in hits[depth:])
        return Ranking(hits.first(depth), excluded)
