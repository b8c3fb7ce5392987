"""Plain JSON values back into the house's records, checked against their field types."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
import types
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar

T = TypeVar("T")


class DecodeError(ValueError):
    """`path` leads to the value that does not fit."""

    def __init__(self, message: str, path: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


def decode(kind: type[T], value: Any, path: tuple[str | int, ...] = ()) -> T:  # noqa: ANN401 - any JSON value
    """`value` (what `canonical.plain` gives) as the frozen dataclass `kind`. Raises `DecodeError` for a missing, unknown or ill-typed field."""
    result: T = _record(kind, value, path)
    return result


def _record(kind: Any, value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401
    if not isinstance(value, dict):
        raise DecodeError("must be an object", path)
    names = {"dt": dt, "Path": Path, "Iterable": Iterable} | _records()
    hints = typing.get_type_hints(kind, vars(sys.modules[kind.__module__]), names)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    for name in value:
        if name not in fields:
            raise DecodeError(f"unknown field '{name}'; known are {', '.join(sorted(fields))}", (*path, name))
    for name, field in fields.items():
        if name not in value and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise DecodeError(f"the field '{name}' is missing", path)
    try:
        return kind(**{name: _value(hints[name], part, (*path, name)) for name, part in value.items()})
    except DecodeError:
        raise
    except ValueError as error:
        raise DecodeError(str(error), path) from error


def _records() -> dict[str, Any]:
    """The records that annotations name without importing them at run time."""
    import assistant.model
    import indexing.model

    return {**vars(indexing.model), **vars(assistant.model)}


def _value(hint: Any, value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        return _value(next(a for a in arguments if a is not type(None)), value, path)
    if origin is Literal:
        if value not in arguments:
            raise DecodeError(f"'{value}' is not one of {', '.join(map(str, arguments))}", path)
        return value
    if origin is tuple:
        return _tuple(arguments, value, path)
    if dataclasses.is_dataclass(hint):
        return _record(hint, value, path)
    return _scalar(hint, value, path)


def _tuple(arguments: tuple[Any, ...], value: Any, path: tuple[str | int, ...]) -> tuple[Any, ...]:  # noqa: ANN401
    if not isinstance(value, list):
        raise DecodeError("must be a list", path)
    if arguments[-1] is Ellipsis:
        return tuple(_value(arguments[0], part, (*path, n)) for n, part in enumerate(value))
    if len(value) != len(arguments):
        raise DecodeError(f"must be a list of {len(arguments)} values", path)
    return tuple(_value(kind, part, (*path, n)) for n, (kind, part) in enumerate(zip(arguments, value, strict=True)))


def _scalar(hint: Any, value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401
    if hint is dt.date and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise DecodeError(f"'{value}' is no date: write it as 2020-12-31", path) from error
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if hint is Path and isinstance(value, str):
        return Path(value)
    if hint in (str, int, bool) and type(value) is hint:
        return value
    words = {str: "text", int: "a whole number", float: "a number", bool: "true or false", dt.date: "a date"}
    raise DecodeError(f"must be {words.get(hint, str(hint))}", path)
