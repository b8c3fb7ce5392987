"""Our own measures keep to the kit, and to their papers' worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics.pres import pres
from tests.kits.metrics import MetricKit, metric

__all__ = ["metric"]


class TestMetrics(MetricKit):
    """Every listed measure passes the kit."""


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
