"""A recipe on an index as a system that is measured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from eval.account import account
from eval.identity import Identity
from eval.model import Found
from eval.topic_case import TopicCases
from prompts.recipes import load_recipe

if TYPE_CHECKING:
    from pathlib import Path

    from eval.model import Dataset, Topic
    from eval.protocols import Searcher
    from indexing.control import Control

_SHOWN = 3


class RecipeSystem:
    """A `System`: `recipe` (an id, or the path of a YAML file) as `assistant` runs it, over the topics of `dataset`.

    `kind` and `dates` say what case a topic is (see `eval.topic_case`); `name` is the recipe's id unless another is given. Documents bear the data
    set's ids. Threads may share it. Raises `UsageError` for an unknown recipe, kind or use of dates, `InputError` for a bad recipe file.
    """

    def __init__(
        self, assistant: Searcher, recipe: str | Path, dataset: Dataset, *, kind: str = "question", dates: str = "none", name: str = ""
    ) -> None:
        self._assistant = assistant
        self._recipe = recipe
        self.recipe = load_recipe(recipe, getattr(assistant, "recipes_folder", None))
        self._name = name or self.recipe.id
        self._dataset = dataset
        self._cases = TopicCases(assistant.index, kind, dates)
        self._identity = Identity(assistant.index, dataset)
        self._said = (*self._absent(), *self._cases.unreachable(dataset))

    @property
    def name(self) -> str:
        """The recipe's id, or the name that it was given."""
        return self._name

    @property
    def facts(self) -> dict[str, Any]:
        """Recipe, case, generation and models."""
        index = self._assistant.index
        llm = getattr(self._assistant, "llm", None)
        return {
            "recipe": {"id": self.recipe.id, "version": str(self.recipe.version), "sha256": self.recipe.sha256},
            "case": self._cases.facts,
            "index": {"generation": index.generation, "manifest_sha256": index.manifest_sha256, "embedder": index.embedder_identity},
            "llm": getattr(llm, "identity", "none"),
        }

    def find(self, topic: Topic, depth: int, control: Control) -> Found:
        """Plan and search; the results under the data set's ids, the topic and its own publications never among them, each once."""
        start = time.perf_counter()
        case, filters, said = self._cases.of(topic)
        plan = self._assistant.plan(case, self._recipe, control)
        planned = time.perf_counter()
        outcome = self._assistant.search(plan, filters=filters, k=depth, passages=0, law=(), control=control)
        searched = time.perf_counter()
        result = outcome.result
        judged = self._dataset.qrels.get(topic.id, {})
        named: dict[str, float] = {}
        for hit in result.hits:
            named.setdefault(self._identity.name(hit.id, hit.source_id, judged), hit.score)
        for own in (topic.id, *topic.own):
            named.pop(own, None)
        usages = [exchange.reply.usage for exchange in plan.exchanges if exchange.reply]
        kept = getattr(outcome, "record", None)
        return Found(
            topic=topic.id,
            results=tuple(named.items())[:depth],
            plan_seconds=planned - start,
            search_seconds=searched - planned,
            tokens=sum(usage.tokens_in + usage.tokens_out for usage in usages),
            notes=(*self._said, *dict.fromkeys((*said, *plan.notes, *result.notes))),
            record=account(plan, result, named, kept.name if kept else None),
        )

    def _absent(self) -> tuple[str, ...]:
        absent = self._identity.absent
        if not absent:
            return ()
        return (f"{len(absent)} judged documents are not in this index and cannot be found: {', '.join(absent[:_SHOWN])}",)
