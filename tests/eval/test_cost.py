"""What recall costs."""

from __future__ import annotations

import pytest

from eval.cost import reading, spent
from eval.curve import recall_curve

RUN = {"T1": (("R1", 9.0), ("X", 8.0), ("R2", 7.0)), "T2": (("X", 9.0), ("R3", 8.0))}
QRELS = {"T1": {"R1": 1, "R2": 2}, "T2": {"R3": 1}, "T3": {"R4": 1}, "T4": {"X": 0}}


def test_reading_counts_documents_until_the_recall_is_reached():
    """T1 has half at 1 and all at 3, T2 all at 2, T3 never; T4 has nothing to be found and is left out."""
    half, all_of_it = reading(RUN, QRELS, (0.5, 1.0), budget=10)
    assert half == {"recall": 0.5, "topics": 3, "reached": 2, "median": 2, "mean": pytest.approx((1 + 2 + 11) / 3), "depth": 2}
    assert all_of_it == {"recall": 1.0, "topics": 3, "reached": 2, "median": 3, "mean": pytest.approx((3 + 2 + 11) / 3), "depth": None}


def test_a_median_beyond_the_budget_is_none():
    """Half of the topics do not reach it, so no budget can be named."""
    row = reading({"T1": RUN["T1"]}, QRELS, (1.0,), budget=10)[0]
    assert (row["reached"], row["median"], row["depth"]) == (1, None, None)


def test_the_depth_is_where_the_curve_passes():
    """The recall curve is below it one document earlier."""
    judged = {t: j for t, j in QRELS.items() if t != "T4"}
    row = reading(RUN, judged, (0.6,), budget=10)[0]
    curve = dict(recall_curve(RUN, judged, 10))
    assert row["depth"] == 3
    assert curve[3] >= 0.6 > curve[2]


def test_only_results_within_the_budget_are_read():
    """Nothing deeper counts."""
    assert reading(RUN, QRELS, (1.0,), budget=2)[0]["reached"] == 1


def test_nothing_to_be_found_costs_nothing_that_can_be_said():
    """No topic with a relevant document: no figures."""
    assert reading(RUN, {"T4": {"X": 0}}, (0.5,)) == [{"recall": 0.5, "topics": 0, "reached": 0, "median": None, "mean": None, "depth": None}]


def test_seconds_and_tokens_are_as_the_run_says():
    """None where it does not."""
    assert spent({"seconds": {"total": 3.0}}) == {"seconds": {"total": 3.0}, "tokens": None}
