"""The rule: what is noise and what is a fall."""

from __future__ import annotations

import random

import numpy as np
import pytest

from eval.gating.falls import Rule, judge_falls
from eval.gating.model import ranks_of
from eval.gating.trial import false_alarms, scores_of, seen_falls
from indexing.errors import UsageError
from tests.eval.gating.small import dataset, good_lists

MEASURE = ["R@10"]


def verdict(before: list[float], now: list[float], rule: Rule | None = None) -> str:
    return judge_falls([before], [now], MEASURE, rule or Rule(), 2000)[0]["verdict"]


def test_a_row_says_means_difference_interval_and_counts():
    row = judge_falls([[0.0, 0.5, 1.0, 1.0]], [[0.0, 1.0, 0.5, 0.0]], MEASURE, Rule(), 2000)[0]
    assert (row["before"], row["now"], row["difference"]) == (0.625, 0.375, -0.25)
    assert (row["wins"], row["losses"], row["ties"]) == (1, 2, 1)
    assert row["interval"][0] < -0.25 < row["interval"][1]


def test_the_one_sided_p_is_that_of_all_flips():
    """Five topics that all lose the same: one of 32 ways to flip the signs is as bad."""
    row = judge_falls([[1.0] * 5], [[0.9] * 5], MEASURE, Rule(), 20_000)[0]
    assert row["p"] == pytest.approx(1 / 32, abs=0.003)


def test_what_did_not_change_has_no_doubt():
    row = judge_falls([[0.1, 0.7]], [[0.1, 0.7]], MEASURE, Rule())[0]
    assert (row["verdict"], row["p"], row["p_holm"]) == ("same", 1.0, 1.0)


def test_a_sure_fall_is_worse_and_a_sure_rise_better():
    low, high = [0.40 + n / 1000 for n in range(50)], [0.42 + n / 1000 for n in range(50)]
    assert (verdict(high, low), verdict(low, high)) == ("worse", "better")


def test_a_fall_below_the_tolerance_is_no_fall():
    assert verdict([0.5] * 50, [0.496] * 50) == "lower"


def test_a_far_fall_of_three_topics_may_be_chance():
    """One draw of signs in eight is as bad."""
    assert verdict([0.9, 0.8, 0.7], [0.4, 0.3, 0.2]) == "lower"


def test_a_far_fall_of_eight_topics_that_one_comparison_in_forty_cannot_prove_is_far_worse():
    """One draw in 256: too many for Holm over forty, few enough where the others did not move."""
    before, now = [0.9] * 8, [0.5, 0.6, 0.7, 0.5, 0.6, 0.7, 0.6, 0.8]
    rows = judge_falls([before] * 40, [now] + [before] * 39, MEASURE * 40, Rule(), 5000)
    assert rows[0]["verdict"] == "far worse"
    assert rows[0]["p_holm"] > 0.05


def test_a_far_fall_among_others_that_move_as_far_by_chance_is_no_proof():
    """Two topics carry the fall, and nineteen other comparisons swing as widely."""
    drawn = np.random.default_rng(4)
    swings = [list(drawn.choice([0.0, 1.0], 8)) for _ in range(19)]
    after = [[1.0 - s for s in swing] for swing in swings]
    rows = judge_falls([[1.0] * 8, *swings], [[0.0, 0.0, *[1.0] * 6], *after], MEASURE * 20, Rule(), 2000)
    assert rows[0]["verdict"] == "lower"


def test_a_third_of_a_low_score_is_far_as_well():
    """A recipe that finds little may lose half of it within a tenth."""
    before, now = [0.0] * 20 + [0.2] * 10, [0.0] * 20 + [0.0] * 5 + [0.1] * 5
    rows = judge_falls([before] * 100, [now] + [before] * 99, MEASURE * 100, Rule(), 2000)
    assert (rows[0]["verdict"], rows[1]["verdict"]) == ("far worse", "same")
    assert rows[0]["before"] - rows[0]["now"] < 0.1


def test_many_comparisons_ask_for_more_proof():
    """The same fall is seen alone and not among forty."""
    before, now = [1.0] * 100, [0.0] * 4 + [0.75] * 2 + [1.0] * 94
    rule = Rule(floor=1.0, share=1.0)
    assert verdict(before, now, rule) == "worse"
    many = judge_falls([before] * 40, [now] + [before] * 39, MEASURE * 40, rule, 2000)
    assert many[0]["verdict"] == "lower"


def test_rises_elsewhere_do_not_ease_the_proof_of_a_fall():
    """Falls and rises are adjusted apart."""
    before, now = [1.0] * 100, [0.0] * 4 + [0.75] * 2 + [1.0] * 94
    still = judge_falls([before, *[before] * 9], [now, *[before] * 9], MEASURE * 10, Rule(), 2000)[0]
    rising = judge_falls([before, *[[0.1] * 100] * 9], [now, *[[0.9] * 100] * 9], MEASURE * 10, Rule(), 2000)[0]
    assert rising["p_holm"] == pytest.approx(still["p_holm"], abs=0.02)


@pytest.mark.parametrize("name", ["level", "tolerance", "floor", "share"])
def test_a_rule_out_of_bounds_is_refused(name):
    with pytest.raises(UsageError, match=name):
        Rule(**{name: 1.5})


def test_equal_systems_rarely_shut_the_gate():
    """Two systems that differ on every topic, exchanged at random, eight comparisons at once: the test's share is at most its level."""
    drawn = np.random.default_rng(2)
    recipes = [np.clip(drawn.normal(0.4, 0.25, size=(60, 2)), 0, 1) for _ in range(4)]
    share = false_alarms(recipes, Rule(), 120, 600)
    assert share["any"] <= 0.05 + 3 * (0.05 * 0.95 / 120) ** 0.5


@pytest.mark.parametrize("topics", [3, 8, 20])
def test_equal_systems_rarely_shut_the_gate_on_few_topics(topics):
    """There a tenth is within what exchanging two systems does."""
    drawn = np.random.default_rng(2)
    recipes = [drawn.choice([0.0, 0.5, 1.0], size=(60, 2)) for _ in range(4)]
    share = false_alarms(recipes, Rule(), 120, 600, topics=topics)
    assert share["any"] <= 0.05 + 3 * (0.05 * 0.95 / 120) ** 0.5


def test_larger_falls_are_seen_more_often(tmp_path):
    """Half of the relevant documents gone is always seen, one in a hundred seldom."""
    small = dataset(tmp_path / "set", topics=60)
    run = {t: tuple((d, 0.0) for d in docs) for t, docs in good_lists(small).items()}
    rows = seen_falls({"hybrid": ranks_of(run, small)}, "hybrid", small, ["R@10", "R@100"], Rule(), (0.0, 0.01, 0.5), 4, 600)
    assert rows[0]["seen"] == 0.0
    assert rows[1]["seen"] < rows[2]["seen"] == 1.0
    assert rows[2]["fall"]["R@100"] == pytest.approx(0.5, abs=0.1)


def test_scores_of_ranks_have_a_row_a_topic(tmp_path):
    small = dataset(tmp_path / "set", topics=7)
    drawn = random.Random(0)
    run = {t: tuple((d, 0.0) for d in drawn.sample(docs, 30)) for t, docs in good_lists(small).items()}
    assert scores_of(ranks_of(run, small), small, ["R@10", "MAP", "P@10"]).shape == (7, 3)
