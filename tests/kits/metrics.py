"""The conformance kits of our own measures: what every `eval.protocols.Metric` keeps to, run over `METRICS` and `COUNTS` by test_metrics.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics import COUNTS, METRICS

if TYPE_CHECKING:
    from eval.protocols import Metric

DOCUMENTS = [f"D{n}" for n in range(30)]
rankings = st.permutations(DOCUMENTS).flatmap(lambda order: st.integers(0, len(order)).map(lambda n: list(order[:n])))
judgments = st.dictionaries(st.sampled_from([*DOCUMENTS, "absent"]), st.integers(0, 3), max_size=8)
cutoffs = st.integers(1, 40)


@pytest.fixture(params=sorted(METRICS), scope="module")
def metric(request: pytest.FixtureRequest) -> Metric:
    return METRICS.load(request.param)


class MetricKit:
    """Every measure lies between 0 and 1, knows the best and the worst case, and looks at nothing below its cutoff."""

    @settings(max_examples=100, deadline=None)
    @given(ranking=rankings, judged=judgments, cutoff=cutoffs)
    def test_lies_between_zero_and_one(self, metric, ranking, judged, cutoff):
        """A score is a number from 0 to 1."""
        assert -1e-12 <= metric(ranking, judged, cutoff) <= 1 + 1e-12

    def test_scores_nothing_found_as_zero(self, metric):
        """A topic with no results, or none that is relevant, scores zero."""
        assert metric([], {"D1": 1, "D2": 2}, 10) == pytest.approx(0.0, abs=1e-12)
        assert metric(["D3", "D4"], {"D1": 1, "D2": 2, "D3": 0}, 10) == pytest.approx(0.0, abs=1e-12)

    def test_scores_the_best_ranking_as_one(self, metric):
        """All relevant documents first, nothing better is possible."""
        assert metric(["D1", "D2", "D9"], {"D1": 1, "D2": 1}, 10) == pytest.approx(1.0)

    def test_scores_a_topic_without_relevant_documents_as_zero(self, metric):
        """Where nothing is relevant nothing can be found."""
        assert metric(["D1"], {"D1": 0}, 10) == 0.0

    @settings(max_examples=100, deadline=None)
    @given(ranking=rankings, judged=judgments, cutoff=cutoffs)
    def test_looks_at_nothing_below_the_cutoff(self, metric, ranking, judged, cutoff):
        """Results below the cutoff change nothing."""
        assert metric(ranking, judged, cutoff) == metric(ranking[:cutoff], judged, cutoff)

    def test_counts_grades_from_rel_upwards(self, metric):
        """With rel=2 a document of grade 1 is not relevant."""
        assert metric(["D1", "D2"], {"D1": 1, "D2": 2}, 10, rel=2) == pytest.approx(metric(["D1", "D2"], {"D2": 1}, 10))


@pytest.fixture(params=sorted(COUNTS), scope="module")
def count(request: pytest.FixtureRequest) -> Metric:
    return COUNTS.load(request.param)


class CountKit:
    """Every count of documents read is a whole number of them, or the cutoff and one more where they were read in vain."""

    @settings(max_examples=100, deadline=None)
    @given(ranking=rankings, judged=judgments, cutoff=cutoffs)
    def test_lies_between_one_and_the_cutoff_and_one(self, count, ranking, judged, cutoff):
        """Nothing less than one document can be read."""
        assert count(ranking, judged, cutoff) in set(range(1, cutoff + 2))

    def test_counts_all_where_nothing_is_found(self, count):
        """No results, none that is relevant, or nothing relevant to be found."""
        assert count([], {"D1": 1}, 10) == 11
        assert count(["D3", "D4"], {"D1": 1, "D3": 0}, 10) == 11
        assert count(["D1"], {"D1": 0}, 10) == 11

    def test_counts_one_where_the_only_relevant_document_is_first(self, count):
        """Nothing is better."""
        assert count(["D1", "D2"], {"D1": 2, "D2": 0}, 10) == 1

    @settings(max_examples=100, deadline=None)
    @given(ranking=rankings, judged=judgments, cutoff=cutoffs)
    def test_looks_at_nothing_below_the_cutoff(self, count, ranking, judged, cutoff):
        """Results below the cutoff change nothing."""
        assert count(ranking, judged, cutoff) == count(ranking[:cutoff], judged, cutoff)

    def test_counts_grades_from_rel_upwards(self, count):
        """With rel=2 a document of grade 1 is not relevant."""
        assert count(["D1", "D2"], {"D1": 1, "D2": 2}, 10, rel=2) == 2
