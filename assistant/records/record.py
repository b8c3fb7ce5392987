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

from assistant.decoding import decode
from assistant.records.chain import Anchor, Chain, commitment
from assistant.records.files import private_folder, publish
from indexing.canonical import canonical_json, plain, sha256
from indexing.errors import InputError, UsageError

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
    """Writes records into one folder (mode 0700; files 0600). Any number of processes may share it.

    `anchor`, where given, is a file kept elsewhere (another disk, another office) that says after each record where the chain ends.
    """

    def __init__(self, folder: Path, anchor: Path | None = None) -> None:
        self.folder = folder
        self.anchor = anchor

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
        end = Chain(self.folder).append(identifier, now.isoformat(), commitment(salt, seal))
        if self.anchor:
            write_anchor(end, self.anchor)
        return path


def write_anchor(anchor: Anchor, file: Path) -> None:
    """Put `anchor` into `file`, whole or not at all; one that knows more already is left as it is. Raises `UsageError`."""
    try:
        if read_anchor(file).entries >= anchor.entries:
            return
    except InputError:
        if file.exists():
            raise
    publish(file, canonical_json({"format": FORMAT} | plain(anchor)) + b"\n")


def read_anchor(file: Path) -> Anchor:
    """The anchor in `file`. Raises `InputError`."""
    try:
        value = json.loads(file.read_bytes())
        value.pop("format")
        return decode(Anchor, value)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"no anchor: {error}", "make one with: priorart record anchor --out FILE", source=str(file), code="bad-record") from error


def erase(path: Path, anchor: Path | None = None) -> None:
    """Remove a record's content and salt for good, and leave a tombstone in the chain, which goes on verifying.

    Raises `InputError` where the file is not a record, `UsageError` where it cannot be removed. The blocks on the disk are the disk's own matter.
    """
    value = _read(path)
    now = dt.datetime.now(dt.UTC)
    end = Chain(path.parent).append(value["id"], now.isoformat(), commitment(str(value["salt"]), str(value["seal"])), "erased")
    try:
        path.unlink()
    except OSError as error:
        raise UsageError(f"cannot remove {path}: {error.strerror}", "see that you may write in its folder, and erase it again") from error
    if anchor:
        write_anchor(end, anchor)


def show(path: Path) -> dict[str, Any]:
    """A record's content. Raises `InputError` where the file is not a record (a changed one is shown: `verify` says what is wrong with it)."""
    return dict(_read(path)["content"])


def verify(path: Path, anchor: Anchor | None = None) -> Verification:
    """Check the seal, the file's form, the chain beside it, the record's place in it, and that no other record of the chain was deleted.

    `anchor`, kept elsewhere, shows in addition whether the chain's tail was cut.
    """
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
    faults += chain.lost()
    faults += chain.beyond(anchor) if anchor else []
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
