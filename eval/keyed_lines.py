"""A file of lines under way: what is written down is not done again.

The first line names what the others follow from (`key`); a file of another key is begun anew. A last line cut short by a kill is dropped, and so is
what stands behind a line that cannot be read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_T = TypeVar("_T")


class KeyedLines(Generic[_T]):
    """The file at `path` of what `key` describes. `earlier` are the lines that it held, as `parse` reads them, each with its place in bytes.

    `parse` raises `ValueError`, `TypeError` or `KeyError` for a line that is none. Raises `InputError` where the file cannot be written.
    """

    def __init__(self, path: Path, key: Mapping[str, Any], parse: Callable[[str], _T]) -> None:
        self._path = path
        self.earlier: list[tuple[_T, int]] = []
        head = json.dumps({"key": sha256(canonical_json(key))})
        kept = list(self._read(head, parse))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written anew, not appended to: a line cut short would spoil the next one. And aside, so that a kill in this moment loses nothing.
            aside = path.with_name(f".{path.name}.new")
            self._stream = aside.open("wb")
            self._write(head)
            self.earlier = [(value, self._write(line)) for value, line in kept]
            self._stream.flush()
            aside.replace(path)
        except OSError as fault:
            raise InputError(f"cannot be written: {fault.strerror}", "choose another --out", source=str(path), code="unwritable") from fault

    def add(self, line: str) -> int:
        """Write one line down, at once; its place in bytes."""
        place = self._write(line)
        self._stream.flush()
        return place

    def close(self) -> None:
        """Close the file and leave it."""
        self._stream.close()

    def _write(self, line: str) -> int:
        place = self._stream.tell()
        self._stream.write(f"{line}\n".encode())
        return place

    def _read(self, head: str, parse: Callable[[str], _T]) -> Iterator[tuple[_T, str]]:
        """The whole lines of an earlier file with the same head."""
        if not self._path.is_file():
            return
        lines = self._path.read_bytes().decode(errors="replace").split("\n")[:-1]
        if not lines or lines[0] != head:
            return
        for line in lines[1:]:
            try:
                value = parse(line)
            except (ValueError, TypeError, KeyError):
                return
            yield value, line
