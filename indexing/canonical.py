"""Canonical JSON and the hashes over it.

The same value gives the same bytes on every machine: keys sorted, no insignificant space, UTF-8, no NaN or infinity,
the shortest decimal that reads back as the same float (as RFC 8785, JSON Canonicalization Scheme, asks).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any


def plain(value: Any) -> Any:  # noqa: ANN401 - any record type may come in; plain JSON goes out
    """`value` as JSON types: records become objects (fields that are None stay null), tuples become arrays, dates ISO 8601 strings."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return value


def canonical_json(value: Any) -> bytes:  # noqa: ANN401
    """Canonical bytes of `value`. Raises ValueError for NaN and infinity."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256(data: bytes) -> str:
    """SHA-256 of `data` in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's bytes in lower-case hex, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
