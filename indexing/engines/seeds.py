"""The documents that a person names to search from: publication numbers in one text, in any form, found in the index or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.errors import UsageError
from indexing.numbers import lookup_keys, parse

if TYPE_CHECKING:
    from indexing.storage.shards import Shards

_LONGEST = 6
"""A number is written in so many words at most: `U.S. Pat. No. 10 123 456 B2` has more, and is parted by the comma before it."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """Ordinals of the documents that are here and the names of those that are not, both in the order of the text, each once."""

    known: tuple[int, ...]
    unknown: tuple[str, ...]


def seeds(text: str, shards: Shards) -> Seeds:
    """The documents that `text` names, parted by blanks, commas or semicolons; a number may itself be written with blanks and commas."""
    known: dict[int, None] = {}
    unknown: dict[str, None] = {}
    for name, ordinal in _names(text, shards):
        if ordinal is None:
            unknown[name] = None
        else:
            known[ordinal] = None
    return Seeds(tuple(known), tuple(unknown))


def _names(text: str, shards: Shards) -> list[tuple[str, int | None]]:
    found: list[tuple[str, int | None]] = []
    for piece in re.split(r"[;\n]+|,\s", text):
        words = piece.split()
        while words:
            count, ordinal = _first(words, shards)
            name = " ".join(words[:count])
            parts = [part for part in name.split(",") if part]
            if ordinal is None and len(parts) > 1 and not parse(name):
                found += [(part, _find(part, shards)) for part in parts]
            else:
                found.append((name, ordinal))
            words = words[count:]
    return found


def _first(words: list[str], shards: Shards) -> tuple[int, int | None]:
    """How many of the words make the first name, and the document that it names: the longest that is a number, else one word."""
    for count in range(min(_LONGEST, len(words)), 1, -1):
        if parse(name := " ".join(words[:count])):
            return count, _find(name, shards)
    return 1, _find(words[0], shards)


def _find(name: str, shards: Shards) -> int | None:
    ordinal = shards.find(name)
    if ordinal is not None:
        return ordinal
    named = shards.named(lookup_keys(name))
    return named[1] if named else None


def known_only(text: str, shards: Shards) -> tuple[int, ...]:
    """The documents that `text` names and that are here; empty for an empty text. Raises `UsageError` where it names some and none is here."""
    found = seeds(text, shards)
    if found.unknown and not found.known:
        raise none_known(found.unknown)
    return found.known


def none_known(names: tuple[str, ...]) -> UsageError:
    """What is said where none of the documents named is here."""
    return UsageError("not in the index: " + ", ".join(f"'{name}'" for name in names), "name documents by publication number, parted by blanks")
