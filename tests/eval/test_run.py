"""One recipe over all topics: own ids, resumption, faults, what is written."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from eval.evaluate import evaluate
from eval.measures import DEFAULT_MEASURES
from eval.model import Dataset, Found, Topic
from eval.recipe_system import RecipeSystem
from eval.run import JOURNAL, run_dataset
from eval.tables import as_table
from eval.trec import read_run
from indexing.control import Control
from indexing.errors import Cancelled, IndexFault, InputError, LLMFault, ModelFault, UsageError
from tests.eval.tiny import TinyAssistant, TinyIndex

DOCUMENTS = {
    "US-1-A": "hair dryer with a handle",
    "US-2-A": "hair dryer with a stand and a fan",
    "US-3-A": "lamp with a stand",
    "US-4-A": "lamp",
    "US-5-A": "shoe",
}
TOPICS = (Topic("US-1-A", "hair dryer with a handle"), Topic("US-3-A", "lamp with a stand"), Topic("q5", "shoe"))
QRELS = {"US-1-A": {"US-2-A": 1}, "US-3-A": {"US-4-A": 1, "US-2-A": 1}, "q5": {"US-4-A": 1}}


@pytest.fixture
def data():
    return Dataset("tiny", "test", TOPICS, QRELS, frozenset(DOCUMENTS), {"qrels/test.tsv": "ab"}, ("said by the loader",))


@pytest.fixture
def searcher():
    return TinyAssistant(TinyIndex(DOCUMENTS))


@pytest.fixture
def folder(tmp_path):
    """The same data set as files in BEIR's layout, without a corpus."""
    path = tmp_path / "tiny"
    path.joinpath("qrels").mkdir(parents=True)
    path.joinpath("queries.jsonl").write_text("".join(json.dumps({"_id": t.id, "text": t.text}) + "\n" for t in TOPICS))
    path.joinpath("qrels/test.tsv").write_text("".join(f"{t}\t{d}\t{g}\n" for t, judged in QRELS.items() for d, g in judged.items()))
    return path


def test_results_bear_the_data_sets_ids_and_never_the_topic(data, searcher, tmp_path):
    """The index calls it US1A; the run says US-1-A; a topic's own document is no result of it."""
    run = run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)
    assert [d for d, _ in run.results["US-1-A"]] == ["US-2-A", "US-3-A"]
    assert all(topic not in dict(found) for topic, found in run.results.items())


@pytest.mark.parametrize("documents", [None, frozenset(DOCUMENTS)])
def test_ids_come_back_whatever_the_source_called_them(data, tmp_path, documents):
    """Even where the index was built from other files than the data set's corpus, judged documents bear the data set's names."""
    searcher = TinyAssistant(TinyIndex(DOCUMENTS, source_ids=False))
    without = Dataset("tiny", "test", TOPICS, QRELS, documents)
    found = [d for d, _ in run_dataset(RecipeSystem(searcher, "words", without), without, out_dir=tmp_path).results["US-3-A"]]
    assert {"US-2-A", "US-4-A"} <= set(found)
    assert "US-3-A" not in found


def test_documents_outside_the_data_set_bear_their_own_names(data, tmp_path):
    """The index may hold more than the data set."""
    searcher = TinyAssistant(TinyIndex({**DOCUMENTS, "EP-9-B1": "shoe"}))
    assert [d for d, _ in run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path).results["q5"]] == ["EP-9-B1", "US-5-A"]


def test_the_run_file_has_falling_scores(data, searcher, tmp_path):
    """And comes back in the same order."""
    run = run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)
    back = read_run(tmp_path / "run.trec")
    for topic, found in run.results.items():
        assert [d for d, _ in back.get(topic, ())] == [d for d, _ in found]
        scores = [s for _, s in back.get(topic, ())]
        assert all(a > b for a, b in itertools.pairwise(scores))


def test_depth_bounds_the_results(data, searcher, tmp_path):
    """No more than asked for."""
    assert all(len(found) <= 1 for found in run_dataset(RecipeSystem(searcher, "words", data), data, depth=1, out_dir=tmp_path).results.values())


def test_a_depth_of_none_is_refused(data, searcher, tmp_path):
    """Wrong usage, before anything is written."""
    with pytest.raises(UsageError):
        run_dataset(RecipeSystem(searcher, "words", data), data, depth=0, out_dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("fault", [LLMFault("too slow"), UsageError("empty question"), KeyError("bug")])
def test_a_topic_that_fails_scores_zero_and_is_said(data, searcher, tmp_path, fault):
    """The rest goes on."""
    searcher.broken["US-3-A"] = fault
    run = run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)
    assert set(run.faults) == {"US-3-A"}
    assert run.results["US-3-A"] == ()
    assert run.results["US-1-A"]
    assert any("US-3-A failed" in note for note in run.notes)


@pytest.mark.parametrize("fault", [IndexFault("gone"), ModelFault("wrong hash")])
def test_a_fault_of_all_topics_stops_the_run(data, searcher, tmp_path, fault):
    """An index that is gone is gone for every topic."""
    searcher.broken["US-3-A"] = fault
    with pytest.raises(type(fault)):
        run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)
    assert not (tmp_path / "run.trec").exists()


def test_a_run_whose_topics_all_fail_raises(data, searcher, tmp_path):
    """With the first fault, so that the door exits with its code."""
    searcher.broken = {t.id: LLMFault(t.id) for t in TOPICS}
    with pytest.raises(LLMFault, match="US-1-A"):
        run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)


