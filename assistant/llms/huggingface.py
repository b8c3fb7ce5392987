"""A model of the Hugging Face hub: by its inference router, or by an endpoint of one's own (text-generation-inference speaks the same protocol)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.serving.remote import RemoteLLM, endpoint_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_BASE = "https://router.huggingface.co/v1"


class HuggingFace(RemoteLLM):
    """`provider = "huggingface"`; without a `base_url` it is the router, whose key stands in HF_TOKEN."""

    @classmethod
    def from_endpoint(cls, name: str, values: Mapping[str, Any], threads: int | None = None) -> HuggingFace:  # noqa: ARG003 - one form for all
        """From `[llms.x]` of the settings."""
        own = not values.get("base_url")
        endpoint = endpoint_of(
            name, values, base_url=_BASE, key_env="HF_TOKEN" if own else None, hint="is the endpoint awake, and is base_url right?"
        )
        return cls(name, "huggingface", endpoint, context_tokens=int(values.get("context_tokens") or 8192))
