"""The chain of commitments beside the records: one JSON line a record, each with the hash of the one before."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexing.canonical import canonical_json, sha256
from indexing.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "chain.jsonl"
_FIRST = "0" * 64
_FIELDS = ("commitment", "id", "kind", "previous", "time")


def commitment(salt: str, seal: str) -> str:
    """SHA-256 over salt and seal: binds to the content and says nothing about it once the salt is gone."""
    return sha256(f"{salt}:{seal}".encode())


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a chain ended at a moment: so many entries, the last one's hash. Kept elsewhere, it shows that a tail was cut since then."""

    entries: int
    hash: str
    time: str


class Chain:
    """`chain.jsonl` in the records' folder. `kind` is `record`, or `erased` for the tombstone of one whose content is gone on purpose."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def append(self, identifier: str, time: str, commitment: str, kind: str = "record") -> Anchor:
        """Add an entry under a lock, flushed to the disk, and say where the chain ends now.

        A last line cut by a crash was never acknowledged and is taken away.
        """
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            data = stream.read()
            whole = data[: data.rfind(b"\n") + 1]
            if len(whole) < len(data):
                stream.truncate(len(whole))
            lines = whole.splitlines()
            previous = _hash_of(lines[-1]) if lines else _FIRST
            entry = {"commitment": commitment, "id": identifier, "kind": kind, "previous": previous, "time": time}
            entry["hash"] = sha256(canonical_json(entry))
            stream.seek(0, os.SEEK_END)
            stream.write(canonical_json(entry) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
            return Anchor(len(lines) + 1, str(entry["hash"]), time)

    def anchor(self) -> Anchor:
        """Where the chain ends now. Raises `UsageError` where there is no chain yet."""
        try:
            lines = self.path.read_bytes().splitlines()
        except OSError as error:
            raise UsageError(f"there is no chain of records in {self.path.parent}", "name the folder that holds the records") from error
        last = _entry(lines[-1]) if lines else None
        return Anchor(len(lines), _hash_of(lines[-1]) if lines else _FIRST, str(last["time"]) if last else "")

    def beyond(self, anchor: Anchor) -> list[str]:
        """What is wrong with the chain in the light of an anchor kept elsewhere: its tail was cut, or another chain stands in its place."""
        try:
            lines = self.path.read_bytes().splitlines()
        except OSError:
            return []
        if len(lines) < anchor.entries:
            return [f"the chain's tail was cut: it has {len(lines)} entries, the anchor knows {anchor.entries}"]
        if anchor.entries and _hash_of(lines[anchor.entries - 1]) != anchor.hash:
            return [f"entry {anchor.entries} of the chain is not the one that the anchor knows"]
        return []

    def lost(self) -> list[str]:
        """Records that the chain names and the folder lacks, without a tombstone that says they were erased; at most the first three."""
        try:
            entries = [entry for entry in self.entries() if entry]
        except OSError:
            return []
        erased = {entry["id"] for entry in entries if entry["kind"] == "erased"}
        gone = [e["id"] for e in entries if e["id"] not in erased and not (self.path.parent / f"{e['id']}.json").exists()]
        return [f"the record {identifier} was deleted: its file is missing and no tombstone says that it was erased" for identifier in gone[:3]]

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
