"""Power of the paired t test: would a difference as small as this have been seen, and how many topics would it take?

With n topics and a true effect d (mean difference in units of the standard deviation of the differences), t follows the noncentral t
distribution with n - 1 degrees of freedom and noncentrality d √n.

Sources: J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 1988; T. Sakai, Topic set size design, Information Retrieval Journal 19,
2016. The effect measured in a run is itself uncertain: what follows from it is a guide to the size of the next experiment, no verdict on this one.
"""

from __future__ import annotations

import functools

LEVEL = 0.05
TARGET = 0.8
"""Level and power that are usual in planning an experiment (Cohen 1988)."""
MOST = 1_000_000
"""No experiment has more topics: more are told as None."""
_FAR = 8.0
"""A noncentrality beyond which a t of the other sign has a chance of less than 1e-15."""


def power(effect: float, topics: int, level: float = LEVEL) -> float:
    """The chance that the two-sided paired t test at `level` rejects, where the true effect is `effect`. `level` itself where the effect is 0.

    Raises ValueError for fewer than two topics.
    """
    from scipy import stats  # type: ignore[import-untyped]

    if topics < 2:  # noqa: PLR2004
        msg = "a paired test needs two topics"
        raise ValueError(msg)
    away = abs(effect) * topics**0.5
    least = stats.t.ppf(1 - level / 2, topics - 1)
    # The far tail is below the last bit there, and scipy calls it no number.
    other = stats.nct.cdf(-least, topics - 1, away) if away < _FAR else 0.0
    return float(stats.nct.sf(least, topics - 1, away) + other)


def topics_needed(effect: float | None, target: float = TARGET, level: float = LEVEL) -> int | None:
    """The least number of topics whose test has the power `target` for `effect`; None where the effect is 0 or more than `MOST` would be needed.

    An effect of None, which has no bound (`eval.significance.effect_size`), needs two.
    """
    if effect is None:
        return 2
    if effect == 0.0 or power(effect, MOST, level) < target:
        return None
    low, high = 1, 2
    while power(effect, high, level) < target:
        low, high = high, min(2 * high, MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(effect, middle, level) >= target else (middle, high)
    return high


@functools.cache
def least_effect(topics: int, target: float = TARGET, level: float = LEVEL) -> float | None:
    """The smallest effect that `topics` topics show with the power `target`; None for fewer than two. Times the deviation: the least difference."""
    if topics < 2:  # noqa: PLR2004
        return None
    low, high = 0.0, 1.0
    while power(high, topics, level) < target:
        low, high = high, 2 * high
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle, topics, level) >= target else (middle, high)
    return high
