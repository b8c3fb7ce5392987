"""A person's edits of a plan."""

from __future__ import annotations

from assistant.model import Plan
from indexing.model import Case, Subquery
from pages.parts.plan_edit import Added, edited, kinds

WORDS = Subquery("q1", "bm25", "words", "ion hair dryer", terms=(("ion", 2.0),), vector=None, reason="key terms")
MEANING = Subquery("q2", "dense", "meaning", "a dryer that emits ions", vector=(1.0, 0.0), reason="the question")
PLAN = Plan("hybrid", "0" * 64, Case("question", "ions"), (WORDS, MEANING))
AS_THEY_ARE = {"q1": WORDS.text, "q2": MEANING.text}


def test_a_plan_left_as_it_was_stays_the_same_plan():
    """It is not called edited."""
    assert edited(PLAN, AS_THEY_ARE) is PLAN


def test_a_changed_text_drops_what_was_made_from_the_old_one():
    """Weights and vector belong to the old words."""
    changed = edited(PLAN, {"q1": "ozone", "q2": "another"})
    assert changed.edited
    assert [(q.text, q.terms, q.vector) for q in changed.queries] == [("ozone", (), None), ("another", (), None)]
    assert [(q.id, q.branch, q.engine) for q in changed.queries] == [("q1", "bm25", "words"), ("q2", "dense", "meaning")]


def test_a_blank_or_left_out_query_is_removed():
    """Either way of saying no."""
    assert [q.id for q in edited(PLAN, {"q1": "  ", "q2": MEANING.text}).queries] == ["q2"]
    assert [q.id for q in edited(PLAN, {"q1": WORDS.text}).queries] == ["q1"]


def test_a_written_query_takes_its_branch_from_the_plan():
    """The recipe's step that runs it must exist."""
    more = edited(PLAN, AS_THEY_ARE, [Added("q1", " plasma "), Added("q1", " "), Added("unknown", "x")])
    assert len(more.queries) == 3
    own = more.queries[-1]
    assert (own.text, own.branch, own.engine, own.terms, own.id) == ("plasma", "bm25", "words", (), "own-1")
    assert more.edited


def test_a_written_query_may_be_like_any_branch_of_the_plan():
    """One choice a branch."""
    assert list(kinds(PLAN)) == ["q1", "q2"]
