"""LangChain's FAISS store against a naive scan of the same chunks, and what is special to it."""

from __future__ import annotations

import importlib.metadata
from dataclasses import replace

import numpy as np
import pytest
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.collection import document_text
from eval.model import Topic
from eval.systems.langchain_faiss import CHUNK, OVERLAP, open_system
from indexing.control import Control
from indexing.errors import IndexFault, ModelFault, UsageError
from tests.kits.hash_embedder import HashEmbedder
from tests.kits.systems import collection, patents

__all__ = ["patents"]

TOPIC = Topic("q1", "Hair dryer A folding handle.")
ROWS = [
    {"_id": "US1000001A", "title": "Hair dryer", "text": "A folding handle."},
    {"_id": "US1000002A", "title": "Lamp", "text": "A stand of glass.", "claims": ["A lamp with a folding stand."]},
    {"_id": "US1000003A", "title": "Hair dryer", "text": "A folding handle."},
    {
        "_id": "US1000004A",
        "title": "Shoe",
        "text": "Long. " + "A sole of rubber and a heel that is glued to it. " * 60 + "A dryer with a folding handle.",
    },
]


class Counting(HashEmbedder):
    """Remembers what it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[str] = []

    def encode_passages(self, texts):
        self.encoded += texts
        return super().encode_passages(texts)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return collection(tmp_path_factory.mktemp("faiss"), ROWS, [TOPIC], {"q1": {"US1000001A": 1}})


def test_a_document_counts_by_its_nearest_chunk(patents):
    """The same documents as a plain loop over all chunks, with cosines to 1e-5, at depths that need one or several looks into the store."""
    embedder = HashEmbedder()
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    documents = {row["id"]: splitter.split_text(document_text(patents.index.document(row["id"]))) for row in patents.index.documents()}
    vectors = {name: embedder.encode_passages(chunks) for name, chunks in documents.items()}
    system = open_system(patents, None)
    for topic in patents.dataset.topics[:6]:
        query = embedder.encode_queries([topic.text])[0]
        best = {name: float(np.max(v @ query)) for name, v in vectors.items() if name not in patents.asked(topic).own}
        for depth in (1, 10, 1000):
            found = system.find(topic, depth, Control()).results
            scores = {patents.index.resolve(d): s for d, s in found}
            assert len(scores) == min(depth, len(best))
            assert scores == pytest.approx({name: best[name] for name in scores}, abs=1e-5)
            assert min(scores.values()) >= max((s for name, s in best.items() if name not in scores), default=-1.0) - 1e-5


def test_equal_scores_stand_by_id(made):
    """Two documents of one text."""
    assert [d for d, _ in open_system(made, None).find(TOPIC, 2, Control()).results] == ["US1000001A", "US1000003A"]
    assert [d for d, _ in open_system(made, None).find(TOPIC, 1, Control()).results] == ["US1000001A"]


def test_what_the_index_encoded_to_the_letter_is_not_encoded_again(made):
    """Titles with abstracts in one window; whatever has claims or more windows is encoded. A note says how many."""
    embedder = Counting()
    system = open_system(replace(made, open_embedder=lambda: embedder), None)
    notes = system.find(TOPIC, 10, Control()).notes
    assert not any(text.startswith("Hair dryer") for text in embedder.encoded)
    assert any(text.startswith("Lamp") for text in embedder.encoded)
    assert sum(text.startswith("Shoe") for text in embedder.encoded) == 1
    assert any("2 chunks are to the letter" in note for note in notes)


def test_taken_and_encoded_vectors_find_the_same(made, monkeypatch):
    """So that it is no other system."""
    taken = open_system(made, None).find(TOPIC, 10, Control()).results
    monkeypatch.setattr("eval.systems.langchain_faiss._stored_text", lambda *_: None)
    encoded = open_system(made, None).find(TOPIC, 10, Control()).results
    assert [d for d, _ in taken] == [d for d, _ in encoded]
    assert [s for _, s in taken] == pytest.approx([s for _, s in encoded], abs=1e-5)


def test_an_empty_topic_finds_nothing(made):
    assert open_system(made, None).find(Topic("q2", "  "), 10, Control()).results == ()


def test_another_embedder_is_refused(made):
    """Vectors of different models are never compared."""
    other = replace(made, open_embedder=lambda: HashEmbedder(version=2))
    with pytest.raises(IndexFault, match="hash-32-v2"):
        open_system(other, None).find(TOPIC, 10, Control())


def test_a_missing_package_says_what_to_install(made, monkeypatch):
    """Before anything is encoded."""

    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(ModelFault, match="pip install langchain-community"):
        open_system(made, None)


def test_it_takes_no_file(made, tmp_path):
    with pytest.raises(UsageError):
        open_system(made, tmp_path)
