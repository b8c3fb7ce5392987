"""A recipe in words: what it does step by step, what it needs, and how two of them differ."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prompts.recipes import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prompts.model import Recipe, RecipeStep

_HEAD = ("id", "version", "title", "author", "licence")
_SHOWN = 3
_SENTENCE_END = re.compile(r"\.\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a recipe needs beyond the program: the embedder its index must have (None: any), prompts for a language model by the step that asks it.

    Without a language model such steps do without, and the plan says so.
    """

    embedder: str | None
    asks_model: tuple[tuple[str, str], ...]
    inputs: tuple[str, ...]


def needs(recipe: Recipe) -> Needs:
    """What `recipe` needs."""
    asking = tuple((step.name, step.parameters["template"]) for step in recipe.steps if step.parameters.get("template"))
    return Needs(recipe.embedder, asking, recipe.inputs)


def steps_in_words(recipe: Recipe) -> list[str]:
    """One line a step: its name, what it takes, what it does, and the parameters that are not the defaults."""
    lines = []
    for step in recipe.steps:
        rules = schema()["$defs"][step.step]
        does = _SENTENCE_END.split(rules["description"])[0].rstrip(".")
        taken = f" of {' and '.join(step.inputs)}" if step.inputs else ""
        own = {name: value for name, value in step.parameters.items() if value != rules["properties"][name].get("default")}
        lines.append(f"{step.name} ({step.step}){taken}: {does}{_set(own)}{_budget(step)}")
    return lines


def _set(parameters: Mapping[str, Any]) -> str:
    return f" [{', '.join(f'{name} {_value(value)}' for name, value in parameters.items())}]" if parameters else ""


def _budget(step: RecipeStep) -> str:
    parts = [f"{step.budget.seconds:g} s"] if step.budget.seconds is not None else []
    parts += [f"{step.budget.tokens} tokens"] if step.budget.tokens is not None else []
    return f" (at most {' and '.join(parts)})" if parts else ""


def _value(value: Any) -> str:  # noqa: ANN401 - any parameter
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items()) or "none"
    return str(value)


def recipe_difference(a: Recipe, b: Recipe) -> list[str]:
    """What changed from `a` to `b`, one sentence each; empty where the two do the same and say the same."""
    lines = [f"{name}: was {getattr(a, name)!r}, is {getattr(b, name)!r}" for name in _HEAD if getattr(a, name) != getattr(b, name)]
    if a.notes.split() != b.notes.split():
        lines.append(f"notes: {_changed_words(a.notes, b.notes)}")
    if a.inputs != b.inputs:
        lines.append(f"takes {', '.join(b.inputs)} (was {', '.join(a.inputs)})")
    if a.embedder != b.embedder:
        lines.append(f"the index must have the embedder {b.embedder or 'of any kind'} (was {a.embedder or 'of any kind'})")
    if a.budget != b.budget:
        lines.append(f"budget of the whole: {b.budget.seconds} s, {b.budget.tokens} tokens (was {a.budget.seconds} s, {a.budget.tokens} tokens)")
    lines += _steps(a, b)
    names = [name for name in type(a.answer).__dataclass_fields__ if getattr(a.answer, name) != getattr(b.answer, name)]
    lines += [f"answer, {name}: was {getattr(a.answer, name)}, is {getattr(b.answer, name)}" for name in names]
    mine, theirs = ({t.name: t.sha256 for t in recipe.templates} for recipe in (a, b))
    lines += [f"the prompt {name} has another text" for name in sorted(mine.keys() & theirs.keys()) if mine[name] != theirs[name]]
    return lines


def _steps(a: Recipe, b: Recipe) -> list[str]:
    old, new = {step.name: step for step in a.steps}, {step.name: step for step in b.steps}
    lines = [f"the step '{name}' ({step.step}) was taken out" for name, step in old.items() if name not in new]
    for name, step in new.items():
        before = old.get(name)
        if before is None:
            taken = f", taking {' and '.join(step.inputs)}" if step.inputs else ""
            lines.append(f"a step '{name}' ({step.step}) was added{taken}{_set(dict(step.parameters))}")
            continue
        where = f"the step '{name}'"
        if before.step != step.step:
            lines.append(f"{where} was {before.step}, is {step.step}")
        if before.inputs != step.inputs:
            lines.append(f"{where} takes {' and '.join(step.inputs) or 'the case'} (took {' and '.join(before.inputs) or 'the case'})")
        old_set, new_set = before.parameters, step.parameters
        other = [key for key in {**old_set, **new_set} if old_set.get(key) != new_set.get(key)]
        lines += [f"{where}, {key}: was {_value(old_set.get(key))}, is {_value(new_set.get(key))}" for key in other]
        if before.budget != step.budget:
            lines.append(f"{where} may cost{_budget(step) or ' anything'} (before:{_budget(before) or ' anything'})")
    common = [[s.name for s in recipe.steps if s.name in old and s.name in new] for recipe in (a, b)]
    if common[0] != common[1]:
        lines.append(f"the order of the steps: was {', '.join(common[0])}, is {', '.join(common[1])}")
    return lines


def _changed_words(before: str, after: str) -> str:
    old, new = before.split(), after.split()
    parts = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            parts.append(f"'{' '.join(old[i:j])}' became '{' '.join(new[k:m])}'")
    more = f" and {len(parts) - _SHOWN} more changes" if len(parts) > _SHOWN else ""
    return "; ".join(parts[:_SHOWN]) + more
