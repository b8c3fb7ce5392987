"""What the quality report is made of, streamed from the generation that serves: one row a document, and the rows of the source ledger."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

import orjson

from indexing.arrays import load_array
from indexing.model import LedgerEntry
from indexing.storage.generation import check, current
from indexing.storage.ledger import LedgerFile
from indexing.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexing.model import Finding, Outcome
    from indexing.storage.generation import Generation

_STORE, _LEDGER, _WITHDRAWN = "store.sqlite", "ledger.sqlite", "withdrawn.npy"

_SINGLE = ("publication_date", "filing_date", "application_number", "kind", "family", "language")
_LISTS = ("priorities", "cpc", "ipc", "applicants", "inventors", "citations", "drawings")
_TEXTS = {"titles": "title", "abstracts": "abstract", "claims": "claims", "description": "description"}
FIELDS = (*_TEXTS.values(), *_SINGLE, *_LISTS)
"""The fields whose presence is counted, in the report's order."""
_TELLING = 200
"""Texts of so many characters in all are no other document's by chance."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What the report needs of one document: how many of each of `FIELDS` it has, and what was found wrong.

    `text` is a hash of all its texts (None for short ones and mere abstracts): equal for two documents of one text.
    """

    id: str
    source: str
    office: str | None = None
    kind: str | None = None
    published: str | None = None
    fields: Counter[str] = field(default_factory=Counter)
    languages: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A generation's number and day, its documents, and its ledger; both streams can be read once."""

    generation: int
    created: str
    documents: Iterator[DocumentRow]
    ledger: Iterator[LedgerEntry]


def material(index_dir: Path) -> Material:
    """The rows of the generation that serves. Raises `IndexFault` where there is no sound index."""
    generation = current(index_dir)
    check(index_dir, generation)
    manifest = generation.manifest
    return Material(manifest.generation, manifest.created, _documents(generation), _ledger(generation.folder / _LEDGER))


def _documents(generation: Generation) -> Iterator[DocumentRow]:
    """Every document that was not withdrawn, with its findings; both lie in the store in the order of indexing."""
    gone = frozenset(load_array(generation.folder / _WITHDRAWN).tolist())
    for info in generation.manifest.shards:
        store = Store(generation.folder / "shards" / info.name / _STORE)
        try:
            by_document = groupby(store.findings(), key=itemgetter(0))
            ahead = next(by_document, None)
            for ordinal, _, _ in store.listing():
                findings: tuple[Finding, ...] = ()
                while ahead and ahead[0] <= ordinal:
                    findings = tuple(finding for _, finding in ahead[1]) if ahead[0] == ordinal else ()
                    ahead = next(by_document, None)
                if ordinal not in gone:
                    yield document_row(store.body(ordinal), findings)
        finally:
            store.close()


def _ledger(path: Path) -> Iterator[LedgerEntry]:
    ledger = LedgerFile(path)
    try:
        for source, number, outcome, code, reason in ledger.entries():
            yield LedgerEntry(source, number, cast("Outcome", outcome), code, reason)
    finally:
        ledger.close()


def document_row(body: bytes, findings: tuple[Finding, ...] = ()) -> DocumentRow:
    """The row of a stored document (`codec.patent_to_json`'s bytes)."""
    record: dict[str, Any] = orjson.loads(body)
    fields: Counter[str] = Counter()
    languages = {record["language"]} if record["language"] else set()
    digest, length = hashlib.blake2b(digest_size=8), 0
    for name, shown in _TEXTS.items():
        parts = record[name]
        fields[shown] = len({part["number"] for part in parts}) if name == "claims" else len(parts)
        for part in parts:
            if part["language"]:
                languages.add(part["language"])
            length += len(part["text"])
            digest.update(part["text"].encode())
    for name in _LISTS:
        fields[name] = len(record[name])
    for name in _SINGLE:
        fields[name] = 1 if record[name] else 0
    full = fields["claims"] or fields["description"]  # continuations share their abstracts
    text = int.from_bytes(digest.digest(), "big") if full and length >= _TELLING else None
    day = record["publication_date"]
    kind, office = record["kind"], record["office"]
    return DocumentRow(record["id"], record["source"], office, kind, day, fields, frozenset(languages), findings, text)
