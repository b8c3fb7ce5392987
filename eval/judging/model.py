"""The records of judging: a judgment, a pool, an item of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

GRADES = range(10)
"""0 not relevant, 1 and above relevant, higher is more so."""
_LONGEST_ID = 500
_LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class Judgment:
    """What one judge says of one document for one topic. `grade` is None where the judge takes an earlier one back.

    `passage` is the id of the passage that decided, `time` an ISO 8601 moment in UTC. Raises `UsageError` for an empty or overlong field, white space
    in the ids of topic or document (TREC files cannot carry it), and a grade outside 0 to 9.
    """

    topic: str
    document: str
    judge: str
    grade: int | None
    passage: str | None = None
    note: str = ""
    time: str = ""

    def __post_init__(self) -> None:
        for name in ("topic", "document"):
            value = getattr(self, name)
            if value.split() != [value] or len(value) > _LONGEST_ID or not value.isprintable():
                raise UsageError(f"'{value[:60]}' is no id of a {name}", f"ids have no white space and at most {_LONGEST_ID} characters")
        for name, most in (("judge", _LONGEST_ID), ("passage", _LONGEST_ID), ("note", _LONGEST_NOTE)):
            value = getattr(self, name) or ""
            if len(value) > most or not value.replace("\n", " ").replace("\t", " ").replace("\r", " ").isprintable():
                raise UsageError(f"the {name} is too long or holds control characters", f"at most {most} characters of plain text")
        if not self.judge.strip():
            raise UsageError("a judgment has no judge", "say who judged: --judge NAME")
        if self.grade is not None and (isinstance(self.grade, bool) or self.grade not in GRADES):
            raise UsageError(f"{self.grade} is no grade", f"grades are whole numbers from {GRADES[0]} (not relevant) to {GRADES[-1]}")


@dataclass(frozen=True, slots=True)
class Item:
    """A topic and a document to be judged; `stratum` says which ranks it was taken from and is not shown to judges."""

    topic: str
    document: str
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Ranks of a pool: `size` pairs of topic and document, of which `drawn` are in the pool (all of them, or a random sample)."""

    name: str
    size: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Pool:
    """What is to be judged, in the order that judges see: a seeded shuffle that tells nothing of system, rank or score.

    `facts` say how it was made (runs, depth, seed); they are kept for the report and not shown with the items.
    """

    name: str
    items: tuple[Item, ...]
    strata: tuple[Stratum, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a judge has come with a pool."""

    judge: str
    judged: int
    items: int
