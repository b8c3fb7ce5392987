"""Documents found by citations: what an oracle computes from the definitions, in one shard and in many, and with real search reports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.errors import IndexFault, UsageError
from indexing.increments import merge, reembed, withdraw
from indexing.index import Index
from indexing.model import Filter, Hit, Subquery
from indexing.storage.backup import backup, restore
from indexing.storage.generation import current
from tests.house import ROOT
from tests.kits import cited_collections as kit
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RELATIONS = ("cited", "citing", "cocited", "coupled")
FORMATS = ROOT / "tests" / "data" / "formats"


def opened(folder: Path) -> Index:
    return Index.open(folder, lambda _: HashEmbedder())


def ask(index: Index, text: str, relation: str | None, filters: Filter | None = None, k: int = 1000) -> list[Hit]:
    return index.search(Subquery("q", "b", "citations", text, relation=relation), filters or Filter(), k)  # type: ignore[arg-type]


def scores(hits: list[Hit]) -> dict[str, float]:
    return {hit.document.removesuffix("A1"): hit.score for hit in hits}


@pytest.fixture(scope="module", params=["one shard", "many shards", "merged"])
def collection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, list[dict]]]:
    folder: Path = tmp_path_factory.mktemp("cited")
    rows = kit.rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexing.storage.merging.RATIO", 0)
        for end in (len(rows),) if request.param == "one shard" else (10, 25, len(rows)):
            build([kit.write(folder / f"{end}.jsonl", rows[:end])], folder / "i", HashEmbedder())
    if request.param == "merged":
        gone = [rows[3]["publication_number"], rows[20]["publication_number"]]
        withdraw(gone, folder / "i")
        rows = [row for row in rows if row["publication_number"] not in gone]
        merge(folder / "i")
    with opened(folder / "i") as index:
        yield index, rows


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_relation_is_what_its_definition_says(collection: tuple[Index, list[dict]], relation: str) -> None:
    """From one document and from three, whatever shard holds what; numbers without kind code lead to their documents."""
    index, rows = collection
    found = 0
    for chosen in ([row["publication_number"]] for row in rows[::4]), [[rows[n]["publication_number"] for n in (1, 6, 12)]]:
        for numbers in chosen:
            hits = ask(index, " ".join(numbers), relation)
            assert scores(hits) == kit.follow(rows, numbers, relation)
            assert [(-h.score, h.document) for h in hits] == sorted((-h.score, h.document) for h in hits)
            found += len(hits)
    assert found > 10


@pytest.mark.parametrize("relation", RELATIONS)
def test_filters_hold_inside_and_the_cut_is_stable(collection: tuple[Index, list[dict]], relation: str) -> None:
    """A filter leaves those that meet it, and k of them where there are k; a shorter list is the beginning of a longer one."""
    index, rows = collection
    text = " ".join(row["publication_number"] for row in rows[:6])
    whole = ask(index, text, relation)
    facts = index.facts_of([h.document for h in whole])
    for wanted in (Filter(before=dt.date(1995, 1, 1)), Filter(countries=("EP",)), Filter(classes=("A45D20",))):
        passing = [
            h.document
            for h in whole
            if (not wanted.before or (facts[h.document].published or dt.date.max) < wanted.before)
            and (not wanted.countries or h.document.startswith("EP"))
            and (not wanted.classes or any(c.startswith("A45D20") for c in facts[h.document].classes))
        ]
        assert [h.document for h in ask(index, text, relation, wanted)] == passing
        assert [h.document for h in ask(index, text, relation, wanted, 3)] == passing[:3]
    for k in (0, 1, 2, 5):
        assert ask(index, text, relation, k=k) == whole[:k]


def test_a_number_that_is_not_here_leads_to_what_cites_it(collection: tuple[Index, list[dict]]) -> None:
    index, rows = collection
    for relation in ("citing", "cocited"):
        assert scores(ask(index, "DE 3000002 A1", relation)) == kit.follow(rows, ["DE-3000002"], relation) != {}


def test_numbers_that_lead_nowhere_are_named_only_when_none_is_known(collection: tuple[Index, list[dict]]) -> None:
    index, rows = collection
    with pytest.raises(UsageError, match="not in the index: 'EP9999991', 'EP9999992'"):
        ask(index, "EP9999991, EP9999992", "citing")
    number = next(row["publication_number"] for row in rows if kit.follow(rows, [row["publication_number"]], "cited"))
    assert ask(index, f"EP9999991; {number}", "cited") == ask(index, number, "cited") != []
    assert ask(index, "  ", "cited") == []


def test_a_citation_search_needs_a_relation_and_finds_whole_documents(collection: tuple[Index, list[dict]]) -> None:
    index, rows = collection
    number = rows[0]["publication_number"]
    with pytest.raises(UsageError, match="needs a relation: one of cited, citing, cocited, coupled"):
        ask(index, number, None)
    with pytest.raises(UsageError, match="not to passages"):
        index.search(Subquery("q", "b", "citations", number, "passage", relation="cited"), Filter(), 5)
    best = index.best_passages(Subquery("q", "b", "citations", number, relation="cited"), [index.resolve(number) or ""], 2)
    assert [len(hits) for hits in best.values()] == [1]


def test_real_search_reports_lead_to_real_documents(tmp_path: Path) -> None:
    """An EP grant's search report and the front pages of hair dryers; documents that they cite are found once they are added."""
    real = [FORMATS / "st36" / "grant-v1-5-1-B1.xml", FORMATS / "bigquery-json" / "hair_dryer.json"]
    build(real, tmp_path / "i", HashEmbedder())
    with opened(tmp_path / "i") as index:
        assert ask(index, "EP3383757", "cited") == []
        assert [(h.document, h.score) for h in ask(index, "US 2,834,866", "citing")] == [("US3946498A", 1.0), ("US4712313A", 1.0)]
        assert [h.document for h in ask(index, "US3946498", "coupled")] == ["US4712313A"]
    later = [
        {"publication_number": n, "title_localized": [{"text": "an earlier dryer", "language": "en"}]} for n in ("US-2834866-A", "FR-2973005-A1")
    ]
    build([*real, kit.write(tmp_path / "later.jsonl", later)], tmp_path / "i", HashEmbedder())
    with opened(tmp_path / "i") as index:
        assert [h.document for h in ask(index, "EP3383757B1", "cited")] == ["FR2973005A1"]
        assert [h.document for h in ask(index, "US4712313A", "cited")] == ["US2834866A"]
        assert [(h.document, h.score) for h in ask(index, "US4712313A US3946498A", "cited")] == [("US2834866A", 2.0)]


