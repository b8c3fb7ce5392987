"""The language model's features, and the fallback when it fails."""

from __future__ import annotations

import json

import pytest

from assistant.case import make_case
from assistant.steps.rewrite_features import RewriteFeatures
from assistant.strategy.step_model import PlanTools
from indexing.control import Control
from indexing.errors import Cancelled, LLMFault
from tests.assistant.scripted_llm import ScriptedLLM
from tests.assistant.small_index import SmallIndex

CASE = make_case("A hair dryer whose handle folds and whose filter is a removable mesh.")
GOOD = json.dumps({"features": ["handle that folds", " handle  THAT folds", "removable mesh filter"], "key_terms": ["hinge", "mesh", "hinge"]})


def rewrite(*replies, **parameters):
    llm = ScriptedLLM(list(replies))
    return RewriteFeatures(**parameters).rewrite(CASE, PlanTools(SmallIndex(), llm)), llm


def test_features_become_meaning_queries_and_key_terms_one_words_query():
    made, llm = rewrite(GOOD)
    assert [(d.engine, d.text) for d in made.drafts] == [
        ("meaning", "handle that folds"),
        ("meaning", "removable mesh filter"),
        ("words", "hinge mesh"),
    ]
    assert made.drafts[0].feature == "handle that folds"
    assert made.notes == ()
    assert CASE.text in llm.asked[0][1].content
    assert llm.schemas[0]["required"] == ["features", "key_terms"]


@pytest.mark.parametrize(
    "bad", ["no json", "{}", '{"features": [], "key_terms": ["a b"]}', '{"features": "x", "key_terms": 1}', LLMFault("slow", retry=True)]
)
def test_a_bad_reply_is_asked_for_once_more(bad):
    made, llm = rewrite(bad, GOOD)
    assert len(llm.asked) == 2
    assert made.notes == ()
    assert len(made.exchanges) == 2
    assert made.exchanges[0].fault
    assert made.exchanges[1].fault is None


@pytest.mark.parametrize(
    ("replies", "why"), [(["no json", "no json"], "not JSON"), ([LLMFault("the endpoint is down")], "the endpoint is down"), (["{}", "[]"], "schema")]
)
def test_after_that_the_key_terms_come_from_the_corpus_and_the_plan_says_so(replies, why):
    made, _ = rewrite(*replies)
    assert [d.engine for d in made.drafts] == ["words"]
    assert "filter" in made.drafts[0].text
    assert "key terms by corpus statistics" in made.notes[0]
    assert why in made.notes[0]


def test_without_a_model_the_reason_is_given():
    made = RewriteFeatures().rewrite(CASE, PlanTools(SmallIndex(), None, "the model is still loading"))
    assert "the model is still loading" in made.notes[0]
    assert made.exchanges == ()


def test_the_number_of_queries_is_the_recipe_s():
    made, _ = rewrite(GOOD, features=1, key_terms=1)
    assert [d.text for d in made.drafts] == ["handle that folds", "hinge"]


def test_a_long_case_is_cut_to_what_the_model_reads():
    llm = ScriptedLLM([GOOD])
    RewriteFeatures(max_characters=300).rewrite(make_case("dryer " * 5000), PlanTools(SmallIndex(), llm))
    assert len(llm.asked[0][1].content) < 700


def test_the_person_can_stop_it():
    control = Control()
    control.stop.set()
    with pytest.raises(Cancelled):
        RewriteFeatures().rewrite(CASE, PlanTools(SmallIndex(), ScriptedLLM([GOOD]), control=control))
