"""The documents that a person chose, as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite

if TYPE_CHECKING:
    from indexing.model import Case


class RewriteChosen(Rewrite):
    """The documents judged relevant as a query for more like them, or for what citations lead to from them.

    One document judged relevant is known to help more than any rewriting of the text (see Mahdabi and Crestani, "Query-driven mining of citation
    networks for patent citation retrieval and recommendation", CIKM 2014, on citations of the first ones found).
    """

    separately: bool = Field(default=False, description="one query for each document, where they are about different things, instead of one for all")

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        if not case.relevant:
            return Drafts((), ("no document was judged relevant, so there is nothing to search from",))
        names = {name: tools.index.resolve(name) for name in case.relevant}
        known = tuple(dict.fromkeys(found for found in names.values() if found))
        absent = tuple(dict.fromkeys(name.strip() for name, found in names.items() if found is None and name.strip()))
        notes = (f"judged relevant, but not in this index: {', '.join(absent)}",) if absent else ()
        chosen = (*known, *absent)  # what is not here may still be cited by what is
        texts = chosen if self.separately else (" ".join(known) + ("; " if known and absent else "") + "; ".join(absent),)
        reason = "judged relevant" if self.separately or len(chosen) == 1 else f"the {len(chosen)} documents judged relevant"
        return Drafts(tuple(Draft(text, reason=reason, kind="documents") for text in texts if text), notes)
