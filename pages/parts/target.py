"""Where a link into a document leads: the document, the unit or run of units, and the code points quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Target:
    """`unit` is `claim.1` or a run `desc.42-44`, empty for the document as a whole. `start`, `end` are None where the whole unit is meant."""

    document: str
    unit: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def href(self) -> str:
        """The viewer's address, relative to the app, so that it holds at whatever port the app runs."""
        parts = {"id": self.document, "unit": self.unit or None, "start": self.start, "end": self.end}
        return "document?" + urlencode({key: value for key, value in parts.items() if value is not None})

    def ranges(self, units: Sequence[str], lengths: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """The code points to highlight, by unit. `units` are the document's in reading order, `lengths` their lengths. Empty where nothing fits."""
        covered = _run(self.unit, units)
        if not covered:
            return {}
        ranges = {name: (0, lengths[name]) for name in covered}
        if len(covered) == 1 and self.start is not None:
            name = covered[0]
            end = lengths[name] if self.end is None else min(self.end, lengths[name])
            ranges = {name: (self.start, end)} if 0 <= self.start < end else {}
        return ranges


def from_query(query: Mapping[str, str]) -> Target | None:
    """The target of an address's query; None where it names no document. Numbers that are none are left out, never an error."""
    document = query.get("id", "").strip()
    if not document:
        return None
    return Target(document, query.get("unit", "").strip(), _number(query.get("start")), _number(query.get("end")))


def from_link(link: str) -> Target | None:
    """The target of a link that `assistant.links` wrote."""
    return from_query(dict(parse_qsl(urlsplit(link).query)))


def _number(value: str | None) -> int | None:
    return int(value) if value and _NUMBER.fullmatch(value) else None


def _run(unit: str, units: Sequence[str]) -> list[str]:
    """The units that `unit` names: itself where it exists, else those from the first to the last of a run `desc.42-44`."""
    if unit in units:
        return [unit]
    first, dash, last = unit.partition("-")
    if not dash:
        return []
    language = "@" + last.partition("@")[2] if "@" in last else ""
    stem = first.rpartition(".")[0]
    begin, end = first + language if language else first, last if "." in last else f"{stem}.{last}"
    if begin not in units or end not in units:
        return []
    a, b = list(units).index(begin), list(units).index(end)
    return list(units[a : b + 1])
