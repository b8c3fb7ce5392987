"""Running a plan: search, join, filter, and account for every candidate."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.legal.statuses import case_notes, systems_for, whole_statuses
from assistant.model import SearchResult, StepTrace
from assistant.steps import STEPS
from assistant.strategy.building import build_steps
from assistant.strategy.conditions import nothing_found
from assistant.strategy.execution import Execution, Setting, StepOutcome, fault_to_blame, in_recipe_order
from assistant.strategy.found import best_passages, document_hits
from assistant.strategy.hits import Hits
from assistant.strategy.ledger import Ledger
from assistant.strategy.network import Network
from assistant.strategy.own_family import margin, own_documents
from assistant.strategy.plan import settle
from assistant.strategy.rank_fusion import best_per_document, in_order
from assistant.strategy.step_model import Feedback, Join, RunContext, Search
from indexing.errors import UsageError
from indexing.model import Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.links import Links
    from assistant.model import Plan
    from assistant.strategy.branches import Found
    from indexing.control import Control
    from indexing.model import Case, Filter, Subquery
    from indexing.protocols import SearchIndex
    from prompts.model import Recipe

_OWN_FAMILY, _SHOWN = "filter.own_family", "shown"


@dataclass(slots=True)
class _Account:
    """What a run has come to, in the recipe's order: the ledger, the trace, what must be said, what the queries found, what was left out."""

    ledger: Ledger = field(default_factory=Ledger)
    trace: list[StepTrace] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    incomplete: dict[str, str] = field(default_factory=dict)


def run_plan(
    plan: Plan,
    recipe: Recipe,
    index: SearchIndex,
    filters: Filter,
    k: int,
    control: Control,
    links: Links,
    passages: int = 3,
    skip: Mapping[str, str] | None = None,
    law: Sequence[str] | None = None,
) -> SearchResult:
    """Run `plan` by the steps of `recipe` and show the first `k` documents with `passages` passages each (0: none).

    Same plan, recipe and generation: same hits, bit for bit. Every document that a query found is shown or stands in `excluded`, once.
    `law` are the systems under which the hits' legal status is told; None: all, where the case has a date. `skip` (for a replay) names queries
    and steps that are left out, with the reason; no clock is looked at then.
    Raises `UsageError` where plan and recipe do not fit, and the first fault where a fault, and no filter, leaves nothing to show.
    """
    if k < 1:
        raise UsageError(f"{k} documents cannot be shown", "ask for at least 1")
    start = time.perf_counter()
    network = Network(recipe, build_steps(recipe))
    plan = settle(plan, recipe, network.built)
    control.check()
    own = own_documents(plan.case, index)
    extra = margin(plan.case, own)
    depths = {name: max(step.depth(), k) + extra for name, step in network.built.items() if isinstance(step, Search)}
    setting = Setting(plan.case, index, filters, network.filters_of(filters, plan.case), depths, k, control, skip)
    outcomes = in_recipe_order(Execution(network, plan.queries, setting).run(), network)
    account = _accounted(network, outcomes)
    last = outcomes[recipe.steps[-1].name].ranking
    if not last.hits and (fault := fault_to_blame(outcomes, network)):
        raise fault
    shown = _show(account.ledger, last, own, RunContext(_SHOWN, plan.case, index, filters, k))
    good = [one.query for one in account.found if not one.fault]
    texts, faults = best_passages(good, [hit.document for hit in shown], passages, index, links, control)
    control.check()
    queries, added = _ran(plan.queries, account.found)
    systems = systems_for(plan.case, law)
    legal = whole_statuses(plan.case, [hit.document for hit in shown], systems, index)
    return SearchResult(
        plan=replace(plan, queries=queries),
        filters=filters,
        hits=document_hits(shown, texts, _found_by(account.found, shown), legal, index, links),
        excluded=account.ledger.of([one.hits for one in account.found], shown),
        notes=(
            *(*plan.notes, *account.notes, *faults, *_case_notes(plan.case, own)),
            *(() if any(one.hits for one in account.found) else nothing_found(network, filters, plan.case)),
            *(note for system in systems for note in case_notes(plan.case, system)),
        ),
        trace=tuple(account.trace),
        seconds=time.perf_counter() - start,
        asked=k,
        passages=passages,
        added=added,
        incomplete=tuple(account.incomplete.items()),
        law=systems,
    )


def _accounted(network: Network, outcomes: Mapping[str, StepOutcome]) -> _Account:
    """Every outcome once, in the recipe's order."""
    account = _Account()
    for step in network.recipe.steps:
        outcome = outcomes.get(step.name)
        if outcome is None:
            continue
        worker, note = network.built[step.name], ""
        for one in outcome.found:
            fault = one.fault.message if one.fault else ""
            account.trace.append(StepTrace(one.query.id, step.step, one.hits, one.seconds, fault, one.cpu))
            account.found.append(one)
            if fault:
                account.notes.append(f"the query '{one.query.id}' failed and is not in the result: {fault}")
                account.incomplete[one.query.id] = fault
        if outcome.fault:
            note = outcome.fault.message
            account.notes.append(f"the step '{step.name}' failed and gives nothing to the result: {note}")
            account.incomplete[step.name] = note
        if isinstance(worker, Join):
            account.ledger.drop(outcome.ranking.excluded)
            reason = f"the step failed: {note}" if note else "not in the step's output"
            account.ledger.drop_vanished([outcomes[name].ranking for name in step.inputs], outcome.ranking, step.name, reason)
        elif isinstance(worker, Feedback):
            account.notes += outcome.drafts.notes
            note = note or f"{len(outcome.drafts.drafts)} queries made"
        account.trace.append(StepTrace(step.name, step.step, outcome.ranking.hits, outcome.seconds, note, outcome.cpu))
    return account


def _show(ledger: Ledger, ranking: Ranking, own: Mapping[str, str], context: RunContext) -> Hits:
    """The first documents of the last step's list. A case's own family is never shown, whatever the recipe says."""
    guarded = Ranking(best_per_document(ranking.hits))
    if own or (context.case.application and context.case.application.family):
        guarded = STEPS.load(_OWN_FAMILY)().apply([guarded], replace(context, name=_OWN_FAMILY))
        ledger.drop(guarded.excluded)
    ledger.drop_beyond(guarded.hits[context.asked :], _SHOWN, f"beyond the {context.asked} asked for")
    return in_order(guarded.hits).first(context.asked)


def _ran(planned: Sequence[Subquery], found: Sequence[Found]) -> tuple[tuple[Subquery, ...], tuple[Subquery, ...]]:
    """The plan's queries as they ran (with their vectors), and those that feedback made during the search."""
    ran = {one.query.id: one.query for one in found}
    ids = {query.id for query in planned}
    return tuple(ran.get(query.id, query) for query in planned), tuple(query for name, query in ran.items() if name not in ids)


def _found_by(found: Sequence[Found], shown: Hits) -> dict[str, tuple[str, ...]]:
    """The queries that found each document shown, in the recipe's order."""
    lists: dict[str, frozenset[str]] = {}
    for one in found:
        documents = Hits.of(one.hits).documents
        lists[one.query.id] = lists[one.query.id] | documents if one.query.id in lists else documents
    known = [*lists.items()]
    return {hit.document: tuple([query for query, documents in known if hit.document in documents]) for hit in shown}


def _case_notes(case: Case, own: dict[str, str]) -> tuple[str, ...]:
    if case.own and not own:
        return (f"none of the case's own documents ({', '.join(case.own)}) is in this index",)
    return ()
