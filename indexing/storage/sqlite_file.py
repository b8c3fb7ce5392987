"""SQLite as this house uses it: files written once without a journal (a half-written one is thrown away), then opened immutable for many threads."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ROOM = "free some space and run the same command again: what is finished is kept"
CHUNK = 500
"""How many values one query names at most."""
PAGE = 1000
"""How many rows a stream holds in memory at once."""


@contextmanager
def writing(name: str) -> Iterator[None]:
    """Turn SQLite's errors while writing the file `name` into `IndexFault`."""
    try:
        yield
    except sqlite3.Error as error:
        raise IndexFault(f"writing {name} failed: {error}", ROOM) from error


def create(path: Path, schema: str) -> sqlite3.Connection:
    """A new file with this schema, in autocommit; what was there is removed."""
    path.unlink(missing_ok=True)
    with writing(path.name):
        db = sqlite3.connect(path, isolation_level=None, uri=True, check_same_thread=False)
        db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192; PRAGMA temp_store=FILE; {schema}")
    return db


def attached(path: Path) -> str:
    """The URI under which a finished file is opened or attached: read only, never locked."""
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


class SqliteFile:
    """A finished file, open for reading; safe for many threads. The file stays readable when its name is removed."""

    def __init__(self, path: Path) -> None:
        self._name = "/".join(path.parts[-2:])
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(attached(path), uri=True, check_same_thread=False)
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

    def stream(self, columns: str, table: str, key: str, first: int = 0) -> Iterator[tuple[Any, ...]]:
        """The `columns` of all rows in the order of the whole number `key` (from `first` on), a page at a time: no cursor stays open meanwhile."""
        last = first - 1
        sql = f"SELECT {key}, {columns} FROM {table} WHERE {key} > ? ORDER BY {key} LIMIT {PAGE}"  # noqa: S608 - fixed names
        while found := self.rows(sql, (last,)):
            yield from (row[1:] for row in found)
            last = found[-1][0]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
