"""`make bench-recipes`: what each step of each recipe costs a query, and what the recipe engine adds to the bare calls of its steps.

    python -m commands.bench_recipes --index DIR --dataset DIR --out DIR [--topics N] [--depth N] [RECIPE …]

Processor milliseconds of this process (all its threads) a query, medians over the topics; engine and bare calls by turns. The bare calls are
those of the steps themselves, one after another: encoding, searching, merging, joining. `--depth` is how many documents are asked for. The ledger of
what was left out is written out when it is read: `read` is the engine with every hit and every exclusion read. Written as `bench-recipes.json` with
the machine's facts; it judges nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.case import make_case
from assistant.opening import open_assistant
from assistant.strategy.branches import search_one, with_vectors
from assistant.strategy.building import build_steps
from assistant.strategy.network import Network
from assistant.strategy.own_family import margin, own_documents
from assistant.strategy.plan import make_plan
from assistant.strategy.run import run_plan
from assistant.strategy.step_model import Drafts, Feedback, Join, RunContext, Search
from commands.shared import table
from eval.datasets import DATASETS
from eval.facts import machine, versions
from eval.files import replacing
from indexing.control import Control
from indexing.errors import PriorArtError
from indexing.model import Filter, Ranking
from prompts.recipes import load_recipe
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.assistant import Assistant
    from assistant.model import Plan, SearchResult
    from assistant.strategy.branches import Found
    from indexing.model import Case, Subquery
    from indexing.protocols import SearchIndex
    from prompts.model import Recipe

_T = TypeVar("_T")


class Costs:
    """Processor milliseconds by step and topic."""

    def __init__(self) -> None:
        self.by: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self.topic = 0

    def timed(self, name: str, work: Callable[..., _T], *given: object) -> _T:
        """What `work(*given)` gives; its time goes to `name`."""
        start = time.process_time()
        result = work(*given)
        self.by[name][self.topic] += 1000 * (time.process_time() - start)
        return result

    def median(self, *names: str) -> float:
        """The median over the topics of what these steps cost together; of all steps where none is named."""
        chosen = [self.by[name] for name in names or tuple(self.by)]
        return statistics.median(sum(cost.get(topic, 0.0) for cost in chosen) for topic in range(self.topic + 1))


def searched(queries: Sequence[Subquery], index: SearchIndex, filters: Filter, depth: int) -> list[Found]:
    """The bare calls of one search step, one after another."""
    return [search_one(query, index, filters, depth) for query in queries]


def merged(worker: Search, found: Sequence[Found]) -> Ranking:
    """What the search step makes of its lists."""
    return worker.merge([one.hits for one in found if not one.fault]) if found else Ranking()


def bare(plan: Plan, recipe: Recipe, assistant: Assistant, depth: int, costs: Costs) -> Ranking:
    """The steps of `recipe` called by hand, one after another, with the costs of each."""
    index, case = assistant.index, plan.case
    network = Network(recipe, build_steps(recipe))
    filters, extra = network.filters_of(Filter(), case), margin(case, own_documents(case, index))
    lists: dict[str, Ranking] = {}
    made: dict[str, Drafts] = {}
    ran: dict[str, tuple[Any, ...]] = {}
    for step in recipe.steps:
        worker, name = network.built[step.name], f"{step.name} ({step.step})"
        if isinstance(worker, Search):
            queries = tuple(q for q in plan.queries if q.branch == step.name)
            queries = queries or worker.bind(step.name, [d for i in step.inputs if i in made for d in made[i].drafts])
            queries = costs.timed(f"{step.name} (encoding)", with_vectors, queries, index)
            found = costs.timed(name, searched, queries, index, filters[step.name], max(worker.depth(), depth) + extra)
            lists[step.name] = costs.timed(name, merged, worker, found)
            ran[step.name] = tuple(one.query for one in found)
        elif isinstance(worker, Feedback | Join):
            above = tuple(q for s in network.searches_above(step.name) for q in ran[s])
            context = RunContext(step.name, case, index, Filter(), depth, above)
            inputs = [lists[i] for i in step.inputs]
            if isinstance(worker, Feedback):
                made[step.name] = costs.timed(name, worker.feedback, inputs, context)
            else:
                lists[step.name] = costs.timed(name, worker.apply, inputs, context)
    return lists[recipe.steps[-1].name]


def read(result: SearchResult) -> int:
    """Look at every hit and every exclusion of a result."""
    return sum(1 for _ in result.hits) + sum(1 for _ in result.excluded)


def recipe_cost(assistant: Assistant, recipe: Recipe, cases: Sequence[Case], depth: int) -> dict[str, Any]:
    """Costs a query of one recipe: planning, each step, the engine beside the bare calls."""
    steps, whole = Costs(), Costs()
    for n, case in enumerate(cases):
        steps.topic = whole.topic = n
        plan = whole.timed("plan", make_plan, case, recipe, assistant.index, None, Control())
        if n % 2:
            ranking = bare(plan, recipe, assistant, depth, steps)
        result = whole.timed("engine", run_plan, plan, recipe, assistant.index, Filter(), depth, Control(), assistant.links, 0)
        whole.timed("read", read, result)
        if not n % 2:
            ranking = bare(plan, recipe, assistant, depth, steps)
        if [h.id for h in result.hits] != [h.document for h in ranking.hits[:depth]]:
            print(f"{recipe.name}: the engine and the bare calls do not agree on topic {n + 1}")
    alone, engine, with_read = steps.median(), whole.median("engine"), whole.median("engine", "read")
    return {
        "topics": len(cases),
        "depth": depth,
        "plan_ms": whole.median("plan"),
        "steps_ms": {name: steps.median(name) for name in steps.by},
        "bare_ms": alone,
        "engine_ms": engine,
        "read_ms": with_read,
        "engine_over_bare": engine / alone,
        "read_over_bare": with_read / alone,
    }


def main(argv: list[str] | None = None) -> None:
    """Run the bench, print a table and write the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipes", nargs="*", metavar="RECIPE")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--topics", type=int, default=30)
    parser.add_argument("--depth", type=int, default=10, help="documents asked for")
    parser.add_argument("--out", type=Path, default=Path("var/bench"))
    args = parser.parse_args(argv)
    chosen = Settings(index=args.index)
    assistant = open_assistant(
        index=chosen.index, models=chosen.models, llm="none", endpoints={}, records=None, recipes=chosen.recipes, viewer=chosen.viewer,
        threads=chosen.threads,
    )  # fmt: skip
    topics = DATASETS.load("beir")(args.dataset, "test").topics
    cases = [make_case(topic.text) for topic in topics[: args.topics]]
    costs: dict[str, Any] = {}
    for name in args.recipes or [recipe.name for recipe in assistant.recipes()]:
        recipe = load_recipe(name, chosen.recipes)
        try:
            recipe_cost(assistant, recipe, cases[:2], args.depth)
            costs[recipe.name] = recipe_cost(assistant, recipe, cases, args.depth)
        except PriorArtError as fault:
            print(f"{recipe.name}: left out: {fault}")
    rows = [("recipe", "step", "ms a query")]
    for name, cost in costs.items():
        rows += [(name, step, f"{ms:.2f}") for step, ms in cost["steps_ms"].items()]
        for what, key in (("engine", "engine"), ("engine, all read", "read")):
            rows.append((name, f"{what} / bare calls", f"{cost[f'{key}_ms']:.2f} / {cost['bare_ms']:.2f} = {cost[f'{key}_over_bare']:.3f}"))
    print(table(rows))
    with replacing(args.out / "bench-recipes.json") as stream:
        json.dump({"machine": machine(), "versions": versions(), "recipes": costs}, stream, indent=1)


if __name__ == "__main__":
    main()
