"""Power cuts, full disks and rot: the old generation serves, nothing half-written is read, and work that was finished is kept."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.errors import IndexFault
from indexing.generation import current, verify
from indexing.index import Index
from indexing.model import Filter, Subquery
from tests.house import ROOT
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from pathlib import Path

QUERY = Subquery(id="q", branch="b", engine="words", text="t0 t1")


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexing.batches.BATCH_WINDOWS", 40)


def start(corpus: Path, index: Path, limit: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.kits.build_process", str(corpus), str(index), *([limit] if limit else [])]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def opened(folder: Path) -> Index:
    return Index.open(folder, lambda _: HashEmbedder())


def assert_kills_cost_nothing(tmp_path: Path, rounds: int) -> None:
    rng = random.Random(rounds)
    rows = collections.rows(80)
    corpus = collections.write(tmp_path / "c.jsonl", rows)
    build([collections.write(tmp_path / "old.jsonl", rows[:20])], tmp_path / "old", HashEmbedder())
    shutil.copytree(tmp_path / "old", tmp_path / "whole")
    build([corpus], tmp_path / "whole", HashEmbedder())
    wanted = current(tmp_path / "whole").manifest
    target = tmp_path / "i"
    shutil.copytree(tmp_path / "old", target)
    process = start(corpus, target)
    assert process.stdout
    process.stdout.readline()
    begun = time.monotonic()
    process.communicate()
    took = time.monotonic() - begun
    killed = 0
    for n in range(rounds):
        if not target.exists() or current(target).manifest.generation == 2:
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(tmp_path / "old", target)
        process = start(corpus, target)
        assert process.stdout
        process.stdout.readline()
        time.sleep(rng.uniform(0.0, took) if n else 0.0)
        process.kill()
        process.communicate()
        killed += process.returncode == -9
        assert verify(target).ok
        with opened(target) as index:
            assert index.search(QUERY, Filter(), 5)
            assert index.info()["documents"] in {20, wanted.documents}
    assert killed
    build([corpus], target, HashEmbedder())
    assert current(target).manifest.content == wanted.content
    assert not (target / "building").exists()
    with opened(target) as a, opened(tmp_path / "whole") as b:
        assert a.search(QUERY, Filter(), 50) == b.search(QUERY, Filter(), 50)
        assert list(a.documents()) == list(b.documents())
        assert list(a.ledger()) == list(b.ledger())


def test_a_killed_build_resumes_to_the_same_content(tmp_path: Path) -> None:
    """After each kill -9 the old generation serves unharmed; in the end the result is that of a build never cut."""
    assert_kills_cost_nothing(tmp_path, 5)


@pytest.mark.slow
def test_a_build_killed_fifty_times_resumes_to_the_same_content(tmp_path: Path) -> None:
    """The same at fifty random moments."""
    assert_kills_cost_nothing(tmp_path, 50)


def test_readers_keep_their_generation_while_a_build_publishes(tmp_path: Path) -> None:
    """Every answer during a build comes from one generation, whole."""
    rows = collections.rows(80)
    target = tmp_path / "i"
    build([collections.write(tmp_path / "a.jsonl", rows[:30])], target, HashEmbedder())
    answers: dict[int, set[tuple[str, ...]]] = {}
    faults: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                with opened(target) as index:
                    hits = tuple(h.document for h in index.search(QUERY, Filter(), 500))
                    answers.setdefault(index.generation, set()).add(hits)
            except Exception as error:  # noqa: BLE001 - a thread's fault must reach the test
                faults.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for end in (50, 65, 80):
        build([collections.write(tmp_path / f"{end}.jsonl", rows[:end])], target, HashEmbedder())
    done.set()
    for reader in readers:
        reader.join(30)
    assert not faults
    assert len(answers) > 1
    assert all(len(lists) == 1 for lists in answers.values())


def test_a_full_disk_ends_cleanly_and_the_old_generation_serves(tmp_path: Path) -> None:
    """The message says what to do, the exit code is an index fault's, and building again with room succeeds."""
    rows = collections.rows(80)
    corpus = collections.write(tmp_path / "c.jsonl", rows)
    build([collections.write(tmp_path / "a.jsonl", rows[:10])], tmp_path / "i", HashEmbedder())
    for limit in (2_000, 20_000, 45_000):
        process = start(corpus, tmp_path / "i", str(limit))
        _, said = process.communicate(timeout=60)
        assert process.returncode == 4, said
        assert "Traceback" not in said
        assert verify(tmp_path / "i").ok
        with opened(tmp_path / "i") as index:
            assert (index.generation, index.info()["documents"]) == (1, 10)
    assert build([corpus], tmp_path / "i", HashEmbedder()).documents == len(rows)
    assert sorted(p.name for p in (tmp_path / "i").iterdir()) == ["CURRENT", "generations", "lock", "verified"]


