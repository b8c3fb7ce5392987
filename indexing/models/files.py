"""A model's files on disk: are they there, are they the listed ones, how far is a download.

A file is hashed in full once on each machine and again when its size, inode or times change; what was found is kept beside the files in
`.verified.json`. A download keeps its journal in `.pull/<name>/`, where any other process can read how far it is.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from indexing.canonical import sha256_file

if TYPE_CHECKING:
    from pathlib import Path

    from indexing.models.listing import ModelEntry, ModelFile

STAMPS = ".verified.json"
Status = Literal["absent", "partial", "present", "damaged"]


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that is not what the list says: `expected` and `found` are hashes, sizes or `missing`."""

    file: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class ModelState:
    """Where a model stands. `done` of `total` bytes are here (`total` None: not known); `running`: a process is fetching it now."""

    status: Status
    done: int = 0
    total: int | None = None
    running: bool = False
    faults: tuple[FileFault, ...] = ()


def check_files(entry: ModelEntry, folder: Path, *, always: bool) -> tuple[FileFault, ...]:
    """What is wrong with the model's files in `folder`. `always` hashes every file; else only those that changed since they last passed."""
    stamps = read_json(folder / STAMPS)
    fresh: dict[str, Any] = {}
    faults: list[FileFault] = []
    for file in entry.files:
        stamp = stamps.get(file.name, {})
        expected = file.sha256 or stamp.get("sha256")
        fault, fresh[file.name] = _check(file, folder / file.name, stamp, expected, always)
        if fault:
            faults.append(fault)
    if not faults and fresh != stamps:
        with contextlib.suppress(OSError):  # a folder that we may only read is checked anew each time
            write_json(folder / STAMPS, fresh)
    return tuple(faults)


def _check(file: ModelFile, path: Path, stamp: dict[str, Any], expected: str | None, always: bool) -> tuple[FileFault | None, dict[str, Any]]:
    try:
        facts = path.stat()
        found = {"size": facts.st_size, "inode": facts.st_ino, "modified": facts.st_mtime_ns, "changed": facts.st_ctime_ns}
        if file.size is not None and facts.st_size != file.size:
            return FileFault(file.name, f"{file.size} bytes", f"{facts.st_size} bytes"), {}
        known = {k: v for k, v in stamp.items() if k != "sha256"} == found
        digest = stamp["sha256"] if known and not always else sha256_file(path)
    except OSError:
        return FileFault(file.name, expected or "a file", "missing"), {}
    if expected is not None and digest != expected:
        return FileFault(file.name, expected, digest), {}
    return None, {**found, "sha256": digest}


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in `path`; empty where there is none, or where it was cut off."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write `value` whole or not at all: aside, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with aside.open("w", encoding="utf-8") as stream:
        json.dump(value, stream)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
