"""Descriptions and claims out of running text, and application numbers."""

from __future__ import annotations

import pytest

from indexing.formats.patent_text import application_id, claim_list, claims_of, describe, is_heading


def test_paragraphs_stand_under_the_heading_above_them() -> None:
    found = describe("TECHNICAL FIELD\nThe invention relates to pumps.\nBrief Description of the Drawings\nFIG. 1 shows a pump.")
    assert [(p.unit, p.heading, p.text) for p in found] == [
        ("desc.1", "TECHNICAL FIELD", "The invention relates to pumps."),
        ("desc.2", "Brief Description of the Drawings", "FIG. 1 shows a pump."),
    ]


@pytest.mark.parametrize("form", ["[{:04}] ", "【{:04}】", "({:04}) "])
def test_printed_numbers_name_the_paragraphs(form: str) -> None:
    found = describe("\n".join(form.format(n) + f"text {n}" for n in (7, 8, 12)))
    assert [(p.unit, p.text) for p in found] == [("desc.7", "text 7"), ("desc.8", "text 8"), ("desc.12", "text 12")]


def test_a_line_without_a_number_belongs_to_the_paragraph_before_it() -> None:
    found = describe("[0001] One:\na = b\n[0002] Two.\n[0003] Three.")
    assert [p.text for p in found] == ["One:\na = b", "Two.", "Three."]


def test_numbers_that_do_not_rise_name_nothing() -> None:
    assert [p.unit for p in describe("[0002] a\n[0001] b")] == ["desc.1", "desc.2"]


def test_numbers_within_one_line_part_it() -> None:
    assert [p.unit for p in describe("[0001] First sentence. [0002] Second sentence, see [1]. [0003] Third.")] == ["desc.1", "desc.2", "desc.3"]


@pytest.mark.parametrize(
    "line", ["SUMMARY OF THE INVENTION", "Background", "Detailed description of the preferred embodiments", "Cross-reference to related applications"]
)
def test_headings_are_known_by_their_form(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["The background is known.", "DNA", "FIG. 1 shows", "H2O.", "A SENTENCE IN CAPITALS THAT ENDS."])
def test_text_is_no_heading(line: str) -> None:
    assert not is_heading(line)


def test_two_claims_in_one_line_are_two() -> None:
    found = claims_of("1. A pump with a ratio of 2. 5 to 1. 2. The pump of claim 1, wherein it is red.")
    assert [(c.number, c.depends_on) for c in found] == [(1, ()), (2, (1,))]


def test_listed_claims_lose_a_printed_number_and_keep_their_own() -> None:
    assert [(c.number, c.text) for c in claim_list([(1, "1. A pump."), (3, "3 . The pump of claim 1.")])] == [
        (1, "A pump."),
        (3, "The pump of claim 1."),
    ]
    assert [c.number for c in claim_list([(None, "A pump."), (None, "The pump of claim 1.")])] == [1, 2]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("US-201213439574-A", "US13439574"),
        ("US17/260,187", "US17260187"),
        ("17248024", "US17248024"),
        ("PCT/US2018/042117", "PCTUS2018042117"),
        ("DE-19952801-A", "DE19952801"),
        ("", None),
        ("unknown", None),
    ],
)
def test_application_numbers_have_one_form(written: str, expected: str | None) -> None:
    assert application_id(written, "US") == expected
