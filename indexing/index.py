"""One open generation of an index: searched by words and by meaning, read document by document. Knows neither faiss nor tantivy."""

from __future__ import annotations

import datetime as dt
import difflib
import threading
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from indexing.arrays import load_array
from indexing.canonical import plain
from indexing.chunking import CHUNKER_VERSION, passage_text, passages
from indexing.engines.analysers import ANALYSER
from indexing.engines.boolean import Boolean
from indexing.engines.citations import Citations
from indexing.engines.class_counts import class_frequency, classes_below
from indexing.engines.class_search import Classes
from indexing.engines.filters import Filters
from indexing.engines.lexical import DOCUMENT_FIELDS, PASSAGE_FIELDS, Conditions, Nearness
from indexing.engines.likeness import document_vectors
from indexing.engines.meaning import Meaning
from indexing.engines.retrieval import conditions, document_names, hits, passage_names, widen
from indexing.engines.similar import Similar
from indexing.engines.word_index import WordIndex
from indexing.engines.words import DOCUMENTS, PASSAGES
from indexing.errors import IndexFault, UsageError
from indexing.model import DocumentFacts, Hit, Passage
from indexing.numbers import lookup_keys
from indexing.storage.files import mapped
from indexing.storage.generation import Generation, as_past, check, generation_at, generations
from indexing.storage.ledger import LedgerFile
from indexing.storage.shards import Shards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from indexing.engines.face import QueryEngine
    from indexing.engines.retrieval import Found
    from indexing.model import Filter, Finding, Patent, Subquery
    from indexing.protocols import Embedder

    OpenEmbedder = Callable[[str], Embedder]

_NEAR = 3
_TRIES = 5


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _facts(document_id: str, f: dict[str, Any], family: str | None, office: str, kind: str) -> DocumentFacts:
    return DocumentFacts(
        id=document_id,
        source_id=f["source_id"],
        title=f["title"],
        published=_day(f["published"]),
        filed=_day(f["filed"]),
        priority=_day(f["priority"]),
        date_used=f["date_used"],
        language=f["language"],
        family=family,
        classes=tuple(f["classes"]),
        claims=f["claims"],
        paragraphs=f["paragraphs"],
        source=f["source"],
        office=office or None,
        kind=kind or None,
    )


def _served(index_dir: Path) -> bytes:
    """What CURRENT says; empty where it cannot be read."""
    try:
        return (index_dir / "CURRENT").read_bytes()
    except OSError:
        return b""


def weights_of(identity: str) -> str:
    """An embedder's identity without its precision: name and hash of the weights. One that names no precision stays whole."""
    head, _, precision = identity.rpartition("/")
    return head if head and "@" not in precision else identity


