"""More like these: near the mean of the chosen documents' vectors, against a slow computation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexing.build import build
from indexing.errors import UsageError
from indexing.index import Index
from indexing.model import Filter, Hit, Subquery
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("similar")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexing.storage.merging.RATIO", 0)
        build([collections.write(folder / "a.jsonl", collections.rows(30))], folder / "i", HashEmbedder())
        build([collections.write(folder / "b.jsonl", collections.rows(90))], folder / "i", HashEmbedder())
    with Index.open(folder / "i", lambda _: HashEmbedder()) as opened:
        yield opened


def like(index: Index, text: str, filters: Filter | None = None, k: int = 10, level: str = "document") -> list[Hit]:
    return index.search(Subquery("q", "b", "similar", text, level), filters or Filter(), k)  # type: ignore[arg-type]


def mean(index: Index, chosen: list[str]) -> tuple[float, ...]:
    total = np.sum(list(index.document_vectors(chosen).values()), axis=0)
    return tuple((total / np.linalg.norm(total)).tolist())


@pytest.mark.parametrize("level", ["document", "passage"])
@pytest.mark.parametrize("count", [1, 3, 12])
def test_it_is_a_search_by_meaning_without_the_chosen_ones(index: Index, level: str, count: int) -> None:
    """The same hits and scores as searching with the mean vector and leaving the chosen documents out; k of them."""
    chosen = [d["id"] for d in index.documents()][5 : 5 + count]
    for filters in (Filter(), Filter(before=dt.date(2005, 1, 1), countries=("US",))):
        asked = Subquery("q", "b", "meaning", "", level, vector=mean(index, chosen))  # type: ignore[arg-type]
        plain = [h for h in index.search(asked, filters, 500) if h.document not in chosen]
        found = like(index, " ".join(chosen), filters, 10, level)
        assert [(h.document, h.passage) for h in found] == [(h.document, h.passage) for h in plain[:10]]
        assert [h.score for h in found] == pytest.approx([h.score for h in plain[:10]], abs=1e-6)
        assert [(h.rank, h.engine) for h in found] == [(n, "similar") for n in range(1, len(found) + 1)]
    assert len(found) > 3


def test_numbers_are_read_in_any_form_and_unknown_ones_passed_over(index: Index) -> None:
    first, second = [d["id"] for d in index.documents()][:2]
    written = f"{first[:2]} {first[2:-2]} {first[-2:]}, {second};US 9,999,999 B2"
    assert like(index, written) == like(index, f"{second} {first}") != []
    assert like(index, f"{first},{second}") == like(index, f"{first} {second}")
    assert like(index, f"{first} {first}") == like(index, first)


def test_only_unknown_numbers_are_a_usage_error(index: Index) -> None:
    with pytest.raises(UsageError, match="not in the index: 'US 9,999,999 B2', 'EP1'"):
        like(index, "US 9,999,999 B2; EP1")


def test_nothing_is_like_nothing(index: Index) -> None:
    assert like(index, " ") == []
    assert like(index, next(index.documents())["id"], k=0) == []


def test_best_passages_are_the_nearest_of_each_document(index: Index) -> None:
    names = [d["id"] for d in index.documents()]
    chosen, others = names[7], names[20:26]
    asked = Subquery("q", "b", "meaning", "", vector=mean(index, [chosen]))
    expected = index.best_passages(asked, others, 2)
    found = index.best_passages(Subquery("q", "b", "similar", chosen), others, 2)
    assert {n: [h.passage for h in hits] for n, hits in found.items()} == {n: [h.passage for h in hits] for n, hits in expected.items()}


def test_a_given_vector_is_taken(index: Index) -> None:
    """What a record replays does not depend on what the mean would be now."""
    names = [d["id"] for d in index.documents()]
    given = Subquery("q", "b", "similar", names[0], vector=mean(index, [names[40]]))
    asked = Subquery("q", "b", "meaning", "", vector=given.vector)
    expected = [h.document for h in index.search(asked, Filter(), 20) if h.document != names[0]]
    assert [h.document for h in index.search(given, Filter(), 15)] == expected[:15]
