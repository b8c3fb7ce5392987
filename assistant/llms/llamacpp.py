"""The embedded language model: llama.cpp in a process of its own, asked over loopback through LangChain."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.serving.chat import Endpoint, chat
from assistant.serving.llama_process import ModelFile, acquire, release
from indexing.canonical import sha256_file
from indexing.errors import LLMFault, ModelFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.model import Message, Reply
    from indexing.control import Control

_SECONDS = 1800.0  # a long prompt on two slow cores; the person can stop it at any time


class LlamaCpp:
    """A GGUF file as an `LLM`. The process starts at the first call, is shared by all who ask for the same file, and ends with the last of them."""

    local = True

    def __init__(self, name: str, weights: Path, *, sha256: str, context_tokens: int, threads: int | None = None) -> None:
        self.name = name
        self.identity = f"{name}@sha256:{sha256}"
        self.context_tokens = context_tokens
        self._model = ModelFile(weights, context_tokens, threads or len(os.sched_getaffinity(0)))
        self._process = acquire(self._model)
        self._open = True

    @classmethod
    def from_endpoint(cls, name: str, values: Mapping[str, Any], threads: int | None = None) -> LlamaCpp:
        """From `[llms.x]` of the settings: `model` is the path of a GGUF file."""
        weights = Path(str(values["model"])).expanduser()
        if not weights.is_file():
            raise ModelFault(f"the language model '{name}' is not at {weights}", "set model in its settings to the path of a GGUF file")
        return cls(name, weights, sha256=sha256_file(weights), context_tokens=int(values.get("context_tokens") or 8192), threads=threads)

    @property
    def pid(self) -> int | None:
        """The id of the process that holds the model; None while none runs."""
        return self._process.pid

    def complete(self, messages: Sequence[Message], *, schema: dict[str, Any] | None, max_tokens: int, control: Control) -> Reply:
        if not self._open:
            raise LLMFault(f"the language model {self.name} was closed", "open it again")
        try:
            return self._ask(messages, schema, max_tokens, control)
        except LLMFault:
            if self._process.running:
                raise
        return self._ask(messages, schema, max_tokens, control)  # it died under the call: started anew, once

    def _ask(self, messages: Sequence[Message], schema: dict[str, Any] | None, max_tokens: int, control: Control) -> Reply:
        address = self._process.address(control)
        endpoint = Endpoint(f"{address}/v1", self._process.key, self.name, _SECONDS, "its process ended; is memory short?")
        return chat(endpoint, messages, schema=schema, max_tokens=max_tokens, control=control, mode="json_schema", identity=self.identity)

    def close(self) -> None:
        if self._open:
            self._open = False
            release(self._model)
