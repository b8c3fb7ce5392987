"""Three lists and more: the papers' figures."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter

import pytest

from eval.completeness.chao import chao1987, lower_bound, many_alike
from eval.completeness.intervals import above_found, log_variance, wilson
from eval.completeness.loglinear import fit, loglinear
from eval.completeness.model import Histories
from eval.completeness.sample_coverage import coverage, one_step, sample_coverage
from eval.completeness.two_lists import chapman

HEPATITIS = Histories(("P", "Q", "E"), {(1, 1, 1): 28, (1, 1, 0): 21, (1, 0, 1): 17, (1, 0, 0): 69, (0, 1, 1): 18, (0, 1, 0): 55, (0, 0, 1): 63})
"""The hepatitis A outbreak of 1995: three lists of cases, 271 in all, about 545 in truth (Chao and others, Statistics in Medicine 2001)."""


def test_the_lists_of_the_hepatitis_outbreak() -> None:
    assert HEPATITIS.found == 271
    assert HEPATITIS.sizes == (135, 122, 126)


@pytest.mark.parametrize(("pairs", "total"), [((), 388), (((0, 1), (0, 2), (1, 2)), 1313)])
def test_loglinear_models_of_the_hepatitis_outbreak(pairs: tuple[tuple[int, int], ...], total: int) -> None:
    """Independent lists 388, all pairs dependent 1313 (2001)."""
    found = fit(HEPATITIS, pairs)
    assert found
    assert round(271 + found.unseen) == total


def test_error_and_deviance_of_the_loglinear_models() -> None:
    """Deviance 24.36 under independence; standard error about 518 where all pairs depend (2001)."""
    alone, all_pairs = fit(HEPATITIS), fit(HEPATITIS, ((0, 1), (0, 2), (1, 2)))
    assert alone
    assert all_pairs
    assert alone.deviance == pytest.approx(24.36, abs=0.005)
    assert all_pairs.deviance == pytest.approx(0, abs=1e-8)
    assert math.sqrt(all_pairs.unseen + all_pairs.unseen**2 * all_pairs.log_variance) == pytest.approx(518, abs=1)


def test_sample_coverage_of_the_hepatitis_outbreak() -> None:
    """Coverage 51.3%, one-step estimate 508 (2001): a lower bound, since the coverage is below 55%."""
    assert coverage(HEPATITIS) == pytest.approx(0.513, abs=5e-4)
    assert (one_step(HEPATITIS) or (0,))[0] == pytest.approx(508, abs=0.5)
    estimate = sample_coverage(HEPATITIS)
    assert estimate
    assert estimate.bound
    assert estimate.low < 508
    assert estimate.high > 545


def test_cottontail_rabbits() -> None:
    """Edwards and Eberhardt's 76 rabbits, 43 caught once and 16 twice, of 135 in truth: Chao (1987) estimates 134 with standard error 24."""
    unseen, variance = chao1987(43, 16)
    assert round(76 + unseen) == 134
    assert round(math.sqrt(variance)) == 24
    low, high = above_found(76, unseen, log_variance(variance, unseen))
    assert low < 135 < high
    assert low > 76


def test_nothing_found_twice_has_a_bound_still() -> None:
    assert chao1987(4, 0)[0] == 6
    assert chao1987(0, 0)[0] == 0
    assert many_alike(Histories(("a", "b", "c"), {(1, 1, 1): 5})).missed == 0


def test_chaos_bound_for_two_lists_is_chapmans_estimate() -> None:
    two = Histories(("a", "b"), {(1, 1): 5, (1, 0): 5, (0, 1): 10})
    assert lower_bound(two).total == pytest.approx(chapman(10, 15, 5))


def simulated(chances: list[list[float]], source: random.Random) -> Histories:
    """One search of a population: each document has a chance in each list."""
    counts = Counter(tuple(int(source.random() < p) for p in row) for row in chances)
    counts.pop((0,) * len(chances[0]), None)
    return Histories(tuple("abcd"[: len(chances[0])]), dict(counts))


def test_loglinear_intervals_hold_where_two_of_three_lists_depend() -> None:
    """Half of the documents are easy for the first two lists, the third knows nothing of it: 60 simulated searches."""
    source, held = random.Random(3), 0
    for _ in range(60):
        found = simulated([[0.8, 0.7, 0.5] if n % 2 else [0.2, 0.3, 0.5] for n in range(200)], source)
        estimate = loglinear(found)
        held += bool(estimate and estimate.low <= 200 <= estimate.high)
    assert held >= 52


def test_lower_bounds_stay_below_where_documents_differ() -> None:
    """Documents that are hard for every list: the bounds of Chao are below the truth on the mean, and above what was found."""
    source = random.Random(4)
    totals, founds = [], []
    for _ in range(50):
        found = simulated([[p] * 3 for p in itertools.islice(itertools.cycle((0.7, 0.4, 0.05)), 150)], source)
        totals.append(lower_bound(found).total)
        founds.append(found.found)
    assert sum(founds) / 50 < sum(totals) / 50 < 150


def test_four_lists_are_fitted_forward() -> None:
    """Independent lists over 300 documents: the interval holds the truth."""
    estimate = loglinear(simulated([[0.5, 0.4, 0.6, 0.3]] * 300, random.Random(5)))
    assert estimate
    assert estimate.low <= 300 <= estimate.high


@pytest.mark.parametrize("counts", [{}, {(1, 0, 0): 3}, {(1, 1, 1): 2}, {(1, 0, 0): 1, (0, 1, 0): 1, (0, 0, 1): 1}])
def test_sparse_histories_never_fail(counts: dict[tuple[int, ...], int]) -> None:
    """An estimate or None; the interval holds the estimate."""
    histories = Histories(("a", "b", "c"), counts)
    for estimate in (loglinear(histories), sample_coverage(histories), lower_bound(histories), many_alike(histories)):
        assert estimate is None or (estimate.found <= estimate.low <= estimate.total + 1e-9 <= estimate.high + 2e-9 < math.inf)


def test_wilsons_interval() -> None:
    """Wilson's interval of 9 of 10 by his formula: 0.596 to 0.982; of nothing it is everything."""
    low, high = wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert wilson(0, 0) == (0.0, 1.0)
