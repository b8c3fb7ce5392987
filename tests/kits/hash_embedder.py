"""A small real embedder for tests of the index: sums of hashed word vectors. It needs no model, and equal texts have equal vectors."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_WORD = re.compile(r"\S+")


@lru_cache(maxsize=10000)
def _word(word: str, dimension: int) -> tuple[float, ...]:
    seed = int.from_bytes(hashlib.sha256(word.lower().encode("utf-8", "replace")).digest()[:8], "big")
    return tuple(np.random.default_rng(seed).standard_normal(dimension).tolist())


@dataclass
class HashEmbedder:
    """Keeps to `indexing.protocols.Embedder`; a window is `max_tokens` words."""

    name: str = "hash"
    dimension: int = 32
    max_tokens: int = 12
    version: int = 1

    @property
    def identity(self) -> str:
        return f"{self.name}-{self.dimension}-v{self.version}"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def windows(self, text: str) -> list[tuple[int, int]]:
        spans = [m.span() for m in _WORD.finditer(text)]
        parts = [spans[n : n + self.max_tokens] for n in range(0, len(spans), self.max_tokens)]
        return [(part[0][0], part[-1][1]) for part in parts]

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            words = text.split()[: self.max_tokens]
            if words:
                total = np.sum([_word(w, self.dimension) for w in words], axis=0)
                out[row] = total / (np.linalg.norm(total) or 1.0)
        return out

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_passages(texts)
