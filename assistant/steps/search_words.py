"""Search by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.list_merging import Merge, merged
from assistant.strategy.step_model import Draft, Search
from indexing.model import Level, Ranking, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Hit


class SearchWords(Search):
    """BM25 over the words of the documents or passages (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009).

    Several queries of one branch are merged by `merge_by`; a single one keeps the engine's scores.
    """

    engine = "words"

    k: int = Field(default=1000, ge=1, le=100_000, description="candidates each query asks for; raised where a person asks for more")
    level: Level = Field(default="document", description="what is ranked: whole documents or passages")
    fields: dict[str, float] = Field(default={}, description="weight of each field; empty: the engine's own")
    merge_by: Merge = "rrf"

    def bind(self, branch: str, drafts: Sequence[Draft]) -> tuple[Subquery, ...]:
        fit = [d for d in drafts if d.kind == "text" and d.engine in (None, "words") and d.text.strip()]
        fields = tuple(sorted(self.fields.items()))
        return tuple(
            Subquery(f"{branch}.{n}", branch, "words", d.text, self.level, fields, d.terms, d.feature, d.reason) for n, d in enumerate(fit, 1)
        )

    def depth(self) -> int:
        return self.k

    def merge(self, lists: Sequence[Sequence[Hit]]) -> Ranking:
        return merged(lists, self.merge_by)
