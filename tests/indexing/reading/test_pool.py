"""Reading in processes: order, marks, and that whatever breaks a process costs one document and nothing else."""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import io
import os
import signal
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexing.child import ROOT
from indexing.control import Control
from indexing.errors import Cancelled, InputError, PriorArtError
from indexing.model import Reading
from indexing.reading import pool as reading
from indexing.reading.pool import FileDone, FileStamp, ReadingLimits, read_files
from indexing.reading.sources import read, sources
from tests.kits import collections

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = Path(__file__).parents[2] / "data" / "formats"
FAULTY = "tests.kits.faulty_readers:READERS"
TIGHT = ReadingLimits(
    seconds=300.0, cpu_seconds=300, silence=300.0, document_output=4_000_000, file_output=40_000_000, memory=500_000_000, temporary=20_000_000
)
IMPATIENT = dataclasses.replace(TIGHT, seconds=3.0, silence=3.0)


def write(path: Path, *lines: str) -> Path:
    path.write_text("faults:\n" + "".join(f"{line}\n" for line in lines))
    return path


def told(*paths: Path, limits: ReadingLimits = TIGHT, workers: int = 1, readers: str = FAULTY) -> list[str]:
    """Codes of refusals, numbers of documents, `-` for a file's end."""
    found = read_files(paths, limits=limits, workers=workers, readers=readers)
    return ["-" if isinstance(r, FileDone) else r.entry.code or str(r.entry.number) for r in found]


def processes() -> set[int]:
    """Reading processes of this very process that are left, zombies included."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found.add(int(stat.parent.name))
    return found


@pytest.fixture(autouse=True)
def _no_leftovers() -> Iterator[None]:
    """No test leaves a process behind."""
    before = processes()
    yield
    gc.collect()  # a reader of this very process ends its child when it goes itself
    deadline = time.monotonic() + 10
    while not processes() <= before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes() <= before


@pytest.mark.parametrize("workers", [1, 3])
def test_what_processes_read_is_what_this_process_would_have_read(workers: int) -> None:
    """The same readings, in the same order, whatever the number of processes."""
    found = [r for r in read_files([FORMATS], workers=workers) if isinstance(r, Reading)]
    assert found == [r for s in sources([FORMATS]) for r in read(s)]


def test_each_file_is_followed_by_its_mark(tmp_path: Path) -> None:
    """The mark holds the file's label, size and SHA-256, an archive's as a whole."""
    corpus = collections.write(tmp_path / "a.jsonl", collections.rows(3))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(corpus, "x.jsonl")
        archive.write(corpus, "y.jsonl")
    found = list(read_files([tmp_path], workers=2))
    marks = [n for n, r in enumerate(found) if isinstance(r, FileDone)]
    assert marks == [3, 10]
    for n, path in zip(marks, (corpus, tmp_path / "b.zip"), strict=True):
        data = path.read_bytes()
        assert found[n] == FileDone(FileStamp(str(path), len(data), hashlib.sha256(data).hexdigest()), unchanged=False)


def test_a_known_file_is_not_read_again(tmp_path: Path) -> None:
    """`known` is asked for every file, and one that it knows gives its mark alone."""
    for name in "abc":
        write(tmp_path / name, f"ok {name}")
    asked: list[FileStamp] = []

    def known(stamp: FileStamp) -> bool:
        asked.append(stamp)
        return stamp.path.endswith("b")

    found = list(read_files([tmp_path], known=known, readers=FAULTY))
    assert [r.unchanged if isinstance(r, FileDone) else r.entry.number for r in found] == ["a", False, True, "c", False]
    assert [s.path for s in asked] == [str(tmp_path / n) for n in "abc"]


def test_a_path_that_does_not_exist_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        next(read_files([tmp_path / "nowhere"]))


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("sleep", "too-slow"),
        ("segfault", "parser-crashed"),
        ("exit", "parser-crashed"),
        ("killed", "too-much-memory"),
        ("memory", "too-much-memory"),
        ("write", "too-much-output"),
        ("long 2000000", "too-much-output"),
        ("recurse", "too-deep"),
        ("raise", "reader-failed"),
        ("surrogate", "reader-failed"),
        ("refused", "bad-record"),
    ],
)
def test_what_breaks_a_reader_costs_its_own_document(fault: str, code: str, tmp_path: Path) -> None:
    """Everything before and after it is read, once; the next file too."""
    write(tmp_path / "1", "ok a", fault, "ok b", "ok c")
    write(tmp_path / "2", "ok d")
    limits = IMPATIENT if fault == "sleep" else TIGHT
    assert told(tmp_path, limits=limits) == ["a", code, "b", "c", "-", "d", "-"]


def test_the_refusal_names_the_very_document(tmp_path: Path) -> None:
    file = write(tmp_path / "1", "ok a", "segfault", "ok b", "segfault")
    entries = [r.entry for r in read_files([file], limits=TIGHT, readers=FAULTY) if isinstance(r, Reading) and r.patent is None]
    assert [e.source for e in entries] == [f"{file}:3", f"{file}:5"]
    assert all("SIGSEGV" in (e.reason or "") for e in entries)


def test_processor_time_is_limited_as_well(tmp_path: Path) -> None:
    """The system itself ends what spins, even where the parent is held up."""
    limits = ReadingLimits(seconds=60, cpu_seconds=1, silence=60)
    assert told(write(tmp_path / "1", "spin", "ok a"), limits=limits) == ["too-slow", "a", "-"]


def test_endless_documents_end_at_the_output_limit(tmp_path: Path) -> None:
    found = told(write(tmp_path / "1", "ok a", "endless", "ok b"))
    assert found[0] == "a"
    assert set(found[1:-3]) == {"again"}
    assert found[-3:] == ["too-much-output", "b", "-"]


def test_a_file_is_left_where_it_makes_more_than_any_collection_holds(tmp_path: Path) -> None:
    write(tmp_path / "1", *["long 100000"] * 8)
    write(tmp_path / "2", "ok d")
    limits = ReadingLimits(file_output=1_200_000)
    assert told(tmp_path, limits=limits) == ["long", "long", "long", "too-much-output", "-", "d", "-"]


def test_documents_told_before_the_fault_in_one_piece_are_kept(tmp_path: Path) -> None:
    assert told(write(tmp_path / "1", "half x", "ok a")) == ["x-first", "parser-crashed", "a", "-"]


@pytest.mark.parametrize("how", ["sleep", "segfault", "raise"])
def test_what_breaks_the_cutting_costs_the_rest_of_that_source(how: str, tmp_path: Path) -> None:
    """What was cut before is kept, and the other members of the archive are read, once."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, lines in (("1", "ok a\n"), ("2", f"ok b\nsplit-{how}\nok lost\n"), ("3", "ok c\nsegfault\nok d\n"), ("4", "ok e\n")):
            archive.writestr(name, "faults:\n" + lines)
    code = {"sleep": "too-slow", "segfault": "parser-crashed", "raise": "reader-failed"}[how]
    limits = IMPATIENT if how == "sleep" else TIGHT
    assert told(tmp_path, limits=limits) == ["a", "b", code, "c", "parser-crashed", "d", "e", "-"]


