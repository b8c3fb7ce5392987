"""The chain of commitments beside the records: one JSON line a record, each with the hash of the one before."""

from __future__ import annotations

import fcntl
import json
import os
from typing import TYPE_CHECKING, Any

from indexing.canonical import canonical_json, sha256

if TYPE_CHECKING:
    from pathlib import Path

NAME = "chain.jsonl"
_FIRST = "0" * 64
_FIELDS = ("commitment", "id", "kind", "previous", "time")


def commitment(salt: str, seal: str) -> str:
    """SHA-256 over salt and seal: binds to the content and says nothing about it once the salt is gone."""
    return sha256(f"{salt}:{seal}".encode())


class Chain:
    """`chain.jsonl` in the records' folder. `kind` is `record`; tombstones of erased records will be entries of another kind."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def append(self, identifier: str, time: str, commitment: str) -> None:
        """Add an entry under a lock, flushed to the disk. A last line cut by a crash was never acknowledged and is taken away."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            data = stream.read()
            whole = data[: data.rfind(b"\n") + 1]
            if len(whole) < len(data):
                stream.truncate(len(whole))
            lines = whole.splitlines()
            previous = _hash_of(lines[-1]) if lines else _FIRST
            entry = {"commitment": commitment, "id": identifier, "kind": "record", "previous": previous, "time": time}
            entry["hash"] = sha256(canonical_json(entry))
            stream.seek(0, os.SEEK_END)
            stream.write(canonical_json(entry) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())

    def entries(self) -> list[dict[str, Any] | None]:
        """The entries in order; None for a line that is none. Raises OSError where there is no chain."""
        return [_entry(line) for line in self.path.read_bytes().splitlines()]

    def faults(self) -> list[str]:
        """What is wrong with the chain itself, one sentence a fault, at most the first three."""
        try:
            entries = self.entries()
        except OSError:
            return [f"the chain {NAME} beside the record is missing"]
        found, previous = [], _FIRST
        for number, entry in enumerate(entries, 1):
            if entry is None:
                found.append(f"the chain is broken: line {number} is no entry")
                continue
            if entry["hash"] != sha256(canonical_json({name: entry[name] for name in _FIELDS})):
                found.append(f"the chain is broken: line {number} was changed")
            elif entry["previous"] != previous:
                found.append(f"the chain is broken: line {number} does not follow the line before it")
            previous = entry["hash"]
        return found[:3]

    def missing(self, identifier: str, commitment: str) -> list[str]:
        """What is wrong with the record's own entry."""
        try:
            mine = [entry for entry in self.entries() if entry and entry["id"] == identifier]
        except OSError:
            return []
        if not mine:
            return ["the record is not in the chain"]
        return [] if any(entry["commitment"] == commitment for entry in mine) else ["the chain's commitment is to another content or salt"]


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict) or set(value) != {*_FIELDS, "hash"} or not all(isinstance(part, str) for part in value.values()):
        return None
    return value if canonical_json(value) == line else None


def _hash_of(line: bytes) -> str:
    """The hash that the next entry holds. A line that is no entry is bound by its bytes: writing goes on, and `faults` names the line."""
    entry = _entry(line)
    return str(entry["hash"]) if entry else sha256(line)
