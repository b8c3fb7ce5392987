"""Samples of unread ranks: the estimate, limits that are exact, draws that can be repeated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from eval.completeness.sampling import Stratum, bands, draw, estimate, exact_limits, none_found_limit, rule_of_three


def test_estimate_and_error_by_hand() -> None:
    """100 with 2 relevant of 20 drawn, 1000 with 1 of 50: 10 + 20; variance 100²·0.8·0.1·0.9/19 + 1000²·0.95·0.02·0.98/49."""
    found = estimate([Stratum("a", 100, 20, 2), Stratum("b", 1000, 50, 1)])
    assert found.total == pytest.approx(30)
    assert found.error == pytest.approx((720 / 19 + 18620 / 49) ** 0.5)
    assert found.low <= 30 <= found.high
    assert found.limit is None


def test_a_stratum_read_whole_is_known() -> None:
    found = estimate([Stratum("a", 40, 40, 7)])
    assert (found.total, found.low, found.high, found.error) == (7, 7, 7, 0)


def test_what_nobody_judged_is_said() -> None:
    assert estimate([Stratum("a", 40, 0, 0), Stratum("b", 10, 5, 1)]).unread == 40


def test_rule_of_three() -> None:
    """None found among 300 of 1,000,000: at most about 1% (Hanley and Lippman-Hand 1983)."""
    assert rule_of_three(300) == pytest.approx(0.01)
    assert none_found_limit(1_000_000, 300) == pytest.approx(10_000, rel=0.01)
    assert estimate([Stratum("a", 1_000_000, 300, 0)]).limit == pytest.approx(10_000, rel=0.01)


@pytest.mark.parametrize(("size", "drawn"), [(10, 10), (10, 0), (1, 1)])
def test_limits_at_the_ends(size: int, drawn: int) -> None:
    assert none_found_limit(size, drawn) == size - drawn


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.data())
def test_exact_limits_hold_at_least_as_often_as_they_say(size: int, data: st.DataObject) -> None:
    """Over every draw that can happen, weighted by its probability: never below 95%, whatever the truth."""
    drawn = data.draw(st.integers(1, size))
    truth = data.draw(st.integers(0, size))
    held = 0.0
    for relevant in range(max(0, drawn - (size - truth)), min(drawn, truth) + 1):
        low, high = exact_limits(Stratum("a", size, drawn, relevant))
        held += hypergeom.pmf(relevant, size, truth, drawn) if low <= truth <= high else 0
    assert held >= 0.95 - 1e-9


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="3 relevant of 2 drawn"):
        estimate([Stratum("a", 10, 2, 3)])


RUNS = [{"t": tuple((f"d{n}", -float(n)) for n in range(40))}, {"t": tuple((f"d{n}", float(n)) for n in range(60, 25, -1))}]


def test_bands_go_by_the_best_rank() -> None:
    """A document that either run has in its first two is read; the others lie in the band of their better rank."""
    found = bands(RUNS, ["t", "absent"], 2)
    assert list(found) == ["3-6", "7-20"]
    assert found["3-6"] == sorted(("t", f"d{n}") for n in (2, 3, 4, 5, 58, 57, 56, 55))
    assert ("t", "d0") not in [i for items in found.values() for i in items]


def test_a_draw_can_be_repeated_and_takes_nothing_twice() -> None:
    found = bands(RUNS, ["t"], 2)
    first, again, other = draw(found, 5, 1), draw(found, 5, 1), draw(found, 5, 2)
    assert first == again != other
    assert all(len(set(items)) == 5 for items in first.values())
    assert {name: len(items) for name, items in draw(found, 1000).items()} == {name: len(items) for name, items in found.items()}
