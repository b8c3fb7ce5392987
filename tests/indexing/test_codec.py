"""Documents as JSON and back."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.canonical import plain
from indexing.codec import patent_from_json, patent_to_json
from indexing.errors import IndexFault
from indexing.model import CitedDocument, Claim, Drawing, Paragraph, Patent, PriorityClaim, Text

TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)
MAYBE = st.none() | TEXT
DATE = st.none() | st.dates()
LINES = st.lists(TEXT, max_size=3).map(tuple)


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


PATENTS = st.builds(
    Patent,
    id=TEXT,
    source_id=TEXT,
    source=TEXT,
    office=MAYBE,
    number=MAYBE,
    kind=MAYBE,
    language=MAYBE,
    titles=several(st.builds(Text, TEXT, MAYBE)),
    abstracts=several(st.builds(Text, TEXT, MAYBE)),
    claims=several(st.builds(Claim, st.integers(1, 999), TEXT, st.lists(st.integers(1, 99)).map(tuple), MAYBE)),
    description=several(st.builds(Paragraph, TEXT, TEXT, MAYBE, MAYBE)),
    filing_date=DATE,
    publication_date=DATE,
    priorities=several(st.builds(PriorityClaim, MAYBE, MAYBE, DATE)),
    cpc=LINES,
    ipc=LINES,
    family=MAYBE,
    applicants=LINES,
    inventors=LINES,
    citations=several(st.builds(CitedDocument, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE)),
    drawings=several(st.builds(Drawing, TEXT, MAYBE, st.none() | st.integers(1, 9), MAYBE, MAYBE)),
)


@given(PATENTS)
def test_a_document_comes_back_as_it_was_and_its_bytes_are_the_same_each_time(patent: Patent) -> None:
    data = patent_to_json(patent)
    assert patent_from_json(data) == patent
    assert patent_to_json(patent_from_json(data)) == data


@given(PATENTS)
def test_the_bytes_are_what_json_would_write(patent: Patent) -> None:
    assert json.loads(patent_to_json(patent)) == json.loads(json.dumps(plain(patent)))


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"id": 1}', patent_to_json(Patent("a", "a"))[:-5]])
def test_bytes_that_are_no_document_are_an_index_fault(data: bytes) -> None:
    with pytest.raises(IndexFault, match="cannot be read"):
        patent_from_json(data)


def test_a_lone_surrogate_is_said_by_the_documents_id() -> None:
    with pytest.raises(ValueError, match="US1"):
        patent_to_json(Patent("US1", "\ud800"))


def test_dates_are_iso_8601() -> None:
    assert b'"filing_date":"2005-03-03"' in patent_to_json(Patent("a", "a", filing_date=dt.date(2005, 3, 3)))
