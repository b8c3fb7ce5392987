"""Rounds worked through without a page: planning, searching, learning, and the account of any document; on real patents."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant.model import Plan
from indexing.errors import UsageError
from indexing.model import Case, Filter, Subquery
from pages.parts import work
from pages.parts.accounts import account
from pages.parts.conversation import Choices, Conversation
from pages.parts.plan_edit import again
from pages.parts.rooms import Rooms
from settings import Settings

QUESTION = "A hair dryer that emits negative ions to reduce static charge"


@pytest.fixture(scope="module")
def rooms(small_index, tmp_path_factory):
    return Rooms(Settings(index=small_index, records=tmp_path_factory.mktemp("records")))


def choices(**more):
    return Choices(**({"recipe": "feedback", "llm": "none", "filters": Filter(), "ask_first": False} | more))


def done(turn, rooms):
    """Wait for all that a round does."""
    while turn.job is not None:
        assert turn.job.done.wait(60)
        work.collect(turn, rooms)
    assert turn.error is None, turn.error
    return turn


@pytest.fixture(scope="module")
def talk(rooms):
    """A conversation with one search by the recipe `feedback`."""
    talk = Conversation()
    turn = talk.begin(QUESTION, choices())
    work.plan(turn, rooms, talk)
    done(turn, rooms)
    return talk


def test_what_was_marked_teaches_the_next_search(rooms, talk):
    """The feedback's queries name the documents, and no others."""
    hits = [hit.id for hit in talk.rounds[0].outcome.result.hits]
    later = Conversation(rounds=list(talk.rounds), marks={hits[2]: True, hits[0]: False})
    turn = later.begin(QUESTION, choices())
    work.plan(turn, rooms, later)
    result = done(turn, rooms).outcome.result
    assert result.plan.case.relevant == (hits[2],)
    assert result.added
    assert all(f"1 document judged relevant: {hits[2]}" in query.reason and hits[0] in query.reason for query in result.added)


def test_queries_of_feedback_run_again_as_they_were(rooms, talk):
    """The same queries, vectors too, give the same list; feedback makes no others."""
    first = talk.rounds[0].outcome.result
    turn = Conversation().begin(QUESTION, choices())
    turn.put(again(first))
    work.search(turn, rooms)
    second = done(turn, rooms).outcome.result
    assert not second.added
    assert [(h.id, h.score) for h in second.hits] == [(h.id, h.score) for h in first.hits]


def test_any_document_has_an_account(rooms, talk):
    """One that is shown, one that was dropped, one that is nowhere, and what is no number."""
    turn = talk.rounds[0]
    index, result = rooms.assistant().index, turn.outcome.result
    shown = account(turn, result.hits[0].id, index).why
    assert (shown.shown, shown.rank) == (True, 1)
    dropped = account(turn, f" {result.excluded[0].id} ", index).why
    assert not dropped.shown
    assert result.excluded[0].reason in dropped.verdict
    assert account(turn, "US1", index).why.verdict == "it is not in this collection"
    assert account(turn, "  ", index).error
    assert account(turn, "x" * 10_000, index).error


def test_without_a_record_the_account_is_kept_with_the_round(talk, rooms):
    """The same as of the record."""
    helper = rooms.assistant()
    helper = helper.with_llm(None)
    helper.recorder = None
    turn = talk.rounds[0]
    bare = replace(turn.outcome, record=None)
    content = work.content_of(bare, helper)
    copied = Conversation().begin(QUESTION, choices())
    copied.outcome, copied.content = bare, content
    number = bare.result.hits[1].id
    assert account(copied, number, helper.index).why == account(turn, number, helper.index).why


def test_an_expression_that_cannot_be_read_is_refused_before_anything_runs():
    """The query is named by its number on the page."""
    queries = (Subquery("w", "words", "words", "("), Subquery("b", "boolean", "boolean", "(hair AND dryer"))
    with pytest.raises(UsageError, match=r"query 2: .*bracket"):
        work.check(Plan("r", "0" * 64, Case("question", "x"), queries))
    with pytest.raises(UsageError, match="no query is left"):
        work.check(Plan("r", "0" * 64, Case("question", "x"), ()))


def test_hits_have_a_legal_status_where_the_case_has_a_date(rooms, talk):
    """As the chosen law says; none where nobody gave a date."""
    assert not any(hit.legal for hit in talk.rounds[0].outcome.result.hits)
    turn = Conversation().begin(QUESTION, choices(recipe="words", effective_date=dt.date(1800, 1, 1), law="us"))
    work.plan(turn, rooms, Conversation())
    legal = [hit.legal for hit in done(turn, rooms).outcome.result.hits]
    assert legal
    assert all([status.system for status in of_one] == ["us"] for of_one in legal)
    assert {status.code for (status,) in legal} <= {"too_late", "unknown"}


def test_a_recipe_that_cannot_be_had_still_tells_what_the_case_is(rooms):
    """So that the page can offer those that do."""
    turn = Conversation().begin("1. A hair dryer with an ion generator that is cooled by air.", choices(recipe="nothing-of-the-kind"))
    work.plan(turn, rooms, Conversation())
    assert turn.job.done.wait(60)
    work.collect(turn, rooms)
    assert isinstance(turn.error, UsageError)
    assert turn.case.kind == "claims"
