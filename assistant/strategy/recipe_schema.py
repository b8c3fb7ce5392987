"""The JSON Schema of recipes, from the table of steps. `python -m assistant.strategy.recipe_schema` rewrites `prompts/recipe.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assistant.steps import STEPS
from assistant.strategy.step_model import Join, parameters_schema

if TYPE_CHECKING:
    from assistant.strategy.step_model import Step

SCHEMA_VERSION = 1
"""Raised when a recipe that is new would mean something else, or nothing, to an older program; new steps alone do not raise it."""
_TEXT = {"type": "string", "minLength": 1}
_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_.-]*$", "maxLength": 60}


def recipe_schema() -> dict[str, Any]:
    """The schema (draft 2020-12). `x-takes`, `x-gives` and `x-many` say how a step may be wired; everything else is plain JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Recipe of a prior-art search",
        "description": "Generated from the table of steps by `python -m assistant.strategy.recipe_schema`; do not edit.",
        "type": "object",
        "required": ["id", "version", "title", "author", "licence", "notes", "inputs", "steps"],
        "additionalProperties": False,
        "properties": {
            "schema": {
                "type": "integer",
                "minimum": 1,
                "default": SCHEMA_VERSION,
                "description": "version of the recipe language",
            },
            "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$", "maxLength": 60, "description": "how the recipe is named"},
            "version": {"type": "integer", "minimum": 1, "description": "raised with every change of a released recipe"},
            "title": _TEXT,
            "author": _TEXT,
            "licence": {**_TEXT, "description": "SPDX identifier"},
            "notes": {**_TEXT, "description": "what it is good for, what was learnt"},
            "inputs": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": ["question", "claims", "application"]}},
            "index": {
                "type": "object",
                "additionalProperties": False,
                "description": "what the index must be made with; any will do where it is left out",
                "properties": {
                    "embedder": {**_TEXT, "description": "a name of the list of models, a hub name, or the name of a model folder"},
                },
            },
            "budget": _budget("what planning and running the whole recipe may cost"),
            "steps": {"type": "array", "minItems": 2, "maxItems": 200, "items": _any_step()},
            "answer": _answer(),
        },
        "$defs": {name: _step(name, STEPS.load(name)) for name in STEPS},
    }


def _any_step() -> dict[str, Any]:
    rules = [{"if": {"properties": {"step": {"const": name}}, "required": ["step"]}, "then": {"$ref": f"#/$defs/{name}"}} for name in STEPS]
    return {"type": "object", "required": ["step"], "properties": {"step": {"enum": list(STEPS)}}, "allOf": rules}


def _step(name: str, step: type[Step]) -> dict[str, Any]:
    own: dict[str, Any] = {"step": {"const": name}, "as": {**_NAME, "description": "the name that later steps take it by; its own name by default"}}
    if step.takes != "case":
        own["from"] = {
            "type": ["string", "array"],
            "items": {"type": "string"},
            "minItems": 1,
            "description": "the steps above whose output it takes",
        }
    if not issubclass(step, Join):
        own["budget"] = _budget("what this step may cost; what it has not found by then is left out, and said")
    schema = parameters_schema(step)
    return {
        "description": " ".join((step.__doc__ or "").split()),
        "type": "object",
        "required": ["step", *schema["required"], *(["from"] if step.many else [])],
        "additionalProperties": False,
        "properties": own | {p: {k: v for k, v in rule.items() if k != "title"} for p, rule in schema["properties"].items()},
        "x-takes": step.takes,
        "x-gives": step.gives,
        "x-many": step.many,
    }


def _budget(description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "description": description,
        "properties": {
            "seconds": {"type": "number", "exclusiveMinimum": 0, "maximum": 86_400, "description": "by the clock"},
            "tokens": {"type": "integer", "minimum": 0, "maximum": 100_000_000, "description": "of a language model, read and written"},
        },
    }


def _answer() -> dict[str, Any]:
    def number(default: int, least: int, most: int, description: str) -> dict[str, Any]:
        return {"type": "integer", "minimum": least, "maximum": most, "default": default, "description": description}

    def share(default: float, description: str) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 1, "default": default, "description": description}

    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "template": {"type": "string", "default": "answer@1", "description": "prompt template, id@version"},
            "documents": number(10, 1, 100, "evidence comes from so many of the first documents"),
            "passages": number(2, 1, 50, "at most so many passages of each document"),
            "evidence_tokens": number(1200, 100, 100_000, "all evidence together"),
            "statements": number(5, 1, 50, "at most so many statements"),
            "reply_tokens": number(600, 50, 10_000, "at most so many tokens in the reply"),
            "seconds": number(150, 1, 36_000, "the model may take so long; the documents' own sentences answer for the rest"),
            "meaning": share(0.5, "a sentence's relevance is so much cosine, the rest shared words"),
            "cut": share(0.75, "a sentence less than so many times as relevant as the best is left out"),
            "loose": share(0.4, "where no sentence is so relevant, the answer says that it is only loosely related"),
            "support": share(0.8, "share of a statement's words that its evidence must hold"),
            "quoted": share(0.7, "share of a statement's words that its quote must hold"),
        },
    }


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(recipe_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    from prompts.recipes import SCHEMA_FILE

    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
