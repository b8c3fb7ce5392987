"""Building: what goes in comes out, unchanged things are left alone, and bad input costs nothing but itself."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.control import Control, Progress
from indexing.errors import Cancelled, IndexFault, InputError
from indexing.index import Index
from indexing.model import Filter, Subquery
from indexing.storage.files import WriterLock
from indexing.storage.generation import current, describe, verify
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexing.storage.batches.BATCH_WINDOWS", 40)


class Counting(HashEmbedder):
    """Counts what it encodes."""

    encoded = 0

    def encode_passages(self, texts):
        type(self).encoded += len(texts)
        return super().encode_passages(texts)


def opened(folder: Path) -> Index:
    return Index.open(folder, lambda _: HashEmbedder())


def words(text: str) -> Subquery:
    return Subquery(id="q", branch="b", engine="words", text=text)


def test_counts_agree_with_what_is_in_it(tmp_path: Path) -> None:
    """The report, the manifest and the listing count the same documents and passages."""
    rows = collections.rows(60)
    report = build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    with opened(tmp_path / "i") as index:
        listed = list(index.documents())
        passages = sum(len(index.passages_of(d["id"])) for d in listed)
        assert (report.documents, report.passages, report.generation, report.published) == (len(rows), passages, 1, True)
        assert index.info()["documents"] == len(listed) == len(rows)
        assert report.outcomes == {"indexed": len(rows)}
        assert [e["outcome"] for e in index.ledger()] == ["indexed"] * len(rows)
        assert set(listed[0]) == {"id", "title", "published", "filed", "language", "claims", "paragraphs", "source"}
        assert report.encoded == report.windows == index.info()["windows"]


def test_passage_texts_are_those_of_the_document(tmp_path: Path) -> None:
    """Every passage found is cut from the stored document, by its id."""
    build([collections.write(tmp_path / "c.jsonl", collections.rows(30))], tmp_path / "i", HashEmbedder())
    with opened(tmp_path / "i") as index:
        for listed in index.documents():
            for passage in index.passages_of(listed["id"]):
                assert index.passage(passage.id) == passage


def test_two_builds_of_the_same_sources_have_the_same_content(tmp_path: Path) -> None:
    """Content digest, vectors' files and hit lists are equal, bit for bit."""
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(60))
    for name in ("a", "b"):
        build([corpus], tmp_path / name, HashEmbedder())
    first, second = (current(tmp_path / name).manifest for name in ("a", "b"))
    assert first.content == second.content
    with opened(tmp_path / "a") as a, opened(tmp_path / "b") as b:
        for text in ("t1 t7", "t0 t2 t3"):
            assert a.search(words(text), Filter(), 50) == b.search(words(text), Filter(), 50)


def test_unchanged_sources_make_no_new_generation(tmp_path: Path) -> None:
    """A build that brings nothing new leaves the generation as it is and encodes nothing."""
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(30))
    build([corpus], tmp_path / "i", Counting())
    Counting.encoded = 0
    again = build([corpus], tmp_path / "i", Counting())
    assert (again.generation, again.published, again.unchanged, again.added) == (1, False, len(collections.rows(30)), 0)
    assert Counting.encoded == 0
    assert not (tmp_path / "i" / "building").exists()


def test_new_documents_are_added_and_only_they_are_encoded(tmp_path: Path) -> None:
    """The second generation holds both, shares the first one's shards on disk, and leaves the first as it was."""
    rows = collections.rows(60)
    build([collections.write(tmp_path / "a.jsonl", rows[:55])], tmp_path / "i", HashEmbedder())
    before = current(tmp_path / "i")
    Counting.encoded = 0
    with opened(tmp_path / "i") as old:
        report = build([collections.write(tmp_path / "b.jsonl", rows)], tmp_path / "i", Counting())
        assert old.generation == 1
        assert len(old.search(words("t0"), Filter(), 100)) <= 55
    assert (report.generation, report.added, report.unchanged, report.documents) == (2, len(rows) - 55, 55, len(rows))
    assert Counting.encoded == report.encoded < report.windows
    after = current(tmp_path / "i")
    for name in before.manifest.files:
        if name.startswith("shards/"):
            assert (before.folder / name).stat().st_ino == (after.folder / name).stat().st_ino
            assert before.manifest.files[name] == after.manifest.files[name]
    for name, info in before.manifest.files.items():
        assert describe(before.folder)[name] == info


