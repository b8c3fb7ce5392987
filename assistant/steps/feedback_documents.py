"""The documents found, or judged relevant, as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.step_model import Draft, Drafts, Feedback, RunContext
from assistant.strategy.teachers import teachers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Ranking


class FeedbackDocuments(Feedback):
    """The documents judged relevant, or where there are none the first ones found, as a query for more like them or for their citations.

    Citations of the first documents found lead to further ones that their words do not (Mahdabi and Crestani, "Query-driven mining of citation
    networks for patent citation retrieval and recommendation", CIKM 2014). The case's own family never teaches: its search report is the answer.
    """

    first: int = Field(default=5, ge=0, le=1000, description="where nobody judged a document relevant, the first so many found; 0: none")
    separately: bool = Field(default=False, description="one query for each document instead of one for all")

    def feedback(self, inputs: Sequence[Ranking], context: RunContext) -> Drafts:
        who = teachers(inputs, context, self.first)
        if not who.relevant:
            return Drafts((), (*who.notes, f"{context.name}: {who.how}, so there is no query by feedback"))
        texts = tuple(who.relevant) if self.separately else (" ".join(who.relevant),)
        return Drafts(tuple(Draft(text, reason=who.how, kind="documents") for text in texts), who.notes)
