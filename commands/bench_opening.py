"""The opening part of `make bench-index`: the processor time of `Index.open`, whole, on a collection of any size that was verified on this machine.

Building a million documents takes hours of encoding, so the generation is put together by the writers that a build uses: one shard with the
vectors, facets and words of passages that the benchmark has made already, one document a passage (the most that there can be), whose text is
a title of the passage's first words, and a ledger row of each. Published, hashed and noted as verified as any other.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from commands.bench_collection import QUERY_WORDS
from indexing.codec import patent_to_json
from indexing.engines.analysers import DEFAULT
from indexing.engines.lexical import DOCUMENT_FIELDS, Entry
from indexing.engines.word_index import WordIndexWriter
from indexing.engines.words import DOCUMENTS, PASSAGES
from indexing.errors import UsageError
from indexing.index import Index
from indexing.model import Filter, LedgerEntry, Patent, Subquery, Text
from indexing.storage.files import link_or_copy, link_tree
from indexing.storage.generation import ShardInfo
from indexing.storage.ledger import Notebook
from indexing.storage.publishing import Draft, Made, writing
from indexing.storage.shards import OWNERS, STORE, WINDOWS
from indexing.storage.store import StoredDocument, write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from commands.bench_collection import Collection

_TITLE_WORDS = 12
_OPENINGS = 9


def opening(made: Collection, passages: Sequence[str], engines: Path, folder: Path) -> dict[str, Any]:
    """Processor milliseconds of opening an index of this collection, put together in `folder` from the files in `engines`: the first time in this
    process, the median and the longest of several, and of the first search by words and by meaning.
    """
    _assemble(made, passages, engines, folder)
    times = [_cpu_ms(lambda: Index.open(folder, _none).close()) for _ in range(_OPENINGS)]
    with Index.open(folder, _none) as index:
        text = " ".join(passages[0].split()[:QUERY_WORDS])
        asked = {
            "words": Subquery(id="q", branch="b", engine="words", text=text, level="passage"),
            "meaning": Subquery(id="q", branch="b", engine="meaning", text=text, level="passage", vector=tuple(made.queries[0].tolist())),
        }
        first = {name: _cpu_ms(lambda q=q: index.search(q, Filter(), 100)) for name, q in asked.items()}  # type: ignore[misc]
        hits = {name: len(index.search(q, Filter(), 100)) for name, q in asked.items()}
        held = index.info()
    return {
        "documents": held["documents"],
        "passages": held["passages"],
        "bytes": held["bytes"],
        "cpu_ms": {"first": times[0], "median": statistics.median(times), "longest": max(times)},
        "first_search_cpu_ms": first,
        "hits": hits,
    }


def _cpu_ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def _none(name: str) -> Any:  # noqa: ANN401 - an embedder, which is never asked for
    raise UsageError(f"{name} is no embedder: the vectors are made up")


def _title(passages: Sequence[str], number: int) -> str:
    return " ".join(passages[number % len(passages)].split()[:_TITLE_WORDS])


def _assemble(made: Collection, passages: Sequence[str], engines: Path, folder: Path) -> None:
    """Publish the collection as the first generation of an index."""
    with writing(folder, "putting the index together", new=True):
        draft = Draft(folder, None, ["bench"])
        shard = draft.shards / "d000000000"
        shard.mkdir()
        for file in [*engines.glob("vectors.*"), *engines.glob("facets.*")]:
            link_or_copy(file, shard / file.name)
        numbers = np.arange(made.count, dtype=np.int32)
        np.save(shard / WINDOWS, numbers)
        np.save(shard / OWNERS, numbers)
        write_store(shard / STORE, _documents(made, passages))
        link_tree(engines / "words", draft.folder / PASSAGES)
        words = WordIndexWriter(draft.folder / DOCUMENTS, DOCUMENT_FIELDS)
        for number in range(made.count):
            title = _title(passages, number)
            words.add(DEFAULT, Entry(number, number, 20000101, "US", (), dict.fromkeys(("title", "summary", "text"), title), "A1", "en"))
        words.finish()
        book = Notebook(draft.ledger, draft.scratch)
        for number in range(made.count):
            book.note(LedgerEntry(f"made-up.jsonl:{number}", _name(number), "indexed"))
        book.close()
        info = ShardInfo(shard.name, 0, made.count, 0, made.count, made.count)
        draft.publish(Made("made-up", "made-up", made.vectors.shape[1], exact=False), (info,), (), "build")


def _name(number: int) -> str:
    return f"US{20_000_000 + number}A1"


def _documents(made: Collection, passages: Sequence[str]) -> Iterator[StoredDocument]:
    for number in range(made.count):
        name, title = _name(number), _title(passages, number)
        patent = Patent(name, name, office="US", language="en", titles=(Text(title, "en"),))
        facts: dict[str, object] = dict.fromkeys(("published", "filed", "priority", "date_used"))
        facts |= {"source_id": name, "title": title, "language": "en", "classes": [], "claims": 0, "paragraphs": 0, "source": ""}
        yield StoredDocument(number, name, "", (), None, facts, (name,), (), (), number, ("title.1",), patent_to_json(patent))
