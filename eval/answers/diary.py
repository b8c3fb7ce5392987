"""The answers already given, so that a stopped run goes on and another judge costs no new answers: a line of JSON each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.answers.model import Answered
from eval.keyed_lines import KeyedLines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Diary:
    """The diary at `path` of the answers that `key` describes. `done` holds them by (topic, kind)."""

    def __init__(self, path: Path, key: Mapping[str, Any]) -> None:
        self._lines = KeyedLines(path, key, _parse)
        self.done: dict[tuple[str, str], Answered] = {(answered.topic, answered.kind): answered for answered, _ in self._lines.earlier}

    def add(self, answered: Answered) -> None:
        """Write one answer down, at once."""
        self.done[answered.topic, answered.kind] = answered
        self._lines.add(json.dumps(answered.to_json(), ensure_ascii=False))

    def close(self) -> None:
        """Close the file and leave it."""
        self._lines.close()


def _parse(line: str) -> Answered:
    return Answered.from_json(json.loads(line))
