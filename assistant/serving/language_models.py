"""Which language model: the embedded one, one of the registry, an endpoint of the settings, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.llms import LLMS
from indexing.errors import ModelFault, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.protocols import LLM
    from indexing.models.registry import Registry

EMBEDDED = "llamacpp"


def open_llm(name: str, registry: Registry, endpoints: Mapping[str, Mapping[str, Any]] | None = None, threads: int | None = None) -> LLM | None:
    """The language model `name`: `none` is None; `auto` the registry's default where its file is here, else None; else a model of the registry or
    an endpoint of `endpoints` (name to `provider`, `model`, `base_url`, `api_key_env`, `context_tokens`, `timeout_seconds`).

    Starts no process and asks nobody yet. Raises `UsageError` for an unknown name, with the nearest, `ModelFault` where the model's file is not here.
    """
    if name == "none":
        return None
    if name == "auto":
        default = registry.default("llm").name
        return _embedded(default, registry, threads) if registry.state(default).status == "present" else None
    if endpoints and name in endpoints:
        return _endpoint(name, endpoints[name], registry, threads)
    known = [e.name for e in registry.entries() if e.kind == "llm"]
    if name in known:
        return _embedded(name, registry, threads)
    raise UsageError(f"unknown language model '{name}'", nearest(name, [*known, *(endpoints or {}), "auto", "none"]))


def _endpoint(name: str, values: Mapping[str, Any], registry: Registry, threads: int | None) -> LLM:
    provider = LLMS.load(str(values["provider"]))
    if values["provider"] == EMBEDDED and values["model"] in {e.name for e in registry.entries()}:
        return _embedded(str(values["model"]), registry, threads)
    llm: LLM = provider.from_endpoint(name, values, threads)
    return llm


def _embedded(name: str, registry: Registry, threads: int | None) -> LLM:
    entry = registry.get(name)
    if entry.kind != "llm":
        raise ModelFault(f"{name} is no language model", "models with kind 'llm': priorart models list")
    weights, sha256 = registry.weights(name), registry.weights_sha256(name)
    llm: LLM = LLMS.load(EMBEDDED)(name, weights, sha256=sha256, context_tokens=entry.context_tokens, threads=threads)
    return llm
