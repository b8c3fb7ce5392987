"""Queries of all kinds as a person reads them."""

from __future__ import annotations

from typing import get_args

import pytest

from indexing.model import Engine, Near, Relation, Subquery
from pages.parts.queries_view import ENGINES, RELATIONS, WRITE, kind_text, numbers_of, queries_html, query_note
from tests.app.plain import HOSTILE, Shown, assert_inert


def test_every_engine_and_relation_has_words():
    """One that is added later needs its own."""
    assert set(ENGINES) == set(WRITE) == set(get_args(Engine))
    assert set(RELATIONS) == set(get_args(Relation))
    assert kind_text("citations", "citing") == "citations: what cites these documents"


def test_a_query_says_what_it_serves_and_why_it_was_made():
    """The feature, the reason, and what weighs beside the text."""
    near = (Near("ion generator", 0), Near("hair dryer", 4, ordered=False, weight=0.5))
    query = Subquery(
        "w.1", "w", "words", "ion dryer", feature="an ion generator", reason="key terms", terms=(("ion", 2.0),), near=near, minimum_match=0.5
    )
    shown = Shown(query_note(query)).text
    assert "Feature: an ion generator" in shown
    assert "key terms" in shown
    assert "Weighted terms: ion 2" in shown
    assert "“ion generator” (side by side, 1), “hair dryer” (within 4 words, in any order, 0.5)" in shown
    assert "At least 50% of the words" in shown
    assert "Editing the text drops the weights" in shown


def test_what_feedback_made_is_listed_with_the_others_and_called_so():
    """Numbered on."""
    planned, made = Subquery("w.1", "w", "words", "ion"), Subquery("l.1", "l", "words", "ion ozone")
    shown = Shown(queries_html([planned], [made]))
    assert shown.text.count("made by feedback during the search") == 1
    assert shown.text.index("ion ozone") > shown.text.index("made by feedback")
    assert numbers_of([planned], [made]) == {"w.1": "1", "l.1": "2"}


def test_a_vector_of_feedback_is_said_to_be_one():
    """Its text is not what is searched."""
    query = Subquery("l.1", "l", "meaning", "Rocchio: the case", vector=(1.0, 0.0))
    assert "a vector that feedback made" in Shown(query_note(query, by_feedback=True)).text
    assert "a vector that feedback made" not in Shown(query_note(query)).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_query_becomes_markup(hostile):
    """Text, feature, reason, weights."""
    query = Subquery(
        "q", "b", "words", hostile, feature=hostile, reason=hostile, terms=((hostile, 1.0),), near=(Near(hostile),), fields=((hostile, 1.0),)
    )
    assert_inert(queries_html([query], [query]), hostile)
    assert_inert(query_note(query), hostile)
