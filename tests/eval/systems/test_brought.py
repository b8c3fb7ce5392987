"""Runs brought from anywhere: whose ids they bear, what they lack, what is said of it."""

from __future__ import annotations

import pytest

from eval.beside import open_systems
from eval.model import Topic
from eval.run import run_dataset
from eval.trec import read_run
from indexing.control import Control
from indexing.errors import InputError, UsageError
from tests.kits.systems import collection, write_run

ROWS = [{"_id": f"US-100000{n}-A", "title": f"Hair dryer {n}", "text": "A folding handle."} for n in range(1, 7)]
TOPICS = [Topic("US-1000001-A", "a dryer"), Topic("US-1000002-A", "a handle"), Topic("q3", "a hose", own=("US-1000003-A",))]
QRELS = {t.id: {"US-1000005-A": 1} for t in TOPICS}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return collection(tmp_path_factory.mktemp("brought"), ROWS, TOPICS, QRELS)


def brought(made, path):
    return open_systems([str(path)], made)[0]


def found(system, topic=TOPICS[0], depth=10):
    return [d for d, _ in system.find(topic, depth, Control()).results]


@pytest.mark.parametrize(
    "write",
    [lambda d: d, lambda d: d.replace("-", ""), lambda d: d.replace("-", "").removesuffix("A"), lambda d: d.replace("-", " ").replace(" ", ".")],
)
def test_ids_written_otherwise_are_recognised(made, tmp_path, write):
    """US-1000005-A, US1000005A, US1000005, US.1000005.A: documents as topics."""
    run = {write("US-1000001-A"): [write(f"US-100000{n}-A") for n in (4, 5, 1, 6)]}
    system = brought(made, write_run(tmp_path / "a.trec", run))
    assert found(system) == ["US-1000004-A", "US-1000005-A", "US-1000006-A"]
    assert system.facts["file"]["documents_unknown"] == 0


def test_a_document_under_two_names_counts_once(made, tmp_path):
    """At its better place."""
    system = brought(made, write_run(tmp_path / "a.trec", {"q3": ["US1000004A", "US1000005A", "US-1000004-A"]}))
    assert found(system, TOPICS[2]) == ["US-1000004-A", "US-1000005-A"]


def test_the_topics_own_publications_go(made, tmp_path):
    """Also where they are named apart from the topic."""
    system = brought(made, write_run(tmp_path / "a.trec", {"q3": ["US1000003A", "US-1000003-A", "US1000004A"]}))
    assert found(system, TOPICS[2]) == ["US-1000004-A"]


def test_what_is_missing_and_unknown_is_told(made, tmp_path):
    """Topics without results, topics and documents that are not ours: in the facts, and beside the topics that they concern."""
    run = {"q3": ["US1000004A", "WO2001000001A1", "US-1000005-A"], "q99": ["US1000004A"]}
    system = brought(made, write_run(tmp_path / "a.trec", run))
    told = system.facts["file"]
    assert (told["topics"], told["topics_unknown"], told["documents"], told["documents_unknown"]) == (2, 1, 3, 1)
    assert found(system, TOPICS[2]) == ["US-1000004-A", "WO2001000001A1", "US-1000005-A"]
    assert any("known to neither" in note for note in system.find(TOPICS[2], 10, Control()).notes)
    assert system.find(TOPICS[0], 10, Control()).results == ()
    assert any("nothing for the topic" in note for note in system.find(TOPICS[0], 10, Control()).notes)


def test_a_run_that_is_shallower_than_asked_says_so(made, tmp_path):
    """Its recall at 1,000 is that at 2."""
    system = brought(made, write_run(tmp_path / "a.trec", {"q3": ["US1000004A", "US1000005A"]}))
    assert any("2 documents deep, not 1000" in note for note in system.find(TOPICS[2], 1000, Control()).notes)
    assert not any("deep" in note for note in system.find(TOPICS[2], 2, Control()).notes)


def test_ties_and_contrary_ranks_are_told(made, tmp_path):
    path = tmp_path / "a.trec"
    path.write_text("q3 Q0 US1000004A 1 1 x\nq3 Q0 US1000005A 2 1 x\nUS-1000001-A Q0 US1000004A 1 1 x\nUS-1000001-A Q0 US1000005A 2 2 x\n")
    system = brought(made, path)
    assert any("equal scores" in note for note in system.find(TOPICS[2], 10, Control()).notes)
    assert any("another order" in note for note in system.find(TOPICS[0], 10, Control()).notes)


@pytest.mark.parametrize(("run", "said"), [({"q77": ["US1000004A"]}, "none of its topics"), ({"q3": ["D1", "D2"]}, "none of its documents")])
def test_a_run_of_another_collection_is_refused(made, tmp_path, run, said):
    """It would score zero and look like a bad system."""
    with pytest.raises(InputError, match=said):
        brought(made, write_run(tmp_path / "a.trec", run))


@pytest.mark.parametrize(("tag", "name"), [("Anserini", "Anserini"), ("../../etc/x", "etc-x"), ("a/b:c", "a-b-c"), ("..", "run")])
def test_its_name_is_its_tag_fit_for_a_folder(made, tmp_path, tag, name):
    """A tag never leads out of the folder of results."""
    assert brought(made, write_run(tmp_path / "a.trec", {"q3": ["US1000004A"]}, tag)).name == name


def test_two_runs_of_one_tag_are_told_apart_by_their_files(made, tmp_path):
    """Every run of Pyserini is called Anserini."""
    paths = [write_run(tmp_path / name, {"q3": ["US1000004A"]}, "Anserini") for name in ("bm25.trec", "rm3.trec.gz.txt")]
    assert [s.name for s in open_systems([*map(str, paths), "bm25s"], made)] == ["Anserini", "Anserini-rm3.trec.gz", "bm25s"]
    assert open_systems([str(paths[0])], made, taken=["Anserini"])[0].name == "Anserini-bm25"
    with pytest.raises(UsageError, match="two systems"):
        open_systems([str(paths[0])] * 3, made)


def test_an_output_folder_is_a_run_as_well(made, tmp_path):
    """What we wrote comes back the same."""
    first = brought(made, write_run(tmp_path / "a.trec", {t.id: [row["_id"] for row in ROWS] for t in TOPICS}))
    run_dataset(first, made.dataset, depth=10, out_dir=tmp_path / "out")
    again = brought(made, tmp_path / "out")
    assert read_run(tmp_path / "out" / "run.trec").keys() == {t.id for t in TOPICS}
    assert [found(again, t) for t in TOPICS] == [found(first, t) for t in TOPICS]
    with pytest.raises(InputError, match="folder without a run"):
        brought(made, tmp_path)


@pytest.mark.parametrize("name", ["bm25", "brought", "no/such/file"])
def test_what_is_neither_system_nor_run_is_refused(made, name):
    """With the names there are."""
    with pytest.raises(UsageError, match="bm25s"):
        open_systems([name], made)