def test_a_fault_deep_in_archives_is_gone_around(tmp_path: Path) -> None:
    """Zip in tar.gz in zip: reading goes on behind what broke it, in every archive around it."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, lines in (("a!1", "ok a\nsegfault\nok b\n"), ("a", "split-segfault\n"), ("b", "ok c\n")):
            archive.writestr(name, "faults:\n" + lines)
    middle = io.BytesIO()
    with tarfile.open(fileobj=middle, mode="w:gz") as tar:
        for name, data in (("x", b"faults:\nok d\n"), ("y", inner.getvalue()), ("z", b"faults:\nok e\nsegfault\nok f\n")):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("m", middle.getvalue())
        archive.writestr("n", "faults:\nok g\n")
    assert told(tmp_path) == ["d", "parser-crashed", "a", "parser-crashed", "b", "c", "e", "parser-crashed", "f", "g", "-"]


def test_a_file_that_breaks_its_reader_without_end_is_left(tmp_path: Path) -> None:
    write(tmp_path / "1", *["segfault"] * 10)
    write(tmp_path / "2", "ok d")
    assert told(tmp_path, limits=ReadingLimits(faults=3)) == ["parser-crashed"] * 3 + ["too-many-faults", "-", "d", "-"]


def test_faults_in_several_processes_do_not_mix(tmp_path: Path) -> None:
    """Order and content are those of one process."""
    for n in range(12):
        write(tmp_path / f"{n:02}", f"ok {n}a", "segfault" if n % 3 == 0 else "raise", f"ok {n}b")
    assert told(tmp_path, workers=3) == told(tmp_path, workers=1)


def test_a_process_that_starts_others_takes_them_along(tmp_path: Path) -> None:
    """What a parser started is ended with it."""
    seen = tmp_path / "1"
    limits = ReadingLimits(seconds=1.5)
    assert told(write(seen, "orphan", "ok a"), limits=limits) == ["too-slow", "a", "-"]
    sleeping = [p for p in Path("/proc").glob("[0-9]*/cmdline") if p.exists() and _command(p) == "sleep\x00301.5\x00"]
    assert not sleeping


def _command(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def test_no_reader_opens_a_file_or_a_connection(tmp_path: Path) -> None:
    """Neither below the sources' own folder nor elsewhere; nothing is written, nobody is called."""
    canary = tmp_path / "canary.txt"
    canary.write_text("secret")
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        file = write(tmp_path / "1", f"open {canary}", "open /etc/passwd", f"make {tmp_path / 'made'}", f"connect {port}", "ok a")
        assert told(file) == ["unreadable"] * 4 + ["a", "-"]
        with pytest.raises(TimeoutError):
            listener.accept()
    assert not (tmp_path / "made").exists()


