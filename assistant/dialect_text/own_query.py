"""An examiner's own query of any dialect, run as it is: a plan with one Boolean query, made by no recipe's rewriting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model import Plan
from indexing.errors import UsageError
from indexing.model import Subquery

if TYPE_CHECKING:
    from assistant.dialect_text.model import Dialect
    from indexing.model import Case
    from prompts.model import Recipe

BRANCH = "search.boolean"


def own_plan(case: Case, dialect: Dialect, own: Dialect, recipe: Recipe) -> Plan:
    """The plan that runs `case.text`, a query of `dialect`, by the Boolean search of `recipe`.

    The query stands in the house's notation, for a person to read; what was lost in reading it is in the notes. Raises `UsageError` with the column
    where it cannot be read, or where the recipe has no Boolean search.
    """
    branch = next((step.name for step in recipe.steps if step.step == BRANCH), None)
    if branch is None:
        raise UsageError(f"the recipe '{recipe.id}' has no Boolean search", "take the recipe 'boolean'")
    parsed = dialect.parse(case.text)
    written = own.write(parsed.node)
    query = Subquery(id=branch, branch=branch, engine="boolean", text=written.text, reason=f"the query as it was given ({dialect.title})")
    notes = tuple(dict.fromkeys(note.text for note in (*parsed.notes, *written.notes)))
    return Plan(recipe.id, recipe.sha256, case, (query,), notes, made=(query,))
