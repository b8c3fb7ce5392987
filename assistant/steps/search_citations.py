"""Search along citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.list_merging import Merge, merged
from assistant.strategy.step_model import Draft, Search
from indexing.model import Ranking, Relation, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Hit


class SearchCitations(Search):
    """Documents that citations lead to from the chosen ones, by what the documents themselves cite.

    `cited` and `citing` count the chosen documents that lead there; `cocited` counts the documents that cite both (Small, "Co-citation in the
    scientific literature", JASIS 24, 1973); `coupled` what both cite (Kessler, "Bibliographic coupling between scientific papers", American
    Documentation 14, 1963). The chosen documents themselves are not found. It fails, and says so, where none of them is known.
    """

    engine = "citations"

    relation: Relation = Field(default="cited", description="what is followed: cited, citing, cocited (cited together), coupled (citing the same)")
    k: int = Field(default=1000, ge=1, le=100_000, description="candidates each query asks for; raised where a person asks for more")
    merge_by: Merge = "sum"

    def bind(self, branch: str, drafts: Sequence[Draft]) -> tuple[Subquery, ...]:
        fit = [d for d in drafts if d.kind == "documents" and d.engine in (None, "citations") and d.text.strip()]
        return tuple(
            Subquery(f"{branch}.{n}", branch, "citations", d.text, feature=d.feature, reason=d.reason, relation=self.relation)
            for n, d in enumerate(fit, 1)
        )

    def depth(self) -> int:
        return self.k

    def merge(self, lists: Sequence[Sequence[Hit]]) -> Ranking:
        return merged(lists, self.merge_by)
