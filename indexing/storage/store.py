"""The documents of one shard, in one SQLite file: written once, then opened immutable.

Documents and passages are numbered over the whole index (ordinals, from 0, never reused within one lineage of generations); a shard holds
a contiguous run of both. Passage texts are not stored twice: they are cut from the document's units. Bodies lie apart from what lists show,
so that a list of a thousand documents reads few pages.
"""

from __future__ import annotations

import json
import zlib
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import orjson

from indexing.canonical import plain
from indexing.errors import IndexFault
from indexing.model import Finding
from indexing.storage.links import Link, copy_links, insert_links
from indexing.storage.sqlite_file import CHUNK, PAGE, SqliteFile, attached, create, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE documents (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL, hash TEXT NOT NULL, readings TEXT, family TEXT, facts TEXT NOT NULL,
                        first INTEGER NOT NULL, passages INTEGER NOT NULL);
CREATE TABLE bodies (ordinal INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE passages (ordinal INTEGER PRIMARY KEY, mark TEXT NOT NULL);
CREATE TABLE aliases (name TEXT NOT NULL, document INTEGER NOT NULL);
CREATE TABLE families (key TEXT NOT NULL, document INTEGER NOT NULL);
CREATE TABLE findings (document INTEGER NOT NULL, code TEXT NOT NULL, place TEXT NOT NULL, field TEXT, detail TEXT NOT NULL);
CREATE TABLE links (document INTEGER NOT NULL, key TEXT NOT NULL, base TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX document_ids ON documents (id);
CREATE INDEX alias_names ON aliases (name, document);
CREATE INDEX family_keys ON families (key, document);
CREATE INDEX families_of ON families (document);
CREATE INDEX findings_of ON findings (document);
CREATE INDEX links_of ON links (document);
CREATE INDEX link_bases ON links (base, document);
"""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a shard keeps it. `body` is `codec.patent_to_json`'s bytes, `digest` their content hash, `facts` plain JSON.

    `readings` are the content hashes of the source readings that it was completed from, empty where it is one reading as it came. `first` is
    the ordinal of its first passage; `marks` what follows the `#` in the ids of its passages, in reading order; `links` the documents it cites.
    """

    ordinal: int
    id: str
    digest: str
    readings: tuple[str, ...]
    family: str | None
    facts: dict[str, Any]
    aliases: tuple[str, ...]
    family_keys: tuple[str, ...]
    findings: tuple[Finding, ...]
    first: int
    marks: tuple[str, ...]
    body: bytes
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A run of documents to copy from the store at `path`: ordinals `first` to `last` (included), all numbers raised by the shifts."""

    path: Path
    first: int
    last: int
    first_passage: int
    last_passage: int
    document_shift: int
    passage_shift: int


def write_store(path: Path, documents: Iterable[StoredDocument]) -> None:
    """Write documents to a new file. Raises `IndexFault` where the disk does not take it."""
    with writing(path.name), closing(create(path, _SCHEMA)) as db:
        db.execute("BEGIN")
        for d in documents:
            _insert(db, d)
        db.execute("COMMIT")
        db.executescript(_INDEXES)


def _insert(db: sqlite3.Connection, d: StoredDocument) -> None:
    facts = json.dumps(plain(d.facts), ensure_ascii=False, sort_keys=True)
    readings = " ".join(d.readings) or None
    row = (d.ordinal, d.id, d.digest, readings, d.family, facts, d.first, len(d.marks))
    db.execute("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?)", row)
    db.execute("INSERT INTO bodies VALUES (?,?)", (d.ordinal, zlib.compress(d.body, 6)))
    db.executemany("INSERT INTO passages VALUES (?,?)", enumerate(d.marks, d.first))
    db.executemany("INSERT INTO aliases VALUES (?,?)", [(a, d.ordinal) for a in sorted(set(d.aliases))])
    db.executemany("INSERT INTO families VALUES (?,?)", [(k, d.ordinal) for k in sorted(set(d.family_keys))])
    db.executemany("INSERT INTO findings VALUES (?,?,?,?,?)", [(d.ordinal, f.code, f.where, f.field, f.detail) for f in d.findings])
    insert_links(db, d.ordinal, d.links)


_COPIES = """
documents SELECT ordinal + :d, id, hash, readings, family, facts, first + :p, passages FROM part.documents
          WHERE ordinal BETWEEN :first AND :last ORDER BY ordinal;
bodies    SELECT ordinal + :d, body FROM part.bodies WHERE ordinal BETWEEN :first AND :last ORDER BY ordinal;
passages  SELECT ordinal + :p, mark FROM part.passages WHERE ordinal BETWEEN :first_passage AND :last_passage ORDER BY ordinal;
aliases   SELECT name, document + :d FROM part.aliases WHERE document BETWEEN :first AND :last ORDER BY rowid;
families  SELECT key, document + :d FROM part.families WHERE document BETWEEN :first AND :last ORDER BY rowid;
findings  SELECT document + :d, code, place, field, detail FROM part.findings WHERE document BETWEEN :first AND :last ORDER BY rowid
"""
"""What is copied, table by table; `:d` and `:p` are the shifts of documents and passages."""


def copy_store(path: Path, runs: Iterable[Rows]) -> None:
    """Write a new file of rows copied from others, in the order of `runs`; memory stays flat, and nothing is parsed unless a file is from before
    links were kept.
    """
    with writing(path.name), closing(create(path, _SCHEMA)) as db:
        open_part = None
        for run in runs:
            if run.path != open_part:
                if open_part:
                    db.execute("DETACH part")
                db.execute("ATTACH ? AS part", (attached(run.path),))
                open_part = run.path
            values = {"d": run.document_shift, "p": run.passage_shift, "first": run.first, "last": run.last}
            values |= {"first_passage": run.first_passage, "last_passage": run.last_passage}
            db.execute("BEGIN")
            for sql in _COPIES.split(";"):
                db.execute(f"INSERT INTO {sql}", values)
            copy_links(db, run.first, run.last, run.document_shift)
            db.execute("COMMIT")
        db.executescript(_INDEXES)


def read_facts(facts: str) -> dict[str, Any]:
    """The facts of a document as a row holds them. Read one at a time: a thousand dictionaries kept at once keep the garbage collector busy."""
    found: dict[str, Any] = orjson.loads(facts)
    return found


class Store:
    """One shard's documents, read only; safe for many threads."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def find(self, document_id: str) -> list[tuple[int, str, tuple[str, ...]]]:
        """Ordinal, content hash and readings of every version of this document in the shard, the latest first."""
        sql = "SELECT ordinal, hash, readings FROM documents WHERE id = ? ORDER BY ordinal DESC"
        return [(o, digest, tuple((readings or "").split())) for o, digest, readings in self._file.rows(sql, (document_id,))]

    def named(self, alias: str) -> list[tuple[str, int]]:
        """Ids and ordinals of the documents that have this alias key."""
        sql = "SELECT d.id, d.ordinal FROM aliases a JOIN documents d ON d.ordinal = a.document WHERE a.name = ? ORDER BY d.id"
        return self._file.rows(sql, (alias,))

    def named_all(self, names: Sequence[str]) -> list[tuple[str, str, int]]:
        """Each of these alias keys that documents have, with their ids and ordinals."""
        sql = "SELECT a.name, d.id, d.ordinal FROM aliases a JOIN documents d ON d.ordinal = a.document WHERE a.name IN"
        return list(self._chosen(sql, names))

    @property
    def keeps_links(self) -> bool:
        """Whether the file was made since citation links are kept."""
        return bool(self._file.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'links'"))

    def links_of(self, ordinals: Sequence[int]) -> list[tuple[int, Link]]:
        """Each of these documents that cites any, with each document that it cites."""
        return [
            (document, Link(key, base)) for document, key, base in self._chosen("SELECT document, key, base FROM links WHERE document IN", ordinals)
        ]

    def links_to(self, bases: Sequence[str]) -> list[tuple[int, Link]]:
        """Each document that cites a number of one of these `bases`, with the number as it cites it."""
        rows = self._chosen("SELECT document, key, base FROM links WHERE base IN", bases)
        return [(document, Link(key, base)) for document, key, base in rows]

    def sharing(self, bases: Sequence[str]) -> list[tuple[int, str]]:
        """Each document that cites a number of one of these `bases`, with the base: read off the index alone, since famous ones have many."""
        return list(self._chosen("SELECT document, base FROM links WHERE base IN", bases))

    def by_id(self) -> Iterator[tuple[str, int]]:
        """Id and ordinal of every document, by id, a page at a time."""
        last, sql = "", f"SELECT id, ordinal FROM documents WHERE id > ? ORDER BY id LIMIT {PAGE}"  # noqa: S608 - a fixed number
        while found := self._file.rows(sql, (last,)):
            yield from found
            last = found[-1][0]

    def family_keys(self, ordinal: int) -> tuple[str, ...]:
        """The keys under which the document's family is looked for."""
        return tuple(key for (key,) in self._file.rows("SELECT key FROM families WHERE document = ? ORDER BY key", (ordinal,)))

    def with_family_key(self, key: str) -> list[tuple[str, int, str | None]]:
        """Ids, ordinals and family ids of the documents that have this family key."""
        sql = "SELECT d.id, d.ordinal, d.family FROM families f JOIN documents d ON d.ordinal = f.document WHERE f.key = ? ORDER BY d.id"
        return self._file.rows(sql, (key,))

    def body(self, ordinal: int) -> bytes:
        """The document's JSON."""
        try:
            return zlib.decompress(self._file.rows("SELECT body FROM bodies WHERE ordinal = ?", (ordinal,))[0][0])
        except (zlib.error, IndexError) as error:
            raise IndexFault(f"document number {ordinal} of the index is damaged", "run `priorart index verify`, then restore or rebuild") from error

    def facts(self, ordinals: Sequence[int]) -> dict[int, tuple[str, dict[str, Any], str | None]]:
        """Id, facts and family id of these documents."""
        found = self._chosen("SELECT ordinal, id, facts, family FROM documents WHERE ordinal IN", ordinals)
        return {o: (name, read_facts(facts), family) for o, name, facts, family in found}

    def facts_named(self, document_ids: Sequence[str]) -> list[tuple[int, str, str, str | None]]:
        """Ordinal, id, facts (for `read_facts`) and family id of every version of these documents in the shard, the latest last."""
        return sorted(self._chosen("SELECT ordinal, id, facts, family FROM documents WHERE id IN", document_ids), key=itemgetter(0))

    def document_ids(self, ordinals: Sequence[int]) -> dict[int, str]:
        """The ids of these documents."""
        return dict(self._chosen("SELECT ordinal, id FROM documents WHERE ordinal IN", ordinals))

    def marks(self, passages: Sequence[int]) -> dict[int, str]:
        """What follows the `#` in the ids of these passages."""
        return dict(self._chosen("SELECT ordinal, mark FROM passages WHERE ordinal IN", passages))

    def _chosen(self, sql: str, ordinals: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(ordinals), CHUNK):
            part = ordinals[start : start + CHUNK]
            yield from self._file.rows(f"{sql} ({','.join('?' * len(part))})", part)

    def passage_range(self, ordinal: int) -> tuple[int, int]:
        """First passage and number of passages of the document."""
        first, count = self._file.rows("SELECT first, passages FROM documents WHERE ordinal = ?", (ordinal,))[0]
        return first, count

    def listing(self, first: int = 0) -> Iterator[tuple[int, str, str]]:
        """Ordinal, id and content hash of every document, in order, from ordinal `first` on."""
        yield from self._file.stream("ordinal, id, hash", "documents", "ordinal", first)

    def everything(self) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Ordinal, id and facts of every document, in order."""
        for ordinal, document_id, facts in self._file.stream("ordinal, id, facts", "documents", "ordinal"):
            yield ordinal, document_id, json.loads(facts)

    def days(self) -> Iterator[tuple[str | None, str | None, str | None]]:
        """Days of publication, filing and earliest priority (ISO 8601) of every document, in order."""
        columns = ", ".join(f"json_extract(facts, '$.{name}')" for name in ("published", "filed", "priority"))
        yield from self._file.stream(columns, "documents", "ordinal")

    def findings_of(self, ordinal: int) -> tuple[Finding, ...]:
        """What is wrong with the data of this document."""
        sql = "SELECT code, place, field, detail FROM findings WHERE document = ? ORDER BY rowid"
        return tuple(Finding(*row) for row in self._file.rows(sql, (ordinal,)))

    def findings(self) -> Iterator[tuple[int, Finding]]:
        """Ordinal of the document and what is wrong with its data, in the order of indexing."""
        for document, code, where, field, detail in self._file.stream("document, code, place, field, detail", "findings", "rowid"):
            yield document, Finding(code, where, field, detail)
