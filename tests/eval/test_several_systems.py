"""Several systems in one command: each in its folder, one comparison, faults that cost only their own system."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field

import pytest

from eval.account import ranking_sha256
from eval.model import Dataset, Found, Topic
from eval.recipe_system import RecipeSystem
from eval.run import JOURNAL, RECORDS, run_dataset
from eval.sampled import sampled
from eval.side_by_side import UNDER_WAY, run_systems
from indexing.control import Control
from indexing.errors import Cancelled, IndexFault, LLMFault, ModelFault, UsageError
from tests.eval.tiny import TinyAssistant, TinyIndex

DOCUMENTS = {
    f"US-{n}-A": text for n, text in enumerate(["hair dryer with a handle", "hair dryer with a fan", "lamp with a stand", "lamp", "shoe"], 1)
}
TOPICS = tuple(Topic(f"t{n}", text) for n, text in enumerate(["hair dryer", "lamp with a stand", "shoe", "fan", "handle", "stand"], 1))
QRELS = {"t1": {"US-2-A": 1}, "t2": {"US-4-A": 1}, "t3": {"US-5-A": 1}, "t4": {"US-2-A": 1}, "t5": {"US-1-A": 1}, "t6": {"US-3-A": 2}}


@dataclass
class Listed:
    """A system that gives each topic the same list; `fault` is raised for the topics in `failing`, or for all."""

    name: str
    results: tuple[tuple[str, float], ...] = (("US-2-A", 2.0), ("US-3-A", 1.0))
    fault: Exception | None = None
    failing: tuple[str, ...] = tuple(t.id for t in TOPICS)
    asked: list[str] = field(default_factory=list)

    @property
    def facts(self):
        return {"made": {"of": self.name}}

    def find(self, topic, depth, control):
        self.asked.append(topic.id)
        if self.fault and topic.id in self.failing:
            raise self.fault
        return Found(topic.id, self.results[:depth], 0.1, 0.2, 7, ("said",))


@pytest.fixture
def data():
    return Dataset("tiny", "test", TOPICS, QRELS, frozenset(DOCUMENTS), {"qrels/test.tsv": "ab"})


@pytest.fixture
def searcher():
    return TinyAssistant(TinyIndex(DOCUMENTS))


def test_each_system_has_its_folder_and_all_are_compared(data, searcher, tmp_path):
    """The first one is the baseline; what is measured beside a recipe goes through the same files."""
    done = run_systems([RecipeSystem(searcher, "words", data), Listed("listed")], data, tmp_path, control=Control())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["compare.html", "compare.json", "listed", "words"]
    assert [run["name"] for run in json.loads((tmp_path / "compare.json").read_text())["runs"]] == ["words", "listed"]
    assert (tmp_path / "listed/run.trec").read_text().startswith("t1 Q0 US-2-A 1 2 listed\n")
    assert done.exit_code == 0


def test_tokens_are_summed_over_topics(data, tmp_path):
    """In metrics.json, where the cost of a run is read."""
    done = run_systems([Listed("listed")], data, tmp_path, control=Control())
    assert done.runs["listed"]["tokens"] == {"total": 42, "mean": 7.0, "median": 7, "p95": 7}


@pytest.mark.parametrize("fault", [IndexFault("gone"), ModelFault("wrong hash"), LLMFault("down"), KeyError("bug")])
def test_a_system_that_fails_never_hides_the_others(data, tmp_path, fault):
    """Whatever it failed of; the exit code says it."""
    done = run_systems([Listed("bad", fault=fault), Listed("one"), Listed("two")], data, tmp_path, control=Control())
    assert set(done.runs) == {"one", "two"}
    assert [run["name"] for run in done.comparison["runs"]] == ["one", "two"]
    assert list(done.failed) == ["bad"]
    assert done.exit_code != 0


def test_where_every_system_fails_the_first_fault_is_raised(data, tmp_path):
    """With its exit code."""
    with pytest.raises(IndexFault):
        run_systems([Listed("a", fault=IndexFault("gone")), Listed("b", fault=LLMFault("down"))], data, tmp_path, control=Control())


def test_a_second_call_runs_only_what_is_left(data, tmp_path):
    """A system done is not done again, a topic done neither."""
    good, bad = Listed("good"), Listed("bad", fault=LLMFault("down"), failing=("t5",))
    run_systems([good, bad], data, tmp_path, control=Control())
    bad.fault = None
    good.asked.clear()
    bad.asked.clear()
    done = run_systems([good, bad], data, tmp_path, control=Control())
    assert (good.asked, bad.asked) == ([], ["t5"])
    assert not done.runs["bad"]["faults"]


def test_a_command_that_is_done_is_done_anew_when_called_again(data, tmp_path):
    """What was finished is remembered only until all is."""
    system = Listed("good")
    for _ in range(2):
        run_systems([system], data, tmp_path, control=Control())
    assert len(system.asked) == 2 * len(TOPICS)
    assert not (tmp_path / UNDER_WAY).exists()


def test_two_systems_of_one_name_are_refused(data, tmp_path):
    """They would share a folder."""
    with pytest.raises(UsageError, match="same"):
        run_systems([Listed("same"), Listed("same")], data, tmp_path, control=Control())


def test_results_are_the_same_for_any_number_of_workers(data, searcher, tmp_path):
    """Byte for byte; and every topic is searched once."""
    for workers in (1, 3, 16):
        run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path / str(workers), workers=workers)
    assert sorted(searcher.searched) == sorted([t.id for t in TOPICS] * 3)
    assert len({(tmp_path / n / "run.trec").read_bytes() for n in ("1", "3", "16")}) == 1


def test_the_fault_of_one_topic_costs_no_other_with_several_workers(data, tmp_path):
    """As with one."""
    run = run_dataset(Listed("some", fault=LLMFault("slow"), failing=("t2", "t5")), data, out_dir=tmp_path, workers=3)
    assert list(run.faults) == ["t2", "t5"]
    assert [topic for topic, found in run.results.items() if found] == ["t1", "t3", "t4", "t6"]


def test_a_fault_of_the_index_ends_all_workers(data, tmp_path):
    """No topic is begun after it."""
    system = Listed("bad", fault=IndexFault("gone"), failing=("t1",))
    with pytest.raises(IndexFault):
        run_dataset(system, data, out_dir=tmp_path, workers=2)
    assert len(system.asked) < len(TOPICS)


def test_a_stopped_run_of_several_workers_goes_on(data, tmp_path):
    """The topics that were under way are done, the others are left for the next call."""
    system, control = Listed("listed"), Control()

    def stop_soon(progress):
        if progress.done == 2:
            control.stop.set()

    with pytest.raises(Cancelled):
        run_dataset(system, data, out_dir=tmp_path / "a", control=Control(stop_soon, control.stop), workers=2)
    run_dataset(system, data, out_dir=tmp_path / "a", workers=2)
    assert sorted(system.asked) == sorted(t.id for t in TOPICS)
    run_dataset(system, data, out_dir=tmp_path / "b")
    assert (tmp_path / "a/run.trec").read_bytes() == (tmp_path / "b/run.trec").read_bytes()


def test_every_topic_has_its_account(data, searcher, tmp_path):
    """In the data set's order whatever the workers did, and bound to the run by the hash of its list."""
    run = run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path, workers=3)
    with gzip.open(tmp_path / RECORDS, "rt") as stream:
        facts, *records = map(json.loads, stream)
    assert facts["facts"]["recipe"]["id"] == "words"
    assert [r["topic"] for r in records] == [t.id for t in TOPICS]
    assert all(r["ranking_sha256"] == ranking_sha256([d for d, _ in run.results[r["topic"]]]) for r in records)


def test_accounts_outlive_a_stop(data, searcher, tmp_path):
    """Those of topics that were done before it are in the file, too."""
    control = Control()
    stopping = Control(lambda p: control.stop.set() if p.done == 3 else None, control.stop)
    with pytest.raises(Cancelled):
        run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path, control=stopping)
    assert (tmp_path / JOURNAL).exists()
    run_dataset(RecipeSystem(searcher, "words", data), data, out_dir=tmp_path)
    with gzip.open(tmp_path / RECORDS, "rt") as stream:
        assert [json.loads(line).get("topic") for line in stream][1:] == [t.id for t in TOPICS]


def test_a_system_without_accounts_leaves_no_file_of_them(data, tmp_path):
    """Nothing is made up."""
    run_dataset(Listed("listed"), data, out_dir=tmp_path)
    assert not (tmp_path / RECORDS).exists()


def test_some_topics_are_drawn_the_same_each_time_and_said(data):
    """A first look."""
    some = sampled(data, 3, 7)
    assert some == sampled(data, 3, 7)
    assert len(some.topics) == len(some.qrels) == 3
    assert "only 3 of 6 topics" in some.notes[-1]
    assert sampled(data, None) is data
    assert some.judgments_sha256 != data.judgments_sha256
