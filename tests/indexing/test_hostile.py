"""Hostile input: each file has a coded outcome, good files beside them are all read, and nothing outside the given folder is touched."""

from __future__ import annotations

import gzip
import os
import socket
import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexing.model import Reading
from indexing.reading import streams
from indexing.reading.pool import FileDone, ReadingLimits, read_files
from tests.kits import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.model import LedgerEntry

DATA = Path(__file__).parent.parent / "data" / "hostile"
LIMITS = ReadingLimits(seconds=240, cpu_seconds=120, silence=240)


class Listener:
    """A port on the loopback that notes whether anybody called."""

    def __init__(self) -> None:
        self.calls = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                self._server.accept()[0].close()
            except OSError:
                return
            self.calls += 1

    def close(self) -> None:
        self._server.close()


class Told:
    """What was read of a folder: entries and texts by file name."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.entries: dict[str, list[LedgerEntry]] = defaultdict(list)
        self.texts: dict[str, str] = {}
        self.marks: list[str] = []
        for result in read_files([folder], workers=workers, limits=LIMITS):
            if isinstance(result, FileDone):
                self.marks.append(result.stamp.path)
                continue
            name = result.entry.source.removeprefix(f"{folder}/").partition("!")[0].partition(":")[0]
            self.entries[name].append(result.entry)
            if result.patent:
                self.texts[name] = self.texts.get(name, "") + "\n".join(result.patent.units().values())

    def codes(self, name: str) -> list[str | None]:
        return [e.code for e in self.entries[name]]

    def check(self, folder: Path) -> None:
        """What holds of every hostile folder: an outcome for each file, a code and advice for each refusal."""
        for path in folder.iterdir():
            assert self.entries[path.name], path.name
            for entry in self.entries[path.name]:
                assert entry.outcome == "indexed" or (entry.code and entry.reason), entry


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    """The files, and good ones before, between and after them."""
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    for n, name in enumerate(["0000-good", *(f"{name}~good" for name in files), "zzzz-good"]):
        (folder / name).write_bytes(hostile.line(f"US60{n:05}B2"))
    return folder


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Listener]]:
    """A folder, a canary outside of it, a listener."""
    base = tmp_path_factory.mktemp("hostile")
    canary = base / "canary.txt"
    canary.write_text(hostile.SECRET)
    os.utime(canary, (1, 2_000_000_000))  # an access time before its change: any reading renews it, also where times are kept lazily
    listener = Listener()
    yield base, canary, listener
    listener.close()


@pytest.fixture
def untouched(world: tuple[Path, Path, Listener]) -> Iterator[None]:
    """Nobody reads the canary or calls the listener."""
    _, canary, listener = world
    yield
    assert canary.stat().st_atime == 1
    assert listener.calls == 0


def good(told: Told) -> set[tuple[str, ...]]:
    return {tuple(e.outcome for e in entries) for name, entries in told.entries.items() if name.endswith("good")}


@pytest.mark.usefixtures("untouched")
def test_xml_that_reads_calls_and_grows(world: tuple[Path, Path, Listener]) -> None:
    """No entity, DTD, inclusion, schema or style sheet is fetched; what is sound beside them is read all the same."""
    base, canary, listener = world
    attacks = hostile.xml_attacks(canary, listener.port)
    told = Told(fill(base / "xml", attacks))
    told.check(base / "xml")
    assert good(told) == {("indexed",)}
    assert not any(hostile.SECRET in text or "lollol" in text for text in told.texts.values())
    read = {name for name in attacks if name in told.texts}
    assert {"external-file", "external-http", "dtd-http", "dtd-file", "xinclude", "schema", "stylesheet"} <= read
    assert not {"laughs-attribute", "deep", "deep-claim"} & read
    assert "See" in told.texts["external-file"]


@pytest.mark.usefixtures("untouched")
def test_known_attack_files(world: tuple[Path, Path, Listener]) -> None:
    """Those of defusedxml and of qpdf."""
    files = {p.name: p.read_bytes() for kind in ("xml", "pdf") for p in sorted((DATA / kind).iterdir())}
    base = world[0]
    told = Told(fill(base / "known", files))
    told.check(base / "known")
    assert good(told) == {("indexed",)}
    assert {c for p in (DATA / "xml").iterdir() for c in told.codes(p.name)} == {"unknown-format"}


@pytest.mark.usefixtures("untouched")
def test_archives_that_explode_or_lie(world: tuple[Path, Path, Listener]) -> None:
    base, canary, _ = world
    files = hostile.archives(canary)
    told = Told(fill(base / "archives", files))
    told.check(base / "archives")
    assert good(told) == {("indexed",)}
    assert hostile.SECRET not in "".join(told.texts.values())
    expected = {
        "air.gz": {"bomb"},
        "air.xz": {"bomb"},
        "air.bz2": {"bomb"},
        "air.zip": {"bomb"},
        "overlapping.zip": {"overlapping-members"},
        "deep.gz": {"too-deep"},
        "deeper.zip": {"too-deep"},
        "encrypted.zip": {"encrypted-archive"},
        "empty.zip": {"empty-archive"},
        "zero.zip": {"empty-file"},
        "zero.tar.gz": {"empty-file"},
        "zeros.tar": {"empty-file"},
        "old.7z": {"unsupported-archive"},
        "headers.gz": {"truncated"},
    }
    assert {name: set(told.codes(name)) for name in expected} == expected
    assert "bomb" in told.codes("nested.zip")
    assert len(told.entries["nested.zip"]) < 300


@pytest.mark.usefixtures("untouched")
def test_a_tar_of_links_and_devices(world: tuple[Path, Path, Listener]) -> None:
    """Links and devices are refused, names that climb land nowhere, names with line ends stay on one line."""
    base, canary, _ = world
    told = Told(fill(base / "tars", {"links.tar": hostile.tar_of_links(canary)}))
    entries = told.entries["links.tar"]
    assert [e.code for e in entries] == ["not-a-file"] * 4 + [None] * 4
    assert all(e.source.isprintable() for e in entries)
    assert not (base / "climbs.jsonl").exists()


def test_archives_that_are_cut_keep_what_stands_before_the_cut(tmp_path: Path) -> None:
    files = hostile.broken_zips()
    told = Told(fill(tmp_path / "cut", files))
    read = {name: [e.number for e in told.entries[name] if e.outcome == "indexed"] for name in files}
    assert read["cut.zip"] == [f"US70000{n:02}B2" for n in range(13)]
    assert told.codes("cut.zip")[-1] == "truncated"
    assert len(read["no-directory.zip"]) == 20
    assert told.codes("no-directory.zip")[-1] == "damaged-archive"
    assert len(read["bad-crc.zip"]) == 19
    assert [c for c in told.codes("bad-crc.zip") if c] == ["damaged-archive"]
    assert read["same-names.zip"] == ["US7100001B2", "US7100002B2"]
    assert len({e.source for e in told.entries["same-names.zip"]}) == 2


def test_a_cut_tar_of_any_kind_keeps_what_stands_before_the_cut(tmp_path: Path) -> None:
    files = hostile.cut_tars()
    told = Told(fill(tmp_path / "t", files))
    for name in files:
        assert told.entries[name][-1].code == "truncated", name
        assert 5 < sum(e.outcome == "indexed" for e in told.entries[name]) < 30, name


def test_the_budget_is_one_for_all_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many members that are each small enough are too much together; the ledger says so once."""
    from indexing.reading.sources import read, sources

    monkeypatch.setattr(streams, "FREE_BYTES", 1_000_000)
    monkeypatch.setattr(streams, "MAX_RATIO", 3)
    (tmp_path / "a.zip").write_bytes(hostile.zipped({f"{n:03}": hostile.line(f"d{n}", "a" * 100_000) for n in range(100)}))
    found = [r.entry for s in sources([tmp_path]) for r in read(s)]
    assert 5 < sum(e.outcome == "indexed" for e in found) < 12
    assert [e.code for e in found if e.code] == ["bomb", "bomb"]


