"""Which embedder: a model of the registry, a folder, or a hub name; and by which runtime."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from indexing.embedders import EMBEDDERS
from indexing.embedding_spec import EmbedderSpec, spec_of_entry, spec_of_folder
from indexing.errors import ModelFault, UsageError

if TYPE_CHECKING:
    from indexing.models.registry import Registry
    from indexing.protocols import Embedder

_VENDORS = {"openvino": "openvino", "onnx": "onnxruntime", "sentence-transformers": "sentence_transformers"}


def open_embedder(name_or_path: str, registry: Registry, runtime: str | None = None, threads: int | None = None) -> Embedder:
    """The embedder `name_or_path`: a name of the registry, a model folder, or a hub name `owner/model` (needs a network once).

    `runtime` is one of `EMBEDDERS`; None takes OpenVINO, else ONNX Runtime, else sentence-transformers, whichever is installed and knows the model.
    Raises `ModelFault` where the model is missing or damaged, `UsageError` for an unknown name or runtime.
    """
    spec = _spec(name_or_path, registry)
    runtime = runtime or _runtime(spec)
    embedder: Embedder = EMBEDDERS.load(runtime)(spec, threads=threads)
    return embedder


def _spec(name_or_path: str, registry: Registry) -> EmbedderSpec:
    exports = registry.folder / ".exports"
    if Path(name_or_path).expanduser().is_dir():
        return spec_of_folder(Path(name_or_path).expanduser(), exports)
    if "/" in name_or_path:
        return EmbedderSpec(name_or_path, Path(name_or_path), "", exports, max_tokens=0, dimension=0, pooling="other")
    entry = registry.get(name_or_path)
    if entry.kind != "embedder":
        raise UsageError(f"{entry.name} is a language model, not an embedder", "models with kind 'embedder': priorart models list")
    return spec_of_entry(entry, registry.path(entry.name), registry.weights_sha256(entry.name), exports)


def _runtime(spec: EmbedderSpec) -> str:
    able = [r for r in EMBEDDERS if importlib.util.find_spec(_VENDORS.get(r, r))]
    if spec.pooling == "other" or not (spec.folder / "tokenizer.json").is_file():
        able = [r for r in able if r == "sentence-transformers"]
    if not able:
        raise ModelFault(f"no installed runtime can load {spec.name}", "pip install openvino, onnxruntime or sentence-transformers")
    return able[0]
