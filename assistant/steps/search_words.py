"""Search by words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.key_terms import neighbours
from assistant.strategy.list_merging import Merge, merged
from assistant.strategy.step_model import Draft, Search
from assistant.strategy.stop_words import stop_words
from indexing.model import Level, Near, Ranking, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Hit


class SearchWords(Search):
    """BM25 over the words of the documents or passages (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009).

    With `phrases` and `windows` neighbouring words of the query count more where they stand together, the sequential dependence of Metzler and Croft
    ("A Markov random field model for term dependencies", SIGIR 2005; weights of .1 and .05 there); both are off by default. Several queries of one
    branch are merged by `merge_by`; a single one keeps the engine's scores.
    """

    engine = "words"

    k: int = Field(default=1000, ge=1, le=100_000, description="candidates each query asks for; raised where a person asks for more")
    level: Level = Field(default="document", description="what is ranked: whole documents or passages")
    fields: dict[str, float] = Field(default={}, description="weight of each field; empty: the engine's own")
    merge_by: Merge = "rrf"
    phrases: float = Field(default=0.0, ge=0, le=100, description="weight of neighbouring words of the query side by side, in order; 0: none")
    windows: float = Field(default=0.0, ge=0, le=100, description="weight of neighbouring words of the query near each other, in any order; 0: none")
    window: int = Field(default=8, ge=2, le=50, description="how many words a window holds, the two included")
    pairs: int = Field(default=30, ge=1, le=500, description="at most so many neighbours, the most frequent first")
    minimum_match: float = Field(default=0.0, ge=0, le=1, description="share of the query's words that a document or passage must hold; 0: any one")

    def bind(self, branch: str, drafts: Sequence[Draft]) -> tuple[Subquery, ...]:
        fit = [d for d in drafts if d.kind == "text" and d.engine in (None, "words") and d.text.strip()]
        fields = tuple(sorted(self.fields.items()))
        return tuple(
            Subquery(
                id=f"{branch}.{n}",
                branch=branch,
                engine="words",
                text=d.text,
                level=self.level,
                fields=fields,
                terms=d.terms,
                feature=d.feature,
                reason=d.reason,
                near=(*d.near, *self._near(d)),
                minimum_match=self.minimum_match,
            )
            for n, d in enumerate(fit, 1)
        )

    def _near(self, draft: Draft) -> tuple[Near, ...]:
        """The windows over the draft's neighbouring words; none where terms are listed, whose order says nothing."""
        if draft.terms or not (self.phrases or self.windows):
            return ()
        stop = stop_words(draft.text)
        counts = Counter(pair for pair in neighbours(draft.text) if stop.isdisjoint(pair))
        pairs = sorted(counts, key=lambda pair: (-counts[pair], pair))[: self.pairs]
        side = tuple(Near(" ".join(pair), weight=self.phrases) for pair in pairs if self.phrases)
        return side + tuple(Near(" ".join(pair), self.window - 2, ordered=False, weight=self.windows) for pair in pairs if self.windows)

    def depth(self) -> int:
        return self.k

    def merge(self, lists: Sequence[Sequence[Hit]]) -> Ranking:
        return merged(lists, self.merge_by)
