"""The diary of a run under way: a topic that is done is not done again.

JSON lines. The first one names what was run (`key`); a diary of another key is begun anew. A last line cut short by a kill is dropped.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from eval.model import Found
from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Journal:
    """The diary at `path` of the run that `key` describes. `done` holds the topics already finished, by id, without their records."""

    def __init__(self, path: Path, key: Mapping[str, Any]) -> None:
        self._path = path
        self.done: dict[str, Found] = {}
        head = json.dumps({"key": sha256(canonical_json(key))})
        kept = self._read(head)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written anew, not appended to: a line cut short would spoil the next one.
            path.write_text("".join(line + "\n" for line in [head, *kept]), encoding="utf-8")
            self._stream = path.open("a", encoding="utf-8")
        except OSError as fault:
            raise InputError(f"cannot be written: {fault.strerror}", "choose another --out", source=str(path), code="unwritable") from fault

    def add(self, found: Found) -> None:
        """Write one finished topic down, at once."""
        self.done[found.topic] = replace(found, record=None)
        row = [found.topic, found.results, found.plan_seconds, found.search_seconds, found.tokens, found.notes]
        self._stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Close the file and leave it."""
        self._stream.close()

    def _read(self, head: str) -> list[str]:
        """The whole lines of an earlier diary with the same head; fills `done`."""
        if not self._path.is_file():
            return []
        text = self._path.read_text(encoding="utf-8", errors="replace")
        lines = text.split("\n")[:-1]
        if not lines or lines[0] != head:
            return []
        kept: list[str] = []
        for line in lines[1:]:
            try:
                topic, results, plan, search, tokens, notes = json.loads(line)
                found = Found(topic, tuple((str(d), float(s)) for d, s in results), float(plan), float(search), int(tokens), tuple(notes))
            except (ValueError, TypeError):
                break
            self.done[found.topic] = found
            kept.append(line)
        return kept
