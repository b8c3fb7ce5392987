"""Plugin families are tables of strings, imported when asked for.

A table maps a name to `"module:attribute"`. Listing a family costs nothing and loads no vendor; a new plugin is one file and one line.
The idea is haystack's lazy importer (deepset-ai/haystack, `haystack/lazy_imports.py`), reduced to a mapping.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from indexing.errors import UsageError


def nearest(name: str, known: Mapping[str, object] | list[str], n: int = 3) -> str:
    """Words for a hint: the known names nearest to `name`, else all of them."""
    names = sorted(known)
    close = difflib.get_close_matches(name.casefold(), names, n=n, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"known are {', '.join(names) or 'none'}"


class Table(Mapping[str, str]):
    """An immutable table of one plugin family: name to `module:attribute`.

    `family` is the singular noun that error messages use ("recipe step"). Raises `UsageError` with the nearest names for an unknown one.
    """

    def __init__(self, family: str, entries: Mapping[str, str]) -> None:
        self.family = family
        self._entries = dict(entries)

    def __getitem__(self, name: str) -> str:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def load(self, name: str) -> Any:  # noqa: ANN401 - what a table holds is known to the family's caller, not here
        """Import and return the plugin `name`."""
        if name not in self._entries:
            raise UsageError(f"unknown {self.family} '{name}'", nearest(name, self._entries))
        module, _, attribute = self._entries[name].partition(":")
        return getattr(importlib.import_module(module), attribute)
