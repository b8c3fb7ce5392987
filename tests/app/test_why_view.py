"""The account of a document on the page."""

from __future__ import annotations

import pytest

from assistant.records.why import Place, Why
from indexing.errors import UsageError
from pages.parts.accounts import Account
from pages.parts.why_view import account_html
from tests.app.plain import HOSTILE, Shown, assert_inert

PLACES = (
    Place("words.1", "search.words", 3, 1000, 12.5, 1.25, "words: ion dryer"),
    Place("meaning.1", "search.meaning", None, 1000, None, 0.5, "meaning: ion dryer", estimate=0.4),
    Place("learnt", "feedback.rocchio", None, 0, None, None),
)


def test_an_account_has_verdict_reasons_and_places():
    """Queries by their number on the page, the document's own score where it was not found; feedback has no list."""
    shown = Shown(
        account_html(Account("us1", Why("US1A", False, None, "found, and left out", ("too late",), PLACES)), {"words.1": "1", "meaning.1": "2"})
    )
    assert "US1A: found, and left out" in shown.text
    assert "too late" in shown.text
    assert "query 1words: ion dryer3 of 1,00012.51.25" in shown.text
    assert "query 2meaning: ion dryernot among the 1,000its own: 0.40.5" in shown.text
    assert "learnt" not in shown.text


def test_queries_are_called_by_their_number_on_the_page():
    """In sentences too; and a search of a single query does not say the same twice."""
    same = (PLACES[0], Place("words", "search.words", 3, 1000, 12.5, 1.25), Place("fused", "fuse.rrf", 1, 1000, 0.5, 0.1))
    why = Why("US1A", True, 1, "shown at rank 1 of 10, found by words.1, own-1", ("meaning.1: its score is 0.4",), same)
    shown = Shown(account_html(Account("us1", why), {"words.1": "1", "meaning.1": "2", "own-1": "3"}))
    assert "found by query 1, query 3" in shown.text
    assert "query 2: its score is 0.4" in shown.text
    assert shown.text.count("of 1,000") == 2
    assert "fused" in shown.text


def test_a_document_in_no_list_has_no_table():
    """The verdict says it all."""
    assert "table" not in Shown(account_html(Account("x", Why("X", False, None, "it is not in this collection", (), PLACES[2:])), {})).names


def test_a_fault_stands_in_its_place():
    """With what to do about it."""
    shown = Shown(account_html(Account("", error=UsageError("no number is given", "write one")), {}))
    assert "No number is given" in shown.text
    assert "write one" in shown.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_account_becomes_markup(hostile):
    """What a person typed, queries and reasons."""
    place = Place(hostile, hostile, 1, 1, 1.0, 1.0, hostile)
    assert_inert(account_html(Account(hostile, Why(hostile, False, None, hostile, (hostile,), (place,))), {}), hostile)
    assert_inert(account_html(Account(hostile, error=UsageError(hostile, hostile)), {}), hostile)
