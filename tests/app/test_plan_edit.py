"""A person's edits of a plan, and the plan that a search leaves behind."""

from __future__ import annotations

import pytest

from assistant.model import Plan, SearchResult
from indexing.model import Case, Filter, Near, Subquery
from pages.parts.branches import branches
from pages.parts.plan_edit import Added, again, changed, edited, restored
from prompts.recipes import load_recipe

WORDS = Subquery("words.1", "words", "words", "ion hair dryer", terms=(("ion", 2.0),), near=(Near("hair dryer"),), reason="key terms")
MEANING = Subquery("meaning.1", "meaning", "meaning", "a dryer that emits ions", vector=(1.0, 0.0), reason="the question")
PLAN = Plan("feedback", "0" * 64, Case("question", "ions"), (WORDS, MEANING), made=(WORDS, MEANING))
LEARNT = Subquery("learnt_meaning.1", "learnt_meaning", "meaning", "Rocchio: the case", vector=(0.0, 1.0), reason="Rocchio")
AS_THEY_ARE = {"words.1": WORDS.text, "meaning.1": MEANING.text}


@pytest.fixture(scope="module")
def searches():
    return branches(load_recipe("feedback"))


def test_a_plan_left_as_it_was_stays_the_same_plan():
    """It is not called edited."""
    assert edited(PLAN, AS_THEY_ARE) is PLAN
    assert not changed(PLAN)


def test_a_changed_text_drops_what_was_made_from_the_old_one():
    """Weights, words that stand together and vector belong to the old words."""
    new = edited(PLAN, {"words.1": "ozone", "meaning.1": "another"})
    assert new.edited
    assert [(q.text, q.terms, q.near, q.vector) for q in new.queries] == [("ozone", (), (), None), ("another", (), (), None)]
    assert [(q.id, q.branch, q.engine) for q in new.queries] == [("words.1", "words", "words"), ("meaning.1", "meaning", "meaning")]
    twice = edited(new, {"words.1": "plasma", "meaning.1": "another"})
    assert twice.queries[0].reason == "key terms (edited)"


def test_a_blank_or_left_out_query_is_removed_and_can_be_brought_back():
    """Either way of saying no."""
    assert [q.id for q in edited(PLAN, {"words.1": "  ", "meaning.1": MEANING.text}).queries] == ["meaning.1"]
    assert [q.id for q in edited(PLAN, {"words.1": WORDS.text}).queries] == ["words.1"]
    nothing = edited(PLAN, {})
    assert changed(nothing)
    assert restored(nothing) == PLAN


def test_a_written_query_is_bound_as_the_recipe_binds_its_own(searches):
    """Its search must exist; an id is never given twice."""
    more = edited(PLAN, AS_THEY_ARE, [Added("words", " plasma "), Added("words", " "), Added("unknown", "x")], searches)
    own = more.queries[-1]
    assert len(more.queries) == 3
    assert (own.text, own.branch, own.engine, own.level, own.id) == ("plasma", "words", "words", "document", "own-1")
    further = edited(more, {q.id: q.text for q in more.queries}, [Added("learnt_words", "ozone")], searches)
    assert [(q.id, q.branch) for q in further.queries[-2:]] == [("own-1", "words"), ("own-2", "learnt_words")]


def test_a_search_leaves_a_plan_of_all_its_queries():
    """Those of feedback as they ran, and as the recipe's own, so that a vector is kept; without feedback the plan as it was."""
    found = SearchResult(PLAN, Filter(), (), (), (), (), 0.0, added=(LEARNT,))
    plan = again(found)
    assert plan.queries == (WORDS, MEANING, LEARNT)
    assert LEARNT in plan.made
    assert plan.edited
    assert not changed(plan)
    assert "made by feedback" in plan.notes[-1]
    assert again(SearchResult(PLAN, Filter(), (), (), (), (), 0.0)) is PLAN
