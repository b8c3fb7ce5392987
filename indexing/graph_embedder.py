"""What the runtimes of an exported graph share: tokens, prefixes, windows, batches. How a batch runs is each runtime's own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from indexing.tokens import Tokens, batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from indexing.embedding_spec import EmbedderSpec


class GraphEmbedder(ABC):
    """An `Embedder` but for `run`, which a runtime adds, and `identity`, which it sets.

    `budget` is the most tokens of a batch, padding included, `most` the most texts.
    """

    budget = 4096
    most = 32
    identity: str

    def __init__(self, spec: EmbedderSpec) -> None:
        self.name = spec.name
        self.dimension = spec.dimension
        self.max_tokens = spec.max_tokens
        self._spec = spec
        self._tokens = Tokens.in_folder(spec.folder, spec.max_tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._tokens.count([self._spec.passage_prefix + t for t in texts])

    def windows(self, text: str) -> list[tuple[int, int]]:
        return self._tokens.windows(text, self._spec.passage_prefix)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        ids = self._tokens.ids([self._spec.passage_prefix + t for t in texts])
        return self.run(ids, batches([len(i) for i in ids], self.budget, self.most))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        ids = self._tokens.ids([self._spec.query_prefix + t for t in texts])
        return self.run(ids, [[i] for i in range(len(ids))])  # alone, each at its own length: nothing else in the call can touch it

    @abstractmethod
    def run(self, ids: list[list[int]], parts: list[list[int]]) -> NDArray[np.float32]:
        """Vectors of the token lists `ids`, computed batch by batch: each of `parts` lists the rows of one batch."""