class Index:
    """A `SearchIndex` (see `indexing.protocols`) over the generation that served when it was opened; later builds do not touch it.

    Safe for many threads. The embedder is opened when a search first needs it: a search for words never does.
    """

    def __init__(self, index_dir: Path, generation: Generation, open_embedder: OpenEmbedder) -> None:
        folder, self._manifest = generation.folder, generation.manifest
        self._dir = index_dir
        self._folder = folder
        self._sha256 = generation.sha256
        self._open_embedder = open_embedder
        self._embedder: Embedder | None = None
        self._lock = threading.Lock()
        for what, was, now in (("chunker", self._manifest.chunker, CHUNKER_VERSION), ("word analyser", self._manifest.analyser, ANALYSER)):
            if was != now:
                hint = "have it made anew from what it holds: `priorart index reembed`"
                raise IndexFault(f"the index at {index_dir} was built with another {what}: {was}, not {now}", hint)
        withdrawn = load_array(folder / "withdrawn.npy")
        self._shards = Shards(folder / "shards", self._manifest.shards, withdrawn)
        self._ledger = LedgerFile(folder / "ledger.sqlite")
        self._filters = Filters(self._shards)
        self._meaning = Meaning(self._shards, self._manifest.dimension, self._filters)
        self._documents = WordIndex(folder / DOCUMENTS, DOCUMENT_FIELDS)
        self._passages = WordIndex(folder / PASSAGES, PASSAGE_FIELDS)
        self._engines: dict[str, QueryEngine] = {
            "similar": Similar(self._shards, self._meaning),
            "citations": Citations(self._shards, self._filters),
            "classes": Classes(self._shards, self._filters),
            "boolean": Boolean(self._shards, self._documents, self._passages),
        }

    @classmethod
    def open(cls, index_dir: Path, open_embedder: OpenEmbedder, *, generation: int | None = None) -> Self:
        """Open the serving generation, or an earlier one by its number. `open_embedder(name)` gives the embedder that the manifest names.

        Raises `IndexFault` where there is no index, or one that is damaged or of another format, `UsageError` for a generation that is not there.
        """
        for _ in range(_TRIES):
            chosen, served = None, _served(index_dir)
            try:
                chosen = generation_at(index_dir, generation)
                check(index_dir, chosen)
                with mapped("opening the index"):
                    return cls(index_dir, chosen, open_embedder)
            except IndexFault:
                if _served(index_dir) == served and (chosen is None or chosen.folder.exists()):
                    raise  # damaged; else it was removed while it was opened, and there is a later one
        raise IndexFault(f"generations of {index_dir} are removed faster than they can be opened", "try again")

    def close(self) -> None:
        """Let go of the files; calling it twice is harmless."""
        self._shards.close()
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ what it is

    @property
    def generation(self) -> int:
        """The number of the generation."""
        return self._manifest.generation

    @property
    def manifest_sha256(self) -> str:
        """The hash that names every byte of the generation."""
        return self._sha256

    @property
    def embedder_identity(self) -> str:
        """The embedder whose vectors the index holds."""
        return self._manifest.embedder_identity

    def info(self) -> dict[str, Any]:
        """What `priorart index info` prints. `generations` are those that are there up to this one, oldest first."""
        m = self._manifest
        this = Generation(self._folder, m, self._sha256)
        return {
            "generation": m.generation,
            "documents": m.documents,
            "passages": m.passages,
            "windows": m.windows,
            "shards": len(m.shards),
            "embedder": m.embedder,
            "embedder_identity": m.embedder_identity,
            "bytes": m.bytes,
            "withdrawn": m.withdrawn,
            "created": m.created,
            "chunker": m.chunker,
            "format": m.format,
            "content": m.content,
            "manifest": self._sha256,
            "exact": m.exact,
            "change": m.change,
            "generations": [plain(past) for past in (*generations(self._dir, this), as_past(this))],
        }

    def documents(self) -> Iterator[dict[str, Any]]:
        """What `priorart index documents` prints, one dictionary a document, in the order of indexing."""
        for shard in self._shards.all:
            for ordinal, document_id, facts in shard.store.everything():
                if ordinal not in self._shards.withdrawn:
                    kept = ("title", "published", "filed", "language", "claims", "paragraphs", "source")
                    yield {"id": document_id} | {name: facts[name] for name in kept}

    def ledger(self) -> Iterator[dict[str, str | None]]:
        """What `priorart index ledger` prints, one dictionary a source document: `source`, `number`, `outcome`, `code`, `reason`."""
        for source, number, outcome, code, reason in self._ledger.entries():
            yield {"source": source, "number": number, "outcome": outcome, "code": code, "reason": reason}

    # ------------------------------------------------------------ searching

    def search(self, subquery: Subquery, filters: Filter, k: int) -> list[Hit]:
        """The best `k` documents or passages under `filters`; see `SearchIndex`."""
        wanted = conditions(filters)
        whole = subquery.level == "document"
        if k < 1:
            return []
        if subquery.engine == "words":
            found = self._by_words(subquery, wanted, k)
        elif engine := self._engines.get(subquery.engine):
            found = engine.search(subquery, wanted, k)
        elif subquery.vector is None and not subquery.text.strip():
            return []
        else:
            found = self._meaning.search(self._vector(subquery), wanted, k, documents=whole)
        names = document_names if whole else passage_names
        return hits(subquery, names(self._shards, found[0].tolist()), found, k)

    def _by_words(self, subquery: Subquery, wanted: Conditions, k: int) -> Found:
        words = self._documents if subquery.level == "document" else self._passages
        weights = words.weigh(subquery.text, subquery.terms)
        fields = subquery.fields if words is self._documents else ()
        known = self._filters.known(wanted, documents=words is self._documents)
        nearness = Nearness(subquery.near, subquery.minimum_match) if subquery.near or subquery.minimum_match else None
        return widen(lambda limit: words.search(weights, fields, wanted, limit, known, nearness), k)

    def _vector(self, subquery: Subquery) -> Sequence[float]:
        return subquery.vector if subquery.vector is not None else self.encode([subquery.text])[0]

    def encode(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Query vectors by the index's own embedder. Raises `IndexFault` where what was opened is another one.

        The same weights at another precision (a processor without bf16) are the same embedder: their vectors differ by a cosine of under .0001.
        """
        with self._lock:
            if self._embedder is None:
                embedder = self._open_embedder(self._manifest.embedder)
                if weights_of(embedder.identity) != weights_of(self._manifest.embedder_identity):
                    raise IndexFault(
                        f"the index holds vectors of {self._manifest.embedder_identity}, the embedder at hand is {embedder.identity}",
                        "use the embedder that the index was built with, or build it again into a new folder",
                    )
                self._embedder = embedder
        return [tuple(vector) for vector in self._embedder.encode_queries(list(texts)).tolist()]

    def best_passages(self, subquery: Subquery, documents: Sequence[str], per_document: int) -> dict[str, list[Hit]]:
        """For each of `documents` its best passages, found inside the engine; the first one where the query finds none there."""
        ordinals = {self._ordinal(name): name for name in documents}
        best: dict[str, list[Hit]] = {name: [] for name in documents}
        if not ordinals or per_document < 1:
            return best
        if subquery.engine == "words":
            weights = self._passages.weigh(subquery.text, subquery.terms)
            most = sum(len(self._shards.passages(o)) for o in ordinals)
            found, _ = self._passages.search(weights, (), Conditions(documents=tuple(sorted(ordinals))), most)
        elif engine := self._engines.get(subquery.engine):
            found = engine.within(subquery, sorted(ordinals))
        elif subquery.vector is None and not subquery.text.strip():
            found = (np.empty(0, np.int64), np.empty(0, np.float64))
        else:
            found = self._meaning.within(self._vector(subquery), sorted(ordinals))
        names = passage_names(self._shards, found[0].tolist())
        for hit in hits(subquery, names, found, len(found[0])):
            mine = best[hit.document]
            if len(mine) < per_document:
                mine.append(Hit(hit.document, hit.passage, hit.score, len(mine) + 1, hit.subquery, hit.engine))
        for ordinal, name in ordinals.items():
            if not best[name] and (own := self._shards.passages(ordinal)):
                first = self._shards.passage_ids([own[0]])[own[0]]
                best[name].append(Hit(name, first, 0.0, 1, subquery.id, subquery.engine))
        return best

    def document_frequency(self, terms: Sequence[str]) -> tuple[list[int], int]:
        """For each term the number of documents that hold all its words, and the number of documents."""
        return [self._documents.document_frequency(term) for term in terms], self._manifest.documents

    def class_frequency(self, symbols: Sequence[str]) -> tuple[list[int], int]:
        """For each class symbol the number of documents that bear it or one below it, and the number of documents."""
        return class_frequency(self._shards, symbols), self._manifest.documents

    def classes_below(self, symbol: str, most: int) -> list[tuple[str, int]]:
        """The most frequent symbols one step below a class symbol, with the number of documents at or below each."""
        return classes_below(self._shards, symbol, most)

    def document_vectors(self, document_ids: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """By document the mean of its stored vectors, L2-normalised; a document without vectors is left out."""
        ordinals = {self._ordinal(name): name for name in document_ids}
        found = document_vectors(self._shards, list(ordinals))
        return {name: tuple(found[ordinal].tolist()) for ordinal, name in ordinals.items() if ordinal in found}

    # ------------------------------------------------------------ reading

    def _ordinal(self, document_id: str) -> int:
        ordinal = self._shards.find(document_id)
        if ordinal is None:
            raise UsageError(f"there is no document '{document_id}' in the index", self._nearest(document_id))
        return ordinal

    def _nearest(self, document_id: str) -> str:
        if found := self.resolve(document_id):
            return f"did you mean {found}?"
        near: list[tuple[float, str]] = []
        matcher = difflib.SequenceMatcher(b=document_id.upper(), autojunk=False)
        for _, name in self._shards.live():
            matcher.set_seq1(name.upper())
            floor = near[-1][0] if len(near) == _NEAR else -0.5
            if -matcher.real_quick_ratio() < floor and -matcher.quick_ratio() < floor:
                near = sorted([*near, (-matcher.ratio(), name)])[:_NEAR]
        return f"did you mean {' or '.join(name for _, name in near)}?" if near else "`priorart index documents` lists what is there"

    def document(self, document_id: str) -> Patent:
        """The whole document."""
        return self._shards.patent(self._ordinal(document_id))

    def passage(self, passage_id: str) -> Passage:
        """The passage, any unit or run or part of units included, with its text."""
        document_id, mark, _ = passage_id.partition("#")
        if not mark:
            raise UsageError(f"'{passage_id}' names no passage", "a passage is named as US10123456B2#claim.1")
        text = passage_text(self.document(document_id).units(), passage_id)
        return Passage(passage_id, document_id, text)

    def passages_of(self, document_id: str) -> list[Passage]:
        """All passages of a document, in reading order."""
        return passages(self.document(document_id))

    def facts(self, document_id: str) -> DocumentFacts:
        """What a list shows of the document."""
        return self.facts_of([document_id])[document_id]

    def facts_of(self, document_ids: Sequence[str]) -> dict[str, DocumentFacts]:
        """What a list shows of each of these documents, in the order asked; a list of a thousand costs a few reads of the disk."""
        wanted = tuple(dict.fromkeys(document_ids))
        found = {row[0]: _facts(*row) for row in self._shards.facts_named(wanted)}
        if len(found) < len(wanted):
            self._ordinal(next(name for name in wanted if name not in found))  # says which are near it
        return {name: found[name] for name in wanted}

    def resolve(self, name: str) -> str | None:
        """The id of the document that is called `name` in any form; None where it is not here."""
        if self._shards.find(name) is not None:
            return name
        found = self._shards.named(lookup_keys(name))
        return found[0] if found else None

    def family(self, document_id: str) -> tuple[str, ...]:
        """The documents of the same family in this generation, the document itself included: by family id where both have one, else by priority."""
        return tuple(self._shards.family(self._ordinal(document_id)))

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """What is wrong with the data of each document, in the order of indexing."""
        for shard in self._shards.all:
            for ordinal, finding in shard.store.findings():
                if ordinal not in self._shards.withdrawn:
                    yield shard.store.document_ids([ordinal])[ordinal], finding
