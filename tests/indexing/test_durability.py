"""Power cuts, full disks and rot: the old generation serves, nothing half-written is read, and work that was finished is kept."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.errors import IndexFault
from indexing.increments import merge, withdraw
from indexing.index import Index
from indexing.model import Filter, Subquery
from indexing.storage.generation import current, verify
from indexing.storage.prune import prune
from tests.kits import collections
from tests.kits.build_process import WINDOWS, Builders
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERY = Subquery(id="q", branch="b", engine="words", text="t0 t1")
NEAR = Subquery(id="q", branch="b", engine="meaning", text="t0 t1")


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexing.storage.batches.BATCH_WINDOWS", 40)
    monkeypatch.setattr("indexing.storage.batches.FIRST_WINDOWS", 5)


@pytest.fixture(scope="module")
def builders() -> Iterator[Builders]:
    with Builders() as started:
        yield started


def opened(folder: Path) -> Index:
    return Index.open(folder, lambda _: HashEmbedder())


def assert_kills_cost_nothing(tmp_path: Path, builders: Builders, kills: int) -> None:
    """Kill builds at random moments, whenever one gets through begin anew; in the end let one through."""
    rng = random.Random(kills)
    rows = collections.rows(100)
    corpus = collections.write(tmp_path / "c.jsonl", rows)
    old, whole, target, note = (tmp_path / name for name in ("old", "whole", "i", "note"))
    build([collections.write(tmp_path / "old.jsonl", rows[:20])], old, HashEmbedder())
    shutil.copytree(old, whole)
    build([corpus], whole, HashEmbedder())
    wanted = current(whole).manifest
    new_windows = wanted.windows - current(old).manifest.windows
    killed = since = finished = 0
    took = 0.3
    shutil.copytree(old, target)
    while killed < kills:
        begun = time.monotonic()
        pid = builders.start(corpus, target, note=note)
        time.sleep(rng.uniform(0.0, took))
        os.kill(pid, signal.SIGKILL)
        code, said = builders.wait()
        assert code in {0, -9}, said
        killed += code == -9
        since += code == -9
        assert verify(target).ok
        with opened(target) as index:
            assert index.search(QUERY, Filter(), 5)
            assert index.info()["documents"] in {20, wanted.documents}
        if current(target).manifest.generation == 2 or killed == kills:
            if current(target).manifest.generation == 1:
                assert builders.start(corpus, target, note=note)
                assert builders.wait() == (0, "")
            took = max(0.2, 0.8 * (time.monotonic() - begun))
            finished += 1
            assert_same(target, whole)
            encoded = sum(map(int, note.read_text().split()))
            assert new_windows <= encoded <= new_windows + since * (WINDOWS + 3)
            note.unlink()
            shutil.rmtree(target)
            shutil.copytree(old, target)
            since = 0
    assert finished


def assert_same(target: Path, whole: Path) -> None:
    """Both hold the same, to the last bit of every vector, and nothing is left over."""
    assert current(target).manifest.content == current(whole).manifest.content
    assert sorted(p.name for p in target.iterdir()) == ["CURRENT", "generations", "lock", "verified"]
    with opened(target) as a, opened(whole) as b:
        assert a.search(QUERY, Filter(), 50) == b.search(QUERY, Filter(), 50)
        assert list(a.documents()) == list(b.documents())
        assert list(a.ledger()) == list(b.ledger())


def test_a_build_killed_fifty_times_resumes_to_the_same_content(tmp_path: Path, builders: Builders) -> None:
    """After each kill -9 the old generation serves unharmed; in the end the result is that of a build never cut; one batch a kill is done again."""
    assert_kills_cost_nothing(tmp_path, builders, 50)


@pytest.mark.slow
def test_a_build_killed_two_hundred_times_resumes_to_the_same_content(tmp_path: Path, builders: Builders) -> None:
    """The same at two hundred random moments."""
    assert_kills_cost_nothing(tmp_path, builders, 200)


def read_and_write(tmp_path: Path, readers: int, seconds: float) -> int:
    """How many generations were seen: readers open and search without pause while a writer adds, withdraws, merges and prunes.

    Every answer is that of one generation, whole.
    """
    rows = collections.rows(40)
    target = tmp_path / "i"
    build([collections.write(tmp_path / "a.jsonl", rows[:30])], target, HashEmbedder())
    answers: dict[int, set[tuple[str, ...]]] = {}
    faults: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                with opened(target) as index:
                    hits = tuple(h.document for h in index.search(QUERY, Filter(), 500))
                    near = index.search(NEAR, Filter(), 500)
                    assert len({h.document for h in near}) == len(near) == index.info()["documents"]
                    assert set(hits) <= {h.document for h in near}
                    answers.setdefault(index.generation, set()).add(hits)
            except BaseException as error:  # noqa: BLE001 - a thread's fault must reach the test
                faults.append(error)
                return
            time.sleep(0.05)  # leaves the writer its share of the interpreter

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    round_ = 0
    while (not round_ or time.monotonic() < end) and not faults:
        round_ += 1
        build([collections.write(tmp_path / "b.jsonl", [r | {"text": f"{r['text']} t0 r{round_}"} for r in rows])], target, HashEmbedder())
        withdraw([str(rows[round_ % 40]["_id"])], target)
        merge(target)
        prune(target, keep=1)
    done.set()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert all(len(lists) == 1 for lists in answers.values())
    return len(answers)


def test_sixteen_readers_beside_a_writer(tmp_path: Path) -> None:
    """Every answer comes from one generation, whole, though generations come and are removed."""
    assert read_and_write(tmp_path, 16, 0) > 2


@pytest.mark.slow
def test_sixteen_readers_beside_a_writer_for_two_minutes(tmp_path: Path) -> None:
    """The same for long."""
    assert read_and_write(tmp_path, 16, 120) > 2


def assert_full_disk_costs_nothing(target: Path, corpus: Path, builders: Builders, limit: int = 0) -> None:
    """The build ends with a message and an index fault's code; the old generation serves."""
    builders.start(corpus, target, limit=limit)
    code, said = builders.wait()
    assert code == 4, said
    assert "Traceback" not in said
    assert verify(target).ok
    with opened(target) as index:
        assert (index.generation, index.info()["documents"]) == (1, 10)


