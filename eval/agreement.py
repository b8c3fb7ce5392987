"""How alike two rankings are: of systems by two measures or data sets, of documents by two systems.

Sources: M. G. Kendall, A new measure of rank correlation, Biometrika 30, 1938 (tau-b, which allows ties: 1945);
W. Webber, A. Moffat, J. Zobel, A similarity measure for indefinite rankings, ACM TOIS 28(4), 2010 (RBO).
"""

from __future__ import annotations

import bisect
import itertools
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.model import Ranked

PERSISTENCE = 0.9
"""RBO's p: a reader goes on to the next result with this probability; at 0.9 the first ten results bear 86% of the weight (Webber et al.)."""
DEPTH = 100
"""How far lists are read."""
OVERLAPS = (10, 100)


def kendall_tau(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Kendall's tau-b of two series of figures for the same things, from -1 to 1; None where one of them does not vary or has fewer than two."""
    from scipy import stats  # type: ignore[import-untyped]

    if len(set(a)) < 2 or len(set(b)) < 2:  # noqa: PLR2004
        return None
    tau = float(stats.kendalltau(a, b, method="asymptotic").statistic)
    return None if math.isnan(tau) else tau


def rbo(a: Sequence[str], b: Sequence[str], p: float = PERSISTENCE) -> float:
    """Rank-biased overlap of two lists without repeats, extrapolated beyond their ends (equation 32), from 0 (nothing shared) to 1 (the same).

    Lists may differ in length; two empty ones are the same, an empty one shares nothing with another. Raises ValueError for p outside 0 to 1.
    """
    if not 0 < p < 1:
        msg = f"p is {p}, not between 0 and 1"
        raise ValueError(msg)
    short, long = sorted((a, b), key=len)
    s, n = len(short), len(long)
    if s == 0:
        return float(n == 0)
    shared, seen_short, seen_long = 0, set[str](), set[str]()
    at_s = 0
    total, weight = 0.0, 1.0
    for depth in range(1, n + 1):
        weight *= p
        here = long[depth - 1]
        seen_long.add(here)
        if depth <= s:
            there = short[depth - 1]
            seen_short.add(there)
            shared += (here in seen_short) + (there in seen_long) - (here == there)
            at_s = shared
        else:
            shared += here in seen_short
        # Beyond its end the shorter list is taken to go on sharing at the rate it had there.
        total += (shared + at_s * max(0, depth - s) / s) / depth * weight
    return (1 - p) / p * total + ((shared - at_s) / n + at_s / s) * weight


def overlap(a: Sequence[str], b: Sequence[str], depth: int) -> float:
    """The share of documents that two lists have in common within `depth`, of the longer one's; 1 where both are empty."""
    first, second = set(a[:depth]), set(b[:depth])
    return len(first & second) / max(len(first), len(second)) if first or second else 1.0


def list_tau(a: Sequence[str], b: Sequence[str]) -> float | None:
    """Kendall's tau over the documents that both lists hold; None for fewer than two."""
    place = {document: rank for rank, document in enumerate(b)}
    ranks = [place[document] for document in a if document in place]
    n = len(ranks)
    if n < 2:  # noqa: PLR2004
        return None
    # Without ties tau is a matter of inversions, counted here as each rank finds its place; scipy takes ten times as long for a hundred.
    before: list[int] = []
    inversions = 0
    for rank in ranks:
        at = bisect.bisect(before, rank)
        inversions += len(before) - at
        before.insert(at, rank)
    return 1 - 4 * inversions / (n * (n - 1))


def compare_lists(a: Ranked, b: Ranked, topics: Sequence[str], depth: int = DEPTH) -> dict[str, Any]:
    """How alike the results of two runs are, as means over `topics`, both read to `depth`.

    Returns {"rbo", "tau", "overlap": {"10": share, "100": share}}; tau over the topics where it exists, None where there is none.
    """
    pairs = [([d for d, _ in a.get(t, ())[:depth]], [d for d, _ in b.get(t, ())[:depth]]) for t in topics]
    taus = [tau for tau in (list_tau(x, y) for x, y in pairs) if tau is not None]
    return {
        "rbo": sum(rbo(x, y) for x, y in pairs) / len(pairs),
        "tau": sum(taus) / len(taus) if taus else None,
        "overlap": {str(k): sum(overlap(x, y, k) for x, y in pairs) / len(pairs) for k in OVERLAPS if k <= depth},
    }


def compare_orders(means: Mapping[str, Sequence[float]]) -> list[dict[str, Any]]:
    """Do measures (or data sets) put the systems in the same order? Kendall's tau for each two of `means`: name to one figure a system."""
    return [{"a": a, "b": b, "tau": kendall_tau(means[a], means[b])} for a, b in itertools.combinations(means, 2)]
