"""The source ledger of a generation: what became of every source document, which files were read in which state, what was withdrawn.

One SQLite file a generation. `Notebook` is the writer's: what it notes while it reads lies on the disk, so that memory stays flat.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.model import Finding, LedgerEntry
from indexing.storage.sqlite_file import SqliteFile, attached, create, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_LEDGER = """
CREATE TABLE ledger (file TEXT NOT NULL, source TEXT NOT NULL, number TEXT, outcome TEXT NOT NULL, code TEXT, reason TEXT);
CREATE TABLE files (file TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE withdrawn (id TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
"""
_INDEXES = "CREATE INDEX ledger_files ON ledger (file); CREATE INDEX IF NOT EXISTS ledger_numbers ON ledger (number);"
_SCRATCH = """
CREATE TABLE fresh (id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, readings TEXT NOT NULL, parts INTEGER,
                    row INTEGER) WITHOUT ROWID;
CREATE TABLE pending (id TEXT NOT NULL, first INTEGER NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL, corrects INTEGER NOT NULL,
                      findings TEXT NOT NULL);
CREATE INDEX pending_ids ON pending (id);
CREATE TABLE unread (file TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE mended (id TEXT PRIMARY KEY, outcome TEXT NOT NULL, code TEXT, reason TEXT) WITHOUT ROWID;
"""
_UNKNOWN = ""
"""The file of rows whose file was not read to its end."""
_FIRST = "number = ? AND outcome <> 'refused' AND code IS NOT 'duplicate' AND code IS NOT 'completed'"
"""The rows of a document's first reading."""
_BROKEN = "broken"
"""The stamp of files whose reading broke: no state of a file is like it, so that they are read again."""
AGAIN = ("too-slow", "too-much-memory", "parser-crashed", "too-many-faults", "no-space", "unreadable")
"""Refusals that lie with the machine and the hour as much as with the file."""


class LedgerFile:
    """A finished ledger, open for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = SqliteFile(path)

    def entries(self) -> Iterator[tuple[str, str | None, str, str | None, str | None]]:
        """Source, number, outcome, code and reason of every source document, in the order of reading."""
        yield from self._file.stream("source, number, outcome, code, reason", "ledger", "rowid")

    def stamp(self, file: str) -> str | None:
        """In which state this file was read to its end; None where it was not."""
        found = self._file.rows("SELECT stamp FROM files WHERE file = ?", (file,))
        return found[0][0] if found else None

    def files_of(self, document_id: str) -> list[str]:
        """The files whose reading of this document counts."""
        sql = "SELECT file FROM ledger WHERE number = ? AND outcome <> 'refused' AND code IS NOT 'duplicate'"
        return [file for (file,) in self._file.rows(sql, (document_id,))]

    def outcome(self, document_id: str) -> str | None:
        """What became of this document's first reading."""
        found = self._file.rows(f"SELECT outcome FROM ledger WHERE {_FIRST} ORDER BY rowid LIMIT 1", (document_id,))  # noqa: S608 - constants
        return found[0][0] if found else None

    def of_file(self, file: str) -> Iterator[LedgerEntry]:
        """The rows of this file, in the order of reading."""
        for row in self._file.rows("SELECT source, number, outcome, code, reason FROM ledger WHERE file = ? ORDER BY rowid", (file,)):
            yield LedgerEntry(*row)

    def withdrawn(self, document_id: str) -> str | None:
        """The content hash that the document had when it was withdrawn; None where it was not."""
        found = self._file.rows("SELECT hash FROM withdrawn WHERE id = ?", (document_id,))
        return found[0][0] if found else None

    def close(self) -> None:
        """Close the file."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Fresh:
    """A document that the sources at hand have brought: its ordinal, the hashes of the readings it is made of, and the parts they have (a bit each;
    None: the document was in the index already, ask it). `row` is the first reading's in the ledger; None where its file was not read again.
    """

    ordinal: int
    readings: tuple[str, ...]
    parts: int | None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """A further reading of a document: its hash, its JSON, whether it corrects what is there, and what its reader found."""

    digest: str
    body: bytes
    corrects: bool
    findings: tuple[Finding, ...]


class Notebook:
    """What the writer notes while it reads: the next ledger, and which documents these sources have brought."""

    def __init__(self, ledger: Path, scratch: Path) -> None:
        self._closed = False
        self._ledger = create(ledger, _LEDGER)
        self._scratch = create(scratch, _SCRATCH)
        self._file_begins = 0
        self.next_row = 1
        """The row of the ledger that `note` writes next."""
        self._readmitted: set[str] = set()
        for db in (self._ledger, self._scratch):
            self._run(db, "BEGIN")

    @staticmethod
    def _run(db: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        with writing("the build's notes"):
            return db.execute(sql, values)

    # ------------------------------------------------------------ the ledger

    def note(self, entry: LedgerEntry) -> None:
        """Add a row to the ledger."""
        row = (_UNKNOWN, entry.source, entry.number, entry.outcome, entry.code, entry.reason)
        self._run(self._ledger, "INSERT INTO ledger VALUES (?,?,?,?,?,?)", row)
        self.next_row += 1

    def source_of(self, row: int) -> str:
        """The source that a row is about."""
        return str(self._run(self._ledger, "SELECT source FROM ledger WHERE rowid = ?", (row,)).fetchone()[0])

    def mend(self, entry: LedgerEntry, row: int | None) -> str | None:
        """Let a document's first row say what became of it in the end; the outcome that it said before. Where `row` is None the row is in the ledger
        before: `carry_over` mends it, and the outcome is None.
        """
        said = (entry.outcome, entry.code, entry.reason)
        if row is None:
            self._run(self._scratch, "INSERT OR REPLACE INTO mended VALUES (?,?,?,?)", (entry.number, *said))
            return None
        was = self._run(self._ledger, "SELECT outcome FROM ledger WHERE rowid = ?", (row,)).fetchone()[0]
        self._run(self._ledger, "UPDATE ledger SET outcome = ?, code = ?, reason = ? WHERE rowid = ?", (*said, row))
        return str(was)

    def file_done(self, file: str, stamp: str) -> None:
        """The rows since the last file's end are those of `file`, which was read in the state `stamp`; to its end, unless its reading broke."""
        db, marks = self._ledger, ",".join("?" * len(AGAIN))
        self._run(db, "UPDATE ledger SET file = ? WHERE rowid > ?", (file, self._file_begins))
        broke = self._run(db, f"SELECT 1 FROM ledger WHERE rowid > ? AND outcome = 'refused' AND code IN ({marks})", (self._file_begins, *AGAIN))  # noqa: S608 - constants
        self._run(db, "INSERT OR REPLACE INTO files VALUES (?,?)", (file, _BROKEN if broke.fetchone() else stamp))
        self.file_unread()

    def file_unread(self) -> None:
        """The rows since the last file's end are those of a file that could not be read at all."""
        self._file_begins = self._run(self._ledger, "SELECT coalesce(max(rowid), 0) FROM ledger").fetchone()[0]

    def file_unchanged(self, file: str) -> None:
        """`file` was given and is as it was when it was last read: its documents are brought by these sources, too."""
        self._run(self._scratch, "INSERT OR IGNORE INTO unread VALUES (?)", (file,))

    def is_unchanged(self, file: str) -> bool:
        """Whether `file` was given, found unchanged, and so not read."""
        return self._run(self._scratch, "SELECT 1 FROM unread WHERE file = ?", (file,)).fetchone() is not None

    def withdraw(self, document_id: str, digest: str, reason: str) -> None:
        """Remember that this document was withdrawn, with the content it had; its rows say so from now on."""
        self._run(self._ledger, "INSERT OR REPLACE INTO withdrawn VALUES (?,?)", (document_id, digest))
        sql = "UPDATE ledger SET outcome = 'refused', code = 'withdrawn', reason = ? WHERE number = ? AND outcome <> 'refused'"
        self._run(self._ledger, sql, (reason, document_id))

    def says_nothing_new(self, previous: Path) -> bool:
        """Whether the ledger before says all of this already: the same files in the same states, and the same of their documents."""
        db = self._ledger
        self._run(db, "COMMIT")
        self._run(db, "ATTACH ? AS before", (attached(previous),))
        try:
            columns = "file, source, number, outcome, code, reason"
            of_these = f"SELECT {columns} FROM before.ledger WHERE file IN (SELECT file FROM main.files)"  # noqa: S608 - constants
            news = (
                f"SELECT {columns} FROM main.ledger EXCEPT SELECT {columns} FROM before.ledger",  # noqa: S608 - constants
                f"{of_these} EXCEPT SELECT {columns} FROM main.ledger",  # noqa: S608 - constants
                "SELECT * FROM main.files EXCEPT SELECT * FROM before.files",
            )
            return not any(self._run(db, f"{sql} LIMIT 1").fetchone() for sql in news)
        finally:
            self._run(db, "DETACH before")
            self._run(db, "BEGIN")

    def carry_over(self, previous: Path) -> None:
        """Put the old rows whose file and source were not read again before the new ones; files and withdrawals likewise."""
        db = self._ledger
        self._run(db, "COMMIT")
        self._run(db, "ATTACH ? AS before", (attached(previous),))
        self._run(db, "BEGIN")
        self._run(db, "CREATE TEMP TABLE fresh AS SELECT * FROM ledger ORDER BY rowid")
        self._run(db, "CREATE TEMP TABLE sources AS SELECT DISTINCT source FROM ledger")
        self._run(db, "CREATE INDEX temp.by_source ON sources (source)")
        self._run(db, "DELETE FROM ledger")
        self._run(
            db,
            "INSERT INTO main.ledger SELECT * FROM before.ledger b"
            " WHERE (b.file = ? OR NOT EXISTS (SELECT 1 FROM main.files f WHERE f.file = b.file))"
            " AND NOT EXISTS (SELECT 1 FROM main.files f WHERE f.file = b.source)"  # could not be read then, but now
            " AND NOT EXISTS (SELECT 1 FROM temp.sources s WHERE s.source = b.source) ORDER BY b.rowid",
            (_UNKNOWN,),
        )
        self._mend_old()
        self._run(db, "INSERT INTO main.ledger SELECT * FROM temp.fresh ORDER BY rowid")
        self._run(db, "INSERT OR IGNORE INTO main.files SELECT * FROM before.files")
        self._run(db, "INSERT OR IGNORE INTO main.withdrawn SELECT * FROM before.withdrawn")
        for document_id in sorted(self._readmitted):
            self._run(db, "DELETE FROM main.withdrawn WHERE id = ?", (document_id,))
        self._run(db, "COMMIT")
        self._run(db, "DETACH before")
        self._run(db, "BEGIN")

    def _mend_old(self) -> None:
        """Apply `mend` to the rows that were carried over."""
        db = self._ledger
        for number, outcome, code, reason in self._run(self._scratch, "SELECT id, outcome, code, reason FROM mended ORDER BY id"):
            self._run(db, "CREATE INDEX IF NOT EXISTS ledger_numbers ON ledger (number)")
            sql = f"UPDATE ledger SET outcome = ?, code = ?, reason = ? WHERE rowid = (SELECT min(rowid) FROM ledger WHERE {_FIRST})"  # noqa: S608 - constants
            self._run(db, sql, (outcome, code, reason, number))

    def readmit(self, document_id: str) -> None:
        """Forget, once the ledger before is carried over, that the document was withdrawn."""
        self._readmitted.add(document_id)

    # ------------------------------------------------------------ documents of these sources

    def fresh(self, document_id: str) -> Fresh | None:
        """What these sources have brought of this document so far."""
        row = self._run(self._scratch, "SELECT ordinal, readings, parts, row FROM fresh WHERE id = ?", (document_id,)).fetchone()
        return Fresh(row[0], tuple(row[1].split()), row[2], row[3]) if row else None

    def know(self, document_id: str, fresh: Fresh) -> None:
        """Note what these sources have brought of a document."""
        row = (document_id, fresh.ordinal, " ".join(fresh.readings), fresh.parts, fresh.row)
        self._run(self._scratch, "INSERT OR REPLACE INTO fresh VALUES (?,?,?,?,?)", row)

    def set_aside(self, document_id: str, digest: str, body: bytes, findings: Sequence[Finding], *, corrects: bool) -> None:
        """Keep a further reading of a document, which completes or corrects it, and what its reader found, until all sources are read."""
        first = self._run(self._scratch, "SELECT 1 FROM pending WHERE id = ?", (document_id,)).fetchone() is None
        found = json.dumps([(f.code, f.where, f.field, f.detail) for f in findings])
        self._run(self._scratch, "INSERT INTO pending VALUES (?,?,?,?,?,?)", (document_id, first, digest, body, corrects, found))

    def pending(self) -> Iterator[tuple[str, list[Further]]]:
        """Ids of documents with further readings, in the order in which the first of these came, with these."""
        last = 0
        while row := self._run(self._scratch, "SELECT rowid, id FROM pending WHERE rowid > ? AND first ORDER BY rowid LIMIT 1", (last,)).fetchone():
            last, document_id = row
            found = self._run(self._scratch, "SELECT hash, body, corrects, findings FROM pending WHERE id = ? ORDER BY rowid", (document_id,))
            yield document_id, [Further(h, body, bool(c), tuple(Finding(*f) for f in json.loads(told))) for h, body, c, told in found]

    def close(self) -> None:
        """Write the ledger out and close both files; calling it twice is harmless."""
        if self._closed:
            return
        self._closed = True
        try:
            self._run(self._ledger, "COMMIT")
            self._run(self._ledger, "DROP INDEX IF EXISTS ledger_files")
            with writing("the ledger"):
                self._ledger.executescript(_INDEXES)
        finally:
            self._ledger.close()
            self._scratch.close()
