"""Writing shards: documents are gathered until a shard is full, encoded sorted by length, written aside and put in place when whole.

A finished shard is durable. When a build starts again, `ShardLine` takes the finished shards of the interrupted one as they are, as long as
the same documents come in the same order; from the first difference on, it goes its own way.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from indexing.canonical import canonical_json, plain
from indexing.chunking import embedding_text, passages
from indexing.classes import above
from indexing.codec import patent_from_json, patent_to_json
from indexing.control import Progress
from indexing.facets import FacetRow, write_facets
from indexing.files import flush, flush_tree, remove
from indexing.generation import FileInfo, ShardInfo, describe
from indexing.numbers import aliases
from indexing.shards import OWNERS, STORE, WINDOWS
from indexing.store import Store, StoredDocument, write_store
from indexing.vectors import write_vectors

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.control import Control
    from indexing.model import Patent
    from indexing.protocols import Embedder

SHARD_WINDOWS = 4096
"""A shard is full when it has this many windows: what an interrupted build does again at most, and what is held in memory at once."""
_BATCH = 64
_INFO = "shard.json"


def day_number(patent: Patent) -> int:
    """The cut-off day as YYYYMMDD, 0 where the document has no date."""
    day, _ = patent.cutoff_date()
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def class_terms(patent: Patent) -> tuple[str, ...]:
    """Every class symbol of the document and all above them, sorted."""
    return tuple(sorted({term for symbol in (*patent.cpc, *patent.ipc) for term in above(symbol)}))


def facet_row(patent: Patent) -> FacetRow:
    """What the document is filtered by."""
    return FacetRow(day_number(patent), patent.office or "", patent.kind or "", patent.language or "", (*patent.cpc, *patent.ipc))


def _facts(patent: Patent) -> dict[str, object]:
    _, used = patent.cutoff_date()
    return {
        "source_id": patent.source_id,
        "title": patent.title,
        "published": plain(patent.publication_date),
        "filed": plain(patent.filing_date),
        "priority": plain(patent.priority_date),
        "date_used": used,
        "language": patent.language,
        "classes": list(dict.fromkeys((*patent.cpc, *patent.ipc))),
        "claims": len({c.number for c in patent.claims}),
        "paragraphs": len(patent.description),
        "source": patent.source,
    }


class OpenShard:
    """A shard being filled."""

    def __init__(self, first_document: int, first_passage: int) -> None:
        self.first_document = first_document
        self.first_passage = first_passage
        self.passages = 0
        self.texts: list[str] = []
        self._windows: list[int] = []
        self._owners: list[int] = []
        self._facets: list[FacetRow] = []
        self._documents: list[StoredDocument] = []

    @property
    def documents(self) -> int:
        """The number of documents so far."""
        return len(self._documents)

    def add(self, patent: Patent, digest: str, embedder: Embedder) -> int:
        """Take in a document; its ordinal. Raises ValueError where its units do not hold together; then nothing was taken."""
        ordinal, first = self.first_document + self.documents, self.first_passage + self.passages
        found = passages(patent)
        body = patent_to_json(patent)
        texts, windows = [], []
        for number, passage in enumerate(found, first):
            text = embedding_text(patent, passage)
            for start, end in embedder.windows(text):
                texts.append(text[start:end])
                windows.append(number)
        names = aliases(patent.id, patent.source_id)
        ids = tuple(p.id for p in found)
        self._documents.append(StoredDocument(ordinal, patent.id, digest, patent.family, _facts(patent), tuple(names), first, ids, body))
        self.texts += texts
        self._windows += windows
        self._owners += [ordinal] * len(found)
        self._facets.append(facet_row(patent))
        self.passages += len(found)
        return ordinal

    def write(self, folder: Path, vectors: NDArray[np.float32]) -> ShardInfo:
        """Write the shard's files into the new folder `folder` and bring them to the disk."""
        folder.mkdir(parents=True)
        info = ShardInfo(
            name=f"d{self.first_document:09d}",
            first_document=self.first_document,
            documents=self.documents,
            first_passage=self.first_passage,
            passages=self.passages,
            windows=len(self.texts),
        )
        write_store(folder / STORE, self._documents)
        if self.texts:
            write_vectors(folder, lambda: iter((vectors,)), len(vectors), vectors.shape[1], exact=False)
        np.save(folder / WINDOWS, np.array(self._windows, np.int32))
        np.save(folder / OWNERS, np.array(self._owners, np.int32))
        write_facets(folder, self._facets)
        (folder / _INFO).write_bytes(canonical_json({"info": plain(info), "files": plain(describe(folder))}))
        flush_tree(folder)
        return info


