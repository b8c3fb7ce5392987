"""A sentence in its paragraph, and what else of the collection a change may take from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from eval.attribution.model import Reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Elsewhere(Protocol):
    """The rest of the collection."""

    def similar(self, place: Place) -> Sequence[tuple[str, str, str]]:
        """Units (document, unit, text) of other documents that share most words with the sentence, best first."""
        ...

    def others(self, place: Place) -> Sequence[tuple[str, str, str]]:
        """Units (document, unit, text) of other documents, whatever they say."""
        ...

    def subjects(self) -> Sequence[str]:
        """Nouns that sentences of the collection begin with."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """`units[unit][start:end]` of a document is the sentence; `units` are all units of that document by name."""

    document: str
    unit: str
    start: int
    end: int
    units: Mapping[str, str]
    elsewhere: Elsewhere

    @property
    def source(self) -> str:
        """The whole unit."""
        return self.units[self.unit]

    @property
    def sentence(self) -> str:
        """The sentence as it stands."""
        return self.source[self.start : self.end]

    @property
    def reference(self) -> Reference:
        """Where the sentence stands."""
        return Reference(self.document, self.unit, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Made:
    """A statement; `cited` names another source (document, unit, text) where it is cited in place of its own."""

    statement: str
    cited: tuple[str, str, str] | None = None
