"""Files of labelled pairs as text and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 4096


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, a mark of byte order put away. Raises `InputError`."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(getattr(fault, "strerror", None) or "not UTF-8 text", "name a file that can be read", source=str(path)) from fault


def head_of(path: Path) -> str:
    """The beginning of a file, whatever it holds. Raises `InputError`."""
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD).decode("utf-8-sig", errors="replace")
    except OSError as fault:
        raise InputError(fault.strerror or "cannot be read", "name a file that can be read", source=str(path)) from fault


def json_list(path: Path) -> list[Any]:
    """The JSON list that a file holds. Raises `InputError` with the line."""
    try:
        value = json.loads(read_text(path))
    except json.JSONDecodeError as fault:
        raise InputError(f"no JSON: {fault.msg}", "mend the file or take it away", source=str(path), line=fault.lineno) from fault
    except RecursionError as fault:
        raise InputError("nested too deep", "mend the file or take it away", source=str(path)) from fault
    if not isinstance(value, list):
        raise InputError("no list of records", "a JSON list is wanted", source=str(path))
    return value
