"""Questions that nothing answers: that they hold by construction, and are the same for the same seed."""

from __future__ import annotations

import pytest

from eval.answers.unanswerable import OTHER_CLASS, UNKNOWN_WORDS, emptied, foreign_hits, replaced, seeded, unknown_question
from eval.model import Topic
from indexing.model import Case

HOOD = Topic("T1", "A hair dryer with a hood of 30 cm, and the steam is led into it")


@pytest.fixture(scope="module")
def outcome(assistant):
    return assistant.search(assistant.plan(Case(kind="question", text=HOOD.text), "words"), k=3)


@pytest.fixture(scope="module")
def documents(assistant):
    return [document["id"] for document in assistant.index.documents()]


def classes(index, documents):
    return {document: {c[:4] for c in facts.classes} for document, facts in index.facts_of(list(documents)).items()}


def test_an_unknown_question_has_no_word_of_any_document(assistant):
    """Its function words stay, its content words and numbers are gone."""
    text = unknown_question(HOOD, assistant.index, seeded("T1", UNKNOWN_WORDS, 5))
    words = text.casefold().replace(",", "").split()
    kept = [w for w in words if w in {"a", "with", "of", "and", "the", "is", "into", "it"}]
    made = [w for w in words if len(w) > 4]
    assert {"hair", "dryer", "hood", "steam", "30"}.isdisjoint(words)
    assert kept
    assert made
    assert set(assistant.index.document_frequency(made)[0]) == {0}


def test_constructions_follow_from_the_seed(assistant):
    """The same again, whatever was made before; another with another seed or topic."""

    def made(topic: Topic, seed: int) -> str:
        return unknown_question(topic, assistant.index, seeded(topic.id, UNKNOWN_WORDS, seed))

    assert made(HOOD, 5) == made(HOOD, 5)
    assert len({made(HOOD, 5), made(HOOD, 6), made(Topic("T2", HOOD.text), 5)}) == 3


def test_a_topic_of_function_words_alone_has_no_unknown_question(assistant):
    """Nothing would be asked."""
    assert unknown_question(Topic("T1", "And of the 30"), assistant.index, seeded("T1", UNKNOWN_WORDS, 5)) == ""


def test_foreign_documents_share_no_subclass_with_the_topic(assistant, outcome, documents):
    """Neither with what the search found nor with the documents said to be near; each bears its own passages."""
    index = assistant.index
    found = {hit.id for hit in outcome.result.hits}
    own = set().union(*classes(index, found).values())
    assert own
    foreign = [d for d, c in classes(index, documents).items() if c and not c & own]
    near = foreign[:1]
    hits = foreign_hits(outcome, near, documents, index, seeded("T1", OTHER_CLASS, 5), 2)
    if hits:
        borne = classes(index, [hit.id for hit in hits])
        assert all(c and not c & own and not c & classes(index, near)[near[0]] for c in borne.values())
    plain = foreign_hits(outcome, [], documents, index, seeded("T1", OTHER_CLASS, 5), 2)
    assert len(plain) == (3 if len(foreign) >= 3 else 0)
    for hit in plain:
        assert hit.id in foreign
        assert 1 <= len(hit.passages) <= 2
        assert all(p.id.startswith(f"{hit.id}#") and p.text == index.passage(p.id).text for p in hit.passages)


def test_where_classes_are_not_known_nothing_is_called_foreign(assistant, outcome, documents):
    """Documents without classes are never drawn, and a pool of them gives nothing."""
    bare = [d for d, c in classes(assistant.index, documents).items() if not c]
    assert bare
    assert foreign_hits(outcome, [], bare, assistant.index, seeded("T1", OTHER_CLASS, 5), 2) == ()


def test_a_search_that_found_nothing_keeps_its_plan(outcome):
    """Only the hits go."""
    empty = emptied(outcome)
    assert empty.result.hits == ()
    assert empty.result.plan == outcome.result.plan
    assert replaced(empty, outcome.result.hits) == outcome
