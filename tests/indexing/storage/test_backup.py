"""One generation as one file, and back."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.errors import IndexFault, UsageError
from indexing.increments import withdraw
from indexing.index import Index
from indexing.model import Filter, Subquery
from indexing.storage.backup import backup, restore
from indexing.storage.generation import current, verify
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from pathlib import Path

QUERY = Subquery(id="q", branch="b", engine="words", text="t0 t1")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    rows = collections.rows(20)
    build([collections.write(folder / "c.jsonl", rows)], folder / "i", HashEmbedder())
    withdraw([str(rows[2]["_id"])], folder / "i")
    return folder / "i"


@pytest.fixture(scope="module")
def file(index: Path) -> Path:
    backup(index.parent / "b.tar", index)
    return index.parent / "b.tar"


def test_what_comes_back_is_what_was_saved(index: Path, file: Path, tmp_path: Path) -> None:
    """Manifest, answers, documents and ledger; the restored index can be built upon."""
    report = restore(file, tmp_path / "r")
    assert (report.generation, report.documents) == (2, 19)
    assert current(tmp_path / "r").sha256 == current(index).sha256
    assert verify(tmp_path / "r").ok
    with Index.open(index, lambda _: HashEmbedder()) as a, Index.open(tmp_path / "r", lambda _: HashEmbedder()) as b:
        assert a.search(QUERY, Filter(), 50) == b.search(QUERY, Filter(), 50)
        assert list(a.ledger()) == list(b.ledger())
    more = collections.write(tmp_path / "more.jsonl", collections.rows(5, seed=3))
    assert build([more], tmp_path / "r", HashEmbedder()).generation == 3
    assert sorted(p.name for p in (tmp_path / "r").iterdir()) == ["CURRENT", "generations", "lock", "verified"]


def test_an_earlier_generation_can_be_saved(index: Path, tmp_path: Path) -> None:
    """By its number."""
    assert backup(tmp_path / "b.tar", index, number=1).documents == 20
    assert restore(tmp_path / "b.tar", tmp_path / "r").generation == 1


def test_no_index_and_no_file_is_overwritten(index: Path, file: Path) -> None:
    """Restoring over an index, or saving over a file, is refused and changes nothing."""
    before = (current(index).sha256, file.stat().st_mtime_ns)
    with pytest.raises(IndexFault, match="already"):
        restore(file, index)
    with pytest.raises(UsageError, match="already"):
        backup(file, index)
    assert before == (current(index).sha256, file.stat().st_mtime_ns)
    assert verify(index).ok


def test_a_damaged_backup_is_refused_by_name_and_leaves_nothing(index: Path, file: Path, tmp_path: Path) -> None:
    """Any flipped bit that lies in a file's bytes, any cut: nothing is published, the same folder takes the whole one afterwards."""
    rng = random.Random(5)
    whole = file.read_bytes()
    names = {"backup.json", "manifest.json", *current(index).manifest.files}
    refused: list[str] = []
    for n in range(60):
        data = bytearray(whole)
        if n % 4 == 3:
            del data[rng.randrange(len(data) - 20_000) :]
        else:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        (tmp_path / "bad.tar").write_bytes(data)
        try:
            restore(tmp_path / "bad.tar", tmp_path / "r")
        except IndexFault as fault:
            refused.append(fault.message)
            left = sorted(p.name for p in (tmp_path / "r").iterdir())
            assert left == ["lock"]
        else:  # padding between the files
            assert verify(tmp_path / "r").ok
            shutil.rmtree(tmp_path / "r")
    assert len(refused) > 45
    assert all("bad.tar" in message and "damaged" in message for message in refused)
    position = whole.index(b"SQLite format 3")
    data = bytearray(whole)
    data[position + 200] ^= 1
    (tmp_path / "bad.tar").write_bytes(data)
    with pytest.raises(IndexFault) as caught:
        restore(tmp_path / "bad.tar", tmp_path / "r")
    assert any(name in caught.value.message for name in names)
    assert restore(file, tmp_path / "r").generation == 2


def test_a_damaged_index_is_not_saved(index: Path, tmp_path: Path) -> None:
    """The file that is damaged is named, and no backup is left."""
    shutil.copytree(index, tmp_path / "i")
    path = next(current(tmp_path / "i").folder.rglob("store.sqlite"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    with pytest.raises(IndexFault, match=r"store\.sqlite"):
        backup(tmp_path / "b.tar", tmp_path / "i")
    assert not list(tmp_path.glob("b.tar*"))


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    """Said so, whatever it is."""
    (tmp_path / "b.tar").write_bytes(b"no archive at all" * 100)
    with pytest.raises(IndexFault, match="damaged"):
        restore(tmp_path / "b.tar", tmp_path / "r")
    for name in ("nowhere.tar", "."):
        with pytest.raises(UsageError, match=r"no such file|no file"):
            restore(tmp_path / name, tmp_path / "q")
    assert not (tmp_path / "q").exists()
