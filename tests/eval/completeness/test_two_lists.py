"""Two lists: the papers' figures, and intervals that hold as often as they say."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.completeness.model import Histories
from eval.completeness.two_lists import (
    Dependence,
    chapman,
    chapman_variance,
    known_dependence,
    lincoln_petersen,
    sadinle_interval,
    two_lists,
    webster_kemp,
)


def two(first: int, second: int, both: int) -> Histories:
    return Histories(("a", "b"), {(1, 1): both, (1, 0): first - both, (0, 1): second - both})


def test_the_textbook_example() -> None:
    """10 turtles marked, 15 caught, 5 of them marked: Petersen 30, Chapman 28, 95% interval 22 to 65 (Chapman 1951; Sadinle 2009)."""
    assert lincoln_petersen(10, 15, 5) == 30
    assert chapman(10, 15, 5) == pytest.approx(28.333, abs=1e-3)
    low, high = sadinle_interval(10, 15, 5)
    assert (round(low), round(high)) == (22, 65)


def test_variance_is_sebers() -> None:
    """(11·16·5·10) / (6²·7), by hand."""
    assert chapman_variance(10, 15, 5) == pytest.approx(8800 / 252)


def test_webster_and_kemps_example() -> None:
    """The same counts with every total as likely beforehand: 42 ± 21.5 (Webster and Kemp 2013)."""
    mean, deviation = webster_kemp(10, 15, 5) or (0, 0)
    assert mean == 42
    assert deviation == pytest.approx(21.5, abs=0.05)


@pytest.mark.parametrize("counts", [(12, 9, 6), (30, 25, 15), (8, 8, 7)])
def test_webster_and_kemps_mean_is_that_of_the_hypergeometric_law(counts: tuple[int, int, int]) -> None:
    """Summed over all totals, without the closed form."""
    first, second, both = counts
    weights = {}
    for total in range(first + second - both, 60_000):
        weights[total] = math.exp(
            sum(
                sign * (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1))
                for n, k, sign in ((total - first, second - both, 1), (total, second, -1))
            )
        )
    norm = sum(weights.values())
    assert sum(t * w for t, w in weights.items()) / norm == pytest.approx((webster_kemp(*counts) or (0, 0))[0], rel=1e-3)


def test_lists_that_share_everything_missed_nothing() -> None:
    estimate = two_lists(two(20, 20, 20))
    assert (estimate.found, estimate.total, estimate.missed) == (20, 20, 0)
    assert estimate.low <= 20 <= estimate.high < 22.5


def test_lists_that_share_nothing_have_an_estimate_still() -> None:
    """Petersen's is infinite there, Chapman's is not."""
    assert lincoln_petersen(4, 5, 0) == math.inf
    estimate = two_lists(two(4, 5, 0))
    assert estimate.total == 29
    assert estimate.high > 100


def test_nothing_found_is_nothing_estimated() -> None:
    estimate = two_lists(Histories(("a", "b"), {}))
    assert (estimate.found, estimate.total, estimate.recall) == (0, 0, None)


@pytest.mark.parametrize("counts", [(3, 4, 5), (3, 4, -1), (-1, 4, 0)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be in both"):
        chapman(*counts)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.floats(0.2, 50))
def test_the_interval_holds_the_estimate_and_what_was_found(both: int, one: int, other: int, ratio: float) -> None:
    for dependence in (Dependence(ratio, 0.2), None):
        histories = two(both + one, both + other, both)
        estimate = two_lists(histories, dependence) if dependence else two_lists(histories)
        assert estimate.found <= estimate.low <= estimate.total <= estimate.high


def held(total: int, chances: tuple[float, float], draws: int, seed: int) -> float:
    """How often the interval held the total, over independent lists."""
    source, count = random.Random(seed), 0
    for _ in range(draws):
        first, second = ([source.random() < p for _ in range(total)] for p in chances)
        low, high = sadinle_interval(sum(first), sum(second), sum(a and b for a, b in zip(first, second, strict=True)))
        count += low <= total <= high
    return count / draws


@settings(max_examples=8, deadline=None)
@given(st.integers(30, 150), st.floats(0.3, 0.8), st.floats(0.3, 0.8), st.integers(0, 10**6))
def test_intervals_of_independent_lists_hold_the_truth_as_often_as_they_say(total: int, p: float, q: float, seed: int) -> None:
    """400 simulated searches of a population; four standard errors of room below 95%."""
    assert held(total, (p, q), 400, seed) >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / 400)


@pytest.mark.parametrize("total", [10, 25, 60])
@pytest.mark.parametrize("chance", [0.85, 0.95])
def test_intervals_hold_where_almost_everything_is_found_twice(total: int, chance: float) -> None:
    """There the interval is short, and still holds."""
    assert held(total, (chance, chance), 400, total) >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / 400)


def test_dependent_lists_are_estimated_too_low_and_calibration_mends_it() -> None:
    """Half of the documents are easy for both lists: the plain interval misses the truth, one with the odds ratio of other documents holds it."""
    source = random.Random(7)
    plain = mended = 0
    for _ in range(200):
        easy = [source.random() < 0.5 for _ in range(300)]
        found = [[(source.random() < (0.8 if e else 0.15)) for e in easy] for _ in range(2)]
        first, second = (g[:150] for g in found)
        other = [g[150:] for g in found]
        learnt = known_dependence(sum(other[0]), sum(other[1]), sum(x and y for x, y in zip(*other, strict=True)), 150)
        histories = two(sum(first), sum(second), sum(x and y for x, y in zip(first, second, strict=True)))
        e, c = two_lists(histories), two_lists(histories, learnt)
        plain += e.low <= 150 <= e.high
        mended += c.low <= 150 <= c.high
    assert plain < 20
    assert mended > 180


def test_more_found_than_exist_cannot_be_calibrated_from() -> None:
    with pytest.raises(ValueError, match="fewer than"):
        known_dependence(10, 10, 2, 17)
