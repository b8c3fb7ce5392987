"""Search for more like given documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.list_merging import Merge, merged
from assistant.strategy.step_model import Draft, Search
from indexing.model import Level, Ranking, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Hit


class SearchSimilar(Search):
    """Documents near the mean of the chosen documents' vectors (the centroid of Rocchio, "Relevance feedback in information retrieval", 1971).

    The chosen documents themselves are not found. Numbers that are not in the index are passed over; where none is, the search fails and says so.
    """

    engine = "similar"

    k: int = Field(default=1000, ge=1, le=100_000, description="candidates each query asks for; raised where a person asks for more")
    level: Level = Field(default="document", description="what is ranked: whole documents or passages")
    merge_by: Merge = "rrf"

    def bind(self, branch: str, drafts: Sequence[Draft]) -> tuple[Subquery, ...]:
        fit = [d for d in drafts if d.kind == "documents" and d.engine in (None, "similar") and d.text.strip()]
        return tuple(
            Subquery(f"{branch}.{n}", branch, "similar", d.text, self.level, feature=d.feature, reason=d.reason, vector=d.vector)
            for n, d in enumerate(fit, 1)
        )

    def depth(self) -> int:
        return self.k

    def merge(self, lists: Sequence[Sequence[Hit]]) -> Ranking:
        return merged(lists, self.merge_by)
