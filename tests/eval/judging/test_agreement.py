"""Agreement: the papers' figures, and scikit-learn as the oracle."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from eval.judging.agreement import cohen_kappa, fleiss_kappa, krippendorff_alpha, linear, quadratic
from eval.judging.compare_judges import agreement
from eval.judging.model import Judgment
from eval.judging.told import as_text


def grades(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Two judges' grades whose table of counts is `table`."""
    both = [(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]
    return [a for a, _ in both], [b for _, b in both]


COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
"""Cohen's 200 diagnoses of 1968."""


def test_cohens_kappa_of_his_example() -> None:
    """0.492 (Cohen 1968)."""
    assert cohen_kappa(*grades(COHEN)) == pytest.approx(0.492, abs=5e-4)


def test_weighted_kappa_of_his_example() -> None:
    """0.348 with his disagreement weights (Cohen 1968)."""
    weights = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    assert cohen_kappa(*grades(COHEN), lambda a, b: float(weights[a][b])) == pytest.approx(0.348, abs=5e-4)


def test_fleiss_kappa_of_his_example() -> None:
    """Ten patients, 14 physicians, five categories: 0.210 (worked example after Fleiss 1971)."""
    table = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert fleiss_kappa([dict(enumerate(row)) for row in table]) == pytest.approx(0.210, abs=5e-4)


CODERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
"""Krippendorff's four observers and twelve units, some without a value (2011)."""


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorffs_alpha_of_his_example(level: str, alpha: float) -> None:
    units = [[int(value) for value in unit if value != "."] for unit in zip(*CODERS, strict=True)]
    assert krippendorff_alpha(units, level) == pytest.approx(alpha, abs=5e-4)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40))
def test_kappas_equal_scikit_learns(both: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in both], [b for _, b in both]
    if len({*first, *second}) == 1:
        assert cohen_kappa(first, second) is None
        return
    labels = list(range(5))
    for name, distance in ((None, None), ("linear", linear), ("quadratic", quadratic)):
        assert cohen_kappa(first, second, distance) == pytest.approx(cohen_kappa_score(first, second, labels=labels, weights=name), abs=1e-12)


@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=1, max_size=20), st.randoms())
def test_alpha_does_not_mind_the_order(units: list[list[int]], source) -> None:
    mixed = [list(reversed(u)) for u in units]
    source.shuffle(mixed)
    assert krippendorff_alpha(units) == pytest.approx(krippendorff_alpha(mixed), nan_ok=True)


def test_alpha_leaves_out_what_one_judge_judged_alone() -> None:
    assert krippendorff_alpha([[1, 1], [0, 0], [2]]) == krippendorff_alpha([[1, 1], [0, 0]]) == 1


@pytest.mark.parametrize("units", [[], [[1]], [[1, 1], [1, 1]]])
def test_what_is_not_defined_is_none(units: list[list[int]]) -> None:
    assert krippendorff_alpha(units) is None
    assert cohen_kappa([1] * len(units), [1] * len(units)) is None
    assert fleiss_kappa([Counter(u) for u in units if len(u) > 1]) is None


def test_unequal_lists_are_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1"):
        cohen_kappa([1, 2], [1])
    with pytest.raises(ValueError, match="judged by"):
        fleiss_kappa([{1: 2}, {1: 3}])


def test_account_of_three_judges() -> None:
    """Ann and Bob share ten documents, Cem judged three of them; a judgment taken back does not count."""
    said = [Judgment("t", f"d{n}", judge, (n + (judge == "bob" and n == 4) * 3) % 4) for n in range(10) for judge in ("ann", "bob")]
    said += [Judgment("t", f"d{n}", "cem", n) for n in range(3)] + [Judgment("t", "d9", "dan", None)]
    data = agreement(said)
    assert data["judges"] == {"ann": 10, "bob": 10, "cem": 3}
    assert data["pairs"][0]["same"] == 0.9
    assert data["pairs"][0]["interval"][0] <= data["pairs"][0]["kappa"] <= data["pairs"][0]["interval"][1]
    assert data["pairs"][1]["interval"] is None
    assert data["fleiss"] == {"items": 3, "kappa": 1.0}
    assert [d["document"] for d in data["differences"]] == ["d4"]
    assert "ann + bob" in as_text(data)


@pytest.mark.parametrize("said", [[], [Judgment("t", "d", "ann", 1)]])
def test_one_judge_or_none_agree_with_nobody(said: list[Judgment]) -> None:
    data = agreement(said)
    assert (data["pairs"], data["fleiss"]["kappa"], data["alpha"]["ordinal"]) == ([], None, None)
    assert "not defined" in as_text(data)
