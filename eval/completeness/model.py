"""The records of completeness: which list found which relevant document, and what is concluded from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

History = tuple[int, ...]
"""One relevant document's history: 1 for each list that found it, 0 for each that did not; never all 0."""


@dataclass(frozen=True, slots=True)
class Histories:
    """How many relevant documents have each history over the `lists`. Documents of several topics are counted together."""

    lists: tuple[str, ...]
    counts: Mapping[History, int]

    @property
    def found(self) -> int:
        """Relevant documents that at least one list found."""
        return sum(self.counts.values())

    @property
    def sizes(self) -> tuple[int, ...]:
        """Relevant documents that each list found."""
        return tuple(sum(n for history, n in self.counts.items() if history[k]) for k in range(len(self.lists)))

    @property
    def alone(self) -> tuple[int, ...]:
        """Relevant documents that each list found and no other."""
        return tuple(sum(n for history, n in self.counts.items() if history[k] and sum(history) == 1) for k in range(len(self.lists)))

    def times(self, k: int) -> int:
        """Relevant documents that exactly `k` lists found: f1 are those found once, f2 those found twice."""
        return sum(n for history, n in self.counts.items() if sum(history) == k)

    def both(self, a: int, b: int) -> int:
        """Relevant documents that list `a` and list `b` found, whatever the others did."""
        return sum(n for history, n in self.counts.items() if history[a] and history[b])

    def only(self, *places: int) -> Histories:
        """The histories over the lists at `places` alone; documents that none of these found go."""
        counts: Counter[History] = Counter()
        for history, n in self.counts.items():
            if any(kept := tuple(history[p] for p in places)):
                counts[kept] += n
        return Histories(tuple(self.lists[p] for p in places), dict(counts))


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate of how many relevant documents there are.

    `found` of them were found; `total` are estimated to exist, `low` to `high` is the interval. `bound` says that the method estimates a lower bound
    of the total where documents differ in how easily they are found. `detail` says what was fitted.
    """

    method: str
    lists: tuple[str, ...]
    found: int
    total: float
    low: float
    high: float
    bound: bool = False
    detail: str = ""

    @property
    def missed(self) -> float:
        """Relevant documents estimated not to have been found."""
        return self.total - self.found

    @property
    def recall(self) -> float | None:
        """The share found, None where nothing is estimated to exist."""
        return self.found / self.total if self.total else None
