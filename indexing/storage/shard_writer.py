"""A document as a shard keeps it, and batches of them: what a build has gathered, written aside and put in place when whole.

A batch looks like a shard, but its vectors lie as they came from the encoder (`vectors.npy`). Batches are made into shards at publishing
(`merging`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from indexing.canonical import canonical_json, plain
from indexing.chunking import embedding_text, passages
from indexing.classes import above
from indexing.codec import patent_to_json
from indexing.engines.facets import FacetRow, write_facets
from indexing.families import family_keys
from indexing.numbers import aliases
from indexing.storage.files import flush_tree
from indexing.storage.generation import FileInfo, ShardInfo, describe
from indexing.storage.links import links_of
from indexing.storage.shards import OWNERS, STORE, WINDOWS
from indexing.storage.store import StoredDocument, write_store

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.model import Finding, Patent
    from indexing.protocols import Embedder

VECTORS = "vectors.npy"
_INFO = "batch.json"


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to be indexed, its content hash, the hashes of the readings it was completed from (none where it is one reading as it came), and
    what is wrong with its data.
    """

    patent: Patent
    digest: str
    readings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def digest_of(patent: Patent) -> str:
    """The content hash of a document: over all of it but the place where it was found. Raises ValueError for text that is no Unicode."""
    return hashlib.sha256(patent_to_json(replace(patent, source=""))).hexdigest()


def shard_name(first_document: int) -> str:
    """The name of the shard, or batch, that begins with this document; names sort as the documents do."""
    return f"d{first_document:09d}"


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


class OpenBatch:
    """A batch being gathered."""

    def __init__(self, first_document: int, first_passage: int) -> None:
        self.first_document = first_document
        self.first_passage = first_passage
        self.passages = 0
        self.texts: list[str] = []
        self.lengths: list[int] = []
        """The tokens of each text."""
        self._windows: list[int] = []
        self._owners: list[int] = []
        self._facets: list[FacetRow] = []
        self.stored: list[StoredDocument] = []

    @property
    def documents(self) -> int:
        """The number of documents so far."""
        return len(self.stored)

    def add(self, new: NewDocument, embedder: Embedder) -> int:
        """Take in a document; its ordinal. Raises ValueError where its units do not hold together; then nothing was taken."""
        patent = new.patent
        ordinal, first = self.first_document + self.documents, self.first_passage + self.passages
        found = passages(patent)
        body = patent_to_json(patent)
        texts, windows = [], []
        for number, passage in enumerate(found, first):
            text = embedding_text(patent, passage)
            for start, end in embedder.windows(text):
                texts.append(text[start:end])
                windows.append(number)
        lengths = embedder.count_tokens(texts)
        stored = StoredDocument(
            ordinal=ordinal,
            id=patent.id,
            digest=new.digest,
            readings=new.readings,
            family=patent.family,
            facts=_facts(patent),
            aliases=aliases(patent.id, patent.source_id),
            family_keys=family_keys(patent),
            findings=new.findings,
            first=first,
            marks=tuple(p.id.partition("#")[2] for p in found),
            body=body,
            links=links_of(patent),
        )
        facets = facet_row(patent)
        self.stored.append(stored)
        self._facets.append(facets)
        self.texts += texts
        self.lengths += lengths
        self._windows += windows
        self._owners += [ordinal] * len(found)
        self.passages += len(found)
        return ordinal

    @property
    def info(self) -> ShardInfo:
        """The batch as it stands."""
        return ShardInfo(
            name=shard_name(self.first_document),
            first_document=self.first_document,
            documents=self.documents,
            first_passage=self.first_passage,
            passages=self.passages,
            windows=len(self.texts),
        )

    def write_documents(self, folder: Path) -> None:
        """Write all but the vectors into `folder`."""
        write_store(folder / STORE, self.stored)
        np.save(folder / WINDOWS, np.array(self._windows, np.int32))
        np.save(folder / OWNERS, np.array(self._owners, np.int32))
        write_facets(folder, self._facets)

    def finish(self, folder: Path, vectors: NDArray[np.float32]) -> ShardInfo:
        """Write the vectors, then what the batch is, and bring all to the disk."""
        np.save(folder / VECTORS, vectors)
        (folder / _INFO).write_bytes(canonical_json({"info": plain(self.info), "files": plain(describe(folder))}))
        flush_tree(folder)
        return self.info


def read_info(folder: Path) -> ShardInfo | None:
    """What a finished batch says of itself; None where it is not whole."""
    try:
        record = json.loads((folder / _INFO).read_bytes())
        files = describe(folder)
        files.pop(_INFO)
        whole = {name: FileInfo(**f) for name, f in record["files"].items()} == files
        return ShardInfo(**record["info"]) if whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
