"""Filters of a generation: masks over several shards, and which of given entries they keep."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexing.engines.facets import FacetRow, Facets, write_facets
from indexing.engines.filters import Filters
from indexing.engines.lexical import Conditions

if TYPE_CHECKING:
    from pathlib import Path

COUNTRIES = ("US", "EP", "US", "US", "DE", "EP", "US", "JP", "JP", "US")
OWNERS = (0, 0, 1, 2, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9)
"""The document of each passage."""
BOUNDS = ((0, 4, 0, 7), (4, 9, 7, 14), (9, 10, 14, 15))
"""Documents and passages of each shard: the first and the one after the last."""


def shard(folder: Path, bounds: tuple[int, int, int, int]) -> SimpleNamespace:
    folder.mkdir()
    first, end, first_passage, end_passage = bounds
    write_facets(folder, (FacetRow(20000101 + n, COUNTRIES[n], "A1", "en", ()) for n in range(first, end)))
    info = SimpleNamespace(first_document=first, documents=end - first, first_passage=first_passage)
    return SimpleNamespace(info=info, facets=Facets(folder, info), owners=np.array(OWNERS[first_passage:end_passage], np.int32))


@pytest.fixture(params=["three shards", "one shard"])
def shards(request: pytest.FixtureRequest, tmp_path: Path) -> SimpleNamespace:
    parts = BOUNDS if request.param == "three shards" else ((0, 10, 0, 15),)
    return SimpleNamespace(all=[shard(tmp_path / f"s{n}", part) for n, part in enumerate(parts)], withdrawn=frozenset({3, 8}))


@pytest.mark.parametrize("country", ["US", "JP", "FR"])
def test_exactly_the_documents_that_pass_and_are_not_withdrawn_are_kept(shards: SimpleNamespace, country: str) -> None:
    """Asked in any order, and for passages by their documents; the share is that of the documents."""
    filters, wanted = Filters(shards), Conditions(countries=(country,))
    passing = np.array([c == country and n not in shards.withdrawn for n, c in enumerate(COUNTRIES)])
    assert np.concatenate(filters.masks(wanted)).tolist() == passing.tolist()
    for documents, ordinals in ((True, [9, 0, 4, 3, 3, 8, 2]), (False, [14, 3, 0, 12, 7, 6, 1])):
        known = filters.known(wanted, documents=documents)
        assert known is not None
        assert known.share == passing.mean()
        expected = [passing[o if documents else OWNERS[o]] for o in ordinals]
        assert known.keeps(np.array(ordinals)).tolist() == expected
        assert known.keeps(np.empty(0, np.int64)).tolist() == []


def test_nothing_is_known_where_nothing_is_filtered(shards: SimpleNamespace) -> None:
    """A shard that loses nothing has no mask; without a condition only the withdrawn documents are masked."""
    filters = Filters(shards)
    assert filters.known(Conditions(), documents=True) is None
    gone = [mask is not None and not mask.all() for mask in filters.masks(Conditions())]
    assert gone == [any(s.info.first_document <= n < s.info.first_document + s.info.documents for n in (3, 8)) for s in shards.all]


def test_a_remembered_filter_answers_as_before(shards: SimpleNamespace) -> None:
    """Whatever was asked in between, and however often."""
    filters = Filters(shards)
    wanted = [Conditions(before=20000101 + n) for n in range(11)]
    first = [[None if m is None else m.tolist() for m in filters.masks(one)] for one in wanted]
    again = [[None if m is None else m.tolist() for m in filters.masks(one)] for one in reversed(wanted)]
    assert again[::-1] == first
    assert [sum(map(sum, masks)) for masks in first] == [0, 1, 2, 3, 3, 4, 5, 6, 7, 7, 8]


def test_given_documents_are_a_filter_too(shards: SimpleNamespace) -> None:
    """Those that are named, less the withdrawn."""
    assert np.flatnonzero(np.concatenate(Filters(shards).masks(Conditions(documents=(1, 3, 9))))).tolist() == [1, 9]
