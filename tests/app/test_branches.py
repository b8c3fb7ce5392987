"""The searches of a recipe as a person sees them."""

from __future__ import annotations

import pytest

from assistant.steps import STEPS
from assistant.strategy.step_model import Search
from pages.parts.branches import Branch, branches, learns, written
from prompts.recipes import list_recipes, load_recipe

TEXTS = {"boolean": "hair AND dryer", "similar": "US1234567A", "citations": "US1234567A", "classes": "A45D20"}
SEARCHES = [name for name in STEPS if name.startswith("search.")]


def test_a_search_fed_by_feedback_names_the_step_that_feeds_it():
    """The others do not."""
    assert {name: b.feedback for name, b in branches(load_recipe("feedback")).items()} == {
        "words": "", "meaning": "", "learnt_words": "learnt", "learnt_meaning": "learnt"
    }  # fmt: skip


@pytest.mark.parametrize("name", SEARCHES)
def test_every_search_takes_a_query_that_a_person_writes(name):
    """As it stands, with the engine's own settings."""
    step = STEPS.load(name)
    assert issubclass(step, Search)
    branch = Branch("mine", step())
    text = TEXTS.get(branch.engine, "hair dryer")
    (query,) = written(branch, text, "own-1")
    assert (query.id, query.branch, query.engine, query.text, query.relation) == ("own-1", "mine", step.engine, text, branch.relation)


def test_only_recipes_with_feedback_or_chosen_documents_learn():
    """What was judged changes nothing in the others."""
    assert learns(load_recipe("feedback")) == ("learnt",)
    assert not learns(load_recipe("hybrid"))


def test_every_shipped_recipe_has_searches():
    """To write a query for."""
    assert all(branches(recipe) for recipe in list_recipes(None))
