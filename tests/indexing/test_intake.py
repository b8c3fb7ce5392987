"""What becomes of each reading: completed documents, readings that broke, files that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.build import build
from indexing.findings import refused
from indexing.index import Index
from indexing.quality.report import quality
from indexing.reading.pool import FileDone, read_files
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from indexing.model import Reading


def opened(folder: Path) -> Index:
    return Index.open(folder, lambda _: HashEmbedder())


def ledger_of(folder: Path, number: str) -> list[tuple[str, str | None]]:
    with opened(folder) as index:
        return [(e["outcome"], e["code"]) for e in index.ledger() if e["number"] == number]


TITLE = {"_id": "US8020827B2", "title": "A stand", "text": ""}
CLAIMS = {"_id": "US8020827B2", "title": "A stand", "text": "", "claims": ["A zeppelin."]}


def test_a_title_that_is_completed_is_no_longer_warned_of(tmp_path: Path) -> None:
    """Within one build and in a later one, where the title's file is not read again, or is read again unchanged beside others."""
    title = collections.write(tmp_path / "s" / "1.jsonl", [TITLE])
    claims = collections.write(tmp_path / "s" / "2.jsonl", [CLAIMS])
    report = build([title, claims], tmp_path / "i", HashEmbedder())
    assert report.outcomes == {"indexed": 2}
    assert ledger_of(tmp_path / "i", "US8020827B2") == [("indexed", None), ("indexed", "completed")]
    assert build([title], tmp_path / "later", HashEmbedder()).outcomes == {"warned": 1}
    assert "title-only" in {p["code"] for p in quality(tmp_path / "later")["total"]["problems"]}
    assert build([title, claims], tmp_path / "later", HashEmbedder()).outcomes == {"indexed": 2}
    assert ledger_of(tmp_path / "later", "US8020827B2") == [("indexed", None), ("indexed", "completed")]
    collections.write(title, [*collections.rows(1), TITLE])
    assert build([title, claims], tmp_path / "later", HashEmbedder()).outcomes == {"indexed": 3}
    assert ledger_of(tmp_path / "later", "US8020827B2") == [("indexed", "completed"), ("indexed", None)]


def test_what_the_readers_found_stays_with_a_completed_document(tmp_path: Path) -> None:
    """Of all its readings; what the checks found of a part alone goes."""
    lost = "A \x9d stand".encode("latin-1")
    title, claims = tmp_path / "1.jsonl", collections.write(tmp_path / "2.jsonl", [CLAIMS | {"language": "en"}])
    title.write_bytes(b'{"_id": "US8020827B2", "title": "' + lost + b'", "text": "It stands."}\n')
    build([title], tmp_path / "alone", HashEmbedder())
    build([title, claims], tmp_path / "i", HashEmbedder())
    alone, whole = ({p["code"] for p in quality(tmp_path / name)["total"]["problems"]} for name in ("alone", "i"))
    assert {"no-full-text", "bad-encoding"} <= alone
    assert "bad-encoding" in whole
    assert "no-full-text" not in whole


def test_a_file_whose_reading_broke_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a new generation where it breaks in the same way; once it is read, the refusal goes."""
    folder = tmp_path / "s"
    collections.write(folder / "1.jsonl", collections.rows(3))
    collections.write(folder / "2.jsonl", collections.rows(6)[3:])
    with monkeypatch.context() as patch:
        breaking(patch, "parser-crashed")
        build([folder], tmp_path / "i", HashEmbedder())
        again = build([folder], tmp_path / "i", HashEmbedder())
    assert (again.published, again.files_unchanged, again.outcomes) == (False, 1, {"indexed": 3, "refused": 1})
    mended = build([folder], tmp_path / "i", HashEmbedder())
    assert (mended.published, mended.documents, mended.outcomes) == (True, 6, {"indexed": 6})
    assert build([folder], tmp_path / "i", HashEmbedder()).files_unchanged == 2


def breaking(patch: pytest.MonkeyPatch, code: str) -> None:
    """Have the reading of every `2.jsonl` break with this code."""

    def read(*args: object, **settings: object) -> Iterator[Reading | FileDone]:
        for result in read_files(*args, **settings):  # type: ignore[arg-type]
            if isinstance(result, FileDone) and result.stamp.path.endswith("2.jsonl"):
                yield refused(result.stamp.path, code, "it broke")
            if isinstance(result, FileDone) or "2.jsonl" not in result.entry.source:
                yield result

    patch.setattr("indexing.build.read_files", read)


def test_a_file_that_could_not_be_opened_is_listed_until_it_can(tmp_path: Path) -> None:
    """Beside unchanged files, too; counted once, and its refusal is not another file's."""
    folder = tmp_path / "s"
    rows = collections.rows(6)
    collections.write(folder / "2.jsonl", rows[3:])
    first = folder / "1.jsonl"
    first.symlink_to(folder / "nowhere")
    build([folder], tmp_path / "i", HashEmbedder())
    again = build([folder], tmp_path / "i", HashEmbedder())
    assert (again.published, again.outcomes) == (False, {"indexed": 3, "refused": 1})
    first.unlink()
    collections.write(first, rows[:3])
    assert build([folder], tmp_path / "i", HashEmbedder()).outcomes == {"indexed": 6}
    with opened(tmp_path / "i") as index:
        assert [e["outcome"] for e in index.ledger()] == ["indexed"] * 6


def test_neither_the_index_nor_a_file_given_twice_is_a_source_again(tmp_path: Path) -> None:
    """An index within its source's folder is left out; a file that is given by two names, and within a folder, is read once."""
    folder = tmp_path / "s"
    file = collections.write(folder / "1.jsonl", collections.rows(3))
    (tmp_path / "other").symlink_to(folder)
    given = [file, tmp_path / "other" / "1.jsonl", folder, folder, file]
    assert build(given, folder / "i", HashEmbedder()).outcomes == {"indexed": 3}
    again = build(given, folder / "i", HashEmbedder())
    assert (again.published, again.unchanged, again.outcomes) == (False, 3, {"indexed": 3})
    apart = collections.write(tmp_path / "t" / "1.jsonl", collections.rows(3))
    assert build([apart.parent, apart], tmp_path / "j", HashEmbedder()).outcomes == {"indexed": 3}
