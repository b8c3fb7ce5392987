"""Passages to documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from assistant.strategy.passage_grouping import Section, section_sums, sum_of_best
from assistant.strategy.rank_fusion import best_per_document
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence


class GroupDocuments(Join):
    """Each document once, at the score of its passages: the best one (MaxP), the sum of the best `best`, or a weighted sum over its sections.

    MaxP and SumP: Dai and Callan, "Deeper Text Understanding for IR", SIGIR 2019; sections: Wilkinson, "Effective Retrieval of Structured Documents",
    SIGIR 1994. A sum favours documents with many passages that fit; it needs scores that are not negative and that compare, so of one engine.
    """

    by: Literal["max", "sum_best", "sections"] = Field(default="max", description="how the scores of a document's passages become its own")
    best: int = Field(default=3, ge=1, le=1000, description="sum_best: so many passages of each document count; sections: so many of each section")
    sections: dict[Section, Annotated[float, Field(ge=0)]] = Field(
        default={}, description="weight of title, abstract, claims and description for `by: sections`; one that is not named has 1"
    )

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:  # noqa: ARG002 - the face of all joins
        hits = [hit for ranking in inputs for hit in ranking.hits]
        if self.by == "max":
            return Ranking(best_per_document(hits))
        if self.by == "sum_best":
            return Ranking(sum_of_best(hits, self.best))
        return Ranking(section_sums(hits, self.best, self.sections))