@pytest.fixture
def unlinked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index as a program made it that kept no links."""
    from indexing.storage import store

    with monkeypatch.context() as patch:
        patch.setattr(store, "_SCHEMA", "".join(line for line in store._SCHEMA.splitlines(keepends=True) if "TABLE links" not in line))
        patch.setattr(store, "_INDEXES", "".join(line for line in store._INDEXES.splitlines(keepends=True) if "ON links" not in line))
        patch.setattr(store, "insert_links", lambda *_: None)
        patch.setattr(store, "copy_links", lambda *_: None)
        build([kit.write(tmp_path / "a.jsonl", kit.rows())], tmp_path / "i", HashEmbedder())
    return tmp_path / "i"


def test_an_index_from_before_links_says_so_and_a_merge_makes_them(unlinked: Path) -> None:
    """Everything else of it serves; the merged one answers as one built now, holds the same content and needs no second merge."""
    rows = kit.rows()
    number = rows[6]["publication_number"]
    with opened(unlinked) as index:
        with pytest.raises(IndexFault, match="made before citation links were kept: `priorart index merge` makes them"):
            ask(index, number, "cocited")
        assert index.search(Subquery("q", "b", "words", "t1 t2"), Filter(), 5)
    before = current(unlinked).manifest
    assert merge(unlinked).published
    assert current(unlinked).manifest.content == before.content
    with opened(unlinked) as index:
        assert scores(ask(index, number, "cocited")) == kit.follow(rows, [number], "cocited")
    assert not merge(unlinked).published


def test_adding_to_an_index_from_before_links_keeps_both_right(unlinked: Path, tmp_path: Path) -> None:
    """What is merged with the new documents gets its links, too."""
    old, new = kit.rows(), kit.rows(12, seed=9)
    new[0]["citation"] = [{"publication_number": row["publication_number"]} for row in old[:5]]
    build([kit.write(tmp_path / "b.jsonl", new)], unlinked, HashEmbedder())
    merge(unlinked)
    with opened(unlinked) as index:
        for row in (*old[::9], *new[::4]):
            number = row["publication_number"]
            for relation in RELATIONS:
                assert scores(ask(index, number, relation)) == kit.follow([*old, *new], [number], relation)


def test_embedding_anew_and_restoring_keep_the_links(tmp_path: Path) -> None:
    rows = kit.rows(20)
    build([kit.write(tmp_path / "a.jsonl", rows)], tmp_path / "i", HashEmbedder())
    reembed(tmp_path / "i", HashEmbedder(version=2))
    backup(tmp_path / "b.tar", tmp_path / "i")
    restore(tmp_path / "b.tar", tmp_path / "r")
    number = rows[5]["publication_number"]
    with Index.open(tmp_path / "r", lambda _: HashEmbedder(version=2)) as index:
        for relation in RELATIONS:
            assert scores(ask(index, number, relation)) == kit.follow(rows, [number], relation)
