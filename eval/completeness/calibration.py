"""How often the interval held the truth, where the truth is known: groups of topics are drawn and each is taken for a search of its own.

A group's topics are drawn without replacement; topics recur in many groups, so that the draws are not independent of one another and the share
that held is a description of this set, with no interval of its own.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eval.completeness.methods import of_all, of_pair, pairs
from eval.completeness.sampling import Stratum, bands, draw, estimate
from eval.completeness.trust import NONE, USABLE
from eval.completeness.two_lists import Dependence, known_dependence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eval.completeness.evidence import Evidence
    from eval.completeness.methods import Judged, Pair
    from eval.model import Qrels, Ranked

DRAWS = 200
SIZES = (10, 30, 60)
SEED = 20251


@dataclass(frozen=True, slots=True)
class Coverage:
    """One method on one set of lists: in how many of `draws` groups of `size` topics its interval `held` the truth.

    `below` and `above` count the intervals that ended below and began above it. `ratio` is the median of estimate / truth, `width` that of the
    interval's length / truth. `usable`, `refused`: groups in which the estimate was said to be usable, and not to be trusted; `usable_held` and
    `refused_held` those of them that held.
    """

    lists: tuple[str, ...]
    method: str
    size: int
    draws: int
    held: int
    below: int
    above: int
    ratio: float
    width: float
    usable: int = 0
    usable_held: int = 0
    refused: int = 0
    refused_held: int = 0

    @property
    def share(self) -> float:
        """The share of the groups whose interval held the truth."""
        return self.held / self.draws if self.draws else 0.0


@dataclass(slots=True)
class _Tally:
    """What is counted over the draws of one row."""

    rows: list[tuple[float, float, float, float, str]] = field(default_factory=list)

    def add(self, truth: float, total: float, low: float, high: float, level: str) -> None:
        self.rows.append((truth, total, low, high, level))

    def coverage(self, lists: tuple[str, ...], method: str, size: int) -> Coverage:
        held = [low <= truth <= high for truth, _, low, high, _ in self.rows]
        levels = [row[4] for row in self.rows]
        by_level = {level: [h for h, found in zip(held, levels, strict=True) if found == level] for level in (USABLE, NONE)}
        some = [row for row in self.rows if row[0]]
        return Coverage(
            lists,
            method,
            size,
            len(held),
            sum(held),
            sum(high < truth for truth, _, _, high, _ in self.rows),
            sum(low > truth for truth, _, low, _, _ in self.rows),
            _median([total / truth for truth, total, *_ in some]),
            _median([(high - low) / truth for truth, _, low, high, _ in some]),
            len(by_level[USABLE]),
            sum(by_level[USABLE]),
            len(by_level[NONE]),
            sum(by_level[NONE]),
        )


def calibrate(evidence: Evidence, alike: Mapping[Pair, float], sizes: Sequence[int] = SIZES, draws: int = DRAWS, seed: int = SEED) -> list[Coverage]:
    """The coverage of every method on every pair of lists, and on all of them together where there are three or more.

    Of `sizes` those are taken that leave half of the topics to learn the dependence from. Empty where there are too few topics.
    """
    tallies: dict[tuple[tuple[str, ...], str, int], _Tally] = defaultdict(_Tally)
    for size, group, rest in _groups(sorted(evidence.ranks), sizes, draws, seed):
        truth = evidence.known(group)
        for judged in _all(evidence, group, rest, alike):
            e = judged.estimate
            tallies[e.lists, e.method, size].add(truth, e.total, e.low, e.high, judged.trust.level)
    return [tally.coverage(*key) for key, tally in tallies.items()]


def dependence_of(evidence: Evidence, pair: Pair, topics: Sequence[str] | None = None) -> Dependence:
    """The odds ratio of two lists where all relevant documents are known."""
    two = evidence.only(*pair)
    histories = two.histories(topics)
    first, second = histories.sizes
    return known_dependence(first, second, histories.both(0, 1), evidence.known(topics))


def calibrate_sampling(runs: Mapping[str, Ranked], qrels: Qrels, depth: int, each: int, draws: int = DRAWS, seed: int = SEED) -> Coverage | None:
    """How often the interval from `each` judged pairs a band held the relevant documents of the bands. None where nothing lies below the cut."""
    strata = bands(runs.values(), qrels, depth)
    relevant = {(t, d) for t, judged in qrels.items() for d, grade in judged.items() if grade >= 1}
    truth = sum(item in relevant for items in strata.values() for item in items)
    if not any(strata.values()):
        return None
    tally = _Tally()
    for n in range(draws):
        drawn = draw(strata, each, seed + n)
        found = estimate(
            [Stratum(name, len(items), len(drawn[name]), sum(i in relevant for i in drawn[name])) for name, items in strata.items() if items]
        )
        tally.add(truth, found.total, found.low, found.high, USABLE)
    return tally.coverage(tuple(runs), f"sample of {each} a band", len(qrels))


def _groups(topics: list[str], sizes: Sequence[int], draws: int, seed: int) -> Iterator[tuple[int, list[str], list[str]]]:
    """(size, the topics drawn, the topics left), the same for the same seed."""
    for size in sizes:
        if size * 2 > len(topics):
            continue
        source = random.Random(seed + size)  # noqa: S311 - a draw that can be repeated is wanted
        for _ in range(draws):
            mixed = source.sample(topics, len(topics))
            yield size, sorted(mixed[:size]), sorted(mixed[size:])


def _all(evidence: Evidence, group: list[str], rest: list[str], alike: Mapping[Pair, float]) -> Iterator[Judged]:
    for pair in pairs(evidence):
        yield from of_pair(evidence, pair, group, alike.get(pair, 0.0), dependence_of(evidence, pair, rest))
    yield from of_all(evidence, group, alike)


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else math.nan
