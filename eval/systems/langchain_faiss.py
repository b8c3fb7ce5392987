"""LangChain's FAISS vector store as its tutorial sets it up, with the index's own embedder. The only file that imports LangChain's community package.

Each document becomes one text, is cut by `RecursiveCharacterTextSplitter` (1,000 characters, 200 of them shared with the next chunk), and the chunks'
vectors are compared with the topic's by exact distance (`IndexFlatL2`). A document counts by its best chunk. Chunks and topics beyond the embedder's
window are cut there. The store lives in memory: its own files would be pickled.

A chunk whose text is to the letter what the index encoded for a document takes its vector from there, all others are encoded anew; `facts` cannot
say how many, as that is known when all are cut: a note does.
"""

from __future__ import annotations

import functools
import importlib.metadata
import threading
import time
import warnings
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from eval.collection import TEXT, document_text
from eval.model import Found
from indexing.chunking import embedding_text, passages
from indexing.control import Progress
from indexing.errors import IndexFault, ModelFault, UsageError
from indexing.index import weights_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from eval.collection import Candidate, Collection
    from eval.model import Topic
    from eval.protocols import WholeIndex
    from indexing.control import Control
    from indexing.model import Patent
    from indexing.protocols import Embedder

CHUNK, OVERLAP = 1000, 200
_BATCH = 512
_SCORE_DIGITS = 6
_PACKAGES = ("langchain-community", "langchain-text-splitters", "faiss-cpu")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A piece of one document's text; `stored` where the index holds the vector of this very text."""

    document: str
    source_id: str
    text: str
    stored: bool


@dataclass(frozen=True, slots=True)
class _Built:
    store: Any
    chunks: int
    taken: int
    seconds: float


class LangchainFaiss:
    """`eval.protocols.System`; safe for many threads."""

    name = "langchain-faiss"

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._said = collection.notes
        self._built: _Built | None = None
        self._lock = threading.Lock()
        try:
            versions = {package: importlib.metadata.version(package) for package in _PACKAGES}
        except importlib.metadata.PackageNotFoundError as fault:
            hint = "pip install langchain-community langchain-text-splitters faiss-cpu"
            raise ModelFault(f"the package {fault.name} is not installed, so LangChain's FAISS store cannot be measured", hint) from fault
        splitter = {"splitter": "RecursiveCharacterTextSplitter", "chunk_size": CHUNK, "chunk_overlap": OVERLAP}
        self._facts = {
            "packages": versions,
            "parameters": {**splitter, "index": "IndexFlatL2", "document": "best chunk", "text": TEXT},
            "embedder": collection.index.embedder_identity,
            **collection.facts,
        }

    @property
    def facts(self) -> Mapping[str, Any]:
        return self._facts

    def find(self, topic: Topic, depth: int, control: Control) -> Found:
        """The documents of the nearest chunks, by falling cosine of the best one, equal ones by id."""
        built, notes = self._ready(control)
        start = time.perf_counter()
        asked = self._collection.asked(topic)
        results = self._collection.named(topic, asked, depth, _documents(built, asked.text, depth))
        return Found(topic.id, results, search_seconds=time.perf_counter() - start, notes=(*self._said, *asked.notes, *notes))

    def _ready(self, control: Control) -> tuple[_Built, tuple[str, ...]]:
        """The store; whoever made it also says what that took."""
        with self._lock:
            if self._built is not None:
                return self._built, ()
            self._built = b = _build(self._collection, control)
            said = f"LangChain's FAISS store of {b.chunks} chunks was made in {b.seconds:.1f} s, which is not in the seconds of its searches"
            if b.taken:
                said += f"; {b.taken} chunks are to the letter what the index encoded and took their vectors from it"
            return self._built, (said,)


def open_system(collection: Collection, given: Path | None) -> LangchainFaiss:
    """The system over `collection`. Raises `ModelFault` where a package is not installed."""
    if given is not None:
        raise UsageError(f"langchain-faiss takes no file, not {given}", "give the name alone")
    return LangchainFaiss(collection)


@functools.cache
def _store_class() -> Any:  # noqa: ANN401 - LangChain is loaded when first needed, so its types are not known here
    with warnings.catch_warnings():
        # The package says on import that it will move; its version is pinned and stands in the facts.
        warnings.simplefilter("ignore", DeprecationWarning)
        from langchain_community.vectorstores import FAISS
    return FAISS


