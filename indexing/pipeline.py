"""Encoding beside everything else: one batch is encoded and written while the next one is read, chunked and gathered.

At most two batches are in memory, and at most one is lost when the process ends at any moment: the next one is not begun before the last one is
on the disk. A batch's documents are written while its windows are encoded, its vectors last.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from indexing.control import Progress
from indexing.errors import Cancelled
from indexing.storage.files import flush, remove

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.control import Control
    from indexing.protocols import Embedder
    from indexing.storage.generation import ShardInfo
    from indexing.storage.shard_writer import OpenBatch

STEP = 256
"""How many texts are given to the encoder at once: enough to keep all its streams busy, few enough to stop soon."""


class EncodingLine:
    """Encodes batches one by one in a thread of its own and puts them into `folder`.

    Errors of the threads are raised by the next call of `put` or `finish`.
    """

    def __init__(self, folder: Path, embedder: Embedder, control: Control) -> None:
        self._folder = folder
        self._embedder = embedder
        self._control = control
        self._encoder = ThreadPoolExecutor(1, "encoder")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._running: Future[ShardInfo] | None = None
        self._left = threading.Event()
        self.encoded = 0
        self.known = 0
        """How many windows there are to encode, as far as is known."""
        self.finished: list[ShardInfo] = []

    def put(self, batch: OpenBatch) -> None:
        """Have `batch` encoded and written; waits until the one before is done."""
        self.known += len(batch.texts)
        self.finish()
        self._running = self._encoder.submit(self._work, batch)

    def finish(self) -> None:
        """Wait until everything put is on the disk."""
        if self._running:
            running, self._running = self._running, None
            try:
                self.finished.append(running.result())
            except BaseException:
                self._running = running  # an interruption while waiting: `close` waits for the rest
                raise

    def close(self) -> None:
        """Leave what is not done and end the threads; calling it twice is harmless."""
        self._left.set()
        self._encoder.shutdown(cancel_futures=True)
        self._writer.shutdown(cancel_futures=True)

    def _work(self, batch: OpenBatch) -> ShardInfo:
        aside = self._folder / "unfinished"
        remove(aside)
        aside.mkdir()
        writing = self._writer.submit(batch.write_documents, aside)
        try:
            vectors = self._encode(batch.texts)
        finally:
            writing.result()
        info = batch.finish(aside, vectors)
        aside.replace(self._folder / info.name)
        flush(self._folder)
        return info

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of `texts` in their order, encoded in the order of their lengths (half the padding is saved so)."""
        order = sorted(range(len(texts)), key=lambda n: (len(texts[n]), n))
        vectors = np.empty((len(texts), self._embedder.dimension), np.float32)
        for start in range(0, len(order), STEP):
            self._control.check()
            if self._left.is_set():
                raise Cancelled
            step = order[start : start + STEP]
            vectors[step] = self._embedder.encode_passages([texts[n] for n in step])
            self.encoded += len(step)
            self._control.report(Progress("encoding", self.encoded, self.known, "passages"))
        return vectors
