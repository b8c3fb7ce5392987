"""Weighted sum of several lists' normalised scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from assistant.strategy.score_fusion import Missing, Normalisation, weighted_sum
from assistant.strategy.step_model import Join, RunContext
from assistant.strategy.weights import one_for_each
from indexing.model import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence


class FuseWeighted(Join):
    """The sum over the lists of weight times normalised score, ties by id (CombSUM: Fox and Shaw 1994).

    Min-max normalisation after Lee 1997, z-scores after Montague and Aslam 2001, points by place after Borda (Aslam and Montague 2001). Unlike
    reciprocal rank it keeps by how much one document is better than the next.
    """

    many = True

    weights: tuple[Annotated[float, Field(ge=0)], ...] = Field(default=(), description="one for each list of `from`, in its order; empty: all 1")
    normalise: Normalisation = Field(default="minmax", description="how the scores of different lists are made to compare")
    missing: Missing = Field(
        default="lowest",
        description="what a document has where a list lacks it; minmax and rank: 0 either way; among z-scores zero is the mean",
    )

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        weights = one_for_each(self.weights, inputs, context.name)
        return Ranking(weighted_sum([r.hits for r in inputs], weights, self.normalise, self.missing))
