"""Reciprocal rank fusion against the formula, naively."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.strategy.rank_fusion import best_per_document, in_order, reciprocal_rank_fusion
from indexing.model import Hit, ranked

LISTS = st.lists(st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=8), min_size=1, max_size=4)


def listed(names, branch: int) -> list[Hit]:
    return [Hit(name, None, 10.0 - n, n, f"{branch}.1", "words") for n, name in enumerate(names, 1)]


@settings(max_examples=150)
@given(LISTS, st.integers(1, 100), st.data())
def test_scores_are_those_of_the_paper(lists, k, data):
    weights = data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=len(lists), max_size=len(lists)))
    fused = reciprocal_rank_fusion([listed(names, n) for n, names in enumerate(lists)], weights, k)
    exact = {}
    for names, weight in zip(lists, weights, strict=True):
        for rank, name in enumerate(names, 1):
            exact[name] = exact.get(name, 0) + Fraction(weight) / (k + rank)
    assert {h.document for h in fused} == set(exact)
    assert all(h.score == pytest.approx(float(exact[h.document]), rel=1e-12) for h in fused)
    assert [h.rank for h in fused] == list(range(1, len(fused) + 1))


@settings(max_examples=100)
@given(LISTS)
def test_the_order_of_the_lists_changes_no_bit(lists):
    hits = [listed(names, n) for n, names in enumerate(lists)]
    ones = [1.0] * len(hits)
    there, back = reciprocal_rank_fusion(hits, ones), reciprocal_rank_fusion(hits[::-1], ones)
    assert [(h.document, h.score) for h in there] == [(h.document, h.score) for h in back]


def test_equal_scores_are_ordered_by_document():
    fused = reciprocal_rank_fusion([listed("BA", 0), listed("AB", 1)], [1.0, 1.0])
    assert [h.document for h in fused] == ["A", "B"]


def test_passages_count_for_their_documents_where_lists_are_mixed():
    passages = [Hit("B", "B#1", 3.0, 1, "p", "words"), Hit("B", "B#2", 2.0, 2, "p", "words"), Hit("A", "A#1", 1.0, 3, "p", "words")]
    fused = reciprocal_rank_fusion([passages, listed("AB", 1)], [1.0, 1.0])
    assert [(h.document, h.passage) for h in fused] == [("A", None), ("B", None)]
    assert fused[0].score == fused[1].score


def test_a_document_counts_by_its_best_passage():
    hits = [Hit("A", "A#1", 1.0, 3, "p", "words"), Hit("B", "B#1", 3.0, 1, "p", "words"), Hit("B", "B#2", 2.0, 2, "p", "words")]
    assert [(h.document, h.score, h.rank) for h in best_per_document(hits)] == [("B", 3.0, 1), ("A", 1.0, 2)]


@settings(max_examples=100)
@given(
    st.lists(
        st.builds(
            Hit,
            st.sampled_from("ABC"),
            st.none() | st.sampled_from("xy"),
            st.sampled_from([1.0, 2.0]),
            st.integers(0, 4),
            st.just("q"),
            st.just("words"),
        )
    )
)
def test_putting_in_order_is_ranking(hits):
    """The short cut for lists that are ranked already gives what ranking gives."""
    assert in_order(hits) == ranked(hits)
    assert in_order(ranked(hits)) == ranked(hits)
