"""Encoding beside everything else: one batch is encoded and written while the next one is read, chunked and gathered.

At most two batches are in memory, and at most one is lost when the process ends at any moment: the next one is not begun before the last one is
on the disk. A batch's documents are written while its windows are encoded, its vectors last; those of the last batch are read from memory
meanwhile, so that the words are written beside it.
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

STEP = 512
"""How many texts are given to the encoder at once, about: enough to keep all its streams busy (at the end of each step some wait for the others;
256 cost 3% more), few enough to stop soon.
"""


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
        self.last: OpenBatch | None = None
        """The batch that is being encoded, where it is not in `finished` yet."""
        self._left = threading.Event()
        self.encoded = 0
        self.known = 0
        """How many windows there are to encode, as far as is known."""
        self.finished: list[ShardInfo] = []

    def put(self, batch: OpenBatch) -> None:
        """Have `batch` encoded and written; waits until the one before is done."""
        self.known += len(batch.texts)
        self.finish()
        self._running, self.last = self._encoder.submit(self._work, batch), batch

    def finish(self) -> None:
        """Wait until everything put is on the disk."""
        if self._running:
            running, self._running = self._running, None
            try:
                self.finished.append(running.result())
            except BaseException:
                self._running = running  # an interruption while waiting: `close` waits for the rest
                raise
            self.last = None

    def check(self) -> None:
        """Raise what the threads have raised, if they have; does not wait."""
        if self._running and self._running.done():
            self._running.result()

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
            vectors = self._encode(batch.texts, batch.lengths)
        finally:
            writing.result()
        info = batch.finish(aside, vectors)
        aside.replace(self._folder / info.name)
        flush(self._folder)
        return info

    def _encode(self, texts: list[str], lengths: list[int]) -> NDArray[np.float32]:
        """Vectors of `texts` in their order, encoded in the order of their lengths in tokens.

        By characters a third of the gain is lost: texts of as many characters differ by a tenth in tokens, and each batch of the encoder is as
        long as its longest.
        """
        order = sorted(range(len(texts)), key=lambda n: (lengths[n], n))
        vectors = np.empty((len(texts), self._embedder.dimension), np.float32)
        steps = max(1, round(len(order) / STEP))
        for number in range(steps):
            self._control.check()
            if self._left.is_set():
                raise Cancelled
            step = order[len(order) * number // steps : len(order) * (number + 1) // steps]
            vectors[step] = self._embedder.encode_passages([texts[n] for n in step])
            self.encoded += len(step)
            self._control.report(Progress("encoding", self.encoded, self.known, "passages"))
        return vectors
