"""The plan: the queries that a recipe would run for a case, before anything runs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assistant.model import Plan
from assistant.strategy.budgets import Meter, budgeted
from assistant.strategy.building import build_steps
from assistant.strategy.network import Network
from assistant.strategy.step_model import Draft, Expand, PlanTools, Rewrite, Search
from indexing.control import Control, Progress
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.model import Exchange
    from assistant.protocols import LLM
    from assistant.strategy.step_model import Step
    from indexing.model import Case, Subquery
    from indexing.protocols import SearchIndex
    from prompts.model import Recipe

_KINDS = {"question": "a question", "claims": "claims", "application": "an application"}


def fits(recipe: Recipe, index: SearchIndex) -> None:
    """Refuse an index whose vectors another embedder made than the recipe names. Raises `UsageError`."""
    name = index.embedder_identity.partition("@")[0]
    if recipe.embedder and recipe.embedder.rpartition("/")[2] != name.rpartition("/")[2]:
        raise UsageError(
            f"the recipe {recipe.name} needs an index made with {recipe.embedder}, this one was made with {name}",
            f"build one: `priorart index build SOURCE --embedder {recipe.embedder} --index DIR`; or take a recipe that names no embedder",
        )


def make_plan(case: Case, recipe: Recipe, index: SearchIndex, llm: LLM | None, control: Control, llm_note: str = "") -> Plan:
    """Run all rewrite and expand steps of `recipe` and bind their drafts to its search steps. Feedback makes its queries during the search.

    Raises `UsageError` where the recipe does not take this kind of case, or where it makes no query of it at all.
    """
    if case.kind not in recipe.inputs:
        takes = " or ".join(_KINDS[kind] for kind in recipe.inputs)
        raise UsageError(f"the recipe '{recipe.id}' takes {takes}, not {_KINDS[case.kind]}", "choose another recipe: priorart recipes list")
    network = Network(recipe, build_steps(recipe))
    planned, meter = network.planned(), Meter(recipe.budget.tokens)
    drafts: dict[str, tuple[Draft, ...]] = {}
    queries: list[Subquery] = []
    notes: list[str] = []
    exchanges: list[Exchange] = []
    for step in recipe.steps:
        worker = network.built[step.name]
        if step.name not in planned or not isinstance(worker, Rewrite | Expand | Search):
            continue
        control.check()
        given = [draft for name in step.inputs for draft in drafts[name]]
        if isinstance(worker, Search):
            queries += worker.bind(step.name, given)
            continue
        control.report(Progress("plan", detail=step.name))
        tools = PlanTools(index, budgeted(llm, (meter, Meter(step.budget.tokens)), step.budget.seconds), llm_note, control, recipe.templates)
        made = worker.rewrite(case, tools) if isinstance(worker, Rewrite) else worker.expand(given, case, tools)
        drafts[step.name] = made.drafts
        notes += made.notes
        exchanges += made.exchanges
    if not queries:
        raise UsageError("the recipe makes no query of this case", "; ".join(notes) or "give a longer text")
    return Plan(recipe.id, recipe.sha256, case, tuple(queries), tuple(notes), tuple(exchanges), made=tuple(queries))


def settle(plan: Plan, recipe: Recipe, built: Mapping[str, Step] | None = None) -> Plan:
    """`plan` checked against `recipe` and ready to run.

    `edited` is set where a person changed a query; an edited text drops the weights and the vector that were made of the old one. `built` are the
    recipe's steps, where they are built already.
    Raises `UsageError` where the plan was made by another recipe (or another version of it), or a query's branch, engine or id cannot be run.
    """
    if plan.recipe_sha256 != recipe.sha256:
        raise UsageError(f"the plan was made by another text of the recipe '{plan.recipe}'", "make the plan again with this recipe")
    built = built or build_steps(recipe)
    branches = {name: step for name, step in built.items() if isinstance(step, Search)}
    seen: set[str] = set()
    for query in plan.queries:
        branch = branches.get(query.branch)
        if branch is None:
            raise UsageError(f"query '{query.id}': the recipe has no search '{query.branch}'", f"its searches are {', '.join(branches)}")
        if query.engine != branch.engine:
            raise UsageError(
                f"query '{query.id}': the search '{query.branch}' is by {branch.engine}, not by {query.engine}", "correct its engine or branch"
            )
        if query.id in seen:
            raise UsageError(f"two queries are named '{query.id}'", "give each its own id")
        if not query.text.strip():
            raise UsageError(f"query '{query.id}' is empty", "give it a text or take it out")
        seen.add(query.id)
    if not plan.queries:
        raise UsageError("the plan holds no query", "keep one, or make the plan again")
    queries = tuple(_consistent(query, plan.made) for query in plan.queries)
    bare = [_bare(query) for query in queries] != [_bare(query) for query in plan.made]
    return dataclasses.replace(plan, queries=queries, edited=plan.edited or bare)


def _consistent(query: Subquery, made: tuple[Subquery, ...]) -> Subquery:
    """Term weights that no longer belong to the text, and the vector and windows of a text that was edited, are dropped."""
    if query.terms and " ".join(term for term, _ in query.terms) != query.text:
        query = dataclasses.replace(query, terms=())
    before = next((q for q in made if q.id == query.id), None)
    if before is not None and before.text == query.text:
        return query
    kept = () if before is not None and query.near == before.near else query.near
    return dataclasses.replace(query, vector=None, near=kept)


def _bare(query: Subquery) -> Subquery:
    return query if query.vector is None else dataclasses.replace(query, vector=None)
