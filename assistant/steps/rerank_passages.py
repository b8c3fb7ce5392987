"""The first documents in a new order, by their passages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.case_text import search_text
from assistant.strategy.passage_grouping import Section, section_of, sum_of_best
from assistant.strategy.rank_fusion import best_per_document, reciprocal_rank_fusion
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Ranking, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALL = 1_000_000


class RerankPassages(Join):
    """Orders the first `k` documents anew, by their `best` best passages' scores for the case's text by one engine; the rest follow as they were.

    Passages as evidence for their documents: Callan, "Passage-level evidence in document retrieval", SIGIR 1994. A document without such a passage
    comes after those that have one, in its old order.
    """

    k: int = Field(default=50, ge=1, le=1000, description="so many documents are put in a new order")
    engine: Literal["words", "meaning"] = Field(default="words", description="the engine that scores the passages")
    best: int = Field(default=1, ge=1, le=1000, description="so many passages of each document count")
    sections: tuple[Section, ...] = Field(default=(), description="only passages of these sections count; empty: all")

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        lists = [best_per_document(ranking.hits) for ranking in inputs]
        hits = lists[0] if len(lists) == 1 else reciprocal_rank_fusion(lists, [1.0] * len(lists))
        first = hits[: self.k]
        if not first:
            return Ranking()
        query = Subquery(context.name, context.name, self.engine, search_text(context.case))
        found = context.index.best_passages(query, [hit.document for hit in first], _ALL if self.sections else self.best)
        passages = [hit for mine in found.values() for hit in mine if hit.passage and hit.score > 0 and self._counts(hit.passage)]
        scores = {hit.document: hit.score for hit in sum_of_best(passages, self.best)}
        order = sorted(first, key=lambda hit: (-scores.get(hit.document, 0.0), hit.rank))
        return Ranking(tuple(replace(hit, score=1 / rank, rank=rank) for rank, hit in enumerate((*order, *hits[self.k :]), 1)))

    def _counts(self, passage: str) -> bool:
        return not self.sections or section_of(passage) in self.sections
