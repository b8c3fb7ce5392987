"""Reciprocal rank fusion of several lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.rank_fusion import RRF_K, reciprocal_rank_fusion
from assistant.strategy.step_model import Join, RunContext
from assistant.strategy.weights import one_for_each
from indexing.model import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence


class FuseRrf(Join):
    """The sum over the lists of weight / (k + rank), ties by id (Cormack, Clarke and Buettcher, SIGIR 2009, with k = 60)."""

    many = True

    k: int = Field(default=RRF_K, ge=1, le=10_000, description="the larger, the less the first ranks stand out")
    weights: tuple[float, ...] = Field(default=(), description="one for each list of `from`, in its order; empty: all 1")

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        weights = one_for_each(self.weights, inputs, context.name)
        return Ranking(reciprocal_rank_fusion([r.hits for r in inputs], weights, self.k))
