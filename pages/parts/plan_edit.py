"""What a person's edits make of a plan. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.model import Plan
    from indexing.model import Subquery


@dataclass(frozen=True, slots=True)
class Added:
    """A query that the person wrote: its text, and the query of the plan whose branch, engine and fields it takes."""

    like: str
    text: str


def edited(plan: Plan, texts: Mapping[str, str], added: Sequence[Added] = ()) -> Plan:
    """`plan` with the texts as the person left them: a query whose text is blank or lacking is removed, and what was written is appended.

    A query whose text was changed loses the weights and the vector that were made from the old one. A plan left as it was is returned as it is.
    """
    kept: list[Subquery] = []
    for query in plan.queries:
        text = texts.get(query.id, "").strip()
        if text == query.text.strip():
            kept.append(query)
        elif text:
            kept.append(replace(query, text=text, terms=(), vector=None, reason=f"{query.reason} (edited)".strip()))
    models = {query.id: query for query in plan.queries}
    wanted = [a for a in added if a.text.strip() and a.like in models]
    for number, a in enumerate(wanted, 1):
        kept.append(_written(models[a.like], a.text.strip(), f"own-{number}"))
    queries = tuple(kept)
    return plan if queries == plan.queries else replace(plan, queries=queries, edited=True)


def _written(model: Subquery, text: str, identity: str) -> Subquery:
    return replace(model, id=identity, text=text, terms=(), vector=None, feature=None, reason="written by you")


def kinds(plan: Plan) -> dict[str, Subquery]:
    """One query for each branch of the recipe: what a written query may be like."""
    found: dict[str, Subquery] = {}
    for query in plan.queries:
        found.setdefault(query.branch, query)
    return {query.id: query for query in found.values()}
