"""Scorecards: how a recipe did on a data set, in numbers that say nothing of any document or query.

A scorecard holds names, counts, hashes, means with intervals, seconds and versions; anything else is refused, on the way out and on the way in.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_WORD = {"type": "string", "maxLength": 200}
_NUMBER = {"type": "number"}
_WORDS = {"type": "object", "additionalProperties": {"anyOf": [_WORD, {"type": "integer"}, {"type": "null"}]}, "maxProperties": 60}


def _object(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": properties}


SCHEMA: dict[str, Any] = _object(
    ("dataset", "recipe", "measures", "topics"),
    dataset=_object(
        ("name", "split"),
        name={"type": "string", "pattern": r"^[\w.+ -]{1,80}$"},
        split={"type": "string", "pattern": r"^[\w.+-]{1,40}$"},
        sha256={"type": "object", "additionalProperties": _HASH, "propertyNames": {"pattern": r"^[\w./+-]{1,80}$"}, "maxProperties": 20},
        documents={"type": "integer", "minimum": 0},
    ),
    recipe=_object(("id", "version", "sha256"), id={"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}, version=_WORD, sha256=_HASH),
    topics={"type": "integer", "minimum": 1},
    measures={
        "type": "object",
        "minProperties": 1,
        "maxProperties": 60,
        "propertyNames": {"pattern": r"^[\w@.()+-]{1,40}$"},
        "additionalProperties": _object(
            ("mean", "interval"), mean=_NUMBER, interval={"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
        ),
    },
    depth={"type": "integer", "minimum": 1},
    embedder=_WORD,
    llm=_WORD,
    seconds_per_topic=_object(("mean", "median", "p95"), mean=_NUMBER, median=_NUMBER, p95=_NUMBER),
    failed_topics={"type": "integer", "minimum": 0},
    machine=_WORDS,
    versions=_WORDS,
)
"""JSON Schema of a scorecard: the 95% intervals are percentile bootstrap over topics."""


@functools.cache
def _validator() -> Any:  # noqa: ANN401 - jsonschema is loaded when first needed
    from jsonschema import Draft202012Validator

    return Draft202012Validator(SCHEMA)


def check_scorecard(card: Mapping[str, Any], source: str) -> None:
    """Raise `InputError` for anything that is not a scorecard, or is more than one."""
    fault = next(iter(sorted(_validator().iter_errors(card), key=lambda e: list(map(str, e.absolute_path)))), None)
    if fault is not None:
        where = ".".join(map(str, fault.absolute_path)) or "the whole"
        raise InputError(
            f"scorecard, {where}: {fault.message[:160]}", "make it with: priorart recipes export --run DIR", source=source, code="bad-package"
        )
