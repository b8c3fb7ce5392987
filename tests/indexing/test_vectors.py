"""The vector engine by itself, against numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.errors import IndexFault
from indexing.vectors import Vectors, write_vectors

if TYPE_CHECKING:
    from pathlib import Path


def made(count: int) -> np.ndarray:
    vectors = np.random.default_rng(5).standard_normal((count, 24)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    folder = tmp_path_factory.mktemp("v")
    write_vectors(folder, lambda: iter((made(300)[:100], made(300)[100:])), 300, 24, exact=True)
    return Vectors(folder)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), limit=st.integers(0, 320), share=st.sampled_from([0.0, 0.01, 0.5, 1.0]))
def test_the_best_of_those_allowed(stored: Vectors, seed: int, limit: int, share: float) -> None:
    """The same places and products as numpy's, whatever is filtered, in falling order; never fewer than there are."""
    rng = np.random.default_rng(seed)
    asked = made(1 + seed % 300)[-1]
    allowed = rng.random(300) < share
    places, scores = stored.search(asked, limit, allowed)
    products = made(300) @ asked
    expected = sorted(np.flatnonzero(allowed), key=lambda n: -products[n])[:limit]
    assert places.tolist() == expected
    assert scores == pytest.approx(products[expected], abs=1e-5)


def test_vectors_come_back_as_they_were(stored: Vectors) -> None:
    """The file keeps every bit."""
    assert np.array_equal(np.concatenate(list(stored.blocks(128))), made(300))
    assert (stored.size, stored.dimension) == (300, 24)


def test_a_file_that_is_none_is_an_index_fault(tmp_path: Path) -> None:
    """Faiss's own errors do not come through."""
    (tmp_path / "vectors.faiss").write_bytes(b"not faiss at all")
    with pytest.raises(IndexFault, match=r"vectors\.faiss"):
        Vectors(tmp_path)
