"""Search records: what was asked, run, found, answered, sealed so that a change shows, and linked so that a loss shows.

A record's file holds `content`, the `seal` (SHA-256 over the content's canonical JSON) and a `salt`. `chain.jsonl` beside the records has an entry
for each with a commitment, SHA-256(salt, seal): it says nothing about the content, so that a confidential record can be erased with its salt and
the chain still verifies. Each entry holds the hash of the one before.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.records.chain import Chain, commitment
from assistant.records.files import private_folder, publish
from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.records.content import SearchRecord

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a record holds, and if not, what is wrong, one sentence a fault."""

    ok: bool
    faults: tuple[str, ...]
    seal: str | None


class Recorder:
    """Writes records into one folder (mode 0700; files 0600). Any number of processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, record: SearchRecord) -> Path:
        """Seal `record`, publish its file in one step, and link it. Raises `UsageError` where the folder cannot be written."""
        private_folder(self.folder)
        now = dt.datetime.now(dt.UTC)
        identifier = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z-{secrets.token_hex(4)}"
        content = canonical_json(record)
        seal, salt = sha256(content), secrets.token_hex(32)
        path = self.folder / f"{identifier}.json"
        head = canonical_json({"format": FORMAT, "id": identifier, "salt": salt, "seal": seal})
        publish(path, head[:-1] + b',"content":' + content + b"}\n")
        Chain(self.folder).append(identifier, now.isoformat(), commitment(salt, seal))
        return path


def show(path: Path) -> dict[str, Any]:
    """A record's content. Raises `InputError` where the file is not a record (a changed one is shown: `verify` says what is wrong with it)."""
    return dict(_read(path)["content"])


def verify(path: Path) -> Verification:
    """Check the seal, the file's form, the chain beside it, and the record's place in the chain."""
    try:
        data = path.read_bytes()
        value = _read(path)
    except (OSError, InputError) as error:
        return Verification(False, (f"the record cannot be read: {error}",), None)
    faults = []
    seal = sha256(canonical_json(value["content"]))
    if seal != value["seal"]:
        faults.append(f"the content was changed: its SHA-256 is {seal}, the seal says {value['seal']}")
    head = canonical_json({name: part for name, part in value.items() if name != "content"})
    if head[:-1] + b',"content":' + canonical_json(value["content"]) + b"}\n" != data:
        faults.append("the file's bytes are not those that were written")
    if value["format"] != FORMAT:
        faults.append(f"the format is {value['format']}, not {FORMAT}")
    if value["id"] != path.stem:
        faults.append(f"the file is named {path.stem}, the record in it is {value['id']}")
    chain = Chain(path.parent)
    faults += chain.faults()
    faults += chain.missing(value["id"], commitment(str(value["salt"]), seal))
    return Verification(not faults, tuple(faults), seal)


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", "give the path of a record", source=str(path), code="bad-record") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a search record: {error}", "give the path of a record", source=str(path), code="bad-record") from error
    wanted = {"format", "id", "salt", "seal", "content"}
    if not isinstance(value, dict) or set(value) != wanted or not isinstance(value["content"], dict):
        raise InputError("not a search record", f"a record has {', '.join(sorted(wanted))}", source=str(path), code="bad-record")
    return value
