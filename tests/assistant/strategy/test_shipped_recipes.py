"""Every shipped recipe runs for every kind of case without a language model, accounts for what it found, and says what it is good for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.links import Links
from assistant.strategy.plan import make_plan
from assistant.strategy.run import run_plan
from indexing.control import Control
from indexing.model import Case, Filter
from prompts.recipes import list_recipes
from tests.assistant.small_index import SmallIndex, sample

INDEX = SmallIndex(sample(40))
APPLICATION = INDEX.patents[4]
CLAIMS = "1. A hair dryer comprising a fan, a heater and a foldable handle.\n2. A hair dryer comprising a filter that can be removed for cleaning."
CASES = {
    "question": Case("question", "What is known about hair dryers with a foldable handle?"),
    "claims": Case("claims", CLAIMS),
    "application": Case("application", "", application=APPLICATION),
    "judged": Case("question", "hair dryer with a foldable handle", relevant=(INDEX.patents[9].id,), irrelevant=(INDEX.patents[2].id,)),
}
RECIPES = {recipe.id: recipe for recipe in list_recipes()}


def found(recipe: str, case: Case):
    loaded = RECIPES[recipe]
    plan = make_plan(case, loaded, INDEX, None, Control(), "no language model here")
    return run_plan(plan, loaded, INDEX, Filter(), 8, Control(), Links(), 0)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_runs_and_hides_nothing(recipe, case):
    result = found(recipe, CASES[case])
    shown = [hit.id for hit in result.hits]
    candidates = {hit.document for trace in result.trace if trace.step.startswith("search.") for hit in trace.hits}
    assert len(shown) == 8
    assert APPLICATION.id not in shown or case != "application"
    assert sorted(candidates - set(shown)) == sorted(entry.id for entry in result.excluded)
    assert not result.incomplete


def test_feedback_finds_more_like_the_document_that_was_judged():
    like = INDEX.patents[30]
    plain = found("feedback", CASES["question"])
    judged = found("feedback", replace(CASES["question"], relevant=(like.id,)))
    assert any(like.id in query.reason for query in judged.added)
    rank = {hit.id: hit.rank for hit in judged.hits}
    assert rank.get(like.id, 9) < {hit.id: hit.rank for hit in plain.hits}.get(like.id, 10)


@pytest.mark.parametrize("recipe", RECIPES)
def test_its_notes_say_what_it_is_good_for_and_what_was_measured(recipe):
    notes = RECIPES[recipe].notes
    assert "us-intext" in notes or recipe in ("words", "meaning", "hybrid", "hybrid-llm")
    assert len(notes.split()) >= 25
