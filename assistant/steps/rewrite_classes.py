"""The classes of the case as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.class_suggestion import suggest
from assistant.strategy.class_votes import classes_of_case
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite
from indexing.class_weights import write_weights
from indexing.errors import Cancelled, PriorArtError

if TYPE_CHECKING:
    from indexing.model import Case


class RewriteClasses(Rewrite):
    """The classes that the application bears as a query for documents in them; where it bears none, those suggested from its text, by confidence.

    Suggestion is by the nearest documents' classes (Fall, Torcsvari, Benzineb and Karetka, "Automated categorization in the International Patent
    Classification", SIGIR Forum 37, 2003). The notes say which way it was.
    """

    level: Literal["subclass", "group", "subgroup"] = Field(default="group", description="how deep in the hierarchy: A45D, A45D20 or A45D20/12")
    count: int = Field(default=5, ge=1, le=100, description="at most so many classes")
    neighbours: int = Field(default=20, ge=1, le=1000, description="suggested from the classes of so many nearest documents")
    suggested: bool = Field(default=True, description="whether classes are suggested where the case bears none")

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        own = classes_of_case(case, self.level)[: self.count]
        if own:
            return Drafts((Draft(write_weights((name, 1.0) for name in own), reason="the application's own classes", kind="classes"),))
        if not self.suggested:
            return Drafts((), ("the case bears no classes",))
        try:
            found = suggest(case, tools.index, neighbours=self.neighbours, count=self.count, levels=(self.level,))
        except Cancelled:
            raise
        except PriorArtError as fault:
            return Drafts((), (f"the case bears no classes, and none could be suggested: {fault.message}",))
        if not found.suggestions:
            return Drafts((), ("the case bears no classes, and the documents nearest to it bear none that could be suggested",))
        weights = [(one.symbol, max(round(one.confidence, 4), 0.0001)) for one in found.suggestions]
        note = f"the case bears no classes; suggested from its {len(found.neighbours)} nearest documents: {write_weights(weights)}"
        return Drafts((Draft(write_weights(weights), reason="classes suggested from the text", kind="classes"),), (note,))
