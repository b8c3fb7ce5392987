"""Files, folders and archives: what is read, in which order, and what becomes of what cannot be read."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import lzma
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.errors import InputError
from indexing.reading import archives, members, streams
from indexing.reading.given_files import files
from indexing.reading.labels import printable
from indexing.reading.sources import read, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexing.model import LedgerEntry

FORMATS = Path(__file__).parents[2] / "data" / "formats"


def line(name: str, text: str = "A dryer.") -> bytes:
    return json.dumps({"_id": name, "title": "T", "text": text}).encode() + b"\n"


def ledger(*paths: Path) -> list[LedgerEntry]:
    return [r.entry for s in sources(paths) for r in read(s)]


def numbers(*paths: Path) -> list[str | None]:
    return [e.number for e in ledger(*paths)]


def codes(*paths: Path) -> list[str | None]:
    return [e.code for e in ledger(*paths)]


def test_a_folder_is_read_in_the_order_of_its_names_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    for name in ("b/2.jsonl", "a.jsonl", "b/1.jsonl", ".hidden/x.jsonl", "b/.x.jsonl", "B.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(line(name.replace("/", "_")))
    assert numbers(tmp_path) == ["B.jsonl", "a.jsonl", "b_1.jsonl", "b_2.jsonl"]


def test_the_name_of_a_file_says_nothing_about_its_format(tmp_path: Path) -> None:
    (tmp_path / "claims.pdf").write_bytes(line("doc1"))
    assert numbers(tmp_path) == ["doc1"]


def test_a_path_that_does_not_exist_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file") as caught:
        list(sources([tmp_path / "nowhere"]))
    assert caught.value.exit_code == 3


def test_of_a_data_set_the_corpus_alone_is_read(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(line("doc1")))
    for name in ("queries.jsonl", "train-queries.jsonl", "README.md", "qrels/test.tsv"):
        (tmp_path / name).write_bytes(line("q1"))
    assert numbers(tmp_path) == ["doc1"]


def test_a_data_set_without_its_corpus_holds_no_documents(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("q1\tdoc1\t1\n")
    (tmp_path / "queries.jsonl").write_bytes(line("q1"))
    assert ledger(tmp_path) == []


def test_a_zipped_data_set_is_read_alike(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("set/queries.jsonl", line("q1"))
        archive.writestr("set/corpus.jsonl", line("doc1"))
        archive.writestr("set/qrels/test.tsv", "q1\tdoc1\t1\n")
    assert numbers(tmp_path) == ["doc1"]


def test_what_no_reader_knows_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dear colleague,")
    (tmp_path / "b.jsonl").write_bytes(line("doc1"))
    (tmp_path / "c.bin").write_bytes(b"")
    assert codes(tmp_path) == ["unknown-format", None, "empty-file"]


def test_zip_tar_and_nested_archives_are_read_member_by_member(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("z.jsonl", line("in-zip"))
        archive.writestr("y.jsonl.gz", gzip.compress(line("in-gz")))
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as tar:
        for name, data in (("two.zip", inner.getvalue()), ("one.jsonl", line("in-tar"))):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    found = ledger(tmp_path)
    assert [e.number for e in found] == ["in-gz", "in-zip", "in-tar"]
    assert found[0].source == f"{tmp_path / 'all.tar.gz'}!two.zip!y.jsonl.gz:1"


def test_a_source_can_be_opened_again_and_out_of_order(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("a.jsonl", line("a"))
        archive.writestr("b.jsonl", line("b"))
    first, second = sources([tmp_path])
    assert [r.entry.number for s in (second, first, second) for r in read(s)] == ["b", "a", "b"]


def test_a_weekly_bulk_file_is_one_document_after_the_other() -> None:
    found = ledger(FORMATS / "ipgb20221025_wk43.zip")
    assert [e.number for e in found if e.outcome != "refused"][:5] == ["US11617522B2", "USD967598S1", "USD967598S1", "USPP34694P2", "USRE49257E1"]
    assert [e.code for e in found if e.outcome == "refused"] == ["unknown-format", "unknown-format"]


def test_a_decompression_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE_BYTES", 1_000_000)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line("bomb", " " * 3_000_000)))
    (tmp_path / "b.jsonl").write_bytes(line("doc1"))
    assert codes(tmp_path) == ["bomb", None]


def test_archives_within_archives_end_somewhere(tmp_path: Path) -> None:
    data = line("deep")
    for _ in range(archives.MAX_DEPTH + 3):
        data = gzip.compress(data)
    (tmp_path / "deep.gz").write_bytes(data)
    assert codes(tmp_path) == ["too-deep"]


def test_a_truncated_gz_yields_what_it_holds_and_says_that_it_is_truncated(tmp_path: Path) -> None:
    import random

    lines = b"".join(line(f"doc{n}", random.Random(n).randbytes(3000).hex()) for n in range(100))
    packed = gzip.compress(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    found = ledger(tmp_path)
    assert sum(e.outcome == "indexed" for e in found) > 20
    assert (found[-1].outcome, found[-1].code) == ("refused", "truncated")


@pytest.mark.parametrize("data", [b"PK\x03\x04garbage", b"\x1f\x8bgarbage", b"\x1f\x8b\x08\x00" + b"x" * 50], ids=["zip", "gz", "deflate"])
def test_a_damaged_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.jsonl").write_bytes(line("doc1"))
    first, second = ledger(tmp_path)
    assert (first.outcome, second.outcome) == ("refused", "indexed")
    assert first.code in {"damaged-archive", "truncated"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.jsonl").write_bytes(line("secret"))
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.jsonl").symlink_to(tmp_path / "secret.jsonl")
    (folder / "b").symlink_to(tmp_path)
    (folder / "c.jsonl").symlink_to(folder / "nowhere")
    assert codes(folder) == ["outside-sources", "outside-sources", "not-a-file"]


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_MEMBERS", 2)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n in range(3):
            archive.writestr(f"{n}.jsonl", line(f"doc{n}"))
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        for n in range(3):
            tar.addfile(tarfile.TarInfo(str(n)))
    assert codes(tmp_path) == ["too-many-members", "too-many-members"]


def test_an_office_document_is_no_archive_of_patents(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
    assert codes(tmp_path) == ["unknown-format"]


def zst(data: bytes) -> bytes:
    import zstandard

    packed: bytes = zstandard.ZstdCompressor().compress(data)
    return packed


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zst], ids=["gz", "bz2", "xz", "zst"])
def test_compressed_files_are_known_by_their_content(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Alone, one behind the other in one file, within a zip, and around a tar."""
    (tmp_path / "a").write_bytes(pack(line("alone")))
    (tmp_path / "b").write_bytes(pack(line("first")) + pack(line("second")))
    with zipfile.ZipFile(tmp_path / "c", "w") as archive:
        archive.writestr("x", pack(line("in-zip")))
    (tmp_path / "d").write_bytes(pack(tarred({"y": line("in-tar")})))
    assert numbers(tmp_path) == ["alone", "first", "second", "in-zip", "in-tar"]


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT], ids=["ustar", "gnu", "pax"])
def test_tars_of_every_form_are_read_in_their_own_order(tmp_path: Path, form: int) -> None:
    members = {f"{'long/' * 18}{n}.jsonl": line(f"d{n}") for n in (3, 1, 2)}
    (tmp_path / "a").write_bytes(tarred(members, form))
    assert numbers(tmp_path) == ["d3", "d1", "d2"]


