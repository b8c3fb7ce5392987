"""Results in a terminal."""

from __future__ import annotations

import pytest

from eval.tables import as_table, columns, folded
from tests.eval.reports.made import bare, comparison, counting, over


@pytest.mark.parametrize("made", [bare, comparison, counting, over])
def test_tables_stay_within_a_hundred_columns(made):
    """Whatever is compared; notes are sentences and wrap by themselves."""
    wide = [line for line in as_table(made()).splitlines() if len(line) > 100 and not line.startswith(("note: ", "p: ", "Sets of"))]
    assert not wide


def test_a_wide_table_is_folded():
    """Into blocks that each have the first column, and lose none."""
    rows = [("run", *(f"measure {n:02}" for n in range(20))), ("a", *(f"{n}.000" for n in range(20)))]
    blocks = folded(rows, 60).split("\n\n")
    assert len(blocks) == 5
    assert all(line.startswith(("run", "---", "a")) and len(line) <= 60 for block in blocks for line in block.splitlines())
    assert [word for block in blocks for word in block.splitlines()[2].split()[1:]] == list(rows[1][1:])
    assert folded(rows, 1000) == columns(rows)


def test_of_many_runs_the_main_measure_is_shown_for_every_two():
    """And the other measures against the baseline only."""
    told = as_table(comparison(("one", "two", "three", "four")))
    assert "Every two runs in R@2" in told
    assert "four vs three" in told
    assert "four against one" in told
    assert "four against three" not in told


def test_the_joint_test_says_which_sets_count_once():
    """With the number of their experiment."""
    told = as_table(over())
    assert "first: 5 topics, experiment 1\nagain: 5 topics, experiment 1\nother: 4 topics, experiment 2" in told
    assert "note: first and again share topics and judgments: they count once" in told
