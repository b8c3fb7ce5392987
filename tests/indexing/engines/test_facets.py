"""Facets against the conditions said anew over plain rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.classes import above, symbol
from indexing.engines.facets import FacetRow, Facets, write_facets
from indexing.engines.lexical import Conditions
from indexing.errors import IndexFault

if TYPE_CHECKING:
    from pathlib import Path

SYMBOLS = ("A45D20/12", "A45D20/122", "A45D1/00", "A45D", "A47J31/54", "H01L21/02", "h 01 l 21/02", "no symbol", "Y10T")
rows = st.builds(
    FacetRow,
    st.sampled_from([0, 19991231, 20000101, 20200229]),
    st.sampled_from(["", "US", "EP", "WO", "de"]),
    st.sampled_from(["", "A1", "A", "B2", "U", "T2"]),
    st.sampled_from(["", "en", "de", "JA"]),
    st.lists(st.sampled_from(SYMBOLS), max_size=4).map(tuple),
)
conditions = st.builds(
    Conditions,
    before=st.sampled_from([None, 19991231, 20000101, 99991231]),
    classes=st.lists(st.sampled_from(["A", "A45", "A45D", "A45D20", "A45D20/12", "H01L21/02", "B01D", "Y"]), max_size=2).map(tuple),
    countries=st.lists(st.sampled_from(["US", "DE", "JP"]), max_size=2).map(tuple),
    kinds=st.lists(st.sampled_from(["A", "A1", "B", "T", "X"]), max_size=2).map(tuple),
    languages=st.lists(st.sampled_from(["en", "ja", "fr"]), max_size=2).map(tuple),
)


def opened(folder: Path, given_rows: list[FacetRow]) -> Facets:
    write_facets(folder, iter(given_rows))
    return Facets(folder, SimpleNamespace(documents=len(given_rows)))  # type: ignore[arg-type]


def passes(row: FacetRow, wanted: Conditions) -> bool:
    held = {term for s in row.classes for term in above(s)}
    return (
        (wanted.before is None or 0 < row.day < wanted.before)
        and (not wanted.classes or any(symbol(c) in held for c in wanted.classes))
        and (not wanted.countries or row.country.upper() in wanted.countries)
        and (not wanted.kinds or any(row.kind.startswith(k) for k in wanted.kinds))
        and (not wanted.languages or row.language.lower() in wanted.languages)
    )


@settings(max_examples=60, deadline=None)
@given(given_rows=st.lists(rows, max_size=30), wanted=st.lists(conditions, min_size=1, max_size=5))
def test_exactly_those_that_meet_the_conditions(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[FacetRow], wanted: list[Conditions]
) -> None:
    """Whatever is combined; None where nothing is asked."""
    facets = opened(tmp_path_factory.mktemp("f"), given_rows)
    for one in wanted:
        mask = facets.allowed(one)
        assert (mask is None) == (one == Conditions())
        if mask is not None:
            assert mask.tolist() == [passes(row, one) for row in given_rows]


@settings(max_examples=30, deadline=None)
@given(given_rows=st.lists(rows, max_size=20))
def test_rows_written_again_make_the_same_files(tmp_path_factory: pytest.TempPathFactory, given_rows: list[FacetRow]) -> None:
    """Merging loses and changes nothing."""
    first, second = tmp_path_factory.mktemp("f"), tmp_path_factory.mktemp("g")
    facets = opened(first, given_rows)
    opened(second, list(facets.rows()))
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {p.name: p.read_bytes() for p in second.iterdir()}
    assert facets.days.tolist() == [row.day for row in given_rows]


def test_a_mask_is_the_callers_own(tmp_path: Path) -> None:
    """Changing it changes no later answer, and not the file."""
    facets = opened(tmp_path, [FacetRow(20000101, "US", "A1", "en", ("A45D20/12",))] * 3)
    for wanted in (Conditions(countries=("US",)), Conditions(classes=("A",)), Conditions(before=20300101)):
        mask = facets.allowed(wanted)
        assert mask is not None
        mask[:] = False
        again = facets.allowed(wanted)
        assert again is not None
        assert again.all()


def test_files_of_another_shard_are_refused(tmp_path: Path) -> None:
    """Lengths that do not agree are a damaged index."""
    write_facets(tmp_path, [FacetRow(0, "", "", "", ())])
    with pytest.raises(IndexFault, match="damaged"):
        Facets(tmp_path, SimpleNamespace(documents=2))  # type: ignore[arg-type]
    np.save(tmp_path / "facets.starts.npy", np.zeros(4, np.int64))
    with pytest.raises(IndexFault, match="damaged"):
        Facets(tmp_path, SimpleNamespace(documents=1))  # type: ignore[arg-type]
    (tmp_path / "facets.columns.npy").write_bytes(b"no array")
    with pytest.raises(IndexFault, match=r"facets\.columns\.npy"):
        Facets(tmp_path, SimpleNamespace(documents=1))  # type: ignore[arg-type]
