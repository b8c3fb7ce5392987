"""What an embedder must know of its model, from the registry's entry or from the model folder's own files (sentence-transformers layout)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexing.canonical import sha256_file
from indexing.errors import ModelFault

if TYPE_CHECKING:
    from pathlib import Path

    from indexing.models.listing import ModelEntry

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_LIMIT = 512


@dataclass(frozen=True, slots=True)
class EmbedderSpec:
    """A model folder and how its vectors are made.

    `pooling` is `mean` or `cls`, or `other` where only sentence-transformers knows how. A runtime keeps what it makes of the model
    in `exports`.
    """

    name: str
    folder: Path
    sha256: str
    exports: Path
    max_tokens: int
    dimension: int
    pooling: str
    query_prefix: str = ""
    passage_prefix: str = ""


def spec_of_entry(entry: ModelEntry, folder: Path, sha256: str, exports: Path) -> EmbedderSpec:
    """The spec of a listed model whose files lie in `folder`."""
    return EmbedderSpec(
        name=entry.name,
        folder=folder,
        sha256=sha256,
        exports=exports,
        max_tokens=entry.max_tokens,
        dimension=entry.dimension,
        pooling=entry.pooling,
        query_prefix=entry.query_prefix,
        passage_prefix=entry.passage_prefix,
    )


def spec_of_folder(folder: Path, exports: Path) -> EmbedderSpec:
    """The spec of any model folder. Raises `ModelFault` where it holds no weights or no configuration."""
    weights = next((folder / n for n in _WEIGHTS if (folder / n).is_file()), None)
    if weights is None:
        raise ModelFault(f"{folder} holds no model", f"a model folder has {' or '.join(_WEIGHTS)}")
    config = _json(folder / "config.json")
    modules = [str(m.get("type", "")).rsplit(".", 1)[-1] for m in _json(folder / "modules.json", [])]
    pooling = _json(folder / "1_Pooling" / "config.json", {})
    prompts = _json(folder / "config_sentence_transformers.json", {}).get("prompts") or {}
    limit = _json(folder / "sentence_bert_config.json", {}).get("max_seq_length") or _LIMIT
    return EmbedderSpec(
        name=folder.resolve().name,
        folder=folder,
        sha256=sha256_file(weights),
        exports=exports,
        max_tokens=min(int(limit), int(config.get("max_position_embeddings") or limit)),
        dimension=int(config.get("hidden_size") or 0),
        pooling=_pooling(modules, pooling),
        query_prefix=prompts.get("query") or "",
        passage_prefix=prompts.get("passage") or prompts.get("document") or "",
    )


def _pooling(modules: list[str], config: dict[str, Any]) -> str:
    if modules and [m for m in modules if m not in {"Transformer", "Pooling", "Normalize"}]:
        return "other"
    named = config.get("pooling_mode") or next((k[13:] for k, v in config.items() if k.startswith("pooling_mode_") and v is True), "mean_tokens")
    return {"mean_tokens": "mean", "mean": "mean", "cls_token": "cls", "cls": "cls"}.get(str(named), "other")


def _json(path: Path, default: Any = None) -> Any:  # noqa: ANN401 - a vendor's configuration file
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if default is not None:
            return default
        raise ModelFault(f"{path.parent} lacks {path.name}") from None
    except ValueError as error:
        raise ModelFault(f"{path} is damaged", str(error)) from error
