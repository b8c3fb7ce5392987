"""Running a plan: search, join, filter, and account for every candidate."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.model import SearchResult, StepTrace
from assistant.steps import STEPS
from assistant.strategy.branches import Found, search_all, with_vectors
from assistant.strategy.building import build_steps
from assistant.strategy.found import best_passages, document_hits
from assistant.strategy.own_family import margin, own_documents
from assistant.strategy.plan import settle
from assistant.strategy.rank_fusion import best_per_document
from assistant.strategy.step_model import Join, RunContext, Search
from indexing.errors import UsageError
from indexing.model import Exclusion, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.links import Links
    from assistant.model import Plan
    from assistant.strategy.step_model import Step
    from indexing.control import Control
    from indexing.model import Case, Filter, Hit
    from indexing.protocols import SearchIndex
    from prompts.model import Recipe

_OWN_FAMILY, _SHOWN = "filter.own_family", "shown"


@dataclass(slots=True)
class _State:
    """What a run has come to: each step's output, what was dropped (the first rule that dropped a document counts), and the trace."""

    rankings: dict[str, Ranking] = field(default_factory=dict)
    dropped: dict[str, Exclusion] = field(default_factory=dict)
    trace: list[StepTrace] = field(default_factory=list)

    def drop(self, exclusions: Sequence[Exclusion]) -> None:
        for exclusion in exclusions:
            self.dropped.setdefault(_document(exclusion.id), replace(exclusion, id=_document(exclusion.id)))


def run_plan(
    plan: Plan, recipe: Recipe, index: SearchIndex, filters: Filter, k: int, control: Control, links: Links, passages: int = 3
) -> SearchResult:
    """Run `plan` by the joins of `recipe` and show the first `k` documents with `passages` passages each (0: none).

    Same plan, recipe and generation: same hits, bit for bit. Every document that a query found is shown or stands in `excluded`, once.
    Raises `UsageError` where plan and recipe do not fit, and the first query's fault where all queries failed.
    """
    if k < 1:
        raise UsageError(f"{k} documents cannot be shown", "ask for at least 1")
    start = time.perf_counter()
    plan = settle(plan, recipe)
    built = build_steps(recipe)
    plan = replace(plan, queries=with_vectors(plan.queries, index))
    control.check()
    own = own_documents(plan.case, index)
    extra = margin(plan.case, own)
    depths = {name: max(step.depth(), k) + extra for name, step in built.items() if isinstance(step, Search)}
    found = search_all(plan.queries, index, filters, depths, control)
    notes = [f"the query '{one.query.id}' failed and is not in the result: {one.fault.message}" for one in found if one.fault]
    state = _join(recipe, built, found, RunContext("", plan.case, index, filters, k), control)
    shown = _show(state, state.rankings[recipe.steps[-1].name], RunContext(_SHOWN, plan.case, index, filters, k))
    good = [one.query for one in found if not one.fault]
    texts, faults = best_passages(good, [hit.document for hit in shown], passages, index, links, control)
    control.check()
    return SearchResult(
        plan=plan,
        filters=filters,
        hits=document_hits(shown, texts, _found_by(found), index, links),
        excluded=_ledger(state, found, shown),
        notes=(*plan.notes, *notes, *faults, *_case_notes(plan.case, own)),
        trace=tuple(state.trace),
        seconds=time.perf_counter() - start,
        asked=k,
        passages=passages,
    )


def _join(recipe: Recipe, built: dict[str, Step], found: Sequence[Found], context: RunContext, control: Control) -> _State:
    state = _State()
    for step in recipe.steps:
        control.check()
        worker, start = built[step.name], time.perf_counter()
        if isinstance(worker, Search):
            mine = [one for one in found if one.query.branch == step.name]
            for one in mine:
                state.trace.append(StepTrace(one.query.id, step.step, one.hits, one.seconds, one.fault.message if one.fault else ""))
            lists = [one.hits for one in mine if not one.fault]
            ranking = worker.merge(lists) if lists else Ranking()
        elif isinstance(worker, Join):
            inputs = [state.rankings[name] for name in step.inputs]
            ranking = worker.apply(inputs, replace(context, name=step.name))
            state.drop(ranking.excluded)
            state.drop(_vanished(inputs, ranking, step.name))
        else:
            continue
        state.rankings[step.name] = ranking
        state.trace.append(StepTrace(step.name, step.step, ranking.hits, time.perf_counter() - start))
    return state


def _vanished(inputs: Sequence[Ranking], output: Ranking, name: str) -> list[Exclusion]:
    """Documents that a join took and neither gave nor named: they are in the ledger all the same."""
    kept = {hit.document for hit in output.hits}
    gone = dict.fromkeys(hit.document for ranking in inputs for hit in ranking.hits if hit.document not in kept)
    return [Exclusion(document, name, "not in the step's output") for document in gone]


def _show(state: _State, ranking: Ranking, context: RunContext) -> tuple[Hit, ...]:
    """The first documents of the last step's list. A case's own family is never shown, whatever the recipe says."""
    documents = Ranking(best_per_document(ranking.hits))
    guarded: Ranking = STEPS.load(_OWN_FAMILY)().apply([documents], replace(context, name=_OWN_FAMILY))
    state.drop(guarded.excluded)
    rest = guarded.hits[context.asked :]
    state.drop([Exclusion(hit.document, _SHOWN, f"rank {hit.rank}, beyond the {context.asked} asked for") for hit in rest])
    return guarded.hits[: context.asked]


def _ledger(state: _State, found: Sequence[Found], shown: Sequence[Hit]) -> tuple[Exclusion, ...]:
    """Every document found and not shown, in the order in which it was dropped."""
    visible = {hit.document for hit in shown}
    candidates = {hit.document for one in found for hit in one.hits}
    listed = {document: entry for document, entry in state.dropped.items() if document in candidates and document not in visible}
    for document in sorted(candidates - visible - set(listed)):
        listed[document] = Exclusion(document, "run", "in no list that leads to the result")
    return tuple(listed.values())


def _found_by(found: Sequence[Found]) -> dict[str, tuple[str, ...]]:
    by: dict[str, dict[str, None]] = {}
    for one in found:
        for hit in one.hits:
            by.setdefault(hit.document, {})[one.query.id] = None
    return {document: tuple(queries) for document, queries in by.items()}


def _case_notes(case: Case, own: dict[str, str]) -> tuple[str, ...]:
    if case.own and not own:
        return (f"none of the case's own documents ({', '.join(case.own)}) is in this index",)
    return ()


def _document(identifier: str) -> str:
    return identifier.partition("#")[0]
