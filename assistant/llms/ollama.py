"""A model that Ollama serves, by its OpenAI-compatible face (docs.ollama.com, OpenAI compatibility)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.serving.remote import RemoteLLM, endpoint_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_BASE = "http://127.0.0.1:11434/v1"


class Ollama(RemoteLLM):
    """`provider = "ollama"`; without a `base_url` it is the Ollama of this machine."""

    @classmethod
    def from_endpoint(cls, name: str, values: Mapping[str, Any], threads: int | None = None) -> Ollama:  # noqa: ARG003 - one form for all
        """From `[llms.x]` of the settings; a `base_url` without `/v1` is given one."""
        base = str(values.get("base_url") or _BASE).rstrip("/")
        base = base if base.endswith("/v1") else f"{base}/v1"
        hint = f"start it with 'ollama serve' and fetch the model with 'ollama pull {values['model']}'"
        endpoint = endpoint_of(name, {**values, "base_url": base}, base_url=None, key_env=None, hint=hint)
        return cls(name, "ollama", endpoint, context_tokens=int(values.get("context_tokens") or 8192))
