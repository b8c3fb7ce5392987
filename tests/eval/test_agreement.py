"""How alike rankings are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from eval.agreement import compare_lists, compare_orders, kendall_tau, list_tau, overlap, rbo

DOCUMENTS = [f"D{n}" for n in range(25)]
lists = st.permutations(DOCUMENTS).flatmap(lambda order: st.integers(0, len(order)).map(lambda n: list(order[:n])))


def rbo_by_definition(a, b, p):
    """(1 - p) Σ p^(d-1) A_d to a depth where nothing is left, with what the paper assumes of ranks that were not seen."""
    short, long = sorted((a, b), key=len)
    s, n = len(short), len(long)
    seen_at_s = len(set(short) & set(long[:s]))
    total = 0.0
    agreement = 0.0
    for depth in range(1, 400):
        if depth <= n:
            shared = len(set(short[:depth]) & set(long[:depth])) + (seen_at_s * (depth - s) / s if depth > s else 0)
            agreement = shared / depth
        total += (1 - p) * p ** (depth - 1) * agreement
    return total


@settings(max_examples=150, deadline=None)
@given(a=lists.filter(len), b=lists.filter(len), p=st.floats(0.3, 0.93))
def test_rbo_is_its_infinite_sum(a, b, p):
    """Equation 32 of Webber et al. is the sum over all depths, agreement extrapolated beyond what was seen."""
    assert rbo(a, b, p) == pytest.approx(rbo_by_definition(a, b, p), abs=1e-9)


def test_rbo_of_the_papers_lists():
    """The example of the paper: abcdefg and zcavwxy agree at depths 1 to 7 to 0, 0, 2/3, 1/2, 2/5, 1/3, 2/7; the rest goes on at 2/7."""
    agreement = [0, 0, 2 / 3, 1 / 2, 2 / 5, 1 / 3, 2 / 7]
    p = 0.8
    expected = (1 - p) * sum(p**n * a for n, a in enumerate(agreement)) + p**7 * 2 / 7
    assert rbo("abcdefg", "zcavwxy", p) == pytest.approx(expected, abs=1e-12)


def test_rbo_agrees_with_others():
    """What two public implementations print for this pair."""
    assert rbo("12345", "23415", 0.9) == pytest.approx(0.828, abs=5e-4)


@settings(max_examples=50, deadline=None)
@given(a=lists, b=lists)
def test_rbo_is_the_same_both_ways_and_from_zero_to_one(a, b):
    """1 with itself, 0 with a list that shares nothing."""
    assert rbo(a, b) == pytest.approx(rbo(b, a))
    assert -1e-12 <= rbo(a, b) <= 1 + 1e-12
    assert rbo(a, a) == pytest.approx(1.0)
    assert rbo(a or ["x"], ["none of them"]) == pytest.approx(0.0)


def test_rbo_needs_a_reader_who_stops_some_time():
    """p is a chance, neither never nor always."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        rbo("ab", "ab", 1.0)


@settings(max_examples=80, deadline=None)
@given(a=lists, b=lists)
def test_tau_of_lists_is_scipys_over_the_shared_documents(a, b):
    """By counting inversions as by counting pairs."""
    shared = [d for d in a if d in b]
    expected = stats.kendalltau([a.index(d) for d in shared], [b.index(d) for d in shared]).statistic if len(shared) > 1 else None
    assert list_tau(a, b) == (pytest.approx(expected) if expected is not None else None)


def test_tau_of_systems():
    """Three systems, one pair of three swapped: (2 - 1) / 3; None where a measure does not tell them apart."""
    assert kendall_tau([0.1, 0.2, 0.3], [0.2, 0.1, 0.3]) == pytest.approx(1 / 3)
    assert kendall_tau([0.1, 0.2, 0.3], [1.0, 1.0, 1.0]) is None
    orders = compare_orders({"MAP": [0.1, 0.2, 0.3], "MRR": [0.3, 0.2, 0.1], "P@5": [0.1, 0.2, 0.3]})
    assert [(row["a"], row["b"], row["tau"]) for row in orders] == [("MAP", "MRR", -1.0), ("MAP", "P@5", 1.0), ("MRR", "P@5", -1.0)]


def test_overlap_is_of_the_longer_list():
    """Two of three in common; all of nothing is the same."""
    assert overlap("abc", "bcd", 3) == pytest.approx(2 / 3)
    assert overlap("abc", "b", 10) == pytest.approx(1 / 3)
    assert overlap("", "", 10) == 1.0


def test_lists_are_compared_topic_by_topic():
    """Means over topics; a topic that one run lacks shares nothing."""
    run = {"T1": (("D1", 2.0), ("D2", 1.0)), "T2": (("D1", 1.0),)}
    same = compare_lists(run, run, ["T1", "T2"])
    assert (same["rbo"], same["tau"], same["overlap"]) == (pytest.approx(1.0), 1.0, {"10": 1.0, "100": 1.0})
    half = compare_lists(run, {"T1": run["T1"]}, ["T1", "T2"])
    assert (half["rbo"], half["overlap"]["10"]) == (pytest.approx(0.5), 0.5)
