"""A YAML document against a JSON Schema (draft 2020-12), with the fault's line and the nearest known name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema.exceptions import ValidationError

    from indexing.errors import InputError
    from prompts.yaml_text import Document

_TYPES = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}

_BOUNDS = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than", "exclusiveMaximum": "less than"}


def check(document: Document, schema: Mapping[str, Any]) -> None:
    """Raise `InputError` for the first fault of `document` in reading order, with its line."""
    from jsonschema import Draft202012Validator

    errors = sorted(Draft202012Validator(schema).iter_errors(document.value), key=lambda e: (document.line(tuple(e.absolute_path)), str(e.message)))
    if errors:
        raise explain(document, errors[0])


def explain(document: Document, error: ValidationError) -> InputError:
    """`error` in words that say what to write instead."""
    path = tuple(error.absolute_path)
    field = ".".join(str(p) for p in path if isinstance(p, str)) or "the file"
    value: Any = error.instance
    rule: Any = error.validator_value
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    message, hint = f"'{field}': {error.message[:200]}", ""
    match error.validator:
        case "additionalProperties":
            name = next(n for n in value if n not in known)
            message, hint, path = f"unknown field '{name}'", nearest(name, list(known)), (*path, name)
        case "required":
            name = next(n for n in rule if n not in value)
            message, hint = f"the field '{name}' is missing", f"add '{name}:'"
        case "enum":
            message, hint = f"unknown {path[-1] if path else 'value'} '{value}'", nearest(str(value), [str(v) for v in rule])
        case "type":
            wanted = " or ".join(_TYPES.get(t, t) for t in ([rule] if isinstance(rule, str) else rule))
            message, hint = f"'{field}' must be {wanted}", "nothing is given" if value is None else f"'{str(value)[:60]}' is not"
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            message, hint = f"'{field}' is {value}", f"it must be {_BOUNDS[str(error.validator)]} {rule}"
        case "minLength" | "minItems":
            message, hint = f"'{field}' is empty", "give it a value"
    return document.fault(message, hint, path)