@pytest.mark.parametrize("limit", [500, 4_000, 9_000, 20_000, 30_000])
def test_a_full_disk_ends_cleanly_and_the_old_generation_serves(tmp_path: Path, builders: Builders, limit: int) -> None:
    """Wherever the room ends; building again with room succeeds and leaves nothing behind."""
    rows = collections.rows(80)
    corpus = collections.write(tmp_path / "c.jsonl", rows)
    build([collections.write(tmp_path / "a.jsonl", rows[:10])], tmp_path / "i", HashEmbedder())
    assert_full_disk_costs_nothing(tmp_path / "i", corpus, builders, limit)
    assert build([corpus], tmp_path / "i", HashEmbedder()).documents == len(rows)
    assert sorted(p.name for p in (tmp_path / "i").iterdir()) == ["CURRENT", "generations", "lock", "verified"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, where mounting is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1000k", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_small_disk_that_runs_full(tmp_path: Path, small_disk: Path, builders: Builders) -> None:
    """A real one: what is left over is removed by the next start, and once there is room the build succeeds."""
    rows = collections.rows(400)
    corpus = collections.write(tmp_path / "c.jsonl", rows)
    build([collections.write(tmp_path / "a.jsonl", rows[:10])], small_disk / "i", HashEmbedder())
    assert_full_disk_costs_nothing(small_disk / "i", corpus, builders)
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    assert build([corpus], small_disk / "i", HashEmbedder()).documents == len(rows)
    assert sorted(p.name for p in (small_disk / "i").iterdir()) == ["CURRENT", "generations", "lock", "verified"]


def test_a_folder_that_may_not_be_written_is_said_so(tmp_path: Path) -> None:
    """A file in the place of the index folder, or a folder without the right to write, is an index fault."""
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(5))
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFault):
        build([corpus], tmp_path / "file", HashEmbedder())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody without rights")
