"""How far judges agree beyond chance.

Sources: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20:37-46, 1960; J. Cohen, Weighted kappa,
Psychological Bulletin 70:213-220, 1968; J. L. Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76:378-382, 1971;
K. Krippendorff, Computing Krippendorff's alpha-reliability, 2011; A. F. Hayes, K. Krippendorff, Answering the call for a standard reliability
measure for coding data, Communication Methods and Measures 1:77-89, 2007.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def cohen_kappa(first: Sequence[int], second: Sequence[int], distance: Callable[[int, int], float] | None = None) -> float | None:
    """Cohen's kappa of two judges' grades of the same items, in the same order: 1 - observed / expected disagreement.

    `distance` says how much two grades differ (weighted kappa); without it any difference counts 1. None where both judges gave one and the same
    grade throughout, or nothing was judged: chance alone explains it. Raises ValueError for lists of different lengths.
    """
    if len(first) != len(second):
        msg = f"{len(first)} and {len(second)} grades"
        raise ValueError(msg)
    if not first:
        return None
    far = distance or nominal
    count = len(first)
    observed = sum(far(a, b) for a, b in zip(first, second, strict=True)) / count
    a_counts, b_counts = Counter(first), Counter(second)
    expected = sum(n * m * far(a, b) for a, n in a_counts.items() for b, m in b_counts.items()) / count**2
    return 1 - observed / expected if expected else None


def fleiss_kappa(items: Sequence[Mapping[int, int]]) -> float | None:
    """Fleiss' kappa: each item maps a grade to how many judges gave it, the same number of judges for all.

    None without items or where all gave one grade. Raises ValueError for items with other numbers of judges, or fewer than two.
    """
    if not items:
        return None
    judges = {sum(item.values()) for item in items}
    if len(judges) > 1 or min(judges) < 2:  # noqa: PLR2004
        msg = f"items judged by {sorted(judges)} judges"
        raise ValueError(msg)
    n = judges.pop()
    observed = sum((sum(c * c for c in item.values()) - n) / (n * (n - 1)) for item in items) / len(items)
    totals: Counter[int] = Counter()
    for item in items:
        totals.update(item)
    expected = sum((c / (n * len(items))) ** 2 for c in totals.values())
    return (observed - expected) / (1 - expected) if expected < 1 else None


def krippendorff_alpha(items: Sequence[Sequence[int]], level: str = "ordinal") -> float | None:
    """Krippendorff's alpha of items with the grades that they were given; items may have any number of judges, those with one do not count.

    `level` is nominal, ordinal or interval. None where nothing can be compared or all grades are the same. Raises KeyError for another level.
    """
    paired = [item for item in items if len(item) > 1]
    together: Counter[tuple[int, int]] = Counter()
    pairs: dict[tuple[int, int], float] = {}
    for item in paired:
        together.clear()
        together.update(itertools.permutations(item, 2))
        for pair, n in together.items():
            pairs[pair] = pairs.get(pair, 0.0) + n / (len(item) - 1)
    totals: Counter[int] = Counter(grade for item in paired for grade in item)
    count = sum(totals.values())
    far = _LEVELS[level](totals)
    observed = sum(n * far(a, b) for (a, b), n in pairs.items())
    expected = sum(n * m * far(a, b) for a, n in totals.items() for b, m in totals.items())
    return 1 - (count - 1) * observed / expected if expected else None


def nominal(a: int, b: int) -> float:
    """1 for any difference."""
    return float(a != b)


def linear(a: int, b: int) -> float:
    """The difference of the grades."""
    return float(abs(a - b))


def quadratic(a: int, b: int) -> float:
    """The square of the difference."""
    return float((a - b) ** 2)


def _ordinal(totals: Mapping[int, int]) -> Callable[[int, int], float]:
    """(Σ of the grades given from a to b, half of a's and b's own)²: how many judgments lie between (Krippendorff 2011)."""

    def far(a: int, b: int) -> float:
        low, high = min(a, b), max(a, b)
        return float((sum(n for grade, n in totals.items() if low <= grade <= high) - (totals[a] + totals[b]) / 2) ** 2)

    return far


_LEVELS: dict[str, Callable[[Mapping[int, int]], Callable[[int, int], float]]] = {
    "nominal": lambda _: nominal,
    "ordinal": _ordinal,
    "interval": lambda _: quadratic,
}
