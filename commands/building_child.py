"""A build in a process of its own, so that its memory can be measured: `python -m commands.building_child SOURCE INDEX [made-up]`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.opening import open_registry
from indexing.build import build
from indexing.embedding import open_embedder
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from indexing.protocols import Embedder


class MadeUp:
    """An embedder with the real one's windows and weights in memory, whose vectors are drawn by lot from each text: it costs no time."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self.name, self.dimension, self.max_tokens = real.name, real.dimension, real.max_tokens
        self.identity = f"made-up:{real.identity}"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the real one."""
        return self._real.count_tokens(texts)

    def windows(self, text: str) -> list[tuple[int, int]]:
        """As the real one."""
        return self._real.windows(text)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors that depend on each text alone."""
        seeds = (int.from_bytes(hashlib.sha256(t.encode()).digest()[:8], "big") for t in texts)
        drawn = np.array([np.random.default_rng(seed).standard_normal(self.dimension) for seed in seeds], np.float32)
        unit: NDArray[np.float32] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return unit

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As passages."""
        return self.encode_passages(texts)


def memory(process: int) -> int:
    """Bytes that a process and all below it hold; 0 where it has ended.

    Their own memory is counted once (PSS). Pages of files (libraries, mapped parts of the index) count for each of them: by PSS their share
    would hang on what else runs on the machine with the same libraries, by a hundred megabytes.
    """
    held = 0
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
        kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in rollup.splitlines()[1:])}
        held = (kilobytes["Pss_Anon"] + kilobytes["Rss"] - kilobytes["Anonymous"]) * 1024
        children = [int(c) for task in Path(f"/proc/{process}/task").iterdir() for c in (task / "children").read_text("ascii").split()]
    except (OSError, KeyError):
        return held
    return held + sum(memory(child) for child in children)


def main(source: str, index: str, vectors: str = "encoded") -> None:
    """Build."""
    chosen = Settings()
    real = open_embedder(chosen.embedder, open_registry(chosen.models))
    embedder: Embedder = real
    if vectors == "made-up":
        real.encode_passages(["warm"])
        embedder = MadeUp(real)
    build([Path(source)], Path(index), embedder)


if __name__ == "__main__":
    main(*sys.argv[1:])
