"""Features of claims as queries."""

from __future__ import annotations

import json

import pytest

from assistant.case import make_case
from assistant.steps.rewrite_claim_features import RewriteClaimFeatures
from assistant.strategy.step_model import PlanTools
from indexing.control import Control
from indexing.errors import Cancelled
from tests.assistant.scripted_llm import ScriptedLLM
from tests.assistant.small_index import SmallIndex

INDEX = SmallIndex()
CASE = make_case(
    "1. A hair dryer (1) comprising: a housing (2); a motor mounted in said housing (2); and a handle.\n"
    "2. The hair dryer of claim 1, wherein the handle is foldable by a hinge.\n"
    "3. A nozzle for a hair dryer, comprising a slot."
)


def texts(**parameters) -> list[str]:
    return [draft.text for draft in RewriteClaimFeatures(**parameters).rewrite(CASE, PlanTools(INDEX)).drafts]


def test_each_feature_of_the_independent_claims_is_a_query_that_may_name_what_is_claimed():
    made = RewriteClaimFeatures(subject=True).rewrite(CASE, PlanTools(INDEX))
    assert [(d.text, d.feature, d.reason) for d in made.drafts] == [
        ("A hair dryer", "A hair dryer", "claim 1, preamble"),
        ("A hair dryer: a housing", "a housing", "claim 1, element"),
        ("A hair dryer: a motor mounted in housing", "a motor mounted in housing", "claim 1, element and relations"),
        ("A hair dryer: a handle", "a handle", "claim 1, element"),
        ("A nozzle for a hair dryer", "A nozzle for a hair dryer", "claim 3, preamble"),
        ("A nozzle for a hair dryer: a slot", "a slot", "claim 3, element"),
    ]
    assert made.notes == ()


def test_dependent_claims_add_their_own_under_what_they_depend_on():
    assert "A hair dryer: the handle is foldable by a hinge" in texts(claims="all", subject=True)


def test_relations_are_joined_apart_or_left_out_as_the_recipe_says():
    assert "mounted in housing" in texts(relations="apart")
    assert not any("mounted" in text for text in texts(relations="left_out"))


def test_of_too_many_features_those_densest_in_key_terms_are_taken():
    made = RewriteClaimFeatures(features=2).rewrite(CASE, PlanTools(INDEX))
    assert len(made.drafts) == 2
    assert "2 of 6 features" in made.notes[0]


def test_a_question_is_read_as_one_claim_and_the_plan_says_so():
    made = RewriteClaimFeatures().rewrite(make_case("hair dryer with a foldable handle and a filter"), PlanTools(INDEX))
    assert made.drafts
    assert "no claims" in made.notes[0]


def test_the_model_cuts_where_it_is_asked_and_the_rules_where_it_fails():
    reply = json.dumps({"features": [{"kind": "preamble", "text": "A hair dryer"}, {"kind": "element", "text": "a motor mounted in said housing"}]})
    llm = ScriptedLLM([reply, "no json", "no json"])
    made = RewriteClaimFeatures(by="model", subject=True).rewrite(CASE, PlanTools(INDEX, llm))
    assert "A hair dryer: a motor mounted in housing" in [d.text for d in made.drafts]
    assert "A nozzle for a hair dryer: a slot" in [d.text for d in made.drafts]
    assert len(made.exchanges) == 3
    assert any("features by rules instead" in note and "not JSON" in note for note in made.notes)


def test_what_the_model_says_again_of_a_dependent_claim_is_no_query():
    reply = json.dumps(
        {"features": [{"kind": "preamble", "text": "The hair dryer of claim 1"}, {"kind": "relation", "text": "the handle is foldable by a hinge"}]}
    )
    made = RewriteClaimFeatures(by="model", claims="all", subject=True).rewrite(
        CASE, PlanTools(INDEX, ScriptedLLM(["no json", "no json", reply, "no json", "no json"]))
    )
    assert [d.text for d in made.drafts if d.reason.startswith("claim 2")] == ["A hair dryer: the handle is foldable by a hinge"]


def test_without_a_model_the_rules_cut_and_the_plan_says_why():
    made = RewriteClaimFeatures(by="model", subject=True).rewrite(CASE, PlanTools(INDEX, None, "the model is still loading"))
    assert [d.text for d in made.drafts] == texts(subject=True)
    assert made.notes == ("features by rules instead of the language model's: the model is still loading",)


def test_the_person_can_stop_it():
    control = Control()
    control.stop.set()
    with pytest.raises(Cancelled):
        RewriteClaimFeatures().rewrite(CASE, PlanTools(INDEX, control=control))
