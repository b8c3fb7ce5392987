"""Exchange of recipes between offices: one JSON file with the recipe, the prompts it uses, notes and scorecards. Never a document, never a query.

The file is text that a person can read; nothing in it is ever run. Its `seal` (SHA-256 over the canonical JSON of all else) shows accidents on
the way, not forgery: who sent it, the office must know from how it came.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError, UsageError
from prompts.recipes import TEMPLATES, list_recipes, recipe_with_templates
from prompts.scorecards import check_scorecard
from prompts.templates import own, shipped, template_from_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from prompts.model import Recipe, Template

FORMAT = 1
KIND = "priorart recipe"
MAX_BYTES = 4_000_000
_FIELDS = {"format", "kind", "recipe", "templates", "notes", "scorecards", "made", "seal"}
_TEXT_FIELDS = {"text", "sha256"}


@dataclass(frozen=True, slots=True)
class Package:
    """What an exchange file holds: the recipe, the prompts it uses, the sender's notes, how it did on which data sets, when and by what made."""

    recipe: Recipe
    templates: tuple[Template, ...]
    notes: str
    scorecards: tuple[Mapping[str, Any], ...]
    made: Mapping[str, str]


def pack(recipe: Recipe, *, notes: str = "", scorecards: Sequence[Mapping[str, Any]] = (), made: Mapping[str, str] | None = None) -> bytes:
    """The exchange file of `recipe`. Raises `InputError` for a scorecard that is of another recipe, or holds more than a scorecard may."""
    for card in scorecards:
        check_scorecard(card, "scorecard")
        if card["recipe"]["sha256"] != recipe.sha256:
            raise InputError(
                f"the scorecard on {card['dataset']['name']} is of another text of {card['recipe']['id']}@{card['recipe']['version']}",
                "run the evaluation again with this recipe",
                code="bad-package",
            )
    value: dict[str, Any] = {
        "format": FORMAT,
        "kind": KIND,
        "recipe": {"text": recipe.text, "sha256": recipe.sha256},
        "templates": [{"text": t.text, "sha256": t.sha256} for t in recipe.templates],
        "notes": notes,
        "scorecards": list(scorecards),
        "made": dict(made or {}),
    }
    value["seal"] = sha256(canonical_json(value))
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def unpack(data: bytes, source: str) -> Package:
    """What the file holds, checked whole: size, form, seal, recipe and prompts against this program's own schemas. Raises `InputError`."""
    value = _parsed(data, source)
    if value["seal"] != sha256(canonical_json({name: part for name, part in value.items() if name != "seal"})):
        raise _fault("the file was changed after it was made: its seal does not hold", "have it sent again", source)
    templates = []
    for n, entry in enumerate(value["templates"], 1):
        templates.append(template_from_text(_text(entry, source), f"{source}, prompt {n}"))
    recipe = recipe_with_templates(_text(value["recipe"], source), f"{source}, recipe", templates)
    used = {template.sha256 for template in recipe.templates}
    if extra := [t.name for t in templates if t.sha256 not in used]:
        raise _fault(f"it carries prompts that the recipe does not use: {', '.join(extra)}", "have it exported again", source)
    for card in value["scorecards"]:
        check_scorecard(card, source)
    return Package(recipe, tuple(templates), value["notes"], tuple(value["scorecards"]), value["made"])


def _parsed(data: bytes, source: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _fault(f"it has {len(data):,} bytes, an exchange file at most {MAX_BYTES:,}", "a recipe carries no documents", source)
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            f"no exchange file: {error}", "export one with: priorart recipes export", source=source, line=line, code="bad-package"
        ) from error
    if not isinstance(value, dict) or value.get("kind") != KIND:
        raise _fault("no exchange file of a recipe", "export one with: priorart recipes export", source)
    if isinstance(value.get("format"), int) and value["format"] > FORMAT:
        raise _fault(f"its format is {value['format']}, this program knows {FORMAT}", "install a newer priorart", source)
    if unknown := sorted(set(value) - _FIELDS):
        raise _fault(f"unknown part '{unknown[0]}'", f"its parts are {', '.join(sorted(_FIELDS))}", source)
    if missing := sorted(_FIELDS - set(value)):
        raise _fault(f"the part '{missing[0]}' is missing", "have it exported again", source)
    made = value["made"]
    forms = (isinstance(value["templates"], list), isinstance(value["scorecards"], list), isinstance(value["notes"], str), isinstance(made, dict))
    if not all(forms) or not all(isinstance(part, str) for part in made.values()):
        raise _fault("a part is not of its form", "have it exported again", source)
    return value


def _text(entry: Any, source: str) -> str:  # noqa: ANN401 - JSON
    if not isinstance(entry, dict) or set(entry) != _TEXT_FIELDS or not all(isinstance(part, str) for part in entry.values()):
        raise _fault("a recipe or prompt is given as its text and SHA-256", "have it exported again", source)
    if sha256(entry["text"].encode()) != entry["sha256"]:
        raise _fault("the SHA-256 of a recipe or prompt does not hold", "have it sent again", source)
    return str(entry["text"])


def _refuse(constant: str) -> Any:  # noqa: ANN401 - never returns
    raise ValueError(f"{constant} is no number")


def _fault(message: str, hint: str, source: str) -> InputError:
    return InputError(message, hint, source=source, code="bad-package")


def install(package: Package, folder: Path) -> list[Path]:
    """Write the package's recipe and those of its prompts that are not shipped into an office's folder; returns the files written.

    What is there already is left as it is. Raises `UsageError` where another text stands there under the same name, before anything is written.
    """
    files: dict[Path, str] = {}
    here = {recipe.name: recipe for recipe in list_recipes(folder if folder.is_dir() else None)}
    there = here.get(package.recipe.name)
    if there is None:
        files[folder / f"{package.recipe.id}@{package.recipe.version}.yaml"] = package.recipe.text
    elif there.sha256 != package.recipe.sha256:
        raise UsageError(f"there is another recipe {there.name} in {there.source}", "ask the sender to raise the version, or rename yours")
    mine = own(folder / TEMPLATES) if (folder / TEMPLATES).is_dir() else {}
    for template in package.templates:
        known = shipped().get(template.name) or mine.get(template.name)
        if known is None:
            files[folder / TEMPLATES / f"{template.id}@{template.version}.yaml"] = template.text
        elif known.sha256 != template.sha256:
            raise UsageError(f"there is another prompt {template.name}", "ask the sender to raise its version")
    for path, text in sorted(files.items(), key=lambda item: item[0].parent.name != TEMPLATES):  # prompts first: a recipe never stands without them
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.new")
        aside.write_text(text, encoding="utf-8", newline="")
        aside.replace(path)
    return sorted(files)
