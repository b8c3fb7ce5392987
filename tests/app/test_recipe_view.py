"""A recipe in words on the page."""

from __future__ import annotations

from pages.parts.recipe_view import fitting, recipe_html
from prompts.recipes import list_recipes, load_recipe
from tests.app.plain import Shown


def test_a_recipe_says_what_it_does_needs_and_takes():
    """Notes, kinds of cases, and a line a step."""
    recipe = load_recipe("feedback")
    shown = Shown(recipe_html(recipe)).text
    assert " ".join(recipe.notes.split()) in shown
    assert "a question or claims or an application" in shown
    assert "asked by no step" in shown
    assert all(f"{step.name} ({step.step})" in shown for step in recipe.steps)


def test_only_recipes_that_take_the_case_are_offered():
    """All where nothing is known of it."""
    recipes = list_recipes(None)
    assert fitting(recipes, None) == recipes
    assert all("question" in recipe.inputs for recipe in fitting(recipes, "question"))
    assert [r.id for r in recipes if "question" in r.inputs] == [r.id for r in fitting(recipes, "question")]
