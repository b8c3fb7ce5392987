"""The faces of recipe steps. A step is a frozen pydantic model: its fields are the parameters of a recipe, and nothing else changes what it does.

Five kinds, by what they take and give:

    rewrite   the case                  -> drafts of queries
    expand    drafts                    -> drafts (translated, with synonyms …)
    search    drafts                    -> subqueries of one engine, and one list of what they find
    feedback  lists of hits             -> drafts (what the documents found, or judged by a person, teach)
    join      lists of hits             -> one list (fuse, group, filter, boost)

Steps are pure functions of their inputs and the index's generation. What depends on the case alone stands in the plan, before anything runs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from indexing.control import Control
from prompts.templates import load_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Exchange
    from assistant.protocols import LLM
    from indexing.model import Case, Engine, Filter, Hit, Near, Ranking, Subquery
    from indexing.protocols import SearchIndex
    from prompts.model import Template


DraftKind = Literal["text", "expression", "documents", "classes"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A query that is not yet bound to a search.

    `kind` says what its text is: `text` (words, meaning), `expression` (boolean), `documents` (publication numbers: similar, citations) or `classes`.
    `engine` narrows that to one engine; None: any that takes the kind. `terms` weigh single words and `near` words that stand together for the words
    engine; `vector` is what feedback made for the meaning engine, whose text then only says what it is.
    """

    text: str
    engine: Engine | None = None
    terms: tuple[tuple[str, float], ...] = ()
    feature: str | None = None
    reason: str = ""
    kind: DraftKind = "text"
    near: tuple[Near, ...] = ()
    vector: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a rewrite, an expansion or feedback gives: drafts in order, what a person must know, and the model calls it made."""

    drafts: tuple[Draft, ...]
    notes: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanTools:
    """What a rewrite may use. `llm_note` says why there is no language model, where there is none; `templates` are the recipe's prompts."""

    index: SearchIndex
    llm: LLM | None = None
    llm_note: str = ""
    control: Control = field(default_factory=Control)
    templates: tuple[Template, ...] = ()

    def template(self, name: str) -> Template:
        """The prompt `name` (`id@version`): the recipe's own where it has it, else the shipped one."""
        return next((t for t in self.templates if t.name == name), None) or load_template(name)


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a join or feedback may use: the step's own name, the case, the index, the filters, how many documents the person asked for, and the
    subqueries that led to its inputs (with their vectors), in the order of the recipe.
    """

    name: str
    case: Case
    index: SearchIndex
    filters: Filter
    asked: int
    queries: tuple[Subquery, ...] = ()
    control: Control = field(default_factory=Control)


class Step(BaseModel, ABC):
    """A step of a recipe. The class's docstring says what it does and where the method comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    takes: ClassVar[Literal["case", "queries", "hits"]]
    gives: ClassVar[Literal["queries", "hits"]]
    many: ClassVar[bool] = False
    """Whether `from` must name its inputs because it joins several lists."""


class Rewrite(Step):
    """Turns the case into drafts of queries."""

    takes = "case"
    gives = "queries"

    @abstractmethod
    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        """The drafts for `case`. A language model's fault is not raised but said in the notes, with the fallback taken."""


class Expand(Step):
    """Turns drafts into others."""

    takes = "queries"
    gives = "queries"

    @abstractmethod
    def expand(self, drafts: Sequence[Draft], case: Case, tools: PlanTools) -> Drafts:
        """The drafts that go on: the given ones, where they are wanted, are among them. A language model's fault is said in the notes, not raised."""


class Feedback(Step):
    """Makes drafts of what was found, or of what a person judged; runs during the search, and its queries are shown and recorded with the others."""

    takes = "hits"
    gives = "queries"

    @abstractmethod
    def feedback(self, inputs: Sequence[Ranking], context: RunContext) -> Drafts:
        """The drafts that the lists of hits, and the case's judged documents, teach; none, with a note, where they teach nothing."""


class Search(Step):
    """Binds drafts to one engine, and merges the lists that its subqueries found."""

    takes = "queries"
    gives = "hits"

    engine: ClassVar[Engine]

    @abstractmethod
    def bind(self, branch: str, drafts: Sequence[Draft]) -> tuple[Subquery, ...]:
        """Subqueries of the branch `branch`, with ids `branch.1`, `branch.2` …; drafts made for another engine are left out."""

    @abstractmethod
    def depth(self) -> int:
        """How many candidates each subquery asks for."""

    @abstractmethod
    def merge(self, lists: Sequence[Sequence[Hit]]) -> Ranking:
        """One list of the lists of the branch's subqueries, in the order of the subqueries."""


class Join(Step):
    """Turns lists of hits into one list; what it drops on purpose it names in the ranking's `excluded`."""

    takes = "hits"
    gives = "hits"

    @abstractmethod
    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        """The joined list, ranked from 1, ties by id."""

    def narrow(self, filters: Filter, case: Case) -> Filter:  # noqa: ARG002 - most joins narrow nothing
        """`filters` with what this step would drop anyhow, so that the engines look for nothing else; hard filters override it."""
        return filters


def parameters_schema(step: type[Step]) -> dict[str, Any]:
    """The JSON Schema of a step's parameters: `properties` (with defaults) and `required`."""
    schema = step.model_json_schema()
    return {"properties": schema.get("properties", {}), "required": schema.get("required", [])}
