"""Links into documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.links import Links
from pages.parts.target import Target, from_link, from_query

UNITS = ("title", "abstract", "desc.1", "desc.2", "desc.3", "claim.1", "claim.2")
LENGTHS = dict.fromkeys(UNITS, 20)


@given(st.text(min_size=1).filter(lambda t: t == t.strip()), st.sampled_from(UNITS), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_link_leads_back_to_its_target(document, unit, start, end):
    """What the viewer is given is what was linked."""
    target = Target(document, unit, start, end)
    assert from_link(target.href) == target


def test_the_links_of_answers_and_hits_are_understood():
    """`assistant.links` writes them, for whole units, runs and parts."""
    links = Links("http://127.0.0.1:8501")
    assert from_link(links.document("US1")) == Target("US1")
    assert from_link(links.passage("US1#claim.1", 2, 9)) == Target("US1", "claim.1", 2, 9)
    assert from_link(links.passage("US1#desc.42-44")) == Target("US1", "desc.42-44")
    assert from_link(links.passage("US1#desc.42:0-512")) == Target("US1", "desc.42", 0, 512)


@pytest.mark.parametrize("query", [{}, {"id": " "}, {"unit": "claim.1"}])
def test_an_address_without_a_document_has_no_target(query):
    """The viewer says so instead of guessing."""
    assert from_query(query) is None


@pytest.mark.parametrize("bad", ["x", "-1", "1.5", "9" * 30, "٣", ""])
def test_numbers_that_are_none_are_left_out(bad):
    """An address typed wrongly opens the document all the same."""
    target = from_query({"id": "US1", "unit": "claim.1", "start": bad})
    assert target is not None
    assert target.start is None or bad == "٣"


@pytest.mark.parametrize(
    ("target", "ranges"),
    [
        (Target("d", "claim.1", 3, 9), {"claim.1": (3, 9)}),
        (Target("d", "claim.1", 3, 99), {"claim.1": (3, 20)}),
        (Target("d", "claim.1", 3), {"claim.1": (3, 20)}),
        (Target("d", "claim.1"), {"claim.1": (0, 20)}),
        (Target("d", "claim.1", 9, 3), {}),
        (Target("d", "claim.1", 20, 25), {}),
        (Target("d", "claim.9", 0, 5), {}),
        (Target("d"), {}),
        (Target("d", "desc.1-3"), {"desc.1": (0, 20), "desc.2": (0, 20), "desc.3": (0, 20)}),
        (Target("d", "desc.3-1"), {}),
        (Target("d", "desc.1-9"), {}),
    ],
)
def test_ranges_to_mark(target, ranges):
    """A unit, a part of it, a run of units; nothing where nothing fits."""
    assert target.ranges(UNITS, LENGTHS) == ranges
