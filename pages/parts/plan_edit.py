"""What a person's edits make of a plan, and what a search makes of the next one. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.parts.branches import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.model import Plan, SearchResult
    from indexing.model import Subquery
    from pages.parts.branches import Branch


@dataclass(frozen=True, slots=True)
class Added:
    """A query that the person wrote: its text, and the search of the recipe that is to run it."""

    branch: str
    text: str


def edited(plan: Plan, texts: Mapping[str, str], added: Sequence[Added] = (), searches: Mapping[str, Branch] | None = None) -> Plan:
    """`plan` with the texts as the person left them: a query whose text is blank or lacking is removed, and what was written is appended.

    A query whose text was changed loses what was made from the old one: weights, words that stand together, the vector. `searches` are those of the
    recipe, which written queries name. A plan left as it was is returned as it is.
    """
    kept: list[Subquery] = []
    for query in plan.queries:
        text = texts.get(query.id, "").strip()
        if text == query.text.strip():
            kept.append(query)
        elif text:
            reason = query.reason if query.reason.endswith("(edited)") else f"{query.reason} (edited)".strip()
            kept.append(replace(query, text=text, terms=(), near=(), vector=None, reason=reason))
    taken = {query.id for query in (*plan.queries, *plan.made)}
    for one in added:
        branch = (searches or {}).get(one.branch)
        if branch and one.text.strip():
            identity = next(name for n in range(1, len(taken) + 2) if (name := f"own-{n}") not in taken)
            taken.add(identity)
            kept += written(branch, one.text.strip(), identity)
    queries = tuple(kept)
    return plan if queries == plan.queries else replace(plan, queries=queries, edited=True)


def changed(plan: Plan) -> bool:
    """Whether the queries are others than the recipe made; vectors, which only encode a text, aside."""
    return [replace(q, vector=None) for q in plan.queries] != [replace(q, vector=None) for q in plan.made]


def restored(plan: Plan) -> Plan:
    """`plan` with the queries as the recipe made them."""
    return replace(plan, queries=plan.made, edited=False)


def again(result: SearchResult) -> Plan:
    """A plan of all queries that ran, to be edited: those that feedback made during the search stand in it as they are, with their vectors.

    They count as made by the recipe, for it was the recipe that made them; and feedback makes no others for the searches that they belong to.
    """
    plan = result.plan
    if not result.added:
        return plan
    known = {query.id for query in plan.made}
    made = (*plan.made, *(query for query in result.added if query.id not in known))
    note = f"{len(result.added)} of the queries were made by feedback in the search before: they run as they stand here, and are not made anew"
    return replace(plan, queries=(*plan.queries, *result.added), made=made, notes=(*plan.notes, note), edited=True)