def test_a_changed_document_replaces_the_old_one(tmp_path: Path) -> None:
    """Only the new text is found, read and counted."""
    rows = collections.rows(30)
    build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    rows[3] = rows[3] | {"text": "zeppelin", "claims": [], "title": "airship"}
    report = build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    assert (report.replaced, report.documents, report.unchanged) == (1, len(rows), len(rows) - 1)
    with opened(tmp_path / "i") as index:
        name = index.search(words("zeppelin"), Filter(), 5)[0].document
        assert [t.text for t in index.document(name).titles] == ["airship"]
        assert name not in {h.document for h in index.search(words("t0 t1 t2 t3 t4 t5 t6 t7 t8"), Filter(), 100)}
        near = Subquery(id="q", branch="b", engine="meaning", text="t0 t1 t2", level="passage")
        assert {h.passage for h in index.search(near, Filter(), 1000) if h.document == name} == {p.id for p in index.passages_of(name)}
        assert len(list(index.documents())) == index.info()["documents"] == len(rows)
        assert len(list(index.ledger())) == len(rows)


def test_the_first_of_two_documents_with_one_number_counts(tmp_path: Path) -> None:
    """The second is warned of in the ledger; building again changes nothing."""
    rows = collections.rows(10)
    corpus = collections.write(tmp_path / "c.jsonl", [*rows, rows[2] | {"text": "another text"}])
    report = build([corpus], tmp_path / "i", HashEmbedder())
    assert (report.duplicates, report.documents) == (1, len(rows))
    with opened(tmp_path / "i") as index:
        assert [e["code"] for e in index.ledger()][-1] == "duplicate"
        assert not index.search(words("another"), Filter(), 5)
    assert not build([corpus], tmp_path / "i", HashEmbedder()).published


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    """The others are indexed; the ledger names file, line and reason."""
    rows = collections.rows(10)
    corpus = collections.write(tmp_path / "c.jsonl", rows)
    lines = corpus.read_text().splitlines()
    corpus.write_text("\n".join([*lines[:4], "{broken", *lines[4:]]))
    report = build([corpus], tmp_path / "i", HashEmbedder())
    assert report.outcomes == {"indexed": len(rows), "refused": 1}
    with opened(tmp_path / "i") as index:
        refused = [e for e in index.ledger() if e["outcome"] == "refused"]
        assert [str(e["source"]).endswith("c.jsonl:5") for e in refused] == [True]
        assert all(e["code"] and e["reason"] for e in refused)


def test_nothing_to_index_is_an_input_error_and_leaves_no_index(tmp_path: Path) -> None:
    """The message carries the first reasons; no generation is published."""
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"_id": "US1234567"}\n')
    with pytest.raises(InputError, match="no document could be indexed") as caught:
        build([corpus], tmp_path / "i", HashEmbedder())
    assert "c.jsonl:1" in caught.value.hint
    with pytest.raises(IndexFault):
        current(tmp_path / "i")


def test_another_embedder_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """Vectors of two embedders are never mixed, nor compared."""
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(10))
    build([corpus], tmp_path / "i", HashEmbedder())
    with pytest.raises(IndexFault, match="another embedder") as caught:
        build([corpus], tmp_path / "i", HashEmbedder(version=2))
    assert "new folder" in caught.value.hint
    with Index.open(tmp_path / "i", lambda _: HashEmbedder(version=2)) as index:
        assert index.search(words("t1"), Filter(), 1)
        with pytest.raises(IndexFault, match="hash-32-v1"):
            index.search(Subquery(id="q", branch="b", engine="meaning", text="t1"), Filter(), 1)


def test_a_words_search_opens_no_embedder(tmp_path: Path) -> None:
    """The embedder is opened by the first search by meaning, once."""
    build([collections.write(tmp_path / "c.jsonl", collections.rows(10))], tmp_path / "i", HashEmbedder())
    asked: list[str] = []

    def open_embedder(name: str) -> HashEmbedder:
        asked.append(name)
        return HashEmbedder()

    with Index.open(tmp_path / "i", open_embedder) as index:
        index.search(words("t1"), Filter(), 1)
        assert asked == []
        for _ in range(2):
            index.search(Subquery(id="q", branch="b", engine="meaning", text="t1"), Filter(), 1)
        assert asked == ["hash"]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """A second build is told who holds the lock."""
    (tmp_path / "i").mkdir()
    with WriterLock(tmp_path / "i" / "lock"), pytest.raises(IndexFault, match="being written by process"):
        build([collections.write(tmp_path / "c.jsonl", collections.rows(5))], tmp_path / "i", HashEmbedder())


