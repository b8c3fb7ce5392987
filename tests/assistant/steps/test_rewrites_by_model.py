"""A hypothetical document and a question that stands alone: what the model writes, and what is taken where it fails."""

from __future__ import annotations

import json

import pytest

from assistant.case import make_case
from assistant.steps.rewrite_hypothetical import RewriteHypothetical
from assistant.steps.rewrite_question import RewriteQuestion
from assistant.strategy.step_model import PlanTools
from indexing.errors import LLMFault
from indexing.model import Turn
from tests.assistant.scripted_llm import ScriptedLLM
from tests.assistant.small_index import SmallIndex

INDEX = SmallIndex()
CASE = make_case("A hair dryer whose handle folds and whose filter is a removable mesh.")
ABSTRACT = "A portable hair dryer has a handle hinged to its housing, and a mesh filter that is pulled out of the air inlet."
TALK = make_case("And can it be removed without tools?", history=[Turn("Hair dryers with an inlet filter of 0.5 mm mesh", "US4910385A has one.")])


def tools(*replies, note="") -> PlanTools:
    return PlanTools(INDEX, ScriptedLLM(list(replies)) if replies else None, note)


def test_the_hypothetical_abstract_is_a_query_by_meaning():
    given = tools(json.dumps({"text": ABSTRACT}))
    made = RewriteHypothetical().rewrite(CASE, given)
    assert [(d.text, d.engine) for d in made.drafts] == [(ABSTRACT, "meaning")]
    assert "hypothetical" in made.drafts[0].reason
    assert CASE.text in given.llm.asked[0][1].content
    assert "the abstract" in given.llm.asked[0][1].content


def test_its_form_and_engine_are_the_recipe_s():
    given = tools(json.dumps({"text": ABSTRACT}))
    made = RewriteHypothetical(form="claim", engine="any").rewrite(CASE, given)
    assert made.drafts[0].engine is None
    assert "the first claim" in given.llm.asked[0][1].content


@pytest.mark.parametrize("replies", [(), ("no json", "{}"), (LLMFault("the endpoint is down"),), (json.dumps({"text": "x" * 60}),) * 2])
def test_without_one_the_case_itself_is_the_query_and_the_plan_says_so(replies):
    made = RewriteHypothetical().rewrite(CASE, tools(*replies, note="no model here"))
    assert [d.text for d in made.drafts] == [CASE.text]
    assert made.notes[0].startswith("the case itself instead of a hypothetical abstract: ")
    assert len(made.exchanges) == len(replies)


def test_a_question_without_a_conversation_stands_as_it_is_and_asks_no_model():
    given = tools("never asked")
    assert [d.text for d in RewriteQuestion().rewrite(CASE, given).drafts] == [CASE.text]
    assert given.llm.asked == []


def test_a_follow_up_stands_alone():
    alone = "Can the inlet filter of a hair dryer be removed without tools?"
    made = RewriteQuestion().rewrite(TALK, tools(json.dumps({"question": alone})))
    assert [d.text for d in made.drafts] == [alone]
    assert made.notes == ()


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("Is the 0.7 mm mesh of the hair dryer's filter removed without tools?", "a number that nobody named: 0.7"),
        ("Bluetooth transceivers forward packets between piconets", "about something else"),
        ("and is it that they are", "no question"),
    ],
)
def test_a_question_about_something_else_is_not_taken(reply, why):
    made = RewriteQuestion().rewrite(TALK, tools(*[json.dumps({"question": reply})] * 2))
    assert [d.text for d in made.drafts] == ["Hair dryers with an inlet filter of 0.5 mm mesh\nAnd can it be removed without tools?"]
    assert why in made.notes[0]
    assert len(made.exchanges) == 2


def test_of_a_long_conversation_the_beginning_and_the_latest_turns_are_read():
    history = [Turn(f"question {n}", f"answer {n}") for n in range(9)]
    given = tools(json.dumps({"question": "question 0 and question 8 again"}))
    RewriteQuestion(turns=2).rewrite(make_case("again?", history=history), given)
    asked = given.llm.asked[0][1].content
    assert [n for n in range(9) if f"question {n}" in asked] == [0, 7, 8]