def test_a_process_that_was_ended_from_outside_is_replaced(tmp_path: Path) -> None:
    """By a person, or by a system short of memory: nothing is lost or doubled, whatever the process was at."""
    before = processes()
    for n in range(6):
        write(tmp_path / str(n), *(f"ok {n}.{m}" for m in range(5)))
    found = []
    for count, result in enumerate(read_files([tmp_path], readers=FAULTY)):
        if isinstance(result, Reading):
            found.append(result.entry.number)
        if count % 3 == 0:
            for pid in processes() - before:
                os.kill(pid, signal.SIGKILL)
    assert found == [f"{n}.{m}" for n in range(6) for m in range(5)]


def test_stopping_ends_all_processes(tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path / str(n), "ok a", "sleep")
    control = Control()
    threading.Timer(0.7, control.stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        list(read_files([tmp_path], workers=3, control=control, readers=FAULTY))
    assert time.monotonic() - begun < 30


def test_leaving_early_ends_all_processes_and_files(tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path / str(n), "ok a", "sleep")
    handles = len(list(Path("/proc/self/fd").iterdir()))
    run = read_files([tmp_path], workers=2, readers=FAULTY)
    assert isinstance(next(run), Reading)
    run.close()  # type: ignore[attr-defined]
    assert len(list(Path("/proc/self/fd").iterdir())) == handles


def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """Kill -9 of the parent leaves neither a reading process nor its folder."""
    write(tmp_path / "1", "ok a", "sleep")
    script = (
        "import sys\nfrom indexing.reading.pool import read_files\n"
        f"for r in read_files([{str(tmp_path / '1')!r}], readers={FAULTY!r}): print('read', flush=True)"
    )
    folder = tmp_path / "tmp"
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment, cwd=ROOT)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"read\n"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while list(folder.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not list(folder.iterdir())


def test_memory_stays_flat_whatever_is_read_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is ahead of its turn waits when so many bytes lie before the parent."""
    monkeypatch.setattr(reading, "AHEAD_BYTES", 300_000)
    write(tmp_path / "1", "ok a")
    for n in range(2, 6):
        write(tmp_path / str(n), *["long 20000"] * 20)
    run = reading._Run(reading.files([tmp_path]), 3, Control(), None, ReadingLimits(), FAULTY)
    most = count = 0
    for result in run.results():
        count += isinstance(result, Reading)
        most = max(most, sum(job.held for job in run._jobs if job is not run._jobs[0]))
    run.close()
    assert count == 81
    assert 0 < most < 300_000 + 3 * 2**20


def test_a_reading_process_that_cannot_start_is_said(tmp_path: Path) -> None:
    with pytest.raises(PriorArtError, match="reading process"):
        told(write(tmp_path / "1", "ok a"), readers="tests.kits.nowhere:READERS")


def test_a_reader_may_ask_for_more_time(tmp_path: Path) -> None:
    """OCR is slow by nature; its reader says how slow."""
    limits = ReadingLimits(seconds=0.5)
    assert told(write(tmp_path / "1", "patience 1.5"), limits=limits, readers="tests.kits.faulty_readers:PATIENT") == ["patient", "-"]
    assert told(write(tmp_path / "1", "patience 60"), limits=limits) == ["too-slow", "-"]
