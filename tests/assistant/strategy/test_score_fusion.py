"""Weighted sums of normalised scores against plain arithmetic on fractions."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.strategy.rank_fusion import best_per_item
from assistant.strategy.score_fusion import normalised, weighted_sum
from indexing.model import Hit, ranked

SCORES = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e6, 1e6, allow_nan=False, width=32))
LISTS = st.lists(st.dictionaries(st.sampled_from("ABCDEFGH"), SCORES, max_size=8), min_size=1, max_size=4)
WEIGHTS = st.sampled_from([0.0, 0.5, 1.0, 2.0])


def listed(scores: dict[str, float], branch: int = 0) -> tuple[Hit, ...]:
    return ranked(Hit(name, None, score, 0, f"{branch}.1", "words") for name, score in scores.items())


def plain_minmax(scores):
    low, high = min(scores.values()), max(scores.values())
    return {n: Fraction(1) if low == high else (Fraction(s) - Fraction(low)) / (Fraction(high) - Fraction(low)) for n, s in scores.items()}


def plain_rank(scores):
    return {n: Fraction(len(scores) - sum(other > s for other in scores.values()), len(scores)) for n, s in scores.items()}


@pytest.mark.parametrize(("way", "plain"), [("minmax", plain_minmax), ("rank", plain_rank)])
@settings(max_examples=120)
@given(LISTS, st.data())
def test_the_sum_is_that_of_plain_arithmetic(way, plain, lists, data):
    weights = data.draw(st.lists(WEIGHTS, min_size=len(lists), max_size=len(lists)))
    fused = weighted_sum([listed(scores, n) for n, scores in enumerate(lists)], weights, way)
    expected: dict[str, Fraction] = {name: Fraction(0) for scores in lists for name in scores}
    for scores, weight in zip(lists, weights, strict=True):
        for name, value in (plain(scores) if scores else {}).items():
            expected[name] += Fraction(weight) * value
    assert {h.document for h in fused} == set(expected)
    assert all(h.score == pytest.approx(float(expected[h.document]), rel=1e-9, abs=1e-12) for h in fused)
    assert fused == ranked(fused)


@settings(max_examples=120)
@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(-1000, 1000).map(float), min_size=1))
def test_z_scores_have_mean_zero_and_deviation_one(scores):
    values, missing = normalised(best_per_item(listed(scores)), "zscore", "lowest")
    mean = math.fsum(values.values()) / len(values)
    assert mean == pytest.approx(0, abs=1e-9)
    if len(set(scores.values())) == 1:
        assert set(values.values()) == {0.0}
        assert missing == -1.0
    else:
        assert math.fsum(v * v for v in values.values()) / len(values) == pytest.approx(1)
        assert missing == min(values.values())


@pytest.mark.parametrize("way", ["minmax", "zscore", "rank"])
@settings(max_examples=100)
@given(LISTS, st.data())
def test_no_order_changes_a_bit_and_no_score_is_without_value(way, lists, data):
    missing = data.draw(st.sampled_from(["lowest", "zero"]))
    weights = data.draw(st.lists(WEIGHTS, min_size=len(lists), max_size=len(lists)))
    hits = [listed(scores, n) for n, scores in enumerate(lists)]
    there = weighted_sum(hits, weights, way, missing)
    shuffled = [random.Random(3).sample(list(one), len(one)) for one in hits][::-1]
    back = weighted_sum(shuffled, weights[::-1], way, missing)
    assert [(h.document, h.score) for h in there] == [(h.document, h.score) for h in back]
    assert all(math.isfinite(h.score) for h in there)


@pytest.mark.parametrize("way", ["minmax", "zscore", "rank"])
def test_a_document_that_was_found_alone_is_above_one_that_was_not(way):
    fused = weighted_sum([listed({"A": 3.0}, 1), listed({"B": 2.0, "A": 2.0}, 2)], [1.0, 1.0], way)
    assert [h.document for h in fused] == ["A", "B"]
    assert fused[0].score > fused[1].score


@pytest.mark.parametrize("way", ["minmax", "zscore", "rank"])
def test_scores_far_apart_and_very_close_still_compare(way):
    for scores in ({"A": 1e300, "B": -1e300, "C": 0.0}, {"A": 5e-324, "B": 0.0, "C": 0.0}):
        assert weighted_sum([listed(scores)], [1.0], way)[0].document == "A"


def test_an_empty_list_says_nothing():
    alone = weighted_sum([listed({"A": 2.0, "B": 1.0})], [1.0], "zscore")
    assert [(h.document, h.score) for h in weighted_sum([listed({"A": 2.0, "B": 1.0}), ()], [1.0, 3.0], "zscore")] == [
        (h.document, h.score) for h in alone
    ]
    assert weighted_sum([(), ()], [1.0, 1.0]) == ()


def test_a_fused_hit_names_the_query_that_says_most_for_it():
    fused = weighted_sum([listed({"A": 3.0, "B": 1.0}, 1), listed({"B": 9.0, "A": 1.0}, 2)], [1.0, 1.0])
    assert {h.document: h.subquery for h in fused} == {"A": "1.1", "B": "2.1"}
    assert {h.engine for h in fused} == {"weighted"}


def test_passages_count_for_their_documents_where_another_list_holds_documents():
    passages = ranked(Hit("A", f"A#claim.{n}", score, 0, "p.1", "meaning") for n, score in ((1, 0.9), (2, 0.5)))
    fused = weighted_sum([passages, listed({"A": 4.0, "B": 2.0})], [1.0, 1.0])
    assert [(h.document, h.passage, h.score) for h in fused] == [("A", None, 2.0), ("B", None, 0.0)]