def test_a_folder_that_may_not_be_written_is_said_so(tmp_path: Path) -> None:
    """A file in the place of the index folder, or a folder without the right to write, is an index fault."""
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(5))
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFault):
        build([corpus], tmp_path / "file", HashEmbedder())
    if os.geteuid():  # root may write anywhere
        (tmp_path / "closed").mkdir(mode=0o500)
        with pytest.raises(IndexFault, match="permission denied"):
            build([corpus], tmp_path / "closed" / "i", HashEmbedder())


def test_every_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    """One flipped bit in any file, a shortened or a missing one: opening refuses before a result is served, and names the file."""
    build([collections.write(tmp_path / "c.jsonl", collections.rows(30))], tmp_path / "good", HashEmbedder())
    rng = random.Random(1)
    names = sorted(current(tmp_path / "good").manifest.files)
    for name in names:
        for harm in ("flip", "cut", "gone"):
            target = tmp_path / "bad"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(tmp_path / "good", target)
            path = current(target).folder / name
            data = bytearray(path.read_bytes())
            if harm == "gone" or not data:
                path.unlink()
            elif harm == "cut":
                path.write_bytes(data[: len(data) // 2])
            else:
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
                path.write_bytes(data)
            with pytest.raises(IndexFault) as caught:
                opened(target)
            assert path.name in caught.value.message
            assert [f.file for f in verify(target).faults] == [name]


def test_silent_rot_is_found_by_verify(tmp_path: Path) -> None:
    """A bit that flips under unchanged size and times passes the quick check, and `verify` finds it."""
    target = tmp_path / "i"
    build([collections.write(tmp_path / "c.jsonl", collections.rows(30))], target, HashEmbedder())
    opened(target).close()
    path = next(current(target).folder.rglob("vectors.faiss"))
    stat = path.stat()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    with path.open("r+b") as stream:
        stream.write(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert [f.file.rpartition("/")[2] for f in verify(target).faults] == ["vectors.faiss"]


@pytest.mark.parametrize(("file", "text"), [("CURRENT", "nonsense"), ("CURRENT", "1 0000"), ("generations/000001/manifest.json", "{}")])
def test_damaged_heads_are_refused(tmp_path: Path, file: str, text: str) -> None:
    """What names the generation, and its manifest, are themselves checked."""
    target = tmp_path / "i"
    build([collections.write(tmp_path / "c.jsonl", collections.rows(5))], target, HashEmbedder())
    (target / file).write_text(text)
    with pytest.raises(IndexFault, match="damaged"):
        opened(target)
    assert not verify(target).ok


def test_a_missing_index_says_how_to_build_one(tmp_path: Path) -> None:
    """No folder, and a folder that is something else."""
    (tmp_path / "photos").mkdir()
    for name in ("nowhere", "photos"):
        with pytest.raises(IndexFault) as caught:
            opened(tmp_path / name)
        assert f"priorart index build SOURCE --index {tmp_path / name}" in caught.value.hint
        with pytest.raises(IndexFault):
            verify(tmp_path / name)


def test_an_index_of_a_later_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Format and chunker must be this program's."""
    target = tmp_path / "i"
    build([collections.write(tmp_path / "c.jsonl", collections.rows(5))], target, HashEmbedder())
    with monkeypatch.context() as patch:
        patch.setattr("indexing.generation.FORMAT", 2)
        with pytest.raises(IndexFault, match="format 1"):
            opened(target)
    monkeypatch.setattr("indexing.index.CHUNKER_VERSION", "another")
    with pytest.raises(IndexFault, match="another chunker"):
        opened(target)
