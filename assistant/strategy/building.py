"""A recipe's steps as objects, with their parameters checked by their own models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.steps import STEPS
from indexing.errors import InputError

if TYPE_CHECKING:
    from assistant.strategy.step_model import Step
    from prompts.model import Recipe, RecipeStep

_KEPT = 64
_built: dict[str, tuple[tuple[RecipeStep, ...], dict[str, Step]]] = {}
"""Steps of the recipes that ran last, by the hash of their text: a frozen step serves every search. Reading and writing are atomic."""


def build_steps(recipe: Recipe) -> dict[str, Step]:
    """The steps of `recipe` by name, in order. Raises `InputError` for parameters that the schema lets pass and the step refuses."""
    known = _built.get(recipe.sha256)
    if known is None or known[0] != recipe.steps:
        if len(_built) >= _KEPT:
            _built.clear()
        known = _built[recipe.sha256] = (recipe.steps, _build(recipe))
    return dict(known[1])


def _build(recipe: Recipe) -> dict[str, Step]:
    built: dict[str, Step] = {}
    for step in recipe.steps:
        try:
            built[step.name] = STEPS.load(step.step)(**step.parameters)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(p) for p in first["loc"])
            raise InputError(f"step '{step.name}', '{where}': {first['msg']}", source=recipe.source, code="bad-recipe") from error
    return built
