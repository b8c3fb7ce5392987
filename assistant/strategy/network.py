"""What a recipe's wiring says before anything runs: which queries stand in the plan, what leads where, which filters the engines hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.strategy.step_model import Expand, Feedback, Join, Rewrite, Search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.strategy.step_model import Step
    from indexing.model import Case, Filter
    from prompts.model import Recipe


@dataclass(frozen=True, slots=True)
class Network:
    """The steps of a recipe and how they hang together. The order of the recipe is a topological one (`prompts.wiring`)."""

    recipe: Recipe
    built: Mapping[str, Step]

    def planned(self) -> frozenset[str]:
        """Names of the steps whose queries follow from the case alone: they stand in the plan, for a person to read and edit."""
        names: set[str] = set()
        for step in self.recipe.steps:
            worker = self.built[step.name]
            if isinstance(worker, Rewrite) or (isinstance(worker, Expand | Search) and all(name in names for name in step.inputs)):
                names.add(step.name)
        return frozenset(names)

    def searches_above(self, name: str) -> tuple[str, ...]:
        """The searches whose hits reach the step `name`, in the recipe's order."""
        inputs = {step.name: step.inputs for step in self.recipe.steps}
        found, todo = set(), list(inputs[name])
        while todo:
            above = todo.pop()
            if isinstance(self.built[above], Search):
                found.add(above)
            elif isinstance(self.built[above], Join):
                todo += inputs[above]
        return tuple(step.name for step in self.recipe.steps if step.name in found)

    def filters_of(self, filters: Filter, case: Case) -> dict[str, Filter]:
        """For each search what it may look for: `filters`, narrowed by every join that all paths of its hits to the result lead through.

        A search that feedback learns from is not narrowed: what it finds serves the feedback too, and the join drops the rest itself.
        """
        narrowed = {}
        for name, joins in self.passed().items():
            mine = filters
            for join in joins.values():
                mine = join.narrow(mine, case)
            narrowed[name] = mine
        return narrowed

    def passed(self) -> dict[str, dict[str, Join]]:
        """For each search the joins, by name in the recipe's order, that every path of its hits leads through."""
        through = self._always_through()
        joins = {name: worker for step in self.recipe.steps if isinstance(worker := self.built[name := step.name], Join)}
        searches = [step.name for step in self.recipe.steps if isinstance(self.built[step.name], Search)]
        return {name: {later: join for later, join in joins.items() if later in through[name]} for name in searches}

    def _always_through(self) -> dict[str, frozenset[str]]:
        """For each step the steps that every path from it to the last one leads through (its postdominators), itself included."""
        consumers: dict[str, list[str]] = {step.name: [] for step in self.recipe.steps}
        for step in self.recipe.steps:
            for name in step.inputs:
                consumers[name].append(step.name)
        through: dict[str, frozenset[str]] = {}
        for step in reversed(self.recipe.steps):
            later = [frozenset() if isinstance(self.built[name], Feedback) else through[name] for name in consumers[step.name]]
            shared = frozenset.intersection(*later) if later else frozenset()
            through[step.name] = shared | {step.name}
        return through
