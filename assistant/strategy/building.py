"""A recipe's steps as objects, with their parameters checked by their own models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.steps import STEPS
from indexing.errors import InputError

if TYPE_CHECKING:
    from assistant.strategy.step_model import Step
    from prompts.model import Recipe


def build_steps(recipe: Recipe) -> dict[str, Step]:
    """The steps of `recipe` by name, in order. Raises `InputError` for parameters that the schema lets pass and the step refuses."""
    built: dict[str, Step] = {}
    for step in recipe.steps:
        try:
            built[step.name] = STEPS.load(step.step)(**step.parameters)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(p) for p in first["loc"])
            raise InputError(f"step '{step.name}', '{where}': {first['msg']}", source=recipe.source, code="bad-recipe") from error
    return built
