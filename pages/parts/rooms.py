"""What all people of one running app share: the index, the registry of models and the language models. Nobody's conversation. Knows no Streamlit."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from assistant.opening import choose_llm, open_assistant, open_registry
from indexing.storage.generation import current

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.protocols import LLM
    from indexing.models.registry import Registry
    from settings import Settings


class Rooms:
    """The open index and whatever language models have been asked for, each opened once and kept. Safe to use from many threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.registry: Registry = open_registry(settings.models)
        self._endpoints: dict[str, Any] = {name: endpoint.model_dump() for name, endpoint in settings.llms.items()}
        self._opening = threading.Lock()
        self._starting = threading.Lock()
        self._base: Assistant | None = None
        self._llms: dict[str, tuple[LLM | None, str]] = {}

    def assistant(self) -> Assistant:
        """The assistant without a language model, over the generation that is live now. Raises `IndexFault`; the next call tries again.

        A search that goes on keeps the generation it began with.
        """
        with self._opening:
            if self._base is None or current(self.settings.index).sha256 != self._base.index.manifest_sha256:
                s = self.settings
                self._base = open_assistant(
                    index=s.index,
                    models=s.models,
                    llm="none",
                    records=s.records,
                    anchor=s.anchor,
                    recipes=s.recipes,
                    viewer=s.viewer,
                    threads=s.threads,
                )
            return self._base

    def with_llm(self, name: str) -> Assistant:
        """The assistant with the language model `name`; starting an embedded one takes seconds, so call this where work is done, not drawn.

        A choice that gave no model is not kept: the model may arrive meanwhile. Raises `ModelFault` for a model asked for by name that cannot be had.
        """
        base = self.assistant()
        with self._starting:
            if name not in self._llms:
                llm, note = choose_llm(name, self.registry, self._endpoints, self.settings.threads)
                if llm is None:
                    return base.with_llm(None, note)
                self._llms[name] = (llm, note)
            llm, note = self._llms[name]
        return base.with_llm(llm, note)
