"""sentence-transformers: any other model, by folder or by hub name, and on a GPU. The owner of sentence_transformers; it brings torch with it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.errors import ModelFault
from indexing.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from indexing.embedding_spec import EmbedderSpec

_BATCH = 32


class SentenceTransformersEmbedder:
    """A model that sentence-transformers knows how to run. A hub name is fetched once, by the hub's own client, and needs a network then."""

    def __init__(self, spec: EmbedderSpec, *, threads: int | None = None) -> None:
        here = spec.folder.is_dir()
        self._model = _load(str(spec.folder) if here else spec.name, offline=here, threads=threads)
        self.name = spec.name
        self.dimension = int(self._model.get_embedding_dimension() or spec.dimension)
        self.max_tokens = spec.max_tokens or int(self._model.max_seq_length or 512)
        self._model.max_seq_length = self.max_tokens
        self._prefixes = (spec.query_prefix or self._prompt("query"), spec.passage_prefix or self._prompt("passage") or self._prompt("document"))
        self._tokens = Tokens(self._model.tokenizer.backend_tokenizer.to_str(), self.max_tokens)
        self.identity = f"{spec.name}@sha256:{spec.sha256 or self._fingerprint()}/fp32"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._tokens.count([self._prefixes[1] + t for t in texts])

    def windows(self, text: str) -> list[tuple[int, int]]:
        return self._tokens.windows(text, self._prefixes[1])

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode([self._prefixes[1] + t for t in texts], _BATCH)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode([self._prefixes[0] + t for t in texts], 1)

    def _encode(self, texts: list[str], batch: int) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(texts, batch_size=batch, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    def _prompt(self, name: str) -> str:
        return str((self._model.prompts or {}).get(name) or "")

    def _fingerprint(self) -> str:
        """A hash over the weights as loaded, where no file of ours could be hashed."""
        import hashlib

        digest = hashlib.sha256()
        for name, tensor in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            digest.update(tensor.detach().float().cpu().numpy().tobytes())
        return digest.hexdigest()


def _load(model: str, *, offline: bool, threads: int | None) -> Any:  # noqa: ANN401 - the vendor's model
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if "huggingface_hub" not in sys.modules and offline:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelFault("sentence-transformers is not installed", "pip install 'priorart[sentence-transformers]'") from error
    if threads:
        torch.set_num_threads(threads)
    try:
        return SentenceTransformer(model, local_files_only=offline).eval()
    except Exception as error:  # the hub's, transformers' and torch's exceptions share no base but this
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        hint = "is the folder a whole model?" if offline else "a hub name needs a network once; or give a folder, or a name of 'priorart models list'"
        raise ModelFault(f"sentence-transformers cannot load {model}: {first}", hint) from error
