"""BM25 by the library bm25s (Lù 2024, arXiv 2407.03618), as its own quick start sets it up. The only file that imports bm25s and PyStemmer.

Lucene's variant of BM25 with k1 1.5 and b 0.75, words of two letters and more in lower case, English stop words out, English stems (Snowball).
A document's text is all that our word index holds of it, as one field. The index is made in memory when the first topic is searched.
"""

from __future__ import annotations

import importlib.metadata
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.collection import TEXT, document_text
from eval.model import Found
from indexing.errors import ModelFault, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from eval.collection import Candidate, Collection
    from eval.model import Topic
    from indexing.control import Control

K1, B, METHOD, LANGUAGE = 1.5, 0.75, "lucene", "english"
_MISSING = "pip install bm25s PyStemmer"


@dataclass(frozen=True, slots=True)
class _Built:
    """The library's index and what its rows are, in the order of their ids: equal scores stand in that order."""

    retriever: Any
    ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    seconds: float


class Bm25s:
    """`eval.protocols.System`; safe for many threads."""

    name = "bm25s"

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._said = collection.notes
        self._built: _Built | None = None
        self._lock = threading.Lock()
        try:
            versions = {package: importlib.metadata.version(package) for package in ("bm25s", "PyStemmer")}
        except importlib.metadata.PackageNotFoundError as fault:
            raise ModelFault(f"the package {fault.name} is not installed, so bm25s cannot be measured", _MISSING) from fault
        self._facts = {
            "packages": versions,
            "parameters": {"k1": K1, "b": B, "method": METHOD, "stop_words": LANGUAGE, "stemmer": LANGUAGE, "text": TEXT},
            **collection.facts,
        }

    @property
    def facts(self) -> Mapping[str, Any]:
        return self._facts

    def find(self, topic: Topic, depth: int, control: Control) -> Found:
        """The documents that share a word with the topic, by falling score, equal ones by id."""
        built, notes = self._ready(control)
        start = time.perf_counter()
        asked = self._collection.asked(topic)
        results = self._collection.named(topic, asked, depth, _ranked(built, asked.text))
        return Found(topic.id, results, search_seconds=time.perf_counter() - start, notes=(*self._said, *asked.notes, *notes))

    def _ready(self, control: Control) -> tuple[_Built, tuple[str, ...]]:
        """The index; whoever made it also says how long that took."""
        with self._lock:
            if self._built is not None:
                return self._built, ()
            self._built = _build(self._collection, control)
            seconds, count = self._built.seconds, len(self._built.ids)
            return self._built, (f"bm25s read and indexed {count} documents in {seconds:.1f} s, which is not in the seconds of its searches",)


def open_system(collection: Collection, given: Path | None) -> Bm25s:
    """The system over `collection`. Raises `ModelFault` where the library is not installed."""
    if given is not None:
        raise UsageError(f"bm25s takes no file, not {given}", "give the name alone")
    return Bm25s(collection)


def _build(collection: Collection, control: Control) -> _Built:
    import bm25s

    start = time.perf_counter()
    names: list[tuple[str, str]] = []

    def texts() -> Iterator[str]:
        for patent in collection.documents(control, "reading for bm25s"):
            names.append((patent.id, patent.source_id))
            yield document_text(patent)

    tokens = _tokens(texts(), return_ids=True)
    order = sorted(range(len(names)), key=names.__getitem__)
    retriever = bm25s.BM25(k1=K1, b=B, method=METHOD)
    if tokens.vocab:
        retriever.index(([tokens.ids[row] for row in order], tokens.vocab), show_progress=False)
    else:
        retriever = None
    ids, source_ids = tuple(names[row][0] for row in order), tuple(names[row][1] for row in order)
    return _Built(retriever, ids, source_ids, time.perf_counter() - start)


def _tokens(texts: Iterable[str], *, return_ids: bool) -> Any:  # noqa: ANN401 - the library's own record, or lists of words
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer(LANGUAGE)  # a new one each time: two threads may not share it
    return bm25s.tokenize(texts, stopwords=LANGUAGE, stemmer=stemmer, show_progress=False, return_ids=return_ids)


def _ranked(built: _Built, text: str) -> Iterator[Candidate]:
    """(id, source's id, score) of every document with a score above zero, best first, equal ones by id."""
    words = _tokens([text], return_ids=False)[0]
    if built.retriever is None or not words:
        return
    scores = built.retriever.get_scores(words)
    for row in np.argsort(-scores, kind="stable").tolist():
        if scores[row] <= 0:
            return
        yield built.ids[row], built.source_ids[row], float(scores[row])
