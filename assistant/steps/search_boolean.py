"""Search by Boolean expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.list_merging import merged
from assistant.strategy.step_model import Draft, Search
from indexing.model import Level, Ranking, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Hit


class SearchBoolean(Search):
    """Exactly the documents for which an expression holds, as patent offices search; ranked by the BM25 score of its words, else the latest first.

    The expression is in the house's own notation (`indexing.expressions.notation`). Boolean search is what patent searchers know and trust: Joho,
    Azzopardi and Vanderbauwhede, "A survey of patent users", IIiX 2010; BM25: Robertson and Zaragoza 2009. Several of one branch are merged by
    reciprocal rank, k = 60; a single one keeps the engine's scores.
    """

    engine = "boolean"

    k: int = Field(default=1000, ge=1, le=100_000, description="matching documents each expression asks for; raised where a person asks for more")
    level: Level = Field(default="document", description="what is ranked: whole documents, or passages of matching documents")

    def bind(self, branch: str, drafts: Sequence[Draft]) -> tuple[Subquery, ...]:
        fit = [d for d in drafts if d.kind == "expression" and d.engine in (None, "boolean") and d.text.strip()]
        return tuple(
            Subquery(f"{branch}.{n}", branch, "boolean", d.text, self.level, feature=d.feature, reason=d.reason) for n, d in enumerate(fit, 1)
        )

    def depth(self) -> int:
        return self.k

    def merge(self, lists: Sequence[Sequence[Hit]]) -> Ranking:
        return merged(lists)