def read_info(folder: Path) -> ShardInfo | None:
    """What a finished shard says of itself; None where it is not whole."""
    try:
        record = json.loads((folder / _INFO).read_bytes())
        files = describe(folder)
        files.pop(_INFO)
        whole = {name: FileInfo(**f) for name, f in record["files"].items()} == files
        return ShardInfo(**record["info"]) if whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


class ShardLine:
    """The new shards of a build, in order, in `folder`. `encoded` counts the windows that were encoded, `reused` the documents that were not."""

    def __init__(self, folder: Path, first_document: int, first_passage: int, embedder: Embedder, control: Control) -> None:
        self._folder = folder
        self._embedder = embedder
        self._control = control
        self._open = OpenShard(first_document, first_passage)
        self.finished: list[ShardInfo] = []
        self.encoded = 0
        self.reused = 0
        self._replay = self._resumable()
        self._store: Store | None = None
        self._expected: list[tuple[int, str, str]] = []
        self._taken = 0
        self._next_shard()

    def _resumable(self) -> list[ShardInfo]:
        """The finished shards that an interrupted build left, as far as they follow on one another; all else there is removed."""
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

    def _next_shard(self) -> None:
        if self._store:
            self._store.close()
        self._store, self._expected, self._taken = None, [], 0
        if self._replay:
            self._store = Store(self._folder / self._replay[0].name / STORE)
            self._expected = list(self._store.listing())

    def add(self, patent: Patent, digest: str) -> int:
        """Take in the next document; its ordinal. Raises ValueError where it cannot be indexed."""
        if self._expected:
            ordinal, document_id, was = self._expected[self._taken]
            if (document_id, was) == (patent.id, digest):
                self._took()
                return ordinal
            self._leave()
        ordinal = self._open.add(patent, digest, self._embedder)
        if len(self._open.texts) >= SHARD_WINDOWS:
            self._write()
        return ordinal

    def _took(self) -> None:
        self._taken += 1
        self.reused += 1
        if self._taken == len(self._expected):
            done = self._replay.pop(0)
            self.finished.append(done)
            self._open = OpenShard(done.first_document + done.documents, done.first_passage + done.passages)
            self._next_shard()

    def _leave(self) -> None:
        """Give the interrupted build's shards up from here on; documents already taken from the current one are taken in anew."""
        store, taken = self._store, self._expected[: self._taken]
        if store:
            for ordinal, _, digest in taken:
                self._open.add(patent_from_json(store.body(ordinal)), digest, self._embedder)
        self.reused -= len(taken)
        given_up, self._replay = self._replay, []
        self._next_shard()
        for info in given_up:
            remove(self._folder / info.name)

    def finish(self) -> list[ShardInfo]:
        """Write what is left; all new shards, in order."""
        if self._expected:
            self._leave()
        if self._open.documents:
            self._write()
        return self.finished

    def _write(self) -> None:
        shard = self._open
        vectors = self._encode(shard.texts)
        aside = self._folder / "unfinished"
        remove(aside)
        info = shard.write(aside, vectors)
        aside.replace(self._folder / info.name)
        flush(self._folder)
        self.finished.append(info)
        self._open = OpenShard(info.first_document + info.documents, info.first_passage + info.passages)

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of `texts` in their order, encoded in batches of like length (half the padding is saved so)."""
        order = sorted(range(len(texts)), key=lambda n: (len(texts[n]), n))
        vectors = np.empty((len(texts), self._embedder.dimension), np.float32)
        total = self.encoded + len(texts)
        for start in range(0, len(order), _BATCH):
            self._control.check()
            batch = order[start : start + _BATCH]
            vectors[batch] = self._embedder.encode_passages([texts[n] for n in batch])
            self.encoded += len(batch)
            self._control.report(Progress("encoding", self.encoded, total, "passages"))
        return vectors

    def close(self) -> None:
        """Let go of what is open (after an interruption, too)."""
        if self._store:
            self._store.close()
            self._store = None


def content_hash(patent: Patent) -> bytes:
    """What a document's content hash is made over: all of it but the place where it was found."""
    return patent_to_json(replace(patent, source=""))
