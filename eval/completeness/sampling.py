"""What lies below the cut: ranks that nobody read, estimated from a random sample of them that a person judged.

The estimate rests on the draw alone, not on how the lists came about: it holds for dependent lists too, as far down as the ranks that were sampled.
Sources: D. G. Horvitz, D. J. Thompson, A generalization of sampling without replacement from a finite universe, JASA 47:663-685, 1952;
C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26:404-413, 1934;
T. Wright, Exact confidence bounds when sampling from small finite universes, Springer 1991; J. A. Hanley, A. Lippman-Hand, If nothing goes wrong,
is everything all right?, JAMA 249:1743-1745, 1983 (the rule of three).
"""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.completeness.intervals import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from eval.model import Ranked

SEED = 19520901

Item = tuple[str, str]
"""A topic and a document."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Ranks read alike: `size` topic-document pairs, of which `drawn` were drawn at random and judged, `relevant` of them relevant."""

    name: str
    size: int
    drawn: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Sampled:
    """Relevant documents in the ranks sampled: `total` with its interval and standard error (None where a stratum has a single judgment).

    `limit` is the one-sided upper limit where no relevant document was drawn at all, else None. `unread` pairs lie in strata without a judgment:
    the estimate does not speak of them.
    """

    total: float
    low: float
    high: float
    error: float | None
    limit: float | None
    unread: int


def estimate(strata: Sequence[Stratum], level: float = LEVEL) -> Sampled:
    """Horvitz and Thompson's estimate Σ N·r/n with an interval that holds at least `level`. Raises ValueError for counts that cannot be."""
    for s in strata:
        if not 0 <= s.relevant <= s.drawn <= s.size:
            msg = f"stratum {s.name}: {s.relevant} relevant of {s.drawn} drawn of {s.size}"
            raise ValueError(msg)
    read = [s for s in strata if s.drawn]
    unread = sum(s.size for s in strata if not s.drawn)
    total = sum(s.size * s.relevant / s.drawn for s in read)
    found = sum(s.relevant for s in read)
    low, high = _interval(read, level)
    limit = none_found_limit(sum(s.size for s in read), _weakest(read), level) if read and not found else None
    return Sampled(total, min(low, total), max(high, total), _error(read), limit, unread)


def _interval(read: Sequence[Stratum], level: float) -> tuple[float, float]:
    """Exact limits of each stratum at a level that leaves 1 - `level` for all of them together (Bonferroni), added up: never too narrow."""
    each = 1 - (1 - level) / max(1, len(read))
    ends = [exact_limits(s, each) for s in read]
    return float(sum(low for low, _ in ends)), float(sum(high for _, high in ends))


def exact_limits(stratum: Stratum, level: float = LEVEL) -> tuple[int, int]:
    """The least and the most relevant documents of a stratum that go with its draw: Clopper and Pearson's limits for a finite population."""
    from scipy.stats import hypergeom  # type: ignore[import-untyped]

    tail = (1 - level) / 2
    size, drawn, found = stratum.size, stratum.drawn, stratum.relevant
    most = size - (drawn - found)
    # The law of a draw from more relevant documents lies higher: both limits are found by halving.
    low = _first(found, most, lambda k: hypergeom.sf(found - 1, size, k, drawn) > tail)
    high = (
        _first(found, most, lambda k: hypergeom.cdf(found, size, k, drawn) <= tail) if hypergeom.cdf(found, size, most, drawn) <= tail else most + 1
    )
    return low, high - 1


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The least number from `low` to `high` that `holds`, which every greater one does too."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _error(read: Sequence[Stratum]) -> float | None:
    """The standard error of a stratified sample without replacement: √Σ N²·(1 - n/N)·p(1 - p)/(n - 1)."""
    if any(s.drawn == 1 and s.size > 1 for s in read):
        return None
    parts = (s.size**2 * (1 - s.drawn / s.size) * (s.relevant / s.drawn) * (1 - s.relevant / s.drawn) / (s.drawn - 1) for s in read if s.drawn > 1)
    return math.sqrt(sum(parts))


def _weakest(read: Sequence[Stratum]) -> int:
    """The sample that a simple one of all strata would equal at worst: the whole at the smallest share that any stratum was drawn with."""
    return math.floor(min(s.drawn / s.size for s in read) * sum(s.size for s in read))


def none_found_limit(size: int, drawn: int, level: float = LEVEL) -> float:
    """The most relevant documents among `size` at which a sample of `drawn` has none with probability 1 - level: exact, hypergeometric, one-sided.

    About 3·size/drawn at 95% where the sample is a small part (the rule of three).
    """
    if drawn >= size:
        return 0.0
    if not drawn:
        return float(size)
    low, high = 0, size - drawn
    while low < high:
        middle = (low + high + 1) // 2
        # log of C(size - middle, drawn) / C(size, drawn)
        none = _log_choose(size - middle, drawn) - _log_choose(size, drawn)
        low, high = (middle, high) if none >= math.log(1 - level) else (low, middle - 1)
    return float(low)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def rule_of_three(drawn: int) -> float:
    """3/n, about the greatest share of relevant documents that goes with none among `drawn` at 95% (Hanley and Lippman-Hand 1983)."""
    return min(1.0, 3 / drawn) if drawn else 1.0


def bands(runs: Iterable[Ranked], topics: Iterable[str], depth: int, edges: Sequence[int] = (3, 10)) -> dict[str, list[Item]]:
    """The unread documents of all `runs` by their best rank: below `depth` and down to each of `edges` times `depth`.

    A document that was read in one run is read. Returns band name (`101-300`) to its topic-document pairs, in order of ids.
    """
    limits = [depth, *(depth * e for e in edges)]
    found: dict[str, list[Item]] = {f"{a + 1}-{b}": [] for a, b in itertools.pairwise(limits)}
    names = list(found)
    held = list(runs)
    for topic in topics:
        best: dict[str, int] = {}
        for run in held:
            for rank, (document, _) in enumerate(run.get(topic, ())[: limits[-1]], 1):
                best[document] = min(rank, best.get(document, rank))
        for document, rank in best.items():
            if rank > depth:
                found[names[next(n for n, b in enumerate(limits[1:]) if rank <= b)]].append((topic, document))
    return {name: sorted(items) for name, items in found.items()}


def draw(strata: Mapping[str, Sequence[Item]], each: int, seed: int = SEED) -> dict[str, list[Item]]:
    """`each` pairs of every stratum (all where it has fewer), drawn without replacement, in random order."""
    source = random.Random(seed)  # noqa: S311 - a draw that can be repeated is wanted
    return {name: source.sample(items, min(each, len(items))) for name, items in strata.items()}
