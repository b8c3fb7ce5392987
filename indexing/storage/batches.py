"""The batches of a build, in order: gathered until full, encoded, durable. What an interrupted build has finished is taken over.

When a build starts again, `BatchLine` takes the finished batches of the interrupted one as they are, as long as the same documents come in the
same order; from the first difference on, it goes its own way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.codec import patent_from_json
from indexing.pipeline import EncodingLine
from indexing.storage.files import remove
from indexing.storage.shard_writer import NewDocument, OpenBatch, read_info
from indexing.storage.shards import STORE, Written
from indexing.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexing.control import Control
    from indexing.model import Finding
    from indexing.protocols import Embedder
    from indexing.storage.generation import ShardInfo

BATCH_WINDOWS = 4096
"""A batch is full when it has this many windows: what an interrupted build does again at most, and what is held in memory at once."""
FIRST_WINDOWS = 512
"""The first batch of a build is full with so many, each further one with four times as many as the one before, up to `BATCH_WINDOWS`: the
encoder starts early, and since reading is some ten times as fast the next batch is full in time. Smaller ones would cost more by padding than
they gain.
"""


class BatchLine:
    """The batches of a build, in `folder`. `reused` counts the documents that were taken over from an interrupted build."""

    def __init__(self, folder: Path, first_document: int, first_passage: int, embedder: Embedder, control: Control) -> None:
        self._folder = folder
        self._embedder = embedder
        self._first_document = first_document
        self._open = OpenBatch(first_document, first_passage)
        self._begun = 0
        self._line = EncodingLine(folder, embedder, control)
        self.reused = 0
        self._replay = self._resumable()
        self._store: Store | None = None
        self._expected: list[tuple[int, str, str]] = []
        self._taken = 0
        self._next_batch()

    @property
    def encoded(self) -> int:
        """The number of windows encoded in this run."""
        return self._line.encoded

    @property
    def finished(self) -> list[ShardInfo]:
        """The batches that are on the disk, in order."""
        return self._line.finished

    @property
    def added(self) -> int:
        """The number of documents taken in so far."""
        return self._open.first_document + self._open.documents + self._taken - self._first_document

    @property
    def _full(self) -> int:
        """How many windows fill the open batch."""
        return min(BATCH_WINDOWS, FIRST_WINDOWS << 2 * min(self._begun, 8))

    def _resumable(self) -> list[ShardInfo]:
        """The finished batches that an interrupted build left, as far as they follow on one another; all else there is removed."""
        self._folder.mkdir(parents=True, exist_ok=True)
        found: list[ShardInfo] = []
        document, passage = self._open.first_document, self._open.first_passage
        for entry in sorted(self._folder.iterdir()):
            info = read_info(entry)
            if info and info.name == entry.name and (info.first_document, info.first_passage) == (document, passage):
                found.append(info)
                document, passage = document + info.documents, passage + info.passages
            else:
                remove(entry)
        return found

    def _next_batch(self) -> None:
        if self._store:
            self._store.close()
        self._store, self._expected, self._taken = None, [], 0
        if self._replay:
            self._store = Store(self._folder / self._replay[0].name / STORE)
            self._expected = list(self._store.listing())

    def add(self, new: NewDocument) -> int:
        """Take in the next document; its ordinal. Raises ValueError where it cannot be indexed."""
        if self._expected:
            ordinal, document_id, was = self._expected[self._taken]
            if (document_id, was) == (new.patent.id, new.digest):
                self._took()
                return ordinal
            self._leave()
        ordinal = self._open.add(new, self._embedder)
        if len(self._open.texts) >= self._full:
            self._put()
        return ordinal

    def _took(self) -> None:
        self._taken += 1
        self.reused += 1
        if self._taken == len(self._expected):
            done = self._replay.pop(0)
            self.finished.append(done)
            self._begun += 1
            self._open = OpenBatch(done.first_document + done.documents, done.first_passage + done.passages)
            self._next_batch()

    def _leave(self) -> None:
        """Give the interrupted build's batches up from here on; documents already taken from the current one are taken in anew."""
        store, taken = self._store, self._expected[: self._taken]
        if store:
            findings: dict[int, list[Finding]] = {}
            for ordinal, finding in store.findings():
                findings.setdefault(ordinal, []).append(finding)
            for ordinal, name, digest in taken:
                readings = store.find(name)[0][2]
                patent = patent_from_json(store.body(ordinal))
                self._open.add(NewDocument(patent, digest, readings, tuple(findings.get(ordinal, ()))), self._embedder)
        self.reused -= len(taken)
        given_up, self._replay = self._replay, []
        self._next_batch()
        for info in given_up:
            remove(self._folder / info.name)

    def _put(self) -> None:
        info = self._open.info
        self._line.put(self._open)
        self._begun += 1
        self._open = OpenBatch(info.first_document + info.documents, info.first_passage + info.passages)

    def stored(self, ordinal: int) -> tuple[bytes, tuple[Finding, ...]] | None:
        """The JSON and the findings of a document of the batches that are ended; None where it is in none of them."""
        if (last := self._line.last) and last.first_document <= ordinal < last.first_document + last.documents:
            document = last.stored[ordinal - last.first_document]
            return document.body, document.findings
        for info in self.finished:
            if info.first_document <= ordinal < info.first_document + info.documents:
                store = Store(self._folder / info.name / STORE)
                try:
                    return store.body(ordinal), store.findings_of(ordinal)
                finally:
                    store.close()
        return None

    def texts(self) -> Iterator[Written]:
        """The documents of the batches that are ended, in order; the last of these may still be at the encoder. Raises what fails there."""
        finished, last = list(self.finished), self._line.last
        for info in finished:
            store = Store(self._folder / info.name / STORE)
            try:
                for ordinal, _, _ in store.listing():
                    first, count = store.passage_range(ordinal)
                    yield Written(ordinal, patent_from_json(store.body(ordinal)), range(first, first + count))
                    self._line.check()
            finally:
                store.close()
        for document in last.stored if last else ():
            yield Written(document.ordinal, patent_from_json(document.body), range(document.first, document.first + len(document.marks)))
            self._line.check()

    def end(self) -> None:
        """End the open batch here, however full it is. Where the interrupted build ended one here as well, what follows is taken over, too."""
        if self._taken:
            self._leave()
        if self._open.documents:
            self._put()

    def flush(self) -> None:
        """End the open batch, and wait until all are on the disk."""
        self.end()
        self._line.finish()

    def close(self) -> None:
        """Let go of what is open and end the threads (after an interruption, too)."""
        self._line.close()
        if self._store:
            self._store.close()
            self._store = None
