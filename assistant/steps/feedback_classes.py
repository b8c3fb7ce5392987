"""The classes of the documents found, or judged relevant, as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.strategy.class_votes import votes
from assistant.strategy.step_model import Draft, Drafts, Feedback, RunContext
from assistant.strategy.teachers import teachers
from indexing.class_weights import write_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Ranking


class FeedbackClasses(Feedback):
    """The classes of the documents judged relevant, or where there are none of the first ones found, each weighed by its share of them.

    What an examiner does by hand: reads the classes off the first good documents, then searches there. Classes by neighbours: Fall, Torcsvari,
    Benzineb and Karetka, SIGIR Forum 37, 2003. The case's own family never teaches.
    """

    first: int = Field(default=10, ge=0, le=1000, description="where nobody judged a document relevant, the first so many found; 0: none")
    level: Literal["subclass", "group", "subgroup"] = Field(default="group", description="how deep in the hierarchy: A45D, A45D20 or A45D20/12")
    count: int = Field(default=5, ge=1, le=100, description="at most so many classes, those with the largest shares")

    def feedback(self, inputs: Sequence[Ranking], context: RunContext) -> Drafts:
        who = teachers(inputs, context, self.first)
        found = votes(who.relevant, context.index, self.level)[: self.count]
        weights = [(vote.symbol, max(round(vote.share, 4), 0.0001)) for vote in found]
        if not weights:
            return Drafts((), (*who.notes, f"{context.name}: {who.how}; they bear no classes, so there is no query by feedback"))
        return Drafts((Draft(write_weights(weights), reason=f"classes, {who.how}", kind="classes"),), who.notes)