def test_a_stopped_build_publishes_nothing_and_goes_on_later(tmp_path: Path) -> None:
    """What was finished is not encoded again, and the result is that of a build without a stop."""
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(60))
    build([corpus], tmp_path / "whole", HashEmbedder())
    stop = threading.Event()

    def listen(progress: Progress) -> None:
        if progress.stage == "encoding" and progress.done > 100:
            stop.set()

    with pytest.raises(Cancelled):
        build([corpus], tmp_path / "i", HashEmbedder(), control=Control(listen, stop))
    with pytest.raises(IndexFault, match="not finished"):
        current(tmp_path / "i")
    report = build([corpus], tmp_path / "i", HashEmbedder())
    assert report.resumed > 0
    assert report.encoded < report.windows
    assert current(tmp_path / "i").manifest.content == current(tmp_path / "whole").manifest.content
    assert not (tmp_path / "i" / "building").exists()


@pytest.mark.parametrize("change", ["other sources", "changed document", "fewer documents"])
def test_an_interrupted_build_of_other_sources_is_not_mixed_in(tmp_path: Path, change: str) -> None:
    """Finished shards count only as far as the same documents come again."""
    rows = collections.rows(60)
    corpus = collections.write(tmp_path / "c.jsonl", rows)
    stop = threading.Event()
    listen = Control(lambda p: stop.set() if p.stage == "encoding" and p.done > 100 else None, stop)
    with pytest.raises(Cancelled):
        build([corpus], tmp_path / "i", HashEmbedder(), control=listen)
    rows = {
        "other sources": collections.rows(30, seed=99),
        "changed document": [*rows[:5], rows[5] | {"text": "new"}, *rows[6:]],
        "fewer documents": rows[:7],
    }[change]
    collections.write(corpus, rows)
    build([corpus], tmp_path / "i", HashEmbedder())
    build([corpus], tmp_path / "whole", HashEmbedder())
    assert current(tmp_path / "i").manifest.content == current(tmp_path / "whole").manifest.content


def test_limit_ends_the_reading(tmp_path: Path) -> None:
    """Only the first documents are indexed."""
    rows = collections.rows(20)
    assert build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder(), limit=7).documents == 7


def test_progress_is_reported_in_windows(tmp_path: Path) -> None:
    """Every window is counted once, never above the total known so far."""
    heard: list[Progress] = []
    report = build([collections.write(tmp_path / "c.jsonl", collections.rows(40))], tmp_path / "i", HashEmbedder(), control=Control(heard.append))
    encoding = [p for p in heard if p.stage == "encoding"]
    assert encoding[-1].done == encoding[-1].total == report.windows
    assert all(p.total is not None and p.done <= p.total for p in encoding)
    assert {p.stage for p in heard} >= {"reading", "encoding", "words", "publishing"}


def test_names_lead_to_documents(tmp_path: Path) -> None:
    """Printed, DOCDB and kind-less forms resolve; families hold together; unknown ids are answered with the nearest."""
    rows = [
        {"_id": "US-8020827-B2", "title": "A stand", "text": "It stands.", "family": "F1"},
        {"_id": "EP1234567A1", "title": "Ein Ständer", "text": "Er steht.", "family": "F1"},
        {"_id": "US4712313", "title": "A holder", "text": "It holds."},
    ]
    build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    with opened(tmp_path / "i") as index:
        for name in ("US8020827B2", "US 8,020,827 B2", "US-8020827-B2", "US8020827", "us 8020827"):
            assert index.resolve(name) == "US8020827B2"
        assert index.resolve("US4712313A") == "US4712313"
        assert index.resolve("JP1") is None
        assert index.family("EP1234567A1") == ("EP1234567A1", "US8020827B2")
        assert index.family("US4712313") == ("US4712313",)
        assert index.facts("EP1234567A1").family == "F1"
        with pytest.raises(Exception, match="US4712313") as caught:
            index.document("US4712314")
        assert "did you mean" in str(caught.value)
        assert index.document_frequency(["stands", "STÄNDER", "stander", "holder it", "nowhere", "?"]) == ([1, 1, 1, 1, 0, 0], 3)


def test_the_manifest_tells_what_it_was_made_with(tmp_path: Path) -> None:
    """Every file of the generation is listed with its size and hash, and verifying finds all well."""
    build([collections.write(tmp_path / "c.jsonl", collections.rows(10))], tmp_path / "i", HashEmbedder())
    generation = current(tmp_path / "i")
    record = json.loads((generation.folder / "manifest.json").read_bytes())
    on_disk = {p.relative_to(generation.folder).as_posix() for p in generation.folder.rglob("*") if p.is_file()} - {"manifest.json"}
    assert set(record["files"]) == on_disk
    assert record["embedder_identity"] == HashEmbedder().identity
    found = verify(tmp_path / "i")
    assert (found.ok, found.files, found.faults) == (True, len(on_disk), ())
