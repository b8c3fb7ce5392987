"""A recipe as HTML: what it is good for, what it takes and needs, and its steps in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.markup import Html, tag
from prompts.account import needs, steps_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prompts.model import Recipe

KINDS = {"question": "a question", "claims": "claims", "application": "an application"}


def fitting(recipes: Sequence[Recipe], kind: str | None) -> tuple[Recipe, ...]:
    """The recipes that take a case of this kind; all where it is not known yet, or none does."""
    return tuple(r for r in recipes if kind is None or kind in r.inputs) or tuple(recipes)


def recipe_html(recipe: Recipe) -> Html:
    """Notes, needs and steps."""
    wanted = needs(recipe)
    asks = ", ".join(step for step, _ in wanted.asks_model)
    rows = [
        ("Takes", " or ".join(KINDS.get(kind, kind) for kind in wanted.inputs)),
        ("Index", f"made with {wanted.embedder}" if wanted.embedder else "any"),
        ("Language model", f"asked by {asks}; without one the plan says what is done instead" if asks else "asked by no step"),
        ("Recipe", f"{recipe.name}, by {recipe.author}" if recipe.author else recipe.name),
    ]
    facts = [part for label, value in rows for part in (tag("dt", label), tag("dd", value))]
    steps = tag("ol", *(tag("li", line) for line in steps_in_words(recipe)), class_="steps")
    return tag("div", tag("p", " ".join(recipe.notes.split())), tag("dl", *facts, class_="facts recipe-facts"), steps, class_="recipe")
