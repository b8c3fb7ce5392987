"""Increments: adding, replacing, completing, withdrawing, merging, embedding anew, each as a new generation beside those that are there."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.errors import IndexFault, UsageError
from indexing.increments import merge, reembed, withdraw
from indexing.index import Index
from indexing.model import Filter, Subquery
from indexing.storage import merging
from indexing.storage.generation import current, verify
from indexing.storage.merging import first_to_merge
from indexing.storage.prune import prune
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


EVERYTHING = " ".join(f"t{n}" for n in range(60))


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexing.storage.batches.BATCH_WINDOWS", 40)


def opened(folder: Path, generation: int | None = None, version: int = 1) -> Index:
    return Index.open(folder, lambda _: HashEmbedder(version=version), generation=generation)


def ask(text: str, engine: str = "words", level: str = "document") -> Subquery:
    return Subquery(id="q", branch="b", engine=engine, text=text, level=level)  # type: ignore[arg-type]


def found(index: Index, text: str = EVERYTHING, engine: str = "words", level: str = "document") -> list[tuple[str | None, float]]:
    return [(h.passage or h.document, h.score) for h in index.search(ask(text, engine, level), Filter(), 1000)]


def same_answers(a: Index, b: Index) -> None:
    for engine in ("words", "meaning"):
        for level in ("document", "passage"):
            one, other = found(a, engine=engine, level=level), found(b, engine=engine, level=level)
            assert [n for n, _ in one] == [n for n, _ in other]
            assert [s for _, s in one] == pytest.approx([s for _, s in other], abs=2e-4)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, object]]]:
    """An index in four steps: a first build, one that adds, one that replaces, a withdrawal; and the rows that it holds in the end."""
    folder = tmp_path_factory.mktemp("grown")
    rows = collections.rows(90)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexing.storage.batches.BATCH_WINDOWS", 40)
        build([collections.write(folder / "a.jsonl", rows[:60])], folder / "i", HashEmbedder())
        build([collections.write(folder / "b.jsonl", rows[60:80])], folder / "i", HashEmbedder())
        changed = [row | {"text": f"t7 t7 {row['text']}"} for row in rows[70:]]
        build([collections.write(folder / "c.jsonl", changed)], folder / "i", HashEmbedder())
        withdraw([str(rows[3]["_id"]), str(rows[75]["_id"])], folder / "i")
    final = [*rows[:70], *changed]
    return folder / "i", [row for row in final if row["_id"] not in {rows[3]["_id"], rows[75]["_id"]}]


def test_the_result_is_that_of_one_build(grown: tuple[Path, list[dict[str, object]]], tmp_path: Path) -> None:
    """Once merged, documents and answers of both engines are those of an index built at once of what is left."""
    shutil.copytree(grown[0], tmp_path / "i")
    assert (merge(tmp_path / "i").shards, current(tmp_path / "i").manifest.withdrawn) == (1, 0)
    build([collections.write(tmp_path / "all.jsonl", grown[1])], tmp_path / "whole", HashEmbedder())
    with opened(tmp_path / "i") as a, opened(tmp_path / "whole") as b:
        names = [[d["id"] for d in index.documents()] for index in (a, b)]
        assert sorted(names[0]) == sorted(names[1]) == sorted(str(row["_id"]) for row in grown[1])
        same_answers(a, b)
    assert not merge(tmp_path / "i").published


def test_merging_changes_no_answer_by_meaning(grown: tuple[Path, list[dict[str, object]]], tmp_path: Path) -> None:
    """Vectors are copied bit by bit, and what was withdrawn was not found before either."""
    shutil.copytree(grown[0], tmp_path / "i")
    merge(tmp_path / "i")
    with opened(grown[0]) as a, opened(tmp_path / "i") as b:
        assert found(a, engine="meaning", level="passage") == found(b, engine="meaning", level="passage")
        assert [a.document(d["id"]) for d in a.documents()] == [b.document(d["id"]) for d in b.documents()]
        assert list(a.findings()) == list(b.findings())


def test_every_generation_stays_readable(grown: tuple[Path, list[dict[str, object]]]) -> None:
    """Each answers as it did, verifies, and `info` lists all."""
    assert current(grown[0]).manifest.generation == 4
    counts = []
    for number in (1, 2, 3, 4):
        assert verify(grown[0], number).ok
        with opened(grown[0], number) as index:
            assert index.generation == number
            assert len(found(index)) == index.info()["documents"] == len(list(index.documents()))
            counts.append(index.info()["documents"])
            assert [g["generation"] for g in index.info()["generations"]] == list(range(1, number + 1))
    assert counts == [60, 80, 90, 88]
    with opened(grown[0]) as index:
        assert [g["change"] for g in index.info()["generations"]] == ["build", "build", "build", "withdraw"]


def test_a_generation_that_never_was_is_a_usage_error(grown: tuple[Path, list[dict[str, object]]]) -> None:
    """The message names those that are there."""
    with pytest.raises(UsageError) as caught:
        opened(grown[0], 9)
    assert "1, 2, 3, 4" in caught.value.hint


def test_pruned_generations_are_gone_and_the_rest_whole(grown: tuple[Path, list[dict[str, object]]], tmp_path: Path) -> None:
    """Who has one open keeps it; files that later ones share stay."""
    shutil.copytree(grown[0], tmp_path / "i")
    with opened(tmp_path / "i", 1) as old:
        before = found(old)
        report = prune(tmp_path / "i", keep=2)
        assert (report.removed, report.kept) == ((1, 2), (3, 4))
        assert found(old) == before
        assert len(list(old.documents())) == len(list(old.ledger())) == 60
    assert verify(tmp_path / "i").ok
    assert verify(tmp_path / "i", 3).ok
    with pytest.raises(UsageError, match="no generation 1"):
        opened(tmp_path / "i", 1)
    assert prune(tmp_path / "i").kept == (4,)
    assert sorted(p.name for p in (tmp_path / "i" / "generations").iterdir()) == ["000004"]
    assert not prune(tmp_path / "i").removed


def test_withdrawn_documents_are_found_nowhere(tmp_path: Path) -> None:
    """In any form of number; the ledger says so; words and vectors leave them out; an earlier generation has them still."""
    rows = [
        {"_id": "US-8020827-B2", "title": "A stand", "text": "It stands."},
        {"_id": "EP1234567A1", "title": "Ein Ständer", "text": "Er steht."},
        {"_id": "US4712313", "title": "A holder", "text": "It holds."},
    ]
    build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    report = withdraw(["US 8,020,827", "ep 1234567 a1"], tmp_path / "i")
    assert (report.ids, report.documents) == (("EP1234567A1", "US8020827B2"), 1)
    with opened(tmp_path / "i") as index:
        assert index.resolve("US8020827B2") is None
        assert [n for n, _ in found(index, "stands stand holds")] == ["US4712313"]
        assert [n for n, _ in found(index, "stands", "meaning")] == ["US4712313"]
        assert [(e["outcome"], e["code"]) for e in index.ledger()] == [("refused", "withdrawn")] * 2 + [("indexed", None)]
    with opened(tmp_path / "i", 1) as index:
        assert index.resolve("US8020827B2") == "US8020827B2"


def test_one_unknown_number_and_nothing_is_withdrawn(tmp_path: Path) -> None:
    """All or nothing, with the names that are unknown; a name of two documents asks for the kind code."""
    rows = [{"_id": f"EP1234567{kind}", "title": "A stand", "text": kind} for kind in ("A1", "B1")]
    build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    with pytest.raises(UsageError, match="not in the index: 'US1234567'"):
        withdraw(["EP1234567A1", "US1234567"], tmp_path / "i")
    with pytest.raises(UsageError, match="EP1234567A1 and EP1234567B1"):
        withdraw(["EP1234567"], tmp_path / "i")
    assert current(tmp_path / "i").manifest.generation == 1
    assert sorted(p.name for p in (tmp_path / "i").iterdir()) == ["CURRENT", "generations", "lock", "verified"]


def test_a_withdrawn_document_comes_back_only_in_another_version(tmp_path: Path) -> None:
    """Read again as it was it stays out, after a merge too; a corrected publication is taken in."""
    rows = collections.rows(12)
    build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    name = str(rows[4]["_id"])
    withdraw([name], tmp_path / "i")
    merge(tmp_path / "i")
    report = build([collections.write(tmp_path / "again.jsonl", rows)], tmp_path / "i", HashEmbedder())
    assert (report.withdrawn, report.added, report.documents) == (1, 0, 11)
    rows[4] |= {"text": "zeppelin"}
    report = build([collections.write(tmp_path / "again.jsonl", rows)], tmp_path / "i", HashEmbedder())
    assert (report.withdrawn, report.added, report.documents) == (0, 1, 12)
    with opened(tmp_path / "i") as index:
        assert [n for n, _ in found(index, "zeppelin")] == [name]
        assert name in {e["number"] for e in index.ledger() if e["outcome"] == "indexed"}


def test_further_readings_complete_a_document(tmp_path: Path) -> None:
    """Abstract in one file, claims in another, dates in a third: one document with all, found by all; what is there is never overwritten."""
    folder = tmp_path / "s"
    collections.write(folder / "1.jsonl", [{"_id": "US8020827B2", "title": "A stand", "text": "It stands."}, *collections.rows(3)])
    collections.write(folder / "2.jsonl", [{"_id": "US8020827B2", "title": "Another", "text": "", "claims": ["A zeppelin."]}])
    collections.write(folder / "3.jsonl", [{"_id": "US8020827B2", "title": "", "text": "Other.", "metadata": {"filing_date": "20010203"}}])
    collections.write(folder / "4.jsonl", [{"_id": "US8020827B2", "title": "A stand", "text": "It falls."}])
    report = build([folder], tmp_path / "i", HashEmbedder())
    assert (report.completed, report.duplicates, report.documents, report.added) == (1, 1, 4, 4)
    with opened(tmp_path / "i") as index:
        whole = index.document("US8020827B2")
        assert [t.text for t in (*whole.titles, *whole.abstracts)] == ["A stand", "It stands."]
        assert [c.text for c in whole.claims] == ["A zeppelin."]
        assert str(whole.filing_date) == "2001-02-03"
        assert [n for n, _ in found(index, "zeppelin")] == ["US8020827B2"]
        codes = [e["code"] for e in index.ledger() if e["number"] == "US8020827B2"]
        assert codes == [None, "completed", "completed", "duplicate"]
        assert len([d for d in index.documents() if d["id"] == "US8020827B2"]) == 1
    assert not build([folder], tmp_path / "i", HashEmbedder()).published


def test_a_corrected_part_keeps_the_others(tmp_path: Path) -> None:
    """A completed document is corrected by one of its sources: the parts of the others stay."""
    folder = tmp_path / "s"
    collections.write(folder / "1.jsonl", [{"_id": "US8020827B2", "title": "A stand", "text": "It stands."}])
    collections.write(folder / "2.jsonl", [{"_id": "US8020827B2", "title": "A stand", "text": "", "claims": ["A zeppelin."]}])
    build([folder], tmp_path / "i", HashEmbedder())
    collections.write(folder / "2.jsonl", [{"_id": "US8020827B2", "title": "A stand", "text": "", "claims": ["A balloon."]}])
    report = build([folder], tmp_path / "i", HashEmbedder())
    with opened(tmp_path / "i") as index:
        whole = index.document("US8020827B2")
    assert (report.replaced, report.files_unchanged) == (1, 1)
    assert [t.text for t in whole.abstracts] + [c.text for c in whole.claims] == ["It stands.", "A balloon."]


def test_unchanged_files_are_not_read_again(tmp_path: Path) -> None:
    """Counted as before, by outcome too; a file beside them that changed is read alone, and duplicates stay duplicates."""
    rows = collections.rows(20)
    folder = tmp_path / "s"
    collections.write(folder / "1.jsonl", rows[:15])
    collections.write(folder / "2.jsonl", [*rows[10:15], *rows[15:18]])
    first = build([folder], tmp_path / "i", HashEmbedder())
    collections.write(folder / "2.jsonl", [rows[10] | {"text": "zeppelin"}, *rows[15:20]])
    second = build([folder], tmp_path / "i", HashEmbedder())
    assert (first.duplicates, first.documents) == (5, 18)
    assert (second.files_unchanged, second.added, second.replaced, second.duplicates, second.documents) == (1, 2, 0, 1, 20)
    assert second.outcomes == {"indexed": 20, "warned": 1}
    with opened(tmp_path / "i") as index:
        assert not found(index, "zeppelin")
        assert len(list(index.ledger())) == 21


def test_an_index_can_be_embedded_anew(grown: tuple[Path, list[dict[str, object]]], tmp_path: Path) -> None:
    """From the stored documents: the words answer as before, the vectors are those of a build with the other model, the old generation stays."""
    shutil.copytree(grown[0], tmp_path / "i")
    other = HashEmbedder(dimension=16, version=2)
    report = reembed(tmp_path / "i", other)
    assert (report.generation, report.documents, report.shards) == (5, 88, 1)
    assert not reembed(tmp_path / "i", other).published
    build([collections.write(tmp_path / "all.jsonl", grown[1])], tmp_path / "whole", other)
    with Index.open(tmp_path / "i", lambda _: other) as a, Index.open(tmp_path / "whole", lambda _: other) as b:
        same_answers(a, b)
    with opened(tmp_path / "i", 4) as index:
        assert found(index, engine="meaning")
    with pytest.raises(IndexFault, match="another embedder"):
        build([tmp_path / "all.jsonl"], tmp_path / "i", HashEmbedder())


def test_shards_stay_few(tmp_path: Path) -> None:
    """Many small builds: about log4 of the size in shards, and nothing is encoded twice."""
    rows = collections.rows(48)
    encoded = 0
    for n in range(0, len(rows), 6):
        encoded += build([collections.write(tmp_path / f"{n}.jsonl", rows[n : n + 6])], tmp_path / "i", HashEmbedder()).encoded
    manifest = current(tmp_path / "i").manifest
    assert len(manifest.shards) <= 4
    assert manifest.windows == encoded
    build([collections.write(tmp_path / "all.jsonl", rows)], tmp_path / "whole", HashEmbedder())
    with opened(tmp_path / "i") as a, opened(tmp_path / "whole") as b:
        same_answers(a, b)


def test_merging_waits_until_what_follows_is_large() -> None:
    """Each shard is at least four times the next one."""
    assert merging.RATIO == 4
    assert first_to_merge([], 5) == 0
    assert first_to_merge([100, 20], 4) == 2
    assert first_to_merge([200, 20], 6) == 1
    assert first_to_merge([100, 20], 10) == 0
    sizes: list[int] = []
    for _ in range(1000):
        start = first_to_merge(sizes, 1)
        sizes = [*sizes[:start], sum(sizes[start:]) + 1]
        assert all(size >= 4 * after for size, after in itertools.pairwise(sizes))
    assert sum(sizes) == 1000


def test_families_join_by_id_and_by_priority(tmp_path: Path) -> None:
    """By family id where both have one; a document without one joins those that share its priority."""
    base = {"title": "A stand", "text": "It stands."}
    rows = [
        base | {"_id": "US8020827B2", "family": "F1"},
        base | {"_id": "EP1234567A1", "family": "F1"},
        base | {"_id": "EP7654321A1", "family": "F2"},
    ]
    build([collections.write(tmp_path / "c.jsonl", rows)], tmp_path / "i", HashEmbedder())
    with opened(tmp_path / "i") as index:
        assert index.family("EP1234567A1") == ("EP1234567A1", "US8020827B2")
        assert index.family("EP7654321A1") == ("EP7654321A1",)
        assert [*index.facts_of(["EP7654321A1", "US8020827B2", "EP1234567A1"])] == ["EP7654321A1", "US8020827B2", "EP1234567A1"]
        with pytest.raises(UsageError, match="US8020828B2"):
            index.facts_of(["EP7654321A1", "US8020828B2"])


@pytest.mark.parametrize("change", [lambda at: withdraw(["US1"], at), merge, prune, lambda at: reembed(at, HashEmbedder())])
def test_a_change_of_no_index_leaves_nothing_behind(tmp_path: Path, change: Callable[[Path], object]) -> None:
    """Neither a folder where there was none, nor a lock in one that is something else; nobody's files are swept away."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-mother.new").write_text("Dear mother")
    (tmp_path / "file").write_text("")
    for name in ("nowhere", "letters", "file"):
        with pytest.raises(IndexFault):
            change(tmp_path / name)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "letters", "to-mother.new"]
