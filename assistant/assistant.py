"""The assistant: the only class of this room that doors know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.summary import answer
from assistant.class_suggestion import DEEPER, NEIGHBOURS, suggest, suggest_from
from assistant.dialect_text.own_query import own_plan
from assistant.dialects import DIALECTS
from assistant.links import Links
from assistant.model import Outcome
from assistant.records.content import make_record
from assistant.strategy.plan import fits, make_plan
from assistant.strategy.run import run_plan
from indexing.control import Control
from indexing.errors import Cancelled, ModelFault
from indexing.model import Filter, Hit
from prompts.recipes import list_recipes, load_recipe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.class_suggestion import Suggested
    from assistant.model import Plan
    from assistant.protocols import LLM
    from assistant.records.record import Recorder
    from indexing.model import Case, Patent
    from indexing.protocols import SearchIndex
    from prompts.model import Recipe


class Assistant:
    """One open index, a language model or none, and where records go. It holds no state of a search, so threads may share it.

    `llm_note` says why there is no language model, for plans and answers to repeat. Without a `recorder` nothing is written.
    """

    def __init__(
        self,
        index: SearchIndex,
        *,
        llm: LLM | None = None,
        llm_note: str = "",
        recorder: Recorder | None = None,
        links: Links | None = None,
        recipes_folder: Path | None = None,
    ) -> None:
        self.index = index
        self.llm = llm
        self.llm_note = llm_note
        self.recorder = recorder
        self.links = links or Links()
        self.recipes_folder = recipes_folder

    def recipes(self) -> tuple[Recipe, ...]:
        """All recipes, by id and version."""
        return list_recipes(self.recipes_folder)

    def plan_recipe(self, recipe: str | Path) -> Recipe:
        """The recipe that `plan` would take: an id, or the path of a YAML file."""
        return load_recipe(recipe, self.recipes_folder)

    def plan(self, case: Case, recipe: str | Path, control: Control | None = None) -> Plan:
        """The queries that `recipe` (an id, or the path of a YAML file) would run for `case`: for a person to read, edit and let run."""
        chosen = self.plan_recipe(recipe)
        fits(chosen, self.index)
        plan = make_plan(case, chosen, self.index, self.llm, control or Control(), self.llm_note)
        return replace(plan, recipe=self._reference(recipe, chosen))

    def plan_expression(self, case: Case, dialect: str) -> Plan:
        """The plan that runs `case.text`, a query of this dialect (see `assistant.dialects`), as it is, by the recipe `boolean`.

        Raises `UsageError` with the column where it cannot be read; what was lost in reading stands in the plan's notes.
        """
        recipe = load_recipe("boolean", self.recipes_folder)
        plan = own_plan(case, DIALECTS.load(dialect)(), DIALECTS.load("own")(), recipe)
        return replace(plan, recipe=self._reference("boolean", recipe))

    def search(
        self,
        plan: Plan,
        *,
        filters: Filter | None = None,
        k: int = 10,
        passages: int = 3,
        law: Sequence[str] | None = None,
        control: Control | None = None,
    ) -> Outcome:
        """Run `plan`, show `k` documents with `passages` passages each, and write the record.

        `law` are the systems (`epc`, `pct`, `us`) under which the hits' legal status is told; None: all, where the case has a date.
        """
        outcome = self._run(plan, filters or Filter(), k, passages, law, control or Control())
        return self._recorded(outcome)

    def ask(
        self,
        plan: Plan,
        *,
        filters: Filter | None = None,
        k: int = 10,
        passages: int = 3,
        law: Sequence[str] | None = None,
        control: Control | None = None,
    ) -> Outcome:
        """Search, then answer, in one record. When the person stops during the answer the search is still recorded."""
        outcome = self._run(plan, filters or Filter(), k, passages, law, control or Control())
        try:
            return self.answer(outcome, control)
        except Cancelled:
            self._recorded(outcome)
            raise

    def answer(self, outcome: Outcome, control: Control | None = None) -> Outcome:
        """Answer a search already run; its record (a new file) holds both. A fault of the language model never loses the hits."""
        plan = outcome.result.plan
        recipe = load_recipe(plan.recipe, self.recipes_folder)
        try:
            template = recipe.template(recipe.answer.template)
            given = answer(plan.case, outcome.result, self.index, self.llm, recipe.answer, control or Control(), self.links, template)
        except ModelFault as error:
            result = replace(outcome.result, notes=(*outcome.result.notes, f"no answer: {error.message}"))
            return self._recorded(replace(outcome, result=result))
        return self._recorded(replace(outcome, answer=given))

    def suggest_classes(
        self, case: Case, *, recipe: str | Path | None = None, neighbours: int = NEIGHBOURS, count: int = 5, control: Control | None = None
    ) -> Suggested:
        """Classes for the case by its nearest documents: those that `recipe` finds, else those near it by words and by meaning. No record is kept."""
        if recipe is None:
            return suggest(case, self.index, neighbours=neighbours, count=count)
        plan = self.plan(case, recipe, control)
        result = self._run(plan, Filter(), neighbours * DEEPER, 0, (), control or Control()).result
        hits = [Hit(hit.id, None, hit.score, hit.rank, "", "") for hit in result.hits]
        found = suggest_from(hits, case, self.index, neighbours=neighbours, count=count)
        return replace(found, notes=(*result.notes, *found.notes))

    def document(self, name: str) -> Patent:
        """The document that is called `name` in any form. Raises `UsageError` for one that is not in this index."""
        return self.index.document(self.index.resolve(name) or name)

    def with_llm(self, llm: LLM | None, note: str = "") -> Assistant:
        """The same assistant with another language model."""
        return Assistant(self.index, llm=llm, llm_note=note, recorder=self.recorder, links=self.links, recipes_folder=self.recipes_folder)

    def _run(self, plan: Plan, filters: Filter, k: int, passages: int, law: Sequence[str] | None, control: Control) -> Outcome:
        recipe = load_recipe(plan.recipe, self.recipes_folder)
        fits(recipe, self.index)
        return Outcome(run_plan(plan, recipe, self.index, filters, k, control, self.links, passages, law=law))

    def _recorded(self, outcome: Outcome) -> Outcome:
        if self.recorder is None:
            return outcome
        recipe = load_recipe(outcome.result.plan.recipe, self.recipes_folder)
        return replace(outcome, record=self.recorder.write(make_record(outcome, recipe, self.index, self.llm)))

    @staticmethod
    def _reference(asked: str | Path, recipe: Recipe) -> str:
        """How the plan names its recipe: the id with its version, or the file's path."""
        return str(asked) if str(asked).endswith((".yaml", ".yml")) else recipe.name
