"""A recipe on an index as a system that is measured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from eval.identity import Identity
from eval.model import Found
from indexing.model import Case
from prompts.recipes import load_recipe

if TYPE_CHECKING:
    from pathlib import Path

    from eval.model import Dataset, Topic
    from eval.protocols import Searcher
    from indexing.control import Control

_SHOWN = 3


class RecipeSystem:
    """A `System`: `recipe` (an id, or the path of a YAML file) as `assistant` runs it, over the topics of `dataset`.

    Documents bear the data set's ids. Threads may share it. Raises `UsageError` for an unknown recipe and `InputError` for a bad file.
    """

    def __init__(self, assistant: Searcher, recipe: str | Path, dataset: Dataset) -> None:
        self._assistant = assistant
        self._recipe = recipe
        self._loaded = load_recipe(recipe, getattr(assistant, "recipes_folder", None))
        self._dataset = dataset
        self._identity = Identity(assistant.index, dataset)
        self._said = self._absent()

    @property
    def name(self) -> str:
        """The recipe's id."""
        return self._loaded.id

    @property
    def facts(self) -> dict[str, Any]:
        """Recipe, generation and models."""
        index = self._assistant.index
        llm = getattr(self._assistant, "llm", None)
        return {
            "recipe": {"id": self._loaded.id, "version": str(self._loaded.version), "sha256": self._loaded.sha256},
            "index": {"generation": index.generation, "manifest_sha256": index.manifest_sha256, "embedder": index.embedder_identity},
            "llm": getattr(llm, "identity", "none"),
        }

    def find(self, topic: Topic, depth: int, control: Control) -> Found:
        """Plan and search; the results under the data set's ids, the topic and its own publications never among them, each once."""
        start = time.perf_counter()
        plan = self._assistant.plan(Case(kind="question", text=topic.text, own=(topic.id, *topic.own)), self._recipe, control)
        planned = time.perf_counter()
        result = self._assistant.search(plan, k=depth, passages=0, control=control).result
        searched = time.perf_counter()
        judged = self._dataset.qrels.get(topic.id, {})
        named: dict[str, float] = {}
        for hit in result.hits:
            named.setdefault(self._identity.name(hit.id, hit.source_id, judged), float(hit.score))
        for own in (topic.id, *topic.own):
            named.pop(own, None)
        usages = [exchange.reply.usage for exchange in plan.exchanges if exchange.reply]
        return Found(
            topic=topic.id,
            results=tuple(named.items())[:depth],
            plan_seconds=planned - start,
            search_seconds=searched - planned,
            tokens=sum(usage.tokens_in + usage.tokens_out for usage in usages),
            notes=(*self._said, *dict.fromkeys((*plan.notes, *result.notes))),
        )

    def _absent(self) -> tuple[str, ...]:
        absent = self._identity.absent
        if not absent:
            return ()
        return (f"{len(absent)} judged documents are not in this index and cannot be found: {', '.join(absent[:_SHOWN])}",)
