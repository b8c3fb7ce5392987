"""Variations of a recipe: the same steps with other parameters, named as `STEP.PARAMETER=VALUE,VALUE`."""

from __future__ import annotations

import copy
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexing.errors import UsageError
from indexing.plugins import nearest
from prompts.recipes import TEMPLATES, recipe_from_text, schema
from prompts.yaml_text import parse, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from prompts.model import Recipe, RecipeStep

_OWN = ("step", "as", "from", "budget")
_ID = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """The values to try for one parameter of a recipe: `name` as a person wrote it, where it stands (step number, then keys), the values."""

    name: str
    step: int
    keys: tuple[str, ...]
    values: tuple[Any, ...]

    def now(self, recipe: Recipe) -> Any:  # noqa: ANN401 - any JSON value
        """The value in `recipe`, its default where the recipe says nothing."""
        value: Any = recipe.steps[self.step].parameters
        for key in self.keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value


def read_setting(text: str, recipe: Recipe) -> Setting:
    """`fused.k=10,60` or `words.fields.title=1,2`: a step's name in the recipe (its `as`), a parameter, and values as they stand in a recipe file.

    Raises `UsageError` with the nearest names for a step or a parameter that the recipe does not have, `InputError` for values that are none.
    """
    name, equals, values = text.partition("=")
    name = name.strip()
    if not equals or not values.strip():
        raise UsageError(f"'{text}' sets nothing", "write STEP.PARAMETER=VALUE,VALUE, as in fused.k=10,60")
    places = [n for n, step in enumerate(recipe.steps) if name.startswith(f"{step.name}.")]
    if not places:
        raise UsageError(f"the recipe '{recipe.id}' has no step for '{name}'", nearest(name, sorted(_offered(recipe))))
    place = max(places, key=lambda n: len(recipe.steps[n].name))
    step = recipe.steps[place]
    keys = tuple(name.removeprefix(f"{step.name}.").split("."))
    if keys[0] not in _parameters(step):
        raise UsageError(f"the step '{step.name}' ({step.step}) has no parameter '{keys[0]}'", nearest(keys[0], _parameters(step)))
    tried = parse(f"values: [{values}]", f"--set {name}").value["values"]
    different = [value for n, value in enumerate(tried) if value not in tried[:n]]
    return Setting(name, place, keys, tuple(different))


def combinations(settings: Sequence[Setting]) -> Iterator[dict[str, Any]]:
    """All combinations of the values, by the settings' names, the last one turning fastest. Raises `UsageError` for a parameter set twice."""
    names = [setting.name for setting in settings]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"'{twice}' is set twice", "give all its values at once, with commas between")
    for values in itertools.product(*(setting.values for setting in settings)):
        yield dict(zip(names, values, strict=True))


def vary(recipe: Recipe, settings: Sequence[Setting], values: Mapping[str, Any], recipe_id: str, note: str) -> Recipe:
    """`recipe` with the `values` of `settings`, as `recipe_id` version 1, with `note` in front of its notes.

    Checked as any recipe: raises `InputError` with what is wrong where a value does not fit.
    """
    value = copy.deepcopy(parse(recipe.text, recipe.source).value)
    value |= {"id": recipe_id[:_ID].rstrip("-"), "version": 1, "notes": f"{note}\n\n{value['notes']}"}
    for setting in settings:
        place = value["steps"][setting.step]
        for key in setting.keys[:-1]:
            held = place.get(key)
            place[key] = place = dict(held) if isinstance(held, dict) else {}
        place[setting.keys[-1]] = values[setting.name]
    named = ", ".join(f"{name}={values[name]}" for name in values)
    return recipe_from_text(written(value), f"{recipe.name} with {named}", _templates(recipe))


def _templates(recipe: Recipe) -> Path | None:
    """The folder of an office's own prompts, which stands beside its recipes."""
    folder = Path(recipe.source).parent / TEMPLATES
    return folder if folder.is_dir() else None


def _parameters(step: RecipeStep) -> list[str]:
    return [name for name in schema()["$defs"][step.step]["properties"] if name not in _OWN]


def _offered(recipe: Recipe) -> Iterator[str]:
    for step in recipe.steps:
        yield from (f"{step.name}.{name}" for name in _parameters(step))
