"""Recipes: search strategies as YAML files. They are checked against `recipe.schema.json`, which is generated from the table of steps."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from indexing.canonical import sha256
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest
from prompts.checking import check
from prompts.model import Budget, Recipe, RecipeAnswer
from prompts.templates import load_template
from prompts.wiring import wire
from prompts.yaml_text import MAX_BYTES, Document, parse

FOLDER = Path(__file__).parent / "recipes"
SCHEMA_FILE = Path(__file__).parent / "recipe.schema.json"


@functools.cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of recipes."""
    return dict(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def load_recipe(id_or_path: str | Path, extra_folder: Path | None = None) -> Recipe:
    """The recipe of that id (`hybrid`, `hybrid@1`: without a version the newest), or in that file (anything that ends in .yaml or .yml).

    Ids are looked up among the shipped recipes and those in `extra_folder`. Raises `UsageError` with the nearest names for an unknown one,
    `InputError` with file, line and hint for a bad file.
    """
    name = str(id_or_path)
    if isinstance(id_or_path, Path) or name.endswith((".yaml", ".yml")):
        return read_recipe(Path(id_or_path))
    known = {recipe.name: recipe for recipe in list_recipes(extra_folder)}
    if name in known:
        return known[name]
    versions = [recipe for recipe in known.values() if recipe.id == name]
    if not versions:
        raise UsageError(f"unknown recipe '{name}'", nearest(name, sorted({r.id for r in known.values()})))
    return max(versions, key=lambda recipe: recipe.version)


def list_recipes(extra_folder: Path | None = None) -> tuple[Recipe, ...]:
    """All recipes shipped and in `extra_folder`, by id and version. Raises `InputError` where two of them share both."""
    recipes: dict[str, Recipe] = {}
    for folder in (FOLDER, extra_folder):
        for path in sorted(folder.glob("*.yaml")) if folder else ():
            recipe = read_recipe(path)
            if recipe.name in recipes and recipes[recipe.name].sha256 != recipe.sha256:
                raise InputError(
                    f"the recipe {recipe.name} is also in {recipes[recipe.name].source}", "raise its version", source=str(path), code="bad-recipe"
                )
            recipes[recipe.name] = recipe
    return tuple(sorted(recipes.values(), key=lambda r: (r.id, r.version)))


def read_recipe(path: Path) -> Recipe:
    """The recipe in one file. Raises `UsageError` where there is no such file."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read the recipe file {path}: {error.strerror}", "give the id of a recipe or the path of a YAML file") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "not UTF-8", "save the file as UTF-8", source=str(path), line=data[: error.start].count(b"\n") + 1, code="bad-yaml"
        ) from error
    return recipe_from_text(text, str(path))


@functools.lru_cache(maxsize=256)
def recipe_from_text(text: str, source: str) -> Recipe:
    """The recipe in `text`, checked whole; `source` names it in errors."""
    document = parse(text, source)
    _check_version(document)
    check(document, schema())
    value = document.value
    return Recipe(
        id=value["id"],
        version=value["version"],
        title=value["title"],
        author=value["author"],
        licence=value["licence"],
        notes=value["notes"],
        inputs=tuple(value["inputs"]),
        steps=wire(document, schema()),
        answer=_answer(document),
        text=text,
        sha256=sha256(text.encode()),
        source=source,
        embedder=value.get("index", {}).get("embedder"),
        budget=Budget(**value.get("budget", {})),
    )


def _check_version(document: Document) -> None:
    """Refuse a recipe of a later language before anything else: its other faults would mislead."""
    known = schema()["properties"]["schema"]["default"]
    asked = document.value.get("schema") if isinstance(document.value, dict) else None
    if isinstance(asked, int) and asked > known:
        raise document.fault(
            f"written in version {asked} of the recipe language, of which this program knows version {known}",
            "install a newer priorart",
            ("schema",),
        )


def _answer(document: Document) -> RecipeAnswer:
    properties = schema()["properties"]["answer"]["properties"]
    answer = {name: rule["default"] for name, rule in properties.items()} | document.value.get("answer", {})
    check_template(document, answer["template"], ("answer", "template"))
    return RecipeAnswer(**answer)


def check_template(document: Document, name: str, path: tuple[str | int, ...]) -> None:
    """Refuse a template that does not exist, with the line that names it."""
    try:
        load_template(name)
    except UsageError as error:
        raise document.fault(error.message, error.hint, path) from error
