"""Recipes: search strategies as YAML files. They are checked against `recipe.schema.json`, which is generated from the table of steps."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexing.canonical import sha256
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest
from prompts.checking import check
from prompts.model import Budget, Recipe, RecipeAnswer
from prompts.templates import load_template
from prompts.wiring import wire
from prompts.yaml_text import MAX_BYTES, Document, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prompts.model import RecipeStep, Template

FOLDER = Path(__file__).parent / "recipes"
LOCK = "released.lock"
TEMPLATES = "templates"
"""The folder of an office's own prompts stands beside its recipes under this name."""
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
    released = locked(extra_folder) if extra_folder else {}
    for folder in (FOLDER, extra_folder):
        for path in sorted(folder.glob("*.yaml")) if folder else ():
            recipe = read_recipe(path)
            if recipe.name in recipes and recipes[recipe.name].sha256 != recipe.sha256:
                raise InputError(
                    f"the recipe {recipe.name} is also in {recipes[recipe.name].source}", "raise its version", source=str(path), code="bad-recipe"
                )
            if released.get(f"recipe {recipe.name}", recipe.sha256) != recipe.sha256:
                raise InputError(
                    f"{recipe.name} was released, and its text has changed", "put the released text back, and give the new one a new version",
                    source=str(path), code="bad-recipe",
                )  # fmt: skip
            recipes[recipe.name] = recipe
    return tuple(sorted(recipes.values(), key=lambda r: (r.id, r.version)))


def locked(folder: Path) -> dict[str, str]:
    """What was released in `folder`: SHA-256 by kind and name (`recipe hybrid@1`), from its `released.lock`: lines of kind, name, hash."""
    try:
        text = (folder / LOCK).read_text("utf-8")
    except OSError:
        return {}
    return {name: digest for name, _, digest in (line.rpartition(" ") for line in text.splitlines() if line.strip())}


def read_recipe(path: Path) -> Recipe:
    """The recipe in one file. Raises `UsageError` where there is no such file."""
    try:
        at = path.stat()
        return _read(path, (at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns))
    except OSError as error:
        raise UsageError(f"cannot read the recipe file {path}: {error.strerror}", "give the id of a recipe or the path of a YAML file") from error


@functools.lru_cache(maxsize=512)
def _read(path: Path, _: tuple[int, ...]) -> Recipe:
    """The recipe in the file that is in this state (inode, size, times): a search asks for its recipe by name several times, and a look is enough."""
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "not UTF-8", "save the file as UTF-8", source=str(path), line=data[: error.start].count(b"\n") + 1, code="bad-yaml"
        ) from error
    folder = path.parent / TEMPLATES
    return recipe_from_text(text, str(path), folder if folder.is_dir() else None)


@functools.lru_cache(maxsize=256)
def recipe_from_text(text: str, source: str, templates: Path | None = None) -> Recipe:
    """The recipe in `text`, checked whole; `source` names it in errors, `templates` is the folder of an office's own prompts."""
    return _recipe(text, source, lambda name: load_template(name, templates))


def recipe_with_templates(text: str, source: str, templates: Sequence[Template]) -> Recipe:
    """The recipe in `text` with the prompts that came along with it (in a record, in an exchange file) before those shipped."""
    own = {template.name: template for template in templates}
    return _recipe(text, source, lambda name: own.get(name) or load_template(name))


def _recipe(text: str, source: str, find: Callable[[str], Template]) -> Recipe:
    document = parse(text, source)
    _check_version(document)
    check(document, schema())
    value = document.value
    steps, answer = wire(document, schema()), _answer(document)
    return Recipe(
        id=value["id"],
        version=value["version"],
        title=value["title"],
        author=value["author"],
        licence=value["licence"],
        notes=value["notes"],
        inputs=tuple(value["inputs"]),
        steps=steps,
        answer=answer,
        text=text,
        sha256=sha256(text.encode()),
        source=source,
        embedder=value.get("index", {}).get("embedder"),
        budget=Budget(**value.get("budget", {})),
        templates=_templates(document, steps, answer, find),
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
    return RecipeAnswer(**answer)


def _templates(document: Document, steps: tuple[RecipeStep, ...], answer: RecipeAnswer, find: Callable[[str], Template]) -> tuple[Template, ...]:
    """The prompts that the recipe names, by name. One that does not exist is refused with the line that names it."""
    named: dict[str, tuple[str | int, ...]] = {answer.template: ("answer", "template")}
    for n, step in enumerate(steps):
        if name := step.parameters.get("template"):
            named.setdefault(name, ("steps", n, "template"))
    found = {}
    for name, path in sorted(named.items()):
        try:
            template = find(name)
        except UsageError as error:
            raise document.fault(error.message, error.hint, path) from error
        found[template.name] = template
    return tuple(found.values())
