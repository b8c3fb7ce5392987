"""Power of the paired t test."""

from __future__ import annotations

import pytest

from eval.power import least_effect, power, topics_needed


@pytest.mark.parametrize(("effect", "topics"), [(0.2, 199), (0.5, 34), (0.8, 15)])
def test_the_topics_needed_are_cohens(effect, topics):
    """Small, medium and large effects at level 0.05 and power 0.8, two-sided and paired: 199, 34, 15 (as G*Power gives for Cohen 1988)."""
    assert topics_needed(effect) == topics
    assert topics_needed(-effect) == topics
    assert power(effect, topics) >= 0.8 > power(effect, topics - 1)


def test_power_is_the_level_where_there_is_no_effect():
    """A test of nothing rejects at its level."""
    assert power(0.0, 50) == pytest.approx(0.05)


@pytest.mark.parametrize("effect", [0.001, 0.05, 0.3, 2.0, 50.0])
def test_power_grows_with_topics_and_stays_a_chance(effect):
    """Also where the tails are beyond what floating point holds."""
    powers = [power(effect, n) for n in (2, 3, 10, 100, 1000, 10_000, 1_000_000)]
    assert powers == sorted(powers)
    assert all(0 <= p <= 1 for p in powers)


def test_no_number_of_topics_shows_nothing():
    """No effect, or one that a million topics do not show, needs more than there are; one without bound needs two."""
    assert (topics_needed(0.0), topics_needed(1e-6), topics_needed(None)) == (None, None, 2)


@pytest.mark.parametrize("topics", [2, 10, 124, 10_000])
def test_the_least_effect_is_what_so_many_topics_show(topics):
    """It has the power asked for; a little less has not."""
    least = least_effect(topics)
    assert power(least, topics) >= 0.8 > power(least * 0.999, topics)


def test_one_topic_shows_nothing():
    """A paired test needs two."""
    assert least_effect(1) is None
    with pytest.raises(ValueError, match="two topics"):
        power(0.5, 1)