def test_a_stopped_run_goes_on_and_ends_identical(data, searcher, tmp_path):
    """Topics done are not searched again, and the run file is the same as that of a run in one go."""
    control = Control()

    def stop_at_the_second(progress):
        if progress.done == 1:
            control.stop.set()

    with pytest.raises(Cancelled):
        run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path / "a", control=Control(stop_at_the_second, control.stop))
    journal = tmp_path / "a" / JOURNAL
    journal.write_text(journal.read_text() + '["US-3-A", [["US-2-')
    done = list(searcher.searched)
    run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path / "a")
    assert searcher.searched == [*done, *(t.id for t in TOPICS if t.id not in done)]
    run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path / "b")
    assert (tmp_path / "a/run.trec").read_bytes() == (tmp_path / "b/run.trec").read_bytes()


def test_a_journal_of_another_generation_is_begun_anew(data, searcher, tmp_path):
    """What an older index found is not mixed in."""
    run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)
    searcher.index.generation = 2
    searcher.searched.clear()
    run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)
    assert len(searcher.searched) == len(TOPICS)


def test_judged_documents_that_the_index_lacks_are_said(data, tmp_path):
    """They cannot be found, and the figures must not hide it."""
    searcher = TinyAssistant(TinyIndex({k: v for k, v in DOCUMENTS.items() if k != "US-4-A"}))
    notes = run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path).notes
    assert any("not in this index" in note and "US-4-A" in note for note in notes)


def test_a_file_in_the_place_of_the_folder_is_refused(data, searcher, tmp_path):
    """One line, exit code 3."""
    tmp_path.joinpath("out").write_text("here")
    with pytest.raises(InputError):
        run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path / "out")


def test_evaluation_writes_the_contracts_files(folder, searcher, tmp_path):
    """run.trec, metrics.json of the contract's shape, report.html, what accounts for the run; nothing else is left."""
    out = tmp_path / "out"
    result = evaluate(searcher, folder, "words", out=out)
    assert sorted(p.name for p in out.iterdir()) == ["metrics.json", "recipe.yaml", "records.jsonl.gz", "report.html", "run.trec"]
    metrics = json.loads((out / "metrics.json").read_text())
    assert metrics == json.loads(json.dumps(result))
    assert list(metrics["mean"]) == list(DEFAULT_MEASURES)
    assert set(metrics["topics"]) == {t.id for t in TOPICS}
    assert metrics["mean"]["R@10"] == pytest.approx(2 / 3)
    assert metrics["seconds"]["total"] >= 0


def test_evaluation_keeps_the_journal_of_topics_that_failed(folder, searcher, tmp_path):
    """So that a second call tries only those again."""
    searcher.broken["q5"] = LLMFault("down")
    evaluate(searcher, folder, "words", out=tmp_path / "out")
    searcher.broken.clear()
    searcher.searched.clear()
    evaluate(searcher, folder, "words", out=tmp_path / "out")
    assert searcher.searched == ["q5"]
    assert not (tmp_path / "out" / JOURNAL).exists()


def test_an_unknown_measure_is_refused_before_the_run(folder, searcher, tmp_path):
    """Nothing is searched."""
    with pytest.raises(UsageError):
        evaluate(searcher, folder, "words", out=tmp_path / "out", measures=["recal@10"])
    assert searcher.searched == []


def test_the_table_names_recipe_data_and_measures(folder, searcher, tmp_path):
    """For a terminal."""
    table = as_table(evaluate(searcher, folder, "words", out=tmp_path / "out"))
    assert "words on tiny (test): 3 topics" in table
    assert re.search(r"^R@10\s+0\.667$", table, re.MULTILINE)


def test_the_report_stands_alone_and_escapes(folder, searcher, tmp_path):
    """Topic texts are text; nothing is fetched."""
    with folder.joinpath("queries.jsonl").open("a") as stream:
        stream.write(json.dumps({"_id": "q<b>", "text": "<img src=http://evil/x> lamp"}) + "\n")
    with folder.joinpath("qrels/test.tsv").open("a") as stream:
        stream.write("q<b>\tUS-4-A\t1\n")
    evaluate(searcher, folder, "words", out=tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text()
    assert "&lt;img" in page
    assert "<img" not in page
    assert "<b>" not in page
    assert not re.search(r"src=\"|href=\"(?!https://worldwide\.espacenet\.com/)|url\(|@import|<script|<link", page)


class Talker:
    """A system that finds nothing and says of each topic what `said` gives."""

    name = "talker"
    facts: dict[str, object] = {}  # noqa: RUF012

    def __init__(self, said):
        self.said = said

    def find(self, topic, depth, control):
        return Found(topic.id, (), plan_seconds=0.0, search_seconds=0.0, tokens=0, notes=tuple(self.said(topic.id)))


@pytest.mark.parametrize(
    ("said", "notes"),
    [
        (lambda topic: [f"{topic} is not here"], ["… is not here (3 of 3 topics: US-1-A, US-3-A, q5)"]),
        (lambda topic: [f"{topic} is not here"] if topic == "q5" else [], ["q5 is not here (1 of 3 topics)"]),
        (lambda topic: ["US-1-A is judged and not here"], ["US-1-A is judged and not here"]),
        (lambda topic: ["slow"] if topic != "q5" else [], ["slow (2 of 3 topics)"]),
    ],
)
def test_what_is_said_of_many_topics_is_one_note(data, tmp_path, said, notes):
    """Also where each names the topic: a wrong index must not fill the page."""
    assert list(run_dataset(Talker(said), data, out_dir=tmp_path).notes) == ["said by the loader", *notes]
