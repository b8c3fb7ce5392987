"""Key terms of the case as a words query."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.case_text import search_text
from assistant.strategy.key_terms import key_terms
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite

if TYPE_CHECKING:
    from indexing.model import Case


class RewriteTerms(Rewrite):
    """The terms of the case that tell its subject apart in this collection (tf·idf), each weighted by 1 + ln(its count in the case).

    The engine's own idf comes on top, so it is not in the weight. Source: Salton and Buckley 1988; Xue and Croft 2009 for patents.
    """

    count: int = Field(default=20, ge=1, le=500, description="at most so many terms")
    parts: tuple[Literal["title", "abstract", "claims", "description"], ...] = Field(
        default=("title", "abstract", "claims"), description="parts of an application that are read"
    )

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        terms = key_terms(search_text(case, self.parts), tools.index, self.count)
        if not terms:
            return Drafts((), ("no key terms: no word of the case is in this collection",))
        weights = tuple((t.term, round(1 + math.log(t.count), 4)) for t in terms)
        return Drafts((Draft(" ".join(t.term for t in terms), "words", weights, reason="key terms by tf·idf"),))
