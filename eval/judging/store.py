"""The judging store: one SQLite file for pools and judgments, safe for several processes at once."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from eval.judging.model import Item, Judgment, Pool, Progress, Stratum
from eval.judging.schema import APPLICATION, PRAGMAS, SCHEMA, VERSION
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_WAIT = 15.0
_COLUMNS = "topic, document, judge, grade, passage, note, time"
_STANDING = "SELECT max(id) FROM judgment GROUP BY topic, document, judge"


class JudgingStore:
    """The store in the file `path`. Use it in a `with` block, and one object a thread; any number of processes may have it open.

    With `create` a missing file is made, mode 0600: what is judged may be confidential. Raises `UsageError` where there is none, `InputError`
    for a file that is no judging store, is damaged, or was written by a later version.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        if not path.is_file():
            if not create:
                raise UsageError(f"there is no judging store {path}", "make one with: priorart eval judge pool, or eval judge add")
            self._make()
        with self._faults():
            self._db = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            self._check()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, judgments: Iterable[Judgment]) -> int:
        """Keep `judgments`, all or none, and return how many; one without a time gets this moment. What the judge said earlier stays as history."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        rows = [(j.topic, j.document, j.judge.strip(), j.grade, j.passage, j.note, j.time or now) for j in judgments]
        with self._writing():
            self._db.executemany(f"INSERT INTO judgment ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - fixed names
        return len(rows)

    def judgments(self, *, judge: str | None = None, pool: str | None = None, history: bool = False) -> list[Judgment]:
        """What stands: each judge's last word on each document, those taken back left out; with `history` all that was ever said, in order.

        `judge` and `pool` keep those of one judge and those of a pool's items. Raises `UsageError` for an unknown pool.
        """
        where = [] if history else [f"id IN ({_STANDING})", "grade IS NOT NULL"]
        values: list[object] = []
        if judge is not None:
            where.append("judge = ?")
            values.append(judge.strip())
        if pool is not None:
            self._known(pool)
            where.append("EXISTS (SELECT 1 FROM item WHERE pool = ? AND item.topic = judgment.topic AND item.document = judgment.document)")
            values.append(pool)
        condition = f"WHERE {' AND '.join(where)}" if where else ""
        rows = self._rows(f"SELECT {_COLUMNS} FROM judgment {condition} ORDER BY id", values)  # noqa: S608 - fixed names
        return [Judgment(t, d, j, g, p, n, when) for t, d, j, g, p, n, when in rows]

    def add_pool(self, pool: Pool) -> None:
        """Keep a pool. Raises `UsageError` where one of that name is kept already: a pool does not change while it is judged."""
        if not pool.name.strip() or not pool.name.isprintable():
            raise UsageError("a pool has no name", "name it with --name")
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with self._writing():
            if self._rows("SELECT 1 FROM pool WHERE name = ?", (pool.name,)):
                raise UsageError(f"the store has a pool '{pool.name}'", "give another --name")
            self._db.execute("INSERT INTO pool VALUES (?, ?, ?)", (pool.name, now, json.dumps(dict(pool.facts), ensure_ascii=False, sort_keys=True)))
            self._db.executemany("INSERT INTO stratum VALUES (?, ?, ?, ?)", [(pool.name, s.name, s.size, s.drawn) for s in pool.strata])
            places = [(pool.name, n, i.topic, i.document, i.stratum) for n, i in enumerate(pool.items, 1)]
            self._db.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?)", places)

    def pools(self) -> list[str]:
        """The pools' names, oldest first."""
        return [row[0] for row in self._rows("SELECT name FROM pool ORDER BY made, rowid")]

    def pool(self, name: str) -> Pool:
        """A pool whole. Raises `UsageError` for an unknown one."""
        self._known(name)
        items = self._rows("SELECT topic, document, stratum FROM item WHERE pool = ? ORDER BY place", (name,))
        strata = self._rows("SELECT name, size, drawn FROM stratum WHERE pool = ? ORDER BY rowid", (name,))
        facts = self._rows("SELECT facts FROM pool WHERE name = ?", (name,))[0][0]
        return Pool(name, tuple(Item(*row) for row in items), tuple(Stratum(*row) for row in strata), json.loads(facts))

    def open_items(self, pool: str, judge: str) -> list[Item]:
        """The pool's items that `judge` has not judged, in their blinded order, without their strata."""
        done = {(j.topic, j.document) for j in self.judgments(judge=judge, pool=pool)}
        return [Item(i.topic, i.document) for i in self.pool(pool).items if (i.topic, i.document) not in done]

    def progress(self, pool: str) -> list[Progress]:
        """How far each judge who has judged something of the pool has come, by name."""
        self._known(pool)
        total = self._rows("SELECT count(*) FROM item WHERE pool = ?", (pool,))[0][0]
        done: dict[str, int] = {}
        for judgment in self.judgments(pool=pool):
            done[judgment.judge] = done.get(judgment.judge, 0) + 1
        return [Progress(judge, count, total) for judge, count in sorted(done.items())]

    def _known(self, pool: str) -> None:
        if pool not in (names := self.pools()):
            raise UsageError(f"the store has no pool '{pool}'", nearest(pool, names) if names else "make one with: priorart eval judge pool")

    def _make(self) -> None:
        """An empty store, whole or not at all."""
        aside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with self._faults(), closing(sqlite3.connect(aside, isolation_level=None)) as db:
                db.executescript(PRAGMAS + SCHEMA)
            _publish(aside, self._path)
        except OSError as fault:
            raise UsageError(f"cannot make {self._path}: {fault.strerror}", "name a file in a folder that you may write") from fault
        finally:
            with suppress(OSError):
                aside.unlink()

    def _check(self) -> None:
        with self._faults():
            application, version = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
            if application != APPLICATION:
                raise InputError("is no judging store", "name the file that `eval judge` made", source=str(self._path), code="no-store")
            if version > VERSION:
                raise InputError(
                    f"has format {version}, this version reads up to {VERSION}", "use a later version", source=str(self._path), code="too-new"
                )
            self._db.executescript(PRAGMAS)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it is on the disk afterwards, or none."""
        with self._faults():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with self._faults():
            return self._db.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """SQLite's errors as ours."""
        try:
            yield
        except sqlite3.OperationalError as fault:
            raise UsageError(f"{self._path}: {fault}", "is the disk full, the file read-only, or another program writing to it?") from fault
        except sqlite3.DatabaseError as fault:
            hint = "name the file that `eval judge` made, or bring it back from a copy"
            raise InputError(f"is no judging store, or damaged: {fault}", hint, source=str(self._path), code="no-store") from fault


def _publish(aside: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was first."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    except OSError:
        # No links on this file system.
        aside.rename(path)
