"""Any endpoint that speaks OpenAI's chat protocol: OpenAI itself, vLLM, LM Studio, llama.cpp's server, an office's own gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.serving.chat import OPENAI
from assistant.serving.remote import RemoteLLM, endpoint_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class OpenAICompatible(RemoteLLM):
    """`provider = "openai"`; without a `base_url` it is OpenAI, whose key stands in OPENAI_API_KEY."""

    @classmethod
    def from_endpoint(cls, name: str, values: Mapping[str, Any], threads: int | None = None) -> OpenAICompatible:  # noqa: ARG003 - one form for all
        """From `[llms.x]` of the settings."""
        own = not values.get("base_url")
        endpoint = endpoint_of(name, values, base_url=OPENAI, key_env="OPENAI_API_KEY" if own else None, hint="is it running, and is base_url right?")
        return cls(name, "openai", endpoint, context_tokens=int(values.get("context_tokens") or 8192))
