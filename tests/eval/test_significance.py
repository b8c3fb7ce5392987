"""Tests, intervals and adjusted p values: against exact answers, scipy, and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from eval.power import power
from eval.significance import bootstrap_interval, bootstrap_intervals, effect_size, family_ps, holm, randomisation_p, randomisation_ps, t_p

DRAWS = 1000
samples = st.lists(st.floats(-1, 1, allow_subnormal=False).map(lambda x: round(x, 4)), min_size=2, max_size=30)


def systems(topics: int, effect: float = 0.0, seed: int = 3) -> np.ndarray:
    """Differences of two systems (topics × 1,000 draws) whose scores have the same noise and, but for `effect`, the same mean."""
    random = np.random.default_rng(seed)
    return random.normal(effect / 2, 0.5**0.5, (topics, DRAWS)) - random.normal(-effect / 2, 0.5**0.5, (topics, DRAWS))


@pytest.mark.parametrize("topics", [10, 50, 124])
def test_identical_systems_are_told_apart_at_the_level_of_the_test(topics):
    """Of 1,000 draws 5% are rejected at 0.05, within three standard errors (0.7% each); so with both tests."""
    table = systems(topics)
    assert 0.029 <= np.mean(np.array(randomisation_ps(table, 2000)) <= 0.05) <= 0.071
    assert 0.029 <= np.mean([t_p(column) <= 0.05 for column in table.T.tolist()]) <= 0.071


def test_power_grows_with_topics():
    """Simulated as computed: the share of 1,000 draws that is rejected rises with the topics, and is the power that the formula gives."""
    simulated = {n: float(np.mean(np.array(randomisation_ps(systems(n, 0.4), 2000)) <= 0.05)) for n in (10, 25, 50, 100)}
    assert list(simulated.values()) == sorted(simulated.values())
    assert simulated == pytest.approx({n: power(0.4, n) for n in simulated}, abs=0.05)


def test_all_columns_are_tested_as_if_alone():
    """A column's p value does not depend on its neighbours, as long as the topics are the same."""
    table = systems(20)[:, :5]
    assert randomisation_ps(table, 500) == [randomisation_p(list(column), 500) for column in table.T]
    alone = [bootstrap_interval(list(column), rounds=500) for column in table.T]
    assert np.array(bootstrap_intervals(table, rounds=500)) == pytest.approx(np.array(alone), abs=1e-12)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """95% of 1,000 draws of 50 topics, within three standard errors; the percentile interval is known to be a little narrow."""
    held = [low <= 0.0 <= high for low, high in bootstrap_intervals(systems(50), rounds=1000)]
    assert 0.92 <= np.mean(held) <= 0.975


@settings(max_examples=100, deadline=None)
@given(differences=samples)
def test_the_t_test_is_scipys(differences):
    """To 1e-9, where there is a deviation."""
    if np.std(differences) > 1e-6:
        assert t_p(differences) == pytest.approx(stats.ttest_1samp(differences, 0).pvalue, abs=1e-9)


def test_the_t_test_has_an_answer_where_nothing_deviates():
    """Nothing differs: 1. All differ alike: 0. One topic shows nothing: 1."""
    assert (t_p([0.0, 0.0]), t_p([0.1] * 9), t_p([0.5])) == (1.0, 0.0, 1.0)


def test_holm_gives_the_worked_example():
    """Sorted .005, .01, .03, .04 are multiplied by 4, 3, 2, 1 and never fall: .02, .03, .06, .06 (Holm 1979, the usual example)."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@settings(max_examples=100, deadline=None)
@given(values=st.lists(st.floats(0, 1), max_size=20))
def test_holm_lies_between_p_and_bonferroni(values):
    """Never below p, never above p times the number of tests, in the same order."""
    adjusted = holm(values)
    assert all(p <= a <= min(1.0, p * len(values)) or a == pytest.approx(p) for p, a in zip(values, adjusted, strict=True)) or len(values) == 0
    assert [a for _, a in sorted(zip(values, adjusted, strict=True))] == sorted(adjusted)


def test_the_effect_is_the_mean_in_deviations():
    """Cohen's d of paired values: mean 2, deviation 1; none where nothing deviates."""
    assert effect_size([1.0, 2.0, 3.0]) == pytest.approx(2.0)
    assert effect_size([0.0, 0.0]) == 0.0
    assert effect_size([0.1] * 7) is None


@pytest.mark.parametrize("wrong", [[float("nan"), 1.0], [float("inf")]])
@pytest.mark.parametrize("figure", [randomisation_p, t_p, bootstrap_interval, effect_size])
def test_what_is_no_finite_number_is_refused(figure, wrong):
    """No test of NaN says anything."""
    with pytest.raises(ValueError, match="finite"):
        figure(wrong)


def test_an_interval_needs_values():
    """There is no mean of nothing."""
    with pytest.raises(ValueError, match="no values"):
        bootstrap_interval([])


def test_the_p_of_a_family_of_one_is_that_of_all_flips():
    """Five topics that all fall the same: one of 32 ways to flip the signs falls as far."""
    assert family_ps([[0.1]] * 5, [1.0], 20_000) == [pytest.approx(1 / 32, abs=0.003)]


def test_the_p_of_a_family_counts_every_way_in_which_any_falls_as_far():
    """Against all flips written out, each comparison in its own unit."""
    falls = np.round(np.random.default_rng(6).normal(0.1, 0.3, (8, 3)), 3)
    units = np.array([0.1, 0.05, 0.3])
    signs = np.array(np.meshgrid(*[[-1, 1]] * 8)).reshape(8, -1).T
    farthest = (signs @ falls / units).max(axis=1)
    exact = [float(np.mean(farthest >= fall - 1e-9)) if fall > 0 else 1.0 for fall in falls.sum(axis=0) / units]
    assert family_ps(falls.tolist(), units.tolist(), 20_000) == pytest.approx(exact, abs=0.015)


def test_what_moves_together_counts_once_in_a_family():
    falls = np.random.default_rng(8).normal(0.2, 0.3, (12, 1))
    assert family_ps(np.repeat(falls, 40, axis=1), [1.0] * 40)[0] == pytest.approx(family_ps(falls, [1.0])[0], abs=1e-9)


def test_what_did_not_fall_or_has_no_unit_has_a_family_p_of_1():
    assert family_ps([[0.0, -0.2, 0.3]] * 9, [1.0, 1.0, 0.0])[:2] == [1.0, 1.0]
    assert family_ps([[0.3, 0.3]] * 9, [0.0, 1.0])[0] == 1.0
    assert family_ps([[0.0]] * 3, [1.0]) == [1.0]


def test_identical_systems_shut_a_family_at_its_level():
    """Three comparisons that share their noise in part, 400 draws."""
    random = np.random.default_rng(9)
    shut = 0
    for _ in range(400):
        common = random.normal(0, 1, (15, 1))
        shut += min(family_ps(common + random.normal(0, 1, (15, 3)), [1.0, 2.0, 0.5], 500)) <= 0.05
    assert shut / 400 <= 0.05 + 3 * (0.05 * 0.95 / 400) ** 0.5
