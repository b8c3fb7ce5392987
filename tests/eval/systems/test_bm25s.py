"""bm25s against ten lines of BM25, and what is special to it."""

from __future__ import annotations

import importlib.metadata
import math
import re

import pytest
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

from eval.collection import document_text
from eval.model import Topic
from eval.systems.bm25s import open_system
from indexing.control import Control
from indexing.errors import ModelFault, UsageError
from tests.kits.systems import collection

ROWS = [
    {"_id": "US1000001A", "title": "Hair dryer", "text": "A dryer with a folding handle and a fan. The fans turn."},
    {"_id": "US1000002A", "title": "Lamp", "text": "A lamp with a stand, and a lamp shade of glass."},
    {"_id": "US1000003A", "title": "Stand for a dryer", "text": "It holds the hair dryer by its handle.", "claims": ["A stand with folding legs."]},
    {"_id": "US1000004A", "title": "Stand for a dryer", "text": "It holds the hair dryer by its handle.", "claims": ["A stand with folding legs."]},
    {"_id": "US1000005A", "title": "Shoe", "text": ""},
]
TOPIC = Topic("q1", "dryers with folding handles, folding stands")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return collection(tmp_path_factory.mktemp("bm25s"), ROWS, [TOPIC, Topic("US1000003A", "stand folding")], {"q1": {"US1000001A": 1}})


def words(text: str) -> list[str]:
    return Stemmer.Stemmer("english").stemWords([w for w in re.findall(r"\b\w\w+\b", text.lower()) if w not in STOPWORDS_EN])


def oracle(texts: dict[str, str], query: str) -> dict[str, float]:
    """BM25 as Lucene has it, without (k1 + 1): Kamphuis et al. 2020, "Which BM25 do you mean?", table 1."""
    bags = {name: words(text) for name, text in texts.items()}
    mean = sum(map(len, bags.values())) / len(bags)
    scores = dict.fromkeys(bags, 0.0)
    for word in words(query):
        holding = sum(word in bag for bag in bags.values())
        idf = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
        for name, bag in bags.items():
            tf = bag.count(word)
            scores[name] += idf * tf / (tf + 1.5 * (1 - 0.75 + 0.75 * len(bag) / mean))
    return {name: score for name, score in scores.items() if score > 0}


def test_scores_are_those_of_the_formula(made):
    """Over the texts that the index holds, claims included; documents without a word of the topic are not found."""
    texts = {row["id"]: document_text(made.index.document(row["id"])) for row in made.index.documents()}
    found = dict(open_system(made, None).find(TOPIC, 10, Control()).results)
    assert found == pytest.approx(oracle(texts, TOPIC.text), rel=1e-5)
    assert "US1000005A" not in found


def test_equal_scores_stand_by_id(made):
    """The third and fourth document are the same text."""
    found = open_system(made, None).find(TOPIC, 10, Control()).results
    order = [d for d, _ in found]
    assert dict(found)["US1000003A"] == dict(found)["US1000004A"]
    assert order.index("US1000003A") + 1 == order.index("US1000004A")


def test_near_copies_of_the_topic_stay(made):
    """Only the topic itself goes: another document with its very text may be its prior art."""
    assert next(d for d, _ in open_system(made, None).find(made.dataset.topics[1], 10, Control()).results) == "US1000004A"


@pytest.mark.parametrize("text", ["", "the and of", "zzyzx", "日本語"])
def test_a_topic_without_known_words_finds_nothing(made, text):
    """Stop words alone, or words that no document holds."""
    assert open_system(made, None).find(Topic("q2", text), 10, Control()).results == ()


def test_the_time_of_building_is_told_once_and_apart(made):
    """It is no part of any search."""
    system = open_system(made, None)
    first, second = (system.find(TOPIC, 10, Control()) for _ in range(2))
    assert any("5 documents" in note for note in first.notes)
    assert not any("5 documents" in note for note in second.notes)


def test_documents_without_any_word_are_no_fault(tmp_path):
    """A collection of scanned drawings, say."""
    empty = collection(tmp_path, [{"_id": "US1000001A", "title": "A", "text": ""}], [TOPIC], {"q1": {"US1000001A": 1}})
    assert open_system(empty, None).find(TOPIC, 10, Control()).results == ()


def test_a_missing_package_says_what_to_install(made, monkeypatch):
    """Before anything is searched."""

    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(ModelFault, match="pip install bm25s PyStemmer"):
        open_system(made, None)


def test_it_takes_no_file(made, tmp_path):
    with pytest.raises(UsageError):
        open_system(made, tmp_path)