@pytest.mark.usefixtures("untouched")
def test_encodings_right_and_wrong(world: tuple[Path, Path, Listener]) -> None:
    """Each ends in the ledger; those that are what they declare are read as they are."""
    base = world[0]
    told = Told(fill(base / "encodings", hostile.encodings()))
    told.check(base / "encodings")
    assert good(told) == {("indexed",)}
    assert "Föhn für Haare" in told.texts["utf8-with-mark"]


def test_giants_and_circles_are_documents_like_others(tmp_path: Path) -> None:
    """A claim of 10 MB, in JSON and in XML, and claims that depend on one another in a circle."""
    words = "wherein the dryer dries, " * 440_000
    files = {
        "json": hostile.line("US8000040B2", words),
        "xml": hostile.grant("8000041", claim=words).encode(),
        "circle": hostile.claims(300),
        "gz": gzip.compress(hostile.grant("8000042", claim=words).encode()),
    }
    told = Told(fill(tmp_path / "giants", files))
    assert {e.outcome for entries in told.entries.values() for e in entries} == {"indexed"}
    assert len(told.texts["xml"]) > 10_900_000
    assert len(told.texts["gz"]) == len(told.texts["xml"])


def test_what_is_no_file_is_neither_opened_nor_waited_for(tmp_path: Path) -> None:
    """A pipe, a socket, a loop of folders, a link to a device, names with line ends and in no encoding."""
    folder = fill(tmp_path / "odd", {})
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "in").symlink_to(folder / "0000-good")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(folder / "sock"))
    (folder / "line\nend").write_bytes(hostile.line("US60100B2"))
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xff\xfed")).write_bytes(hostile.line("US60101B2"))
    found = list(read_files([folder], limits=LIMITS))
    entries = {e.source.removeprefix(f"{folder}/"): e.code for e in (r.entry for r in found if isinstance(r, Reading))}
    assert entries == {
        "0000-good:1": None,
        "b\\xff\\xfed:1": None,
        "in:1": None,
        "line\\nend:1": None,
        "loop": "not-a-file",
        "pipe": "not-a-file",
        "self": "not-a-file",
        "sock": "not-a-file",
        "zero": "outside-sources",
        "zzzz-good:1": None,
    }


def test_a_device_that_is_given_itself_is_refused() -> None:
    (entry,) = [r.entry for r in read_files(["/dev/zero"]) if isinstance(r, Reading)]
    assert (entry.outcome, entry.code) == ("refused", "not-a-file")


def test_a_file_that_vanishes_or_is_swapped_for_a_link(tmp_path: Path, world: tuple[Path, Path, Listener]) -> None:
    """What was listed and is gone when its turn comes is said; a link that took its place is not followed."""
    folder = fill(tmp_path / "v", {name: hostile.line(name) for name in "abc"})
    run = read_files([folder], limits=LIMITS)
    first = next(run)
    assert isinstance(first, Reading)
    assert first.entry.outcome == "indexed"
    (folder / "b").unlink()
    (folder / "c").unlink()
    (folder / "c").symlink_to(world[1])
    codes = {Path(r.entry.source).name: r.entry.code for r in run if isinstance(r, Reading)}
    assert codes["b"] == "missing"
    assert codes["c"] == "not-a-file"
    assert codes["zzzz-good:1"] is None