@functools.cache
def _embeddings_class() -> Any:  # noqa: ANN401 - LangChain is loaded when first needed, so its types are not known here
    from langchain_core.embeddings import Embeddings

    class HouseEmbeddings(Embeddings):
        """The index's embedder with LangChain's face."""

        def __init__(self, embedder: Embedder, index: WholeIndex) -> None:
            self._embedder = embedder
            self._index = index

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return self._embedder.encode_passages(texts).tolist()  # type: ignore[no-any-return]

        def embed_query(self, text: str) -> list[float]:
            return list(self._index.encode([text])[0])

    return HouseEmbeddings


def _embedder(collection: Collection) -> Embedder:
    """The index's embedder. Raises `IndexFault` where the one at hand has other weights."""
    embedder = collection.open_embedder()
    wanted = collection.index.embedder_identity
    if weights_of(embedder.identity) != weights_of(wanted):
        raise IndexFault(f"the index holds vectors of {wanted}, the embedder at hand is {embedder.identity}", "use the index's own embedder")
    return embedder


def _build(collection: Collection, control: Control) -> _Built:
    """The store of all chunks, encoded batch by batch."""
    faiss_store = _store_class()
    start = time.perf_counter()
    embedder = _embedder(collection)
    embeddings = _embeddings_class()(embedder, collection.index)
    chunks = _chunks(collection, embedder, control)
    store = None
    count = taken = 0
    while batch := list(islice(chunks, _BATCH)):
        control.check()
        pairs = list(zip([c.text for c in batch], _vectors(collection, embeddings, batch), strict=True))
        labels = [{"document": c.document, "source_id": c.source_id} for c in batch]
        ids = [str(count + n) for n in range(len(batch))]
        if store is None:
            store = faiss_store.from_embeddings(pairs, embeddings, metadatas=labels, ids=ids)
        else:
            store.add_embeddings(pairs, metadatas=labels, ids=ids)
        count += len(batch)
        taken += sum(c.stored for c in batch)
        control.report(Progress("encoding for LangChain", count, None, "chunks"))
    return _Built(store, count, taken, time.perf_counter() - start)


def _chunks(collection: Collection, embedder: Embedder, control: Control) -> Iterator[_Chunk]:
    """The chunks of all documents, in the order of indexing."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    for patent in collection.documents(control, "reading for LangChain"):
        texts = splitter.split_text(document_text(patent))
        stored = _stored_text(patent, embedder) if len(texts) == 1 else None
        for text in texts:
            yield _Chunk(patent.id, patent.source_id, text, text == stored)


def _stored_text(patent: Patent, embedder: Embedder) -> str | None:
    """What the index encoded of the document, where that is one text in one window: its mean vector is then that text's."""
    found = passages(patent)
    text = embedding_text(patent, found[0]) if len(found) == 1 else None
    return text if text is not None and embedder.windows(text) == [(0, len(text))] else None


def _vectors(collection: Collection, embeddings: Any, batch: Sequence[_Chunk]) -> list[list[float]]:  # noqa: ANN401 - LangChain's type
    """One vector a chunk: the index's own where it has it, else encoded."""
    stored = collection.index.document_vectors([c.document for c in batch if c.stored])
    anew = [c.text for c in batch if c.document not in stored]
    encoded = iter(embeddings.embed_documents(anew) if anew else ())
    return [list(stored[c.document]) if c.document in stored else next(encoded) for c in batch]


def _documents(built: _Built, text: str, depth: int) -> Iterator[Candidate]:
    """(id, source's id, cosine of the best chunk) of all documents, best first, equal ones by id; the store is searched as deep as is read.

    Documents as far as the last chunk that was asked for wait for the next look: there may be more of that distance.
    """
    if built.store is None or not text.strip():
        return
    vector = built.store.embeddings.embed_query(text)
    given, limit = 0, 0
    while limit < built.chunks:
        limit = min(built.chunks, 2 * max(limit, depth))
        best: dict[str, tuple[float, str]] = {}
        score = 1.0
        for chunk, distance in built.store.similarity_search_with_score_by_vector(vector, k=limit):
            score = round(1 - float(distance) / 2, _SCORE_DIGITS)  # of unit vectors the squared distance is 2 - 2 cos
            best.setdefault(chunk.metadata["document"], (score, chunk.metadata["source_id"]))
        order = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        sure = [item for item in order if limit == built.chunks or item[1][0] > score]
        for document, (cosine, source_id) in sure[given:]:
            yield document, source_id, cosine
        given = len(sure)
