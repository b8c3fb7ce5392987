"""The diary of a run under way: a topic that is done is not done again.

A topic's line is what was found, as JSON, and, after a tab (which JSON never holds), the account of the search.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from eval.keyed_lines import KeyedLines
from eval.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class Journal:
    """The diary at `path` of the run that `key` describes. `done` holds the topics already finished, by id; their accounts stay on the disk."""

    def __init__(self, path: Path, key: Mapping[str, Any]) -> None:
        self._path = path
        self._lines = KeyedLines(path, key, _parse)
        self.done: dict[str, Found] = {found.topic: found for found, _ in self._lines.earlier}
        self._places: dict[str, int] = {found.topic: place for found, place in self._lines.earlier}

    def add(self, found: Found) -> None:
        """Write one finished topic down, at once."""
        self.done[found.topic] = replace(found, record=None)
        row = json.dumps([found.topic, found.results, found.plan_seconds, found.search_seconds, found.tokens, found.notes])
        self._places[found.topic] = self._lines.add(row if found.record is None else f"{row}\t{json.dumps(found.record)}")

    def close(self) -> None:
        """Close the file and leave it."""
        self._lines.close()

    def records(self, topics: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The accounts of `topics`, in that order, as JSON text; those of topics that have none are left out."""
        with self._path.open("rb") as stream:
            for topic in topics:
                if topic in self._places:
                    stream.seek(self._places[topic])
                    if record := stream.readline().decode("ascii").partition("\t")[2].strip():
                        yield topic, record


def _parse(line: str) -> Found:
    topic, results, plan, search, tokens, notes = json.loads(line.partition("\t")[0])
    return Found(topic, tuple((str(d), float(s)) for d, s in results), float(plan), float(search), int(tokens), tuple(notes))
