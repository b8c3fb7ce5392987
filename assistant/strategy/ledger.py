"""The exclusion ledger: every document that a query found and that is not shown, once, with the step and the rule that dropped it first.

A search drops a thousand documents and more, and most are never looked at one by one. So the ledger keeps what the steps hand it as they hand it, and
is written out when it is first read (`Exclusions`): what it says follows from lists that do not change any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from assistant.strategy.hits import Hits
from indexing.model import Exclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from indexing.model import Hit, Ranking

LISTED = 10_000
"""A record and the command line list so many exclusions; the counts by rule hold all of them."""
_NOWHERE = "in no list that leads to the result"


@dataclass(frozen=True, slots=True)
class _Named:
    """What a step dropped and named itself, passages or documents."""

    exclusions: tuple[Exclusion, ...]

    def entries(self, wanted: set[str]) -> Iterator[Exclusion]:
        for exclusion in self.exclusions:
            document = exclusion.id.partition("#")[0]
            if document in wanted:
                yield exclusion if exclusion.id == document else replace(exclusion, id=document)


@dataclass(frozen=True, slots=True)
class _Beyond:
    """Documents that stand beyond a cut, each with its rank."""

    hits: Sequence[Hit]
    step: str
    rule: str

    def entries(self, wanted: set[str]) -> Iterator[Exclusion]:
        step, rule = self.step, self.rule
        return (Exclusion(hit.document, step, f"rank {hit.rank}, {rule}", rule) for hit in self.hits if hit.document in wanted)


@dataclass(frozen=True, slots=True)
class _Vanished:
    """Documents that a step took and neither gave nor named."""

    taken: tuple[Hits, ...]
    given: Hits
    step: str
    reason: str

    def entries(self, wanted: set[str]) -> Iterator[Exclusion]:
        here = wanted - self.given.documents
        if not here:
            return iter(())
        gone = dict.fromkeys(hit.document for hits in self.taken for hit in hits if hit.document in here)
        return (Exclusion(document, self.step, self.reason, self.reason) for document in gone)


class Ledger:
    """What was dropped so far. The first rule that dropped a document counts; whether it is shown in the end is asked last."""

    def __init__(self) -> None:
        self._dropped: list[_Named | _Beyond | _Vanished] = []

    def drop(self, exclusions: Iterable[Exclusion]) -> None:
        """Take in what a step dropped, passages as their documents."""
        if named := tuple(exclusions):
            self._dropped.append(_Named(named))

    def drop_beyond(self, documents: Sequence[Hit], step: str, rule: str) -> None:
        """Take in documents that stand beyond a cut, each with its rank: by far the most of what is dropped."""
        if documents:
            self._dropped.append(_Beyond(documents, step, rule))

    def drop_vanished(self, inputs: Sequence[Ranking], output: Ranking, step: str, reason: str = "not in the step's output") -> None:
        """Documents that a join took and neither gave nor named: they are in the ledger all the same."""
        if len(inputs) == 1 and len(inputs[0].hits) == len(output.hits):
            return
        self._dropped.append(_Vanished(tuple(Hits.of(ranking.hits) for ranking in inputs), Hits.of(output.hits), step, reason))

    def of(self, found: Iterable[Sequence[Hit]], shown: Sequence[Hit]) -> Exclusions:
        """Every document in the lists that were `found` that is not `shown`, in the order in which it was dropped."""
        return Exclusions(self._dropped, [Hits.of(hits) for hits in found], Hits.of(shown))


class Exclusions(Sequence[Exclusion]):
    """The entries of a ledger, written out when they are first read; a tuple of them in every other way. Safe for many threads."""

    def __init__(self, dropped: Sequence[_Named | _Beyond | _Vanished], found: Sequence[Hits], shown: Hits) -> None:
        self._dropped, self._found, self._shown = tuple(dropped), tuple(found), shown
        self._written: tuple[Exclusion, ...] | None = None

    @property
    def entries(self) -> tuple[Exclusion, ...]:
        """All entries, in the order in which they were dropped."""
        if self._written is None:
            self._written = self._write()
        return self._written

    def _write(self) -> tuple[Exclusion, ...]:
        wanted = set().union(*(hits.documents for hits in self._found)) - self._shown.documents
        listed: list[Exclusion] = []
        for dropped in self._dropped:
            for entry in dropped.entries(wanted):
                if entry.id in wanted:  # else the same step named it twice
                    listed.append(entry)
                    wanted.discard(entry.id)
        return (*listed, *(Exclusion(document, "run", _NOWHERE, _NOWHERE) for document in sorted(wanted)))

    @overload
    def __getitem__(self, at: int) -> Exclusion: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Exclusion, ...]: ...
    def __getitem__(self, at: int | slice) -> Exclusion | tuple[Exclusion, ...]:
        return self.entries[at]

    def __iter__(self) -> Iterator[Exclusion]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __eq__(self, other: object) -> bool:
        return self.entries == (other.entries if isinstance(other, Exclusions) else other)

    def __hash__(self) -> int:
        return hash(self.entries)

    def __repr__(self) -> str:
        return repr(self.entries)


@dataclass(frozen=True, slots=True)
class ExclusionCount:
    """How many documents one rule of one step dropped."""

    step: str
    rule: str
    count: int


def counts(excluded: Sequence[Exclusion]) -> tuple[ExclusionCount, ...]:
    """How many documents each rule dropped, most first, ties by step and rule."""
    by: Mapping[tuple[str, str], int] = Counter([(entry.step, entry.rule or entry.reason) for entry in excluded])
    return tuple(ExclusionCount(step, rule, n) for (step, rule), n in sorted(by.items(), key=lambda item: (-item[1], item[0])))
