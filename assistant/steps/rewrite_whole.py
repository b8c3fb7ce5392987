"""The whole case as one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.case_text import search_text
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite

if TYPE_CHECKING:
    from indexing.model import Case


class RewriteWhole(Rewrite):
    """The case's text as one query, unchanged: the baseline every other rewrite is measured against.

    A question or a set of claims is taken as it stands; in a follow-up the case comes first, then the new question. Of an application `parts` are
    taken, in this order. Source: Xue and Croft, "Transforming patents into prior-art queries", SIGIR 2009.
    """

    parts: tuple[Literal["title", "abstract", "claims", "description"], ...] = Field(
        default=("title", "abstract", "claims"), description="parts of an application that make its query"
    )
    max_characters: int = Field(default=20_000, ge=100, le=200_000, description="the query is cut there, at a word")

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:  # noqa: ARG002 - the face of all rewrites
        text, notes = search_text(case, self.parts), []
        if not text.strip():
            text = search_text(case)
            notes.append(f"the case has no {' or '.join(self.parts)}: what it has is the query")
        if len(text) <= self.max_characters:
            return Drafts((Draft(text, reason="the whole case"),), tuple(notes))
        cut = text[: self.max_characters].rsplit(None, 1)[0]
        return Drafts((Draft(cut, reason="the whole case"),), (*notes, f"the case's text was cut from {len(text)} to {len(cut)} characters"))
