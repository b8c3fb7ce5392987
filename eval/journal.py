"""The diary of a run under way: a topic that is done is not done again.

JSON lines. The first one names what was run (`key`); a diary of another key is begun anew. A last line cut short by a kill is dropped. A topic's
line is what was found and, after a tab (which JSON never holds), the account of the search.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from eval.model import Found
from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class Journal:
    """The diary at `path` of the run that `key` describes. `done` holds the topics already finished, by id; their accounts stay on the disk."""

    def __init__(self, path: Path, key: Mapping[str, Any]) -> None:
        self._path = path
        self.done: dict[str, Found] = {}
        self._places: dict[str, int] = {}
        head = json.dumps({"key": sha256(canonical_json(key))})
        kept = self._read(head)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written anew, not appended to: a line cut short would spoil the next one. And aside, so that a kill in this moment loses nothing.
            aside = path.with_name(f".{path.name}.new")
            self._stream = aside.open("wb")
            self._write(head)
            for topic, line in kept.items():
                self._places[topic] = self._stream.tell()
                self._write(line)
            self._stream.flush()
            aside.replace(path)
        except OSError as fault:
            raise InputError(f"cannot be written: {fault.strerror}", "choose another --out", source=str(path), code="unwritable") from fault

    def add(self, found: Found) -> None:
        """Write one finished topic down, at once."""
        self.done[found.topic] = replace(found, record=None)
        self._places[found.topic] = self._stream.tell()
        row = json.dumps([found.topic, found.results, found.plan_seconds, found.search_seconds, found.tokens, found.notes])
        self._write(row if found.record is None else f"{row}\t{json.dumps(found.record)}")
        self._stream.flush()

    def close(self) -> None:
        """Close the file and leave it."""
        self._stream.close()

    def records(self, topics: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The accounts of `topics`, in that order, as JSON text; those of topics that have none are left out."""
        with self._path.open("rb") as stream:
            for topic in topics:
                if topic in self._places:
                    stream.seek(self._places[topic])
                    if record := stream.readline().decode("ascii").partition("\t")[2].strip():
                        yield topic, record

    def _write(self, line: str) -> None:
        self._stream.write(f"{line}\n".encode("ascii"))

    def _read(self, head: str) -> dict[str, str]:
        """The whole lines of an earlier diary with the same head, by topic; fills `done`."""
        if not self._path.is_file():
            return {}
        lines = self._path.read_bytes().decode("ascii", "replace").split("\n")[:-1]
        if not lines or lines[0] != head:
            return {}
        kept: dict[str, str] = {}
        for line in lines[1:]:
            try:
                topic, results, plan, search, tokens, notes = json.loads(line.partition("\t")[0])
                found = Found(topic, tuple((str(d), float(s)) for d, s in results), float(plan), float(search), int(tokens), tuple(notes))
            except (ValueError, TypeError):
                break
            self.done[found.topic] = found
            kept[found.topic] = line
        return kept
