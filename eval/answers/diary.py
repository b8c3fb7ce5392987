"""The answers already given, so that a stopped run goes on and another judge costs no new answers.

JSON lines. The first one names what the answers follow from (`key`); a diary of another key is begun anew. A last line cut short is dropped.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.answers.model import Answered
from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Diary:
    """The diary at `path` of the answers that `key` describes. `done` holds them by (topic, kind)."""

    def __init__(self, path: Path, key: Mapping[str, Any]) -> None:
        self.done: dict[tuple[str, str], Answered] = {}
        head = json.dumps({"key": sha256(canonical_json(key))})
        kept = self._read(path, head)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written anew, not appended to: a line cut short would spoil the next one.
            path.write_text("".join(line + "\n" for line in [head, *kept]), encoding="utf-8")
            self._stream = path.open("a", encoding="utf-8")
        except OSError as fault:
            raise InputError(f"cannot be written: {fault.strerror}", "choose another --out", source=str(path), code="unwritable") from fault

    def add(self, answered: Answered) -> None:
        """Write one answer down, at once."""
        self.done[answered.topic, answered.kind] = answered
        self._stream.write(json.dumps(answered.to_json(), ensure_ascii=False) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Close the file and leave it."""
        self._stream.close()

    def _read(self, path: Path, head: str) -> list[str]:
        """The whole lines of an earlier diary with the same head; fills `done`."""
        if not path.is_file():
            return []
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
        if not lines or lines[0] != head:
            return []
        kept: list[str] = []
        for line in lines[1:]:
            try:
                answered = Answered.from_json(json.loads(line))
            except (ValueError, TypeError, KeyError):
                break
            self.done[answered.topic, answered.kind] = answered
            kept.append(line)
        return kept
