"""What reading and writing a dialect give, and the notes that say what is lost between two dialects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from indexing.expressions.tree import Node

Weight = Literal["lost", "advice"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a person must know about a query that was read or written.

    `weight`: `lost` where the query does not mean the same any more (a condition left out, a distance turned into AND), `advice` where it does but
    the site reads it in its own way (a setting, a limit, a box that stems). `code` names the kind of note, the text is a plain sentence.
    """

    code: str
    text: str
    weight: Weight = "lost"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as a tree, simplified, and what was lost in reading it."""

    node: Node
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A tree as a query, and what was lost in writing it."""

    text: str
    notes: tuple[Note, ...] = ()


class Dialect(Protocol):
    """A query language. `title` names the site that speaks it, `source` the public description of it."""

    title: str
    source: str

    def parse(self, text: str) -> Parsed:
        """The tree of a query. Raises `UsageError` with the column where it cannot be read."""
        ...

    def write(self, node: Node) -> Written:
        """The tree as a query. Raises `UsageError` where nothing of it can be said in this language."""
        ...


class Notes:
    """Notes as they are collected: each is kept once, in the order in which it came."""

    __slots__ = ("_notes",)

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def lost(self, code: str, text: str) -> None:
        self._notes[Note(code, text)] = None

    def advise(self, code: str, text: str) -> None:
        self._notes[Note(code, text, "advice")] = None

    def all(self) -> tuple[Note, ...]:
        return tuple(self._notes)
