"""Running the steps of a recipe as soon as their inputs are there: searches side by side, joins and feedback when what they take is done.

What comes out depends on the plan, the recipe and the generation, never on which thread was first: outcomes are kept by step and read in the recipe's
order. Only a budget that is spent can change it, and then the outcome says so.
"""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.strategy import pools
from assistant.strategy.branches import Found, search_one, with_vectors
from assistant.strategy.budgets import BudgetSpent, Clock
from assistant.strategy.step_model import Drafts, Feedback, Join, RunContext, Search
from indexing.control import Progress
from indexing.errors import Cancelled, PriorArtError
from indexing.model import Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.strategy.network import Network
    from indexing.control import Control
    from indexing.model import Case, Filter, Subquery
    from indexing.protocols import SearchIndex
    from prompts.model import RecipeStep

_BETWEEN_CHECKS = 0.05  # seconds between two looks at the person's stop switch and at the clocks


@dataclass(slots=True)
class StepOutcome:
    """What one step gave: a list of hits (search, join) or drafts (feedback), what its queries found, and why it failed where it did."""

    ranking: Ranking = field(default_factory=Ranking)
    drafts: Drafts = field(default_factory=lambda: Drafts(()))
    found: tuple[Found, ...] = ()
    seconds: float = 0.0
    cpu: float = 0.0
    fault: PriorArtError | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run is about: the case, the index, the person's filters, what each search may look for and how deep, how many documents were asked for.

    `skip` names queries and steps that are not run, each with the reason: a replay leaves out what had failed or run out of its budget then. Clocks
    are not looked at where it is given.
    """

    case: Case
    index: SearchIndex
    filters: Filter
    narrowed: Mapping[str, Filter]
    depths: Mapping[str, int]
    asked: int
    control: Control
    skip: Mapping[str, str] | None = None


@dataclass(slots=True)
class _Searching:
    """A search that is being run: its queries, what they found so far, its clock."""

    queries: tuple[Subquery, ...]
    clock: Clock
    found: dict[str, Found] = field(default_factory=dict)


class Execution:
    """One run of the steps of `network` for the queries that stand in the plan."""

    def __init__(self, network: Network, queries: tuple[Subquery, ...], setting: Setting) -> None:
        self._network, self._setting = network, setting
        self._queries = queries
        self._planned = network.planned()
        self._done: dict[str, StepOutcome] = {}
        self._jobs: dict[Future[Any], tuple[RecipeStep, Subquery | None]] = {}
        self._searching: dict[str, _Searching] = {}
        self._clocks: dict[str, Clock] = {}
        self._limited = setting.skip is None
        self._total = len(queries)
        self._finished = 0
        self._abandoned = False

    def run(self) -> dict[str, StepOutcome]:
        """The outcome of every search, feedback and join, by name. Raises `Cancelled` when the person stops it."""
        steps = [s for s in self._network.recipe.steps if isinstance(self._network.built[s.name], Search | Feedback | Join)]
        whole = Clock(self._network.recipe.budget, limited=self._limited)
        self._pool = pools.take()
        try:
            while len(self._done) < len(steps):
                self._setting.control.check()
                started = [step for step in steps if step.name not in self._clocks and all(self._ready(name) for name in step.inputs)]
                for step in started:
                    self._begin(step, whole)
                if not started:
                    self._await(whole)
        finally:
            pools.give_back(self._pool, busy=self._abandoned or bool(self._jobs))
        self._setting.control.check()
        return self._done

    def _ready(self, name: str) -> bool:
        """Whether a step's output is there; what rewrites gave stands in the plan."""
        return name in self._done or (name in self._planned and not isinstance(self._network.built[name], Search))

    def _begin(self, step: RecipeStep, whole: Clock) -> None:
        worker = self._network.built[step.name]
        self._clocks[step.name] = Clock(step.budget, limited=self._limited)
        skipped = (self._setting.skip or {}).get(step.name)
        if skipped is not None:
            self._done[step.name] = StepOutcome(fault=BudgetSpent(skipped))
        elif not isinstance(worker, Join) and (spent := whole.fault()):
            self._done[step.name] = StepOutcome(fault=BudgetSpent(f"the recipe: {spent.message}"))
        elif isinstance(worker, Search):
            queries = self._bound(step, worker)
            self._searching[step.name] = _Searching(queries, self._clocks[step.name])
            if any(q.engine == "meaning" and q.vector is None and q.id not in (self._setting.skip or {}) for q in queries):
                self._jobs[self._pool.submit(with_vectors, queries, self._setting.index)] = (step, None)
            else:
                self._search(step, queries)
        elif isinstance(worker, Join) and not self._jobs:
            self._done[step.name] = self._work(step, worker)  # nothing else is at work: a thread would only cost its start
        elif isinstance(worker, Feedback | Join):
            self._jobs[self._pool.submit(self._work, step, worker)] = (step, None)

    def _bound(self, step: RecipeStep, worker: Search) -> tuple[Subquery, ...]:
        """The plan's queries of this search, a person's own among them; where there are none, those that feedback made."""
        given = tuple(query for query in self._queries if query.branch == step.name)
        if given or step.name in self._planned:
            return given
        made = worker.bind(step.name, [draft for name in step.inputs for draft in self._done[name].drafts.drafts])
        self._total += len(made)
        return made

    def _search(self, step: RecipeStep, queries: tuple[Subquery, ...]) -> None:
        setting, searching = self._setting, self._searching[step.name]
        searching.queries = queries
        for query in queries:
            if skipped := (setting.skip or {}).get(query.id):
                searching.found[query.id] = Found(query, (), 0.0, BudgetSpent(skipped))
                continue
            job = self._pool.submit(search_one, query, setting.index, setting.narrowed[step.name], setting.depths[step.name])
            self._jobs[job] = (step, query)
        self._close(step)

    def _work(self, step: RecipeStep, worker: Feedback | Join) -> StepOutcome:
        """A join or feedback, in a thread of the pool. One that fails gives nothing and says why."""
        start, cpu = time.perf_counter(), time.thread_time()
        setting = self._setting
        above = self._network.searches_above(step.name)
        queries = tuple(one.query for name in above for one in self._done[name].found)
        context = RunContext(step.name, setting.case, setting.index, setting.filters, setting.asked, queries, setting.control)
        inputs = [self._done[name].ranking for name in step.inputs]
        outcome = StepOutcome()
        try:
            if isinstance(worker, Join):
                outcome.ranking = worker.apply(inputs, context)
            else:
                outcome.drafts = worker.feedback(inputs, context)
        except Cancelled:
            raise
        except PriorArtError as error:
            outcome.fault = error
        outcome.seconds, outcome.cpu = time.perf_counter() - start, time.thread_time() - cpu
        return outcome

    def _await(self, whole: Clock) -> None:
        """Take what is finished, and give up what is over its budget."""
        ready, _ = wait(self._jobs, timeout=_BETWEEN_CHECKS, return_when=FIRST_COMPLETED)
        for job in [job for job in self._jobs if job in ready]:
            step, query = self._jobs.pop(job)
            result = job.result()
            if isinstance(result, StepOutcome):
                self._done[step.name] = result
            elif isinstance(result, Found):
                self._finished += 1
                self._setting.control.report(Progress("search", self._finished, self._total, "queries"))
                self._searching[step.name].found[result.query.id] = result
                self._close(step)
            else:
                self._search(step, result)
        for job, (step, query) in list(self._jobs.items()):
            spent = None if isinstance(self._network.built[step.name], Join) else self._clocks[step.name].fault() or whole.fault()
            if spent and not job.done():
                job.cancel()
                self._abandoned = True
                del self._jobs[job]
                self._give_up(step, query, spent)

    def _give_up(self, step: RecipeStep, query: Subquery | None, spent: BudgetSpent) -> None:
        if step.name not in self._searching:
            self._done[step.name] = StepOutcome(fault=spent)
            return
        searching = self._searching[step.name]
        for given_up in searching.queries if query is None else (query,):
            searching.found[given_up.id] = Found(given_up, (), searching.clock.seconds or 0.0, spent)
        self._close(step)

    def _close(self, step: RecipeStep) -> None:
        """Merge what a search's queries found, once all are done."""
        searching, worker = self._searching[step.name], self._network.built[step.name]
        if len(searching.found) < len(searching.queries) or not isinstance(worker, Search):
            return
        start, cpu = time.perf_counter(), time.thread_time()
        found = tuple(searching.found[query.id] for query in searching.queries)
        lists = [one.hits for one in found if not one.fault]
        ranking = worker.merge(lists) if lists else Ranking()
        self._done[step.name] = StepOutcome(ranking, found=found, seconds=time.perf_counter() - start, cpu=time.thread_time() - cpu)


def fault_to_blame(outcomes: Mapping[str, StepOutcome], network: Network) -> PriorArtError | None:
    """The first fault, in the recipe's order, that left the result empty: a join's, which lost what it took; another's where no query found anything.

    None where documents were found and the recipe's own filters dropped them all: the ledger then tells how.
    """
    lost = [outcome.fault for name, outcome in outcomes.items() if outcome.fault and isinstance(network.built[name], Join)]
    if lost or any(one.hits for outcome in outcomes.values() for one in outcome.found):
        return lost[0] if lost else None
    faults = (fault for outcome in outcomes.values() for fault in (outcome.fault, *(one.fault for one in outcome.found)))
    return next((fault for fault in faults if fault), None)


def in_recipe_order(outcomes: Mapping[str, StepOutcome], network: Network) -> dict[str, StepOutcome]:
    """`outcomes` by the order of the recipe's steps, whatever was done first."""
    return {step.name: outcomes[step.name] for step in network.recipe.steps if step.name in outcomes}
