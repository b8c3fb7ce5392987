"""The searches of a recipe as a person sees them: which kind of query each takes, and whether feedback feeds it. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.strategy.building import build_steps
from assistant.strategy.network import Network
from assistant.strategy.step_model import Draft, Feedback, Search

if TYPE_CHECKING:
    from assistant.strategy.step_model import DraftKind
    from indexing.model import Engine, Relation, Subquery
    from prompts.model import Recipe

WRITTEN = "written by you"
_KINDS: dict[Engine, DraftKind] = {
    "words": "text", "meaning": "text", "boolean": "expression", "similar": "documents", "citations": "documents", "classes": "classes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """One search of a recipe. `feedback` names the step that makes its queries during the search, where one does."""

    name: str
    search: Search
    feedback: str = ""

    @property
    def engine(self) -> Engine:
        return self.search.engine

    @property
    def relation(self) -> Relation | None:
        """What a search along citations follows."""
        return getattr(self.search, "relation", None)


def branches(recipe: Recipe) -> dict[str, Branch]:
    """The searches of `recipe` by name, in its order."""
    network = Network(recipe, build_steps(recipe))
    planned = network.planned()
    inputs = {step.name: step.inputs for step in recipe.steps}
    searches = {name: worker for name, worker in network.built.items() if isinstance(worker, Search)}
    return {name: Branch(name, worker, "" if name in planned else _feeder(name, network, inputs)) for name, worker in searches.items()}


def learns(recipe: Recipe) -> tuple[str, ...]:
    """The steps of `recipe` that learn from documents a person judged: feedback, and searches that begin with chosen documents."""
    built = build_steps(recipe)
    return tuple(s.name for s in recipe.steps if isinstance(built[s.name], Feedback) or s.step == "rewrite.chosen")


def written(branch: Branch, text: str, identity: str) -> tuple[Subquery, ...]:
    """A person's own query for `branch`, with the fields and the level that the recipe gives its own; none where it takes no such text."""
    bound = branch.search.bind(branch.name, [Draft(text, kind=_KINDS[branch.engine], reason=WRITTEN)])
    return tuple(replace(query, id=identity, text=text) for query in bound[:1])


def _feeder(name: str, network: Network, inputs: dict[str, tuple[str, ...]]) -> str:
    """The feedback step that a search's queries come from, through whatever expands them."""
    todo = list(inputs[name])
    while todo:
        above = todo.pop(0)
        if isinstance(network.built[above], Feedback):
            return above
        todo += inputs[above]
    return ""
