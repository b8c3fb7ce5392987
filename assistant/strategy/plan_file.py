"""A plan as a JSON file that a person edits: texts changed, queries removed or added."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from assistant.decoding import DecodeError, decode
from assistant.model import Plan
from indexing.canonical import plain
from indexing.errors import InputError

_FORMAT = 1
_SPACE = " \t\r\n"


def plan_to_json(plan: Plan) -> str:
    """`plan` as indented JSON: `queries` are there to be edited, `made` keeps them as they were. Vectors are left out: they follow from the texts."""
    value = plain(dataclasses.replace(plan, queries=_bare(plan.queries), made=_bare(plan.made)))
    for query in value["queries"] + value["made"]:
        del query["vector"]
    order = ("recipe", "recipe_sha256", "queries", "notes", "edited", "case", "made", "exchanges")
    return json.dumps({"format": _FORMAT} | {name: value[name] for name in order}, indent=2, ensure_ascii=False) + "\n"


def plan_from_json(text: str, source: str = "plan") -> Plan:
    """The plan in `text`; `source` names it in errors. A query may lack `reason`, `feature`, `terms`, `fields`, `level`.

    Raises `InputError` with the line of the fault.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise InputError(
            f"not JSON: {error.msg}", "correct the file, or make the plan again", source=source, line=error.lineno, code="bad-plan"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", "make the plan again", source=source, line=1, code="bad-plan") from error
    if not isinstance(value, dict) or value.pop("format", _FORMAT) != _FORMAT:
        raise InputError("no plan of format 1", "make it with: priorart plan … --out PLAN", source=source, line=1, code="bad-plan")
    try:
        return decode(Plan, value)
    except DecodeError as error:
        where = ".".join(map(str, error.path)) or "the plan"
        line = line_of(text, error.path)
        raise InputError(
            f"{where}: {error.message}", "correct the file, or make the plan again", source=source, line=line, code="bad-plan"
        ) from error


def _refuse(constant: str) -> Any:  # noqa: ANN401 - never returns
    raise ValueError(f"{constant} is no number")


def _bare(queries: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dataclasses.replace(query, vector=None) for query in queries)


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """The line (from 1) on which the value at `path` of the JSON `text` begins, or the nearest value around it."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    for part in path:
        found = _member(text, at, part, decoder)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, part: str | int, decoder: json.JSONDecoder) -> int | None:
    """Where the member `part` of the object or list that begins at `at` begins; None where it has none."""
    wanted, number = "{" if isinstance(part, str) else "[", 0
    if text[at] != wanted:
        return None
    at = _skip(text, at + 1)
    while text[at] not in "}]":
        if wanted == "{":
            key, after = decoder.raw_decode(text, at)
            at = _skip(text, _skip(text, after) + 1)
            if key == part:
                return at
        elif number == part:
            return at
        number += 1
        at = _skip(text, decoder.raw_decode(text, at)[1])
        if text[at] == ",":
            at = _skip(text, at + 1)
    return None


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
