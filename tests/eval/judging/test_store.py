"""The judging store: nothing is lost, nothing overwritten, nothing foreign opened."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from eval.judging.consensus import consensus
from eval.judging.model import Item, Judgment, Pool, Stratum
from eval.judging.store import JudgingStore
from indexing.errors import InputError, UsageError
from tests.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def one(grade: int | None, judge: str = "ann", document: str = "d", **more: str) -> Judgment:
    return Judgment("t", document, judge, grade, **more)


def test_judgments_come_back_as_given(tmp_path: Path) -> None:
    given = one(2, passage="d#claim.1", note="shows the valve\nclearly: Ventil für Öl", time="2026-01-31T12:00:00+00:00")
    with JudgingStore(tmp_path / "j", create=True) as store:
        assert store.add([given]) == 1
    with JudgingStore(tmp_path / "j") as store:
        assert store.judgments() == [given]


def test_a_changed_judgment_overwrites_nothing(tmp_path: Path) -> None:
    with JudgingStore(tmp_path / "j", create=True) as store:
        for grade in (1, 0, 3):
            store.add([one(grade)])
        assert [j.grade for j in store.judgments()] == [3]
        assert [j.grade for j in store.judgments(history=True)] == [1, 0, 3]


def test_a_judgment_taken_back_does_not_count_and_stays_as_history(tmp_path: Path) -> None:
    with JudgingStore(tmp_path / "j", create=True) as store:
        store.add([one(1), one(None), one(2, "bob")])
        assert [(j.judge, j.grade) for j in store.judgments()] == [("bob", 2)]
        assert len(store.judgments(history=True)) == 3


@pytest.mark.parametrize("sql", ["UPDATE judgment SET grade = 0", "DELETE FROM judgment"])
def test_the_file_itself_refuses_to_change_or_lose_a_judgment(tmp_path: Path, sql: str) -> None:
    with JudgingStore(tmp_path / "j", create=True) as store:
        store.add([one(1)])
    db = sqlite3.connect(tmp_path / "j")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        db.execute(sql)
    db.close()


def test_the_store_is_one_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    """Open and written to: no log and no shared memory lie beside it."""
    with JudgingStore(tmp_path / "j", create=True) as store:
        store.add([one(1)])
        assert [p.name for p in tmp_path.iterdir()] == ["j"]
    assert stat.S_IMODE((tmp_path / "j").stat().st_mode) == 0o600


def test_all_or_nothing_is_kept(tmp_path: Path) -> None:
    def broken():
        yield one(1)
        raise RuntimeError

    with JudgingStore(tmp_path / "j", create=True) as store:
        with pytest.raises(RuntimeError):
            store.add(broken())
        assert store.judgments(history=True) == []


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no judging store"):
        JudgingStore(tmp_path / "j")


@pytest.mark.parametrize("content", [b"not a database, but long enough to be taken for one" * 40, b"", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_files_that_are_no_store_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "j").write_bytes(content)
    with pytest.raises(InputError, match="no judging store"):
        JudgingStore(tmp_path / "j")
    assert (tmp_path / "j").read_bytes() == content


def test_another_programs_database_and_a_later_format_are_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "other")
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(InputError, match="no judging store"):
        JudgingStore(tmp_path / "other")
    JudgingStore(tmp_path / "j", create=True).close()
    db = sqlite3.connect(tmp_path / "j")
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(InputError, match="format 99"):
        JudgingStore(tmp_path / "j")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot make"):
        JudgingStore(tmp_path / "file" / "j", create=True)


WRITER = """
import sys
from pathlib import Path
from eval.judging.model import Judgment
from eval.judging.store import JudgingStore
with JudgingStore(Path(sys.argv[1]), create=True) as store:
    for n in range(20):
        store.add([Judgment("t", f"d{n}", sys.argv[2], 1)])
"""


def test_judges_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    """Three processes make and fill one store together."""
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "j"), f"judge{n}"], cwd=ROOT) for n in range(3)]
    assert [p.wait(60) for p in running] == [0, 0, 0]
    with JudgingStore(tmp_path / "j") as store:
        assert len(store.judgments()) == 60
    assert [p.name for p in tmp_path.iterdir()] == ["j"]


POOL = Pool("p", (Item("t", "d2", "top"), Item("t", "d1", "3-6"), Item("u", "d1", "top")), (Stratum("top", 2, 2), Stratum("3-6", 9, 1)), {"seed": 1})


def test_a_pool_comes_back_and_does_not_change(tmp_path: Path) -> None:
    with JudgingStore(tmp_path / "j", create=True) as store:
        store.add_pool(POOL)
        assert store.pool("p") == POOL
        with pytest.raises(UsageError, match="has a pool 'p'"):
            store.add_pool(POOL)
        with pytest.raises(UsageError, match="no pool 'q'"):
            store.pool("q")
        assert store.pools() == ["p"]


def test_what_is_left_to_judge_hides_where_it_came_from(tmp_path: Path) -> None:
    with JudgingStore(tmp_path / "j", create=True) as store:
        store.add_pool(POOL)
        assert store.open_items("p", "ann") == [Item("t", "d2"), Item("t", "d1"), Item("u", "d1")]
        store.add([one(1, document="d2"), one(0, document="d1"), one(None, document="d1")])
        assert store.open_items("p", "ann") == [Item("t", "d1"), Item("u", "d1")]
        assert len(store.open_items("p", "bob")) == 3


def test_progress_counts_each_judges_documents_of_the_pool(tmp_path: Path) -> None:
    with JudgingStore(tmp_path / "j", create=True) as store:
        store.add_pool(POOL)
        store.add([one(1, document="d2"), one(2, document="d2"), one(1, "bob", "elsewhere"), one(1, "bob", "d1")])
        assert [(p.judge, p.judged, p.items) for p in store.progress("p")] == [("ann", 1, 3), ("bob", 1, 3)]
        assert [j.document for j in store.judgments(pool="p", judge="bob")] == ["d1"]


@pytest.mark.parametrize(("rule", "grade"), [("majority", 1), ("mean", 2), ("max", 3)])
def test_rules_for_several_judges(rule: str, grade: int) -> None:
    said = [one(g, judge) for judge, g in zip("abcd", (1, 1, 3, 2), strict=True)]
    assert consensus(said, rule) == {"t": {"d": grade}}


def test_ties_of_a_majority_go_to_the_higher_grade_and_half_a_mean_up() -> None:
    said = [one(0, "a"), one(1, "b")]
    assert consensus(said, "majority") == consensus(said, "mean") == {"t": {"d": 1}}
    with pytest.raises(UsageError, match="no rule 'median'"):
        consensus(said, "median")


@pytest.mark.parametrize(
    "fields",
    [
        {"grade": 10},
        {"grade": -1},
        {"grade": True},
        {"grade": 1.5},
        {"topic": ""},
        {"topic": "two words"},
        {"document": "d\n"},
        {"document": "d" * 501},
        {"judge": "  "},
        {"note": "\x00"},
        {"note": "x" * 10_001},
        {"passage": "p\x1b[2J"},
    ],
)
def test_judgments_that_cannot_be_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Judgment(**{"topic": "t", "document": "d", "judge": "ann", "grade": 1, **fields})  # type: ignore[arg-type]
