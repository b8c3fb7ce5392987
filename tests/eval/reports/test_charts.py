"""Where the marks of charts go."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.reports.charts.axes import apart, powers, short, steps, style
from eval.reports.charts.bars import MOST, difference_bars, score_bars
from eval.reports.charts.cost import Spent, cost_chart
from eval.reports.charts.recall import recall_chart


@given(st.lists(st.floats(0, 300), max_size=15))
def test_labels_do_not_lie_on_one_another(places):
    """Each two are a line apart, in the order of their places, and all within the bounds where there is room."""
    moved = sorted(apart(places, 0, 300))
    assert all(b - a >= 16 - 1e-6 for a, b in itertools.pairwise(moved))
    assert all(-1e-6 <= y <= 300 + 1e-6 for y in moved)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-1.0, 1.0), (0.41, 0.47), (-0.003, 0.2), (0, 5000)])
def test_ticks_are_round_and_within(low, high):
    """Three to eleven of them."""
    ticks = steps(low, high)
    assert 3 <= len(ticks) <= 11
    assert low <= ticks[0] <= ticks[-1] <= high


def test_an_axis_without_extent_has_one_tick():
    """Nothing is divided by nothing."""
    assert steps(0.5, 0.5) == [0.5]


def test_powers_of_ten_are_enough_where_there_are_three():
    """Else 2 and 5 stand between them."""
    assert powers(1, 1000) == [1, 10, 100, 1000]
    assert powers(0.07, 3) == [0.1, 0.2, 0.5, 1, 2]


def test_eighteen_runs_are_told_apart():
    """By colour and dash."""
    assert len({style(n) for n in range(18)}) == 18


def test_a_long_name_keeps_its_end():
    """Of a path that is what tells."""
    assert short("a" * 30 + "/words") == "…" + "a" * 15 + "/words"


def test_a_curve_stands_where_its_figures_are():
    """Recall 1 at the top, depth 1 at the left; None without any curve."""
    chart = recall_chart([("none", []), ("a", [(1, 0.0), (10, 1.0)])])
    assert recall_chart([("none", [])]) is None
    assert chart.lines[0].points == f"{chart.left}.0,{chart.bottom}.0 {chart.right}.0,{chart.top}.0"
    assert chart.lines[0].colour == 2
    assert chart.rows == ((1, (0.0,)), (10, (1.0,)))


def test_bars_are_as_high_as_their_differences():
    """From the zero line up for more, down for less."""
    chart = difference_bars({"A": 0.0, "B": 1.0}, {"A": 1.0, "B": 0.5}, "R@10", ("a", "b"))
    up, down = chart.bars
    assert up.y + up.height == pytest.approx(chart.zero, abs=0.1)
    assert down.y == chart.zero
    assert up.height == pytest.approx(2 * down.height, abs=0.1)


def test_of_very_many_topics_both_ends_are_drawn():
    """And it is known how many there are."""
    chart = score_bars({f"T{n}": n / 2000 for n in range(2000)}, "R@10")
    assert (chart.drawn, chart.topics) == (MOST, 2000)
    assert chart.bars[0].text == "T1999: R@10 1.000"
    assert chart.bars[-1].text == "T0: R@10 0.000"


def test_runs_that_never_differ_have_bars():
    """A flat chart, no fault."""
    assert [bar.kind for bar in difference_bars({"A": 1.0}, {"A": 1.0}, "R@10", ("a", "b")).bars] == ["tie"]


def test_a_run_to_the_right_took_longer():
    """A higher one gave more; labels of runs in the same place stand apart; one run compares nothing."""
    same = [Spent(f"run {n}", 1.0, 0.5, 0.4, 0.6) for n in range(4)]
    chart = cost_chart([*same, Spent("slow", 10.0, 0.55, 0.5, 0.6), None])
    *four, slow = chart.points
    assert slow.x > four[0].x
    assert slow.y < four[0].y
    assert len({(p.label_y, p.anchor) for p in four}) == 4
    assert cost_chart([same[0], None]) is None
