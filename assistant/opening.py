"""How doors open the assistant: plain values in (a door's settings), open rooms out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexing.errors import LLMFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.assistant import Assistant
    from assistant.protocols import LLM
    from indexing.index import Index
    from indexing.models.registry import Registry

MODELS_TOML = Path(__file__).resolve().parents[1] / "data" / "models.toml"


def open_registry(models: Path, models_toml: Path = MODELS_TOML) -> Registry:
    """The model registry over the folder `models`."""
    from indexing.models.registry import Registry

    return Registry(models_toml, models)


def open_index(folder: Path, registry: Registry, threads: int | None = None, generation: int | None = None) -> Index:
    """The live (or an earlier) generation of the index in `folder`; its embedder opens with the first query that needs it. Raises `IndexFault`."""
    from indexing.embedding import open_embedder
    from indexing.index import Index

    return Index.open(folder, lambda name: open_embedder(name, registry, threads=threads), generation=generation)


def choose_llm(name: str, registry: Registry, endpoints: Mapping[str, Any], threads: int | None = None) -> tuple[LLM | None, str]:
    """The language model `name` (see settings.llm) and, where there is none though one was hoped for, why.

    A model asked for by name that cannot be had raises; `auto` never does.
    """
    from assistant.serving.language_models import open_llm

    llm = open_llm(name, registry, endpoints, threads)
    if llm is not None or name == "none":
        return llm, ""
    return None, "no language model is here, so answers are extractive: priorart models pull qwen2.5-coder-1.5b-instruct"


def open_assistant(
    *,
    index: Path,
    models: Path,
    llm: str = "auto",
    endpoints: Mapping[str, Any] | None = None,
    records: Path | None = None,
    anchor: Path | None = None,
    recipes: Path | None = None,
    viewer: str = "http://127.0.0.1:8501",
    threads: int | None = None,
) -> Assistant:
    """An assistant over the index in `index`. `records` None keeps no record. Raises `IndexFault`, `ModelFault`, `UsageError`."""
    from assistant.assistant import Assistant
    from assistant.links import Links
    from assistant.records.record import Recorder

    registry = open_registry(models)
    opened = open_index(index, registry, threads)
    try:
        model, note = choose_llm(llm, registry, endpoints or {}, threads)
    except LLMFault as fault:
        # an endpoint that is down costs the generated answer, never the search
        model, note = None, f"{fault.message}, so answers are extractive"
    return Assistant(
        opened,
        llm=model,
        llm_note=note,
        recorder=Recorder(records, anchor) if records else None,
        links=Links(viewer),
        recipes_folder=recipes,
    )
