"""What every OpenAI-compatible endpoint shares: its settings, its key, and how a schema is asked for there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from assistant.serving.chat import MODES, Endpoint, SchemaRefused, chat
from indexing.errors import LLMFault, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.model import Message, Reply
    from assistant.serving.chat import SchemaMode
    from indexing.control import Control

_NO_KEY = "none"


class RemoteLLM:
    """A chat model at an address. `provider` heads its identity; a way of asking for a schema that is refused is not tried again."""

    def __init__(self, name: str, provider: str, endpoint: Endpoint, *, context_tokens: int) -> None:
        self.name = name
        self.identity = f"{provider}:{endpoint.model}@{endpoint.base_url}"
        self.local = endpoint.loopback
        self.context_tokens = context_tokens
        self._endpoint = endpoint
        self._mode: SchemaMode = "json_schema"

    def complete(self, messages: Sequence[Message], *, schema: dict[str, Any] | None, max_tokens: int, control: Control) -> Reply:
        refused: LLMFault | None = None
        for mode in MODES[MODES.index(self._mode) :]:
            try:
                reply = chat(
                    self._endpoint, messages, schema=schema, max_tokens=max_tokens, control=control, mode=mode, identity=self.identity
                )  # fmt: skip
            except SchemaRefused as fault:
                refused = fault
                continue
            if schema is not None:
                self._mode = mode
            return reply
        raise refused or LLMFault(f"{self.name} did not answer")

    def close(self) -> None:
        """Nothing is held between calls."""


def endpoint_of(name: str, values: Mapping[str, Any], *, base_url: str | None, key_env: str | None, hint: str) -> Endpoint:
    """The endpoint of `[llms.name]`; `base_url` and `key_env` are the provider's own where the settings give none.

    Raises `UsageError` for an address that is none, `LLMFault` where the variable that should hold the key is empty.
    """
    address = str(values.get("base_url") or base_url or "").rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise UsageError(f"the language model '{name}' has no address", f"set base_url in [llms.{name}] (https://host/v1)")
    variable = values.get("api_key_env") or key_env
    key = os.environ.get(str(variable), "") if variable else ""
    if variable and not key:
        raise LLMFault(f"the language model '{name}' needs a key", f"set the environment variable {variable}")
    return Endpoint(address, key or _NO_KEY, str(values["model"]), float(values.get("timeout_seconds") or 120.0), hint)
