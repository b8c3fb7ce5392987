"""The conformance kit of systems that are measured: what every `eval.protocols.System` keeps to, run over `SYSTEMS` by tests/eval/systems.

`collection` makes what they search: documents as in BEIR's corpus, built by the real pipeline with the embedder that needs no model.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from eval.beside import BROUGHT, open_systems
from eval.collection import Collection
from eval.identity import Identity
from eval.model import Dataset, Topic
from eval.opening import open_dataset
from eval.systems import SYSTEMS
from eval.topic_case import TopicCases
from indexing.build import build
from indexing.control import Control
from indexing.errors import Cancelled
from indexing.index import Index
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from eval.protocols import System

DEPTH = 20


def write_corpus(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A BEIR corpus."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def build_index(source: Path, folder: Path) -> Path:
    """An index of `source`."""
    build([source], folder, HashEmbedder())
    return folder


def open_collection(folder: Path, dataset: Dataset, kind: str = "question", dates: str = "none") -> Collection:
    """The index in `folder` with its data set."""
    index = Index.open(folder, lambda _: HashEmbedder())
    return Collection(index, dataset, Identity(index, dataset), TopicCases(index, kind, dates), HashEmbedder)


def collection(folder: Path, rows: Sequence[Mapping[str, Any]], topics: Sequence[Topic], qrels: Mapping[str, Mapping[str, int]]) -> Collection:
    """A collection of `rows`, whose data set knows all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    data = Dataset("made", "test", tuple(topics), qrels, frozenset(row["_id"] for row in rows))
    return open_collection(build_index(write_corpus(folder / "corpus.jsonl", rows), folder / "index"), data)


def write_run(path: Path, run: Mapping[str, Sequence[str]], tag: str = "theirs") -> Path:
    """A TREC run: the documents of each topic, best first."""
    rows = [f"{topic} Q0 {d} {n} {1 / n:.6f} {tag}\n" for topic, found in run.items() for n, d in enumerate(found, 1)]
    path.write_text("".join(rows), "utf-8")
    return path


def named(name: str, data: Dataset, folder: Path) -> str:
    """What a person gives for the system `name`: for a run that was brought the path of one, which lists the topics themselves, too."""
    if name != BROUGHT:
        return name
    documents = sorted(data.documents or ())
    return str(write_run(folder / "theirs.trec", {topic.id: documents[n:] + documents[:n] for n, topic in enumerate(data.topics)}))


@pytest.fixture(scope="module")
def patents(tmp_path_factory: pytest.TempPathFactory, small_collection: Path) -> Collection:
    """Real patents: the bundled sample on hair dryers."""
    source = small_collection / "hairdryer"
    return open_collection(build_index(source, tmp_path_factory.mktemp("index")), open_dataset(source, "test"))


@pytest.fixture(scope="module", params=list(SYSTEMS))
def system(request: pytest.FixtureRequest, patents: Collection, tmp_path_factory: pytest.TempPathFactory) -> System:
    return open_systems([named(request.param, patents.dataset, tmp_path_factory.mktemp("run"))], patents)[0]


class SystemKit:
    """Every system answers each topic alike each time, never with the topic itself, in the data set's own names."""

    def test_finds_at_most_as_many_as_asked(self, system, patents):
        """Depth bounds, and a shallow list is the head of a deep one."""
        for topic in patents.dataset.topics:
            deep, shallow = (system.find(topic, depth, Control()).results for depth in (DEPTH, 3))
            assert len(deep) <= DEPTH
            assert [d for d, _ in shallow] == [d for d, _ in deep[:3]]
            assert shallow

    def test_names_documents_of_the_data_set_each_once(self, system, patents):
        """Ids are the data set's, and none comes twice."""
        for topic in patents.dataset.topics:
            found = [d for d, _ in system.find(topic, DEPTH, Control()).results]
            assert len(found) == len(set(found))
            assert set(found) <= patents.dataset.documents

    def test_never_finds_the_topic_nor_its_family(self, system, patents):
        """An application is no prior art for itself."""
        whole = len(patents.dataset.documents)
        for topic in patents.dataset.topics:
            family = set(patents.index.family(patents.index.resolve(topic.id)))
            found = {patents.index.resolve(d) for d, _ in system.find(topic, whole, Control()).results}
            assert patents.index.resolve(topic.id) in family
            assert not found & family

    def test_scores_never_rise(self, system, patents):
        """The order is that of the scores, as whoever reads a run file takes it."""
        for topic in patents.dataset.topics:
            scores = [s for _, s in system.find(topic, DEPTH, Control()).results]
            assert scores == sorted(scores, reverse=True)

    def test_answers_the_same_twice(self, system, patents):
        """One topic, one answer."""
        topic = patents.dataset.topics[0]
        assert system.find(topic, DEPTH, Control()).results == system.find(topic, DEPTH, Control()).results

    def test_tells_what_its_results_follow_from(self, system):
        """As JSON that comes back equal, with the generation; its name is fit for a folder."""
        assert json.loads(json.dumps(system.facts, allow_nan=False)) == system.facts
        assert system.facts["index"]["manifest_sha256"]
        assert re.fullmatch(r"[\w.+-]+", system.name)

    def test_stops_when_asked(self, system, patents):
        """A person who stops waits no longer than for what is under way; what was made ready before still answers or ends as cancelled."""
        control = Control()
        control.stop.set()
        try:
            assert system.find(patents.dataset.topics[0], DEPTH, control).results
        except Cancelled:
            assert system.find(patents.dataset.topics[0], DEPTH, Control()).results
