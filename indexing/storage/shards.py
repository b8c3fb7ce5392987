"""Shards: immutable parts of an index, and all of a generation's shards as one.

Ordinals number documents and passages over the whole index; here is the only place that knows which shard holds which.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.arrays import load_array
from indexing.codec import patent_from_json
from indexing.engines.facets import Facets
from indexing.engines.vectors import Vectors
from indexing.errors import IndexFault
from indexing.storage.store import Store, read_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.model import Finding, Patent
    from indexing.storage.generation import ShardInfo

STORE, WINDOWS, OWNERS = "store.sqlite", "windows.npy", "owners.npy"


def _array(path: Path, dtype: type[np.generic], shape: tuple[int, ...]) -> NDArray[np.int32]:
    try:
        array: NDArray[np.int32] = load_array(path, mmap_mode="r" if shape[0] else None)
    except (ValueError, OSError, EOFError) as error:
        raise IndexFault(f"{path} is damaged ({error})", "restore the index from a backup, or build it again") from error
    if array.shape != shape or array.dtype != dtype:
        raise IndexFault(f"{path} is damaged: an array of {array.shape} instead of {shape}", "restore the index from a backup, or build it again")
    return array


@dataclass(frozen=True, slots=True)
class Written:
    """A document as its words are indexed: its ordinal, the whole of it, the ordinals of its passages in reading order."""

    ordinal: int
    patent: Patent
    passages: range


class Shard:
    """One open shard.

    `windows[i]` is the passage (ordinal) of vector i; `owners[i]` the document (ordinal) of the shard's passage i.
    """

    def __init__(self, folder: Path, info: ShardInfo) -> None:
        self.info = info
        self.store = Store(folder / STORE)
        self.vectors = Vectors(folder) if info.windows else None
        self.windows = _array(folder / WINDOWS, np.int32, (info.windows,))
        self.owners = _array(folder / OWNERS, np.int32, (info.passages,))
        self.facets = Facets(folder, info)

    def window_documents(self) -> NDArray[np.int32]:
        """The document (ordinal) of each vector."""
        owners: NDArray[np.int32] = np.asarray(self.owners)[np.asarray(self.windows) - self.info.first_passage]
        return owners

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()
        self.vectors = None


class Shards:
    """The shards of one generation as one collection, without the documents that were withdrawn or replaced."""

    def __init__(self, folder: Path, infos: Sequence[ShardInfo], withdrawn: NDArray[np.int64]) -> None:
        self.all = [Shard(folder / info.name, info) for info in infos]
        self.withdrawn = frozenset(int(o) for o in withdrawn)
        self._documents = [info.first_document for info in infos]
        self._passages = [info.first_passage for info in infos]

    def close(self) -> None:
        """Let go of all files."""
        for shard in self.all:
            shard.close()

    @property
    def next_document(self) -> int:
        """The first document ordinal that is still free."""
        return self.all[-1].info.first_document + self.all[-1].info.documents if self.all else 0

    @property
    def next_passage(self) -> int:
        """The first passage ordinal that is still free."""
        return self.all[-1].info.first_passage + self.all[-1].info.passages if self.all else 0

    def with_document(self, ordinal: int) -> Shard:
        """The shard of this document."""
        return self.all[bisect_right(self._documents, ordinal) - 1]

    def with_passage(self, ordinal: int) -> Shard:
        """The shard of this passage."""
        return self.all[bisect_right(self._passages, ordinal) - 1]

    def find(self, document_id: str) -> int | None:
        """The ordinal of the document with this very id."""
        found = self.version(document_id)
        return found[0] if found else None

    def version(self, document_id: str) -> tuple[int, str, tuple[str, ...]] | None:
        """Ordinal, content hash and readings of the document with this very id; None where it is not here (any more)."""
        return next((v for shard in reversed(self.all) for v in shard.store.find(document_id) if v[0] not in self.withdrawn), None)

    def named(self, keys: Iterable[str]) -> tuple[str, int] | None:
        """The document that the first of these alias keys names, the lowest id where several do."""
        return min(self.all_named(keys), default=None)

    def all_named(self, keys: Iterable[str]) -> list[tuple[str, int]]:
        """Ids and ordinals of all documents that the first of these alias keys names which names any."""
        for key in keys:
            found = [pair for shard in self.all for pair in shard.store.named(key) if pair[1] not in self.withdrawn]
            if found:
                return sorted(set(found))
        return []

    def family(self, ordinal: int) -> list[str]:
        """Ids of the documents of this document's family, itself included, sorted: those of its family id; where one of the two has none, those
        that share a priority with it.
        """
        store = self.with_document(ordinal).store
        (_, _, family) = store.facts([ordinal])[ordinal]
        found = set(store.document_ids([ordinal]).values())
        for key in store.family_keys(ordinal):
            for shard in self.all:
                rows = [row for row in shard.store.with_family_key(key) if row[1] not in self.withdrawn]
                found |= {name for name, _, other in rows if other is None or family is None or other == family}
        return sorted(found)

    def body(self, ordinal: int) -> bytes:
        """The whole document, as JSON."""
        return self.with_document(ordinal).store.body(ordinal)

    def findings_of(self, ordinal: int) -> tuple[Finding, ...]:
        """What is wrong with the data of this document."""
        return self.with_document(ordinal).store.findings_of(ordinal)

    def patent(self, ordinal: int) -> Patent:
        """The whole document."""
        return patent_from_json(self.body(ordinal))

    def document_ids(self, ordinals: Sequence[int]) -> dict[int, str]:
        """Ids by document ordinal."""
        found: dict[int, str] = {}
        for shard, wanted in self._by_shard(ordinals, self._documents):
            found.update(shard.store.document_ids(wanted))
        return found

    def passage_ids(self, ordinals: Sequence[int]) -> dict[int, str]:
        """Ids by passage ordinal."""
        found: dict[int, str] = {}
        for shard, wanted in self._by_shard(ordinals, self._passages):
            owners = dict(zip(wanted, np.asarray(shard.owners)[np.array(wanted) - shard.info.first_passage].tolist(), strict=True))
            names = shard.store.document_ids(sorted(set(owners.values())))
            found.update({o: f"{names[owners[o]]}#{mark}" for o, mark in shard.store.marks(wanted).items()})
        return found

    def facts(self, ordinals: Sequence[int]) -> dict[int, tuple[str, dict[str, Any], str | None]]:
        """Id, facts and family id by document ordinal."""
        found: dict[int, tuple[str, dict[str, Any], str | None]] = {}
        for shard, wanted in self._by_shard(ordinals, self._documents):
            found.update(shard.store.facts(wanted))
        return found

    def facts_named(self, document_ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any], str | None, str, str]]:
        """Id, facts, family id, office (ST.3) and kind code (ST.16, capitals; both empty where not known) of those of these documents that are here,
        in no order: one read a shard and `CHUNK` documents. Of several versions the last one given is the latest.
        """
        missing = list(document_ids)
        for shard in reversed(self.all):
            if not missing:
                break
            rows = [row for row in shard.store.facts_named(missing) if row[0] not in self.withdrawn]
            if not rows:
                continue
            codes = shard.facets.codes(np.array([row[0] for row in rows]) - shard.info.first_document)
            for (_, name, facts, family), (office, kind) in zip(rows, codes, strict=True):
                yield name, read_facts(facts), family, office, kind
            here = {row[1] for row in rows}
            missing = [name for name in missing if name not in here]

    def _by_shard(self, ordinals: Sequence[int], firsts: list[int]) -> Iterator[tuple[Shard, list[int]]]:
        by_shard: dict[int, list[int]] = {}
        for ordinal in ordinals:
            by_shard.setdefault(bisect_right(firsts, ordinal) - 1, []).append(ordinal)
        return ((self.all[number], wanted) for number, wanted in by_shard.items())

    def owner(self, passage: int) -> int:
        """The document (ordinal) of a passage (ordinal)."""
        shard = self.with_passage(passage)
        return int(shard.owners[passage - shard.info.first_passage])

    def passages(self, ordinal: int) -> range:
        """The passages (ordinals) of a document, in reading order."""
        first, count = self.with_document(ordinal).store.passage_range(ordinal)
        return range(first, first + count)

    def texts(self) -> Iterator[Written]:
        """Every document that can be found, in order."""
        return (Written(ordinal, self.patent(ordinal), self.passages(ordinal)) for ordinal, _ in self.live())

    def live(self, first: int = 0) -> Iterator[tuple[int, str]]:
        """Ordinal and id of every document that can be found, in order, from ordinal `first` on."""
        for shard in self.all:
            if shard.info.first_document + shard.info.documents > first:
                yield from ((o, name) for o, name, _ in shard.store.listing(first) if o not in self.withdrawn)
