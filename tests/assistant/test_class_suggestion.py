"""Classes suggested from neighbours: whom they come from, who never votes, and how often they are right on real hair dryers."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.assistant import Assistant
from assistant.class_suggestion import suggest, suggest_from
from indexing.errors import ModelFault
from indexing.model import Case, Hit
from tests.assistant.small_index import SmallIndex, sample

INDEX = SmallIndex(sample(120))
QUESTION = Case("question", "hair dryer with a foldable handle and a removable filter")


def test_each_suggestion_names_the_neighbours_that_bear_it():
    """Nearest first; the confidence is the neighbours' share of votes, which fall with their rank."""
    found = suggest(QUESTION, INDEX, neighbours=10)
    assert len(found.neighbours) == 10
    for one in found.suggestions:
        bearing = [n for n in found.neighbours if any(c.startswith(one.symbol) for c in INDEX.facts(n).classes)]
        assert set(one.neighbours) <= set(bearing)
        assert list(one.neighbours) == [n for n in found.neighbours if n in one.neighbours]
        assert 0 < one.confidence <= 1
    by_level = {level: [s.confidence for s in found.suggestions if s.level == level] for level in ("subclass", "group", "subgroup")}
    assert all(values == sorted(values, reverse=True) and len(values) <= 5 for values in by_level.values())
    assert found.suggestions[0].symbol == "A45D"


def test_votes_fall_with_the_rank():
    """1 / log2(1 + rank): of two neighbours the first has 1 / (1 + .63)."""
    classes = enumerate(("A45D20/12", "H05B1/02"), 1)
    made = [dataclasses.replace(sample()[0], id=f"US{n}A", source_id=f"US{n}A", family=None, cpc=(), ipc=(c,)) for n, c in classes]
    index = SmallIndex(tuple(made))
    hits = [Hit("US1A", None, 9.0, 1, "q", "words"), Hit("US2A", None, 8.9, 2, "q", "words")]
    found = suggest_from(hits, QUESTION, index, levels=("subclass",))
    assert [(s.symbol, round(s.confidence, 3)) for s in found.suggestions] == [("A45D", 0.613), ("H05B", 0.387)]
    assert "only 2 of the 20 neighbours asked for bear classes" in found.notes[0]


def test_the_own_family_never_votes():
    """Neither the case's own publications nor those of the application's family."""
    application = INDEX.patents[5]
    text = " ".join([application.title, *(t.text for t in application.abstracts)])
    plain = suggest(Case("question", text), INDEX, neighbours=5)
    assert application.id in plain.neighbours
    own = suggest(Case("application", text, application), INDEX, neighbours=5)
    families = {INDEX.by_id[n].family for n in own.neighbours}
    assert application.id not in own.neighbours
    assert application.family not in families


def test_most_documents_are_suggested_their_own_subclass():
    """Leave one out, over every third document of the sample: far above what always guessing the commonest class gets of the rarer ones."""
    right = total = 0
    for patent in INDEX.patents[::3]:
        mine = {c[:4] for c in (*patent.cpc, *patent.ipc)}
        text = " ".join([patent.title, *(t.text for t in patent.abstracts)])
        found = suggest(Case("application", text, patent), INDEX, levels=("subclass",))
        right += bool(mine & {s.symbol for s in found.suggestions[:3]})
        total += 1
    assert right >= 0.85 * total


def test_one_engine_that_fails_is_said_and_two_are_a_fault():
    fault = ModelFault("no embedder")
    found = suggest(QUESTION, SmallIndex(faults={"suggest.meaning": fault}))
    assert found.notes[0] == "neighbours were not looked for by meaning: no embedder"
    assert found.suggestions
    with pytest.raises(ModelFault):
        suggest(QUESTION, SmallIndex(faults={"suggest.meaning": fault, "suggest.words": fault}))


def test_neighbours_may_come_from_any_recipe():
    """Those that the recipe finds, in its order."""
    helper = Assistant(INDEX)
    found = helper.suggest_classes(QUESTION, recipe="words", neighbours=6)
    hits = helper.search(helper.plan(QUESTION, "words"), k=6).result.hits
    assert list(found.neighbours) == [h.id for h in hits]


def test_an_index_without_classes_suggests_nothing_and_says_so():
    index = SmallIndex(tuple(dataclasses.replace(p, cpc=(), ipc=()) for p in sample(10)))
    found = suggest(QUESTION, index)
    assert not found.suggestions
    assert found.notes == ("no document near the text bears classes, so none can be suggested",)