def test_a_tar_older_than_posix_is_known_by_its_checksum(tmp_path: Path) -> None:
    data = bytearray(tarred({"x": line("old")}, tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    (tmp_path / "a").write_bytes(data)
    assert numbers(tmp_path) == ["old"]


@pytest.mark.parametrize("wrap", [bytes, gzip.compress], ids=["plain", "gz"])
def test_a_member_of_a_tar_can_be_opened_again(tmp_path: Path, wrap: Callable[[bytes], bytes]) -> None:
    """Also when the archive has gone on, and in any order."""
    members = {str(n): line(f"d{n}") for n in range(3)}
    (tmp_path / "a").write_bytes(wrap(tarred(members)))
    found = list(sources([tmp_path]))
    for n in (2, 0, 1, 0):
        with found[n].open() as stream:
            assert stream.read() == members[str(n)]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "a-b", "a.c", "A", "a b"]), min_size=1, max_size=3), max_size=12))
def test_files_come_in_the_order_of_their_relative_names(tree: list[list[str]]) -> None:
    """The walk, one folder at a time, gives what sorting all names at once would give."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for parts in tree:
            with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
                (root / Path(*parts)).parent.mkdir(parents=True, exist_ok=True)
                (root / Path(*parts)).touch()
        expected = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
        assert [Path(f.path).relative_to(root).as_posix() for f in files([root])] == expected


def test_names_are_printable_on_one_line() -> None:
    assert printable("a\nb\x1b[2J\u202ec\u2028d\udcff é漢") == "a\\nb\\x1b[2J\\u202ec\\u2028d\\xff é漢"
