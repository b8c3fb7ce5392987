"""Our own measures keep to the kit, and to their papers' worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics.first_rank import first_rank
from eval.metrics.pres import pres
from eval.metrics.read_to import read_to
from tests.kits.metrics import CountKit, MetricKit, count, metric

__all__ = ["count", "metric"]


class TestMetrics(MetricKit):
    """Every listed measure passes the kit."""


class TestCounts(CountKit):
    """Every listed count passes the kit."""


def ranking_with(ranks: list[int], length: int = 100) -> list[str]:
    """A ranking of `length` whose i-th relevant document, `R{i}`, stands at the i-th of `ranks`."""
    places = {rank: f"R{n}" for n, rank in enumerate(ranks)}
    return [places.get(rank, f"X{rank}") for rank in range(1, length + 1)]


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        # sum of ranks 1 + 102 + 103 + 104 = 310; 1 - (310/4 - 2.5) / 100 = 1 - 75/100
        ([1], 0.25),
        # sum 208; 1 - (52 - 2.5) / 100 = 0.505, printed as 0.51
        ([50, 51, 53, 54], 0.505),
        # sum 10; 1 - (2.5 - 2.5) / 100
        ([1, 2, 3, 4], 1.0),
        # sum 298; 1 - (74.5 - 2.5) / 100
        ([1, 98, 99, 100], 0.28),
    ],
)
def test_pres_gives_the_papers_example(ranks, expected):
    """Magdy and Jones 2010: four relevant documents, the first 100 results are read (Nmax = 100), four systems."""
    assert pres(ranking_with(ranks), dict.fromkeys(["R0", "R1", "R2", "R3"], 1), 100) == pytest.approx(expected, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(n=st.integers(1, 20), nmax=st.integers(1, 60), data=st.data())
def test_pres_lies_between_its_bounds(n, nmax, data):
    """The paper: n R² / Nmax <= PRES <= R, R the recall within Nmax."""
    found = data.draw(st.lists(st.integers(1, nmax), unique=True, max_size=min(n, nmax)))
    score = pres(ranking_with(sorted(found), nmax), {f"R{i}": 1 for i in range(n)}, nmax)
    recall = len(found) / n
    assert n * recall**2 / nmax - 1e-9 <= score <= recall + 1e-9


# Cooper 1968 defines the search length as the irrelevant documents passed until the wanted number of relevant ones is found. In this list of
# his kind (n n R n R R n R) it is 2 for one relevant document, 3 for two, 3 for three and 4 for four; we count the relevant ones read as well.
LISTED = ["a", "b", "R1", "c", "R2", "R3", "d", "R4"]
FOUR = dict.fromkeys(["R1", "R2", "R3", "R4"], 1)


@pytest.mark.parametrize(("recall", "wanted", "search_length"), [(0.25, 1, 2), (0.5, 2, 3), (0.75, 3, 3), (1.0, 4, 4), (0.6, 3, 3)])
def test_read_to_is_the_search_length_and_the_documents_found(recall, wanted, search_length):
    """Cooper's search length for as many relevant documents as the recall asks for."""
    assert read_to(LISTED, FOUR, 100, recall=recall) == search_length + wanted


def test_first_rank_is_the_search_length_for_one_document():
    """And that document."""
    assert first_rank(LISTED, FOUR, 100) == 2 + 1


def test_read_to_takes_a_share_as_it_is_written():
    """Seven tenths of ten are seven, though 0.7 × 10 is a little more in floating point."""
    ranking = [f"R{n}" for n in range(10)]
    assert read_to(ranking, dict.fromkeys(ranking, 1), 100, recall=0.7) == 7