def test_a_read_only_folder_ends_cleanly_and_still_serves(builders: Builders) -> None:
    """Somebody who may read but not write: an index fault, nothing changed; and searching needs no right to write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        corpus = collections.write(folder / "c.jsonl", collections.rows(5))
        build([corpus], folder / "i", HashEmbedder())
        before = sorted((p.relative_to(folder).as_posix(), p.stat().st_mtime_ns) for p in folder.rglob("*"))
        for target in (folder / "i", folder / "new"):
            builders.start(corpus, target, nobody=True)
            code, said = builders.wait()
            assert code == 4, said
            assert "permission denied" in said
        assert sorted((p.relative_to(folder).as_posix(), p.stat().st_mtime_ns) for p in folder.rglob("*")) == before
        with opened(folder / "i") as index:
            assert index.search(QUERY, Filter(), 5)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_an_index_on_a_read_only_file_system_is_searched(tmp_path: Path) -> None:
    """An index is often served from where nobody may write, its locks included."""
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(5))
    build([corpus], tmp_path / "i", HashEmbedder())
    if subprocess.run(["mount", "-o", "bind,ro", str(tmp_path / "i"), str(tmp_path / "i")], check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with opened(tmp_path / "i") as index:
            assert index.search(QUERY, Filter(), 5)
    finally:
        subprocess.run(["umount", "-l", str(tmp_path / "i")], check=True)


def harm(rng: random.Random, folder: Path, files: list[Path]) -> list[Path]:
    """Damage a file as a disk or a copy would: a flipped bit, a cut, another file in its place; which ones."""
    path = rng.choice(files)
    data = bytearray(path.read_bytes())
    kind = rng.choice(("flip", "flip", "cut", "swap"))
    if kind == "swap":
        other = rng.choice([f for f in files if f.read_bytes() != bytes(data)])
        aside = folder / "aside"
        path.rename(aside)
        other.rename(path)
        aside.rename(other)
        return [path, other]
    if kind == "flip":
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    else:
        del data[rng.randrange(len(data)) :]
    path.write_bytes(data)
    return [path]


def assert_damage_is_refused(tmp_path: Path, rounds: int) -> None:
    rng = random.Random(rounds)
    target, good = tmp_path / "i", tmp_path / "good"
    build([collections.write(tmp_path / "c.jsonl", collections.rows(40))], target, HashEmbedder())
    build([collections.write(tmp_path / "d.jsonl", collections.rows(5, seed=3))], target, HashEmbedder())
    shutil.copytree(target, good)
    live = current(target)
    files = [target / "CURRENT", live.folder / "manifest.json", *(live.folder / name for name in live.manifest.files)]
    files = [f for f in files if f.stat().st_size]
    for _ in range(rounds):
        harmed = harm(rng, tmp_path, files)
        with pytest.raises(IndexFault):
            opened(target)
        for path in harmed:
            shutil.copyfile(good / path.relative_to(target), path)
    with opened(target) as index:
        assert index.search(QUERY, Filter(), 5)


def test_damage_is_refused_before_a_result_is_served(tmp_path: Path) -> None:
    """Three hundred flipped bits, cuts and swapped files anywhere in the serving generation, its manifest and its head."""
    assert_damage_is_refused(tmp_path, 300)


@pytest.mark.slow
def test_ten_thousand_damages_are_refused(tmp_path: Path) -> None:
    """The same for long."""
    assert_damage_is_refused(tmp_path, 10_000)


def test_every_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    """One flipped bit in any file, a shortened or a missing one: opening refuses before a result is served, and names the file."""
    target = tmp_path / "i"
    build([collections.write(tmp_path / "c.jsonl", collections.rows(30))], target, HashEmbedder())
    rng = random.Random(1)
    live = current(target)
    for number, name in enumerate(sorted(live.manifest.files)):
        path = live.folder / name
        data = path.read_bytes()
        if number % 3 == 0 or not data:
            path.unlink()
        elif number % 3 == 1:
            path.write_bytes(data[: len(data) // 2])
        else:
            flipped = bytearray(data)
            flipped[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            path.write_bytes(flipped)
        with pytest.raises(IndexFault) as caught:
            opened(target)
        assert path.name in caught.value.message
        assert [f.file for f in verify(target).faults] == [name]
        path.write_bytes(data)
    assert verify(target).ok


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
        patch.setattr("indexing.storage.generation.FORMAT", 3)
        with pytest.raises(IndexFault, match="format 2"):
            opened(target)
    monkeypatch.setattr("indexing.index.CHUNKER_VERSION", "another")
    with pytest.raises(IndexFault, match="another chunker"):
        opened(target)
