"""`make bench-recipes`: what each step of each recipe costs a query, and what the recipe engine adds to the bare calls of its steps.

    python -m commands.bench_recipes --index DIR --dataset DIR --out DIR [--topics N] [--depth N] [RECIPE …]

Processor milliseconds of this process (all its threads) a query, means over the topics; engine and bare calls by turns. The bare calls are
those of the steps themselves, one after another: rewriting, encoding, searching, merging, joining. Written as `bench-recipes.json` with the machine's
facts; it judges nothing.
"""

from __future__ import annotations

import argparse
import json
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
    from assistant.model import Plan
    from assistant.strategy.branches import Found
    from indexing.model import Case, Subquery
    from indexing.protocols import SearchIndex
    from prompts.model import Recipe

K = 10
_T = TypeVar("_T")


class Costs:
    """Processor milliseconds by step, summed."""

    def __init__(self) -> None:
        self.by: dict[str, float] = defaultdict(float)

    def timed(self, name: str, work: Callable[..., _T], *given: object) -> _T:
        """What `work(*given)` gives; its time goes to `name`."""
        start = time.process_time()
        result = work(*given)
        self.by[name] += 1000 * (time.process_time() - start)
        return result


def searched(queries: Sequence[Subquery], index: SearchIndex, filters: Filter, depth: int) -> list[Found]:
    """The bare calls of one search step, one after another."""
    return [search_one(query, index, filters, depth) for query in queries]


def merged(worker: Search, found: Sequence[Found]) -> Ranking:
    """What the search step makes of its lists."""
    return worker.merge([one.hits for one in found if not one.fault]) if found else Ranking()


def bare(plan: Plan, recipe: Recipe, assistant: Assistant, costs: Costs) -> Ranking:
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
            found = costs.timed(name, searched, queries, index, filters[step.name], max(worker.depth(), K) + extra)
            lists[step.name] = costs.timed(name, merged, worker, found)
            ran[step.name] = tuple(one.query for one in found)
        elif isinstance(worker, Feedback | Join):
            above = tuple(q for s in network.searches_above(step.name) for q in ran[s])
            context = RunContext(step.name, case, index, Filter(), K, above)
            inputs = [lists[i] for i in step.inputs]
            if isinstance(worker, Feedback):
                made[step.name] = costs.timed(name, worker.feedback, inputs, context)
            else:
                lists[step.name] = costs.timed(name, worker.apply, inputs, context)
    return lists[recipe.steps[-1].name]


def recipe_cost(assistant: Assistant, recipe: Recipe, cases: Sequence[Case]) -> dict[str, Any]:
    """Costs a query of one recipe: planning, each step, the engine beside the bare calls."""
    steps, whole = Costs(), Costs()
    done = len(cases)
    for n, case in enumerate(cases):
        plan = whole.timed("plan", make_plan, case, recipe, assistant.index, None, Control())
        if n % 2:
            ranking = bare(plan, recipe, assistant, steps)
        result = whole.timed("engine", run_plan, plan, recipe, assistant.index, Filter(), K, Control(), assistant.links, 0)
        if not n % 2:
            ranking = bare(plan, recipe, assistant, steps)
        if [h.id for h in result.hits] != [h.document for h in ranking.hits[:K]]:
            print(f"{recipe.name}: the engine and the bare calls do not agree on topic {n + 1}")
    alone = sum(steps.by.values())
    return {
        "topics": done,
        "plan_ms": whole.by["plan"] / done,
        "steps_ms": {name: cost / done for name, cost in steps.by.items()},
        "bare_ms": alone / done,
        "engine_ms": whole.by["engine"] / done,
        "engine_over_bare": whole.by["engine"] / alone,
    }


def main(argv: list[str] | None = None) -> None:
    """Run the bench, print a table and write the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipes", nargs="*", metavar="RECIPE")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--topics", type=int, default=30)
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
            recipe_cost(assistant, recipe, cases[:2])
            costs[recipe.name] = recipe_cost(assistant, recipe, cases)
        except PriorArtError as fault:
            print(f"{recipe.name}: left out: {fault}")
    rows = [("recipe", "step", "ms a query")]
    for name, cost in costs.items():
        rows += [(name, step, f"{ms:.2f}") for step, ms in cost["steps_ms"].items()]
        rows.append((name, "engine / bare calls", f"{cost['engine_ms']:.2f} / {cost['bare_ms']:.2f} = {cost['engine_over_bare']:.3f}"))
    print(table(rows))
    with replacing(args.out / "bench-recipes.json") as stream:
        json.dump({"machine": machine(), "versions": versions(), "recipes": costs}, stream, indent=1)


if __name__ == "__main__":
    main()
