"""Search by classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.list_merging import Merge, merged
from assistant.strategy.step_model import Draft, Search
from indexing.model import Ranking, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Hit


class SearchClasses(Search):
    """Documents that bear the query's classes, or classes below them: the sum of each class's weight times its idf.

    The idf is that of BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009): a rare class tells more.
    """

    engine = "classes"

    k: int = Field(default=1000, ge=1, le=100_000, description="candidates each query asks for; raised where a person asks for more")
    merge_by: Merge = "sum"

    def bind(self, branch: str, drafts: Sequence[Draft]) -> tuple[Subquery, ...]:
        fit = [d for d in drafts if d.kind == "classes" and d.engine in (None, "classes") and d.text.strip()]
        return tuple(Subquery(f"{branch}.{n}", branch, "classes", d.text, feature=d.feature, reason=d.reason) for n, d in enumerate(fit, 1))

    def depth(self) -> int:
        return self.k

    def merge(self, lists: Sequence[Sequence[Hit]]) -> Ranking:
        return merged(lists, self.merge_by)
