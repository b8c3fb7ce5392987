"""Which documents become topics, and which of their citations count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexing.classes import above, symbol
from indexing.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from indexing.model import CitedDocument

UNKNOWN = "unknown"
"""What is asked for where the source names no citing party, or no category."""
PARTS = ("title", "abstract", "claims")
"""What a topic may be made of. Never the description: it names the documents that it cites."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; empty: no condition.

    `since` and `before` bound the topic's date (its earliest priority, else filing, else publication; the first day counts, the last does not).
    `classes` hold for all below them. `cited_by`: `examiner`, `applicant`, `search`, `opposition` … or `unknown`; `categories`: letters of ST.14, or
    `unknown`. `least` relevant documents must be in the collection. `sample` topics are drawn by `seed`; a share of `dev` of them is held apart.
    `leaks`: `drop` what gives the answer away, or `flag` it.
    """

    since: dt.date | None = None
    before: dt.date | None = None
    classes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    parts: tuple[str, ...] = ("title", "abstract")
    least: int = 1
    sample: int | None = None
    seed: int = 0
    dev: float = 0.0
    leaks: Literal["drop", "flag"] = "drop"

    def __post_init__(self) -> None:
        """Raise `UsageError` for what cannot be meant."""
        if bad := [part for part in self.parts if part not in PARTS] or ([] if self.parts else ["nothing"]):
            raise UsageError(f"a topic cannot be made of {bad[0]}", f"any of {', '.join(PARTS)}")
        if bad := [name for name in self.classes if symbol(name) is None]:
            raise UsageError(f"'{bad[0]}' is no class", "write a CPC or IPC symbol as A45D20/12 or A45D")
        if self.since and self.before and self.since >= self.before:
            raise UsageError(f"no day lies from {self.since} to before {self.before}", "the first one is the earlier one")
        if self.least < 1 or (self.sample is not None and self.sample < 1):
            raise UsageError("a number below 1 asks for nothing", "give at least 1")
        if not 0 <= self.dev < 1:
            raise UsageError(f"a share of {self.dev} cannot be held apart", "give a number from 0 to below 1")

    def takes_date(self, day: dt.date | None) -> bool:
        """Whether the topic's date lies within the bounds; a topic without any date never does: nothing could be told to be earlier."""
        return day is not None and (self.since is None or day >= self.since) and (self.before is None or day < self.before)

    def takes_classes(self, symbols: Iterable[str]) -> bool:
        """Whether one of the document's classes is, or lies below, one of those asked for."""
        if not self.classes:
            return True
        held = {name for text in symbols for name in above(text)}
        return any(symbol(name) in held for name in self.classes)

    def takes(self, cited: CitedDocument) -> bool:
        """Whether a citation of this party and category counts."""
        who = (cited.cited_by or UNKNOWN).casefold()
        letters = set(letters_of(cited.category)) or {UNKNOWN}
        asked = {name if name == UNKNOWN else name.upper() for name in self.categories}
        return (not self.cited_by or who in {name.casefold() for name in self.cited_by}) and (not asked or bool(letters & asked))


def letters_of(category: str | None) -> tuple[str, ...]:
    """The letters of a category, sorted: `XP`, `X,P` and `P,X` are `P` and `X`."""
    return tuple(sorted({c for c in (category or "").upper() if c.isalpha() or c == "&"}))
