"""The documents of one shard, in one SQLite file: written once, then opened immutable. The only file that knows SQLite.

Documents and passages are numbered over the whole index (ordinals, from 0, never reused within one lineage of generations); a shard holds
a contiguous run of both. Passage texts are not stored twice: they are cut from the document's units.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from indexing.model import LedgerEntry

_SCHEMA = """
CREATE TABLE documents (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL, hash TEXT NOT NULL, family TEXT, facts TEXT NOT NULL,
                        first INTEGER NOT NULL, passages INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE passages (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE aliases (name TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (name, document)) WITHOUT ROWID;
"""
_INDEXES = "CREATE INDEX document_ids ON documents (id); CREATE INDEX families ON documents (family) WHERE family IS NOT NULL;"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a shard keeps it. `body` is `codec.patent_to_json`'s bytes, `digest` their content hash, `facts` plain JSON.

    `first` is the ordinal of its first passage; `passages` the ids of its passages in reading order.
    """

    ordinal: int
    id: str
    digest: str
    family: str | None
    facts: dict[str, Any]
    aliases: tuple[str, ...]
    first: int
    passages: tuple[str, ...]
    body: bytes


def write_store(path: Path, documents: Iterable[StoredDocument]) -> None:
    """Write a shard's documents to a new file. Raises `IndexFault` where the disk does not take it."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _SCHEMA + "BEGIN;")
            for d in documents:
                facts = json.dumps(d.facts, ensure_ascii=False, sort_keys=True)
                row = (d.ordinal, d.id, d.digest, d.family, facts, d.first, len(d.passages), zlib.compress(d.body, 6))
                db.execute("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?)", row)
                db.executemany("INSERT INTO passages VALUES (?,?)", enumerate(d.passages, d.first))
                db.executemany("INSERT OR IGNORE INTO aliases VALUES (?,?)", [(a, d.ordinal) for a in sorted(d.aliases)])
            db.execute("COMMIT")
            db.executescript(_INDEXES)
    except sqlite3.Error as error:
        raise IndexFault(f"writing {path.name} failed: {error}", "free some space and run the same command again") from error


class _File:
    """A SQLite file opened immutable, for many threads."""

    def __init__(self, path: Path) -> None:
        self._name = "/".join(path.parts[-2:])
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> IndexFault:
        return IndexFault(f"{self._name} is damaged ({error})", "restore the index from a backup, or build it again")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock:
            try:
                return self._db.execute(sql, values).fetchall()
            except (sqlite3.Error, OverflowError) as error:
                raise self._damaged(error) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


class Store:
    """One shard's documents, read only; safe for many threads."""

    def __init__(self, path: Path) -> None:
        self._file = _File(path)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def find(self, document_id: str) -> list[tuple[int, str]]:
        """Ordinal and content hash of every version of this document in the shard."""
        return self._file.rows("SELECT ordinal, hash FROM documents WHERE id = ? ORDER BY ordinal", (document_id,))

    def named(self, alias: str) -> list[tuple[str, int]]:
        """Ids and ordinals of the documents that have this alias key."""
        sql = "SELECT d.id, d.ordinal FROM aliases a JOIN documents d ON d.ordinal = a.document WHERE a.name = ? ORDER BY d.id"
        return self._file.rows(sql, (alias,))

    def family(self, family: str) -> list[tuple[str, int]]:
        """Ids and ordinals of the documents of this family."""
        return self._file.rows("SELECT id, ordinal FROM documents WHERE family = ? ORDER BY id", (family,))

    def body(self, ordinal: int) -> bytes:
        """The document's JSON."""
        try:
            return zlib.decompress(self._file.rows("SELECT body FROM documents WHERE ordinal = ?", (ordinal,))[0][0])
        except zlib.error as error:
            raise IndexFault(f"document number {ordinal} of the index is damaged", "run `priorart index verify`, then restore or rebuild") from error

    def facts(self, ordinal: int) -> tuple[dict[str, Any], str | None]:
        """The document's facts, and its family."""
        facts, family = self._file.rows("SELECT facts, family FROM documents WHERE ordinal = ?", (ordinal,))[0]
        return json.loads(facts), family

    def document_ids(self, ordinals: Sequence[int]) -> dict[int, str]:
        """The ids of these documents."""
        return self._ids("documents", ordinals)

    def passage_ids(self, ordinals: Sequence[int]) -> dict[int, str]:
        """The ids of these passages."""
        return self._ids("passages", ordinals)

    def _ids(self, table: str, ordinals: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for start in range(0, len(ordinals), _CHUNK):
            part = ordinals[start : start + _CHUNK]
            found.update(self._file.rows(f"SELECT ordinal, id FROM {table} WHERE ordinal IN ({','.join('?' * len(part))})", part))  # noqa: S608 - fixed names
        return found

    def passage_range(self, ordinal: int) -> tuple[int, int]:
        """First passage and number of passages of the document."""
        first, count = self._file.rows("SELECT first, passages FROM documents WHERE ordinal = ?", (ordinal,))[0]
        return first, count

    def listing(self) -> Iterator[tuple[int, str, str]]:
        """Ordinal, id and content hash of every document, in order."""
        last = -1
        while rows := self._file.rows("SELECT ordinal, id, hash FROM documents WHERE ordinal > ? ORDER BY ordinal LIMIT 1000", (last,)):
            yield from rows
            last = rows[-1][0]

    def everything(self) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Ordinal, id and facts of every document, in order."""
        last = -1
        while rows := self._file.rows("SELECT ordinal, id, facts FROM documents WHERE ordinal > ? ORDER BY ordinal LIMIT 1000", (last,)):
            for ordinal, document_id, facts in rows:
                yield ordinal, document_id, json.loads(facts)
            last = rows[-1][0]


class LedgerFile:
    """The source ledger of a generation: one row a source document, in the order of reading."""

    def __init__(self, path: Path) -> None:
        self._file = _File(path)

    def entries(self) -> Iterator[tuple[str, str | None, str, str | None, str | None]]:
        """Source, number, outcome, code and reason of every source document."""
        last = -1
        sql = "SELECT rowid, source, number, outcome, code, reason FROM ledger WHERE rowid > ? ORDER BY rowid LIMIT 1000"
        while rows := self._file.rows(sql, (last,)):
            yield from (row[1:] for row in rows)
            last = rows[-1][0]

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Notebook:
    """What the writer notes while it reads: the ledger, and which document is known under which hash. Lies on disk, so memory stays flat."""

    def __init__(self, ledger: Path, scratch: Path) -> None:
        self._closed = False
        self._ledger = self._open(ledger, "CREATE TABLE ledger (source TEXT NOT NULL, number TEXT, outcome TEXT NOT NULL, code TEXT, reason TEXT)")
        self._known = self._open(
            scratch, "CREATE TABLE known (id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, hash TEXT NOT NULL, fresh INTEGER NOT NULL) WITHOUT ROWID"
        )

    @staticmethod
    def _open(path: Path, schema: str) -> sqlite3.Connection:
        path.unlink(missing_ok=True)
        try:
            db = sqlite3.connect(path, isolation_level=None)
            db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {schema}; BEGIN;")
        except sqlite3.Error as error:
            raise IndexFault(f"writing {path.name} failed: {error}", "free some space and run the same command again") from error
        return db

    def note(self, entry: LedgerEntry) -> None:
        """Add a row to the ledger."""
        row = (entry.source, entry.number, entry.outcome, entry.code, entry.reason)
        self._run(self._ledger, "INSERT INTO ledger VALUES (?,?,?,?,?)", row)

    def known(self, document_id: str) -> tuple[int, str, bool] | None:
        """Ordinal and hash of the document, and whether these sources brought it; None for a new one."""
        row = self._run(self._known, "SELECT ordinal, hash, fresh FROM known WHERE id = ?", (document_id,)).fetchone()
        return (row[0], row[1], bool(row[2])) if row else None

    def know(self, document_id: str, ordinal: int, digest: str, *, fresh: bool) -> None:
        """Note a document; `fresh` where these sources brought it."""
        self._run(self._known, "INSERT OR REPLACE INTO known VALUES (?,?,?,?)", (document_id, ordinal, digest, fresh))

    @staticmethod
    def _run(db: sqlite3.Connection, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        try:
            return db.execute(sql, values)
        except sqlite3.Error as error:
            raise IndexFault(f"writing the build's notes failed: {error}", "free some space and run the same command again") from error

    def carry_over(self, previous: LedgerFile) -> None:
        """Put before the new rows those of `previous` whose source was not read again."""
        db = self._ledger
        self._run(db, "CREATE TEMP TABLE fresh AS SELECT * FROM ledger", ())
        self._run(db, "CREATE TEMP TABLE sources AS SELECT DISTINCT source FROM ledger", ())
        self._run(db, "CREATE INDEX temp.by_source ON sources (source)", ())
        self._run(db, "DELETE FROM ledger", ())
        for row in previous.entries():
            if not self._run(db, "SELECT 1 FROM sources WHERE source = ?", row[:1]).fetchone():
                self._run(db, "INSERT INTO ledger VALUES (?,?,?,?,?)", row)
        self._run(db, "INSERT INTO ledger SELECT * FROM fresh ORDER BY rowid", ())

    def close(self) -> None:
        """Write the ledger out and close both files; calling it twice is harmless."""
        if self._closed:
            return
        self._closed = True
        for db in (self._ledger, self._known):
            try:
                if db.in_transaction:
                    db.execute("COMMIT")
            except sqlite3.Error as error:
                raise IndexFault(f"writing the build's notes failed: {error}", "free some space and run the same command again") from error
            finally:
                db.close()
