"""Sentences are compared with a case by rare words and by meaning, the same way every time, and by words alone where the embedder fails."""

from __future__ import annotations

import pytest

from assistant.answering import relevance as module
from assistant.answering.relevance import relevance
from assistant.answering.vocabulary import weights
from indexing.errors import ModelFault
from tests.assistant.shelf import Shelf, shelf

ASKED = "How is the noise of the fan of a hair dryer reduced?"
SENTENCES = [
    ("Hair dryer", "The hair dryer has a fan in a housing."),
    ("Hair dryer", "Foam at the inlet absorbs the noise and reduces it."),
    ("Hair dryer", "The cord is wound up."),
]


def scores(index: Shelf, meaning: float = 0.5) -> list[float]:
    return relevance(ASKED, SENTENCES, weights([ASKED], index), index, meaning)


def test_the_words_that_few_candidates_hold_tell_them_apart():
    by_words = scores(shelf(), 0.0)
    assert by_words[1] > by_words[0] > by_words[2]


def test_all_scores_lie_between_0_and_1_and_are_the_same_again():
    first = scores(shelf())
    assert all(0 <= s <= 1 + 1e-9 for s in first)
    assert scores(Shelf(list(shelf().patents.values()))) == first


def test_a_failing_embedder_leaves_the_words():
    index = Shelf(list(shelf().patents.values()))
    index.embedder_identity = "failing"
    index.fault = ModelFault("the embedder is gone")
    assert scores(index) == scores(shelf(), 0.0)


def test_no_sentence_is_encoded_twice():
    index = Shelf(list(shelf().patents.values()))
    index.embedder_identity = "counted once"
    assert scores(index) == scores(index)
    assert len(index.encoded) == len(set(index.encoded)) == 1 + 2 * len(SENTENCES)


def test_only_the_most_promising_are_compared_by_meaning(monkeypatch):
    monkeypatch.setattr(module, "ENCODED", 1)
    index = Shelf(list(shelf().patents.values()))
    index.embedder_identity = "one only"
    scores(index)
    assert [t for t in index.encoded if t in {s for _, s in SENTENCES}] == [SENTENCES[1][1]]


@pytest.mark.parametrize("meaning", [0.0, 0.5])
def test_nothing_to_compare_gives_nothing(meaning):
    assert relevance(ASKED, [], {}, shelf(), meaning) == []
