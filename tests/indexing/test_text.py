"""Text, dates and claims as readers hand them on."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.claims import dependencies, split_claims
from indexing.dates import parse_date
from indexing.text import clean, one_line, paragraphs


def test_character_references_become_characters_once() -> None:
    assert clean("the &#34;hot&#34; side of R&amp;D, 5 &lt; 6, &#x2019;") == 'the "hot" side of R&D, 5 < 6, ’'
    assert clean("&amp;lt;") == "&lt;"
    assert clean("AT&T &copy=1 &unknown;") == "AT&T &copy=1 &unknown;"


def test_white_space_is_tidied_and_control_characters_go() -> None:
    assert clean(" a\u00a0\t b \r\n \r\n\r\n\r\nc\x00d\ufeff ") == "a b\n\ncd"
    assert one_line("a\nb\r\n  c") == "a b c"


@given(st.text(st.characters()))
def test_clean_text_stays_as_it_is_and_can_be_stored(text: str) -> None:
    tidy = clean(text.replace("&", ""))
    assert clean(tidy) == tidy
    tidy.encode()
    assert tidy == tidy.strip()


def test_paragraphs_are_parted_by_empty_lines_else_by_lines() -> None:
    assert paragraphs("one\r\nstill one\r\n\r\ntwo") == ["one still one", "two"]
    assert paragraphs("one\ntwo\n") == ["one", "two"]
    assert paragraphs(" \n ") == []


@pytest.mark.parametrize(
    ("text", "day"), [("20050526", dt.date(2005, 5, 26)), ("2005-05-26", dt.date(2005, 5, 26)), (20050526, dt.date(2005, 5, 26))]
)
def test_a_date_is_read_in_the_usual_forms(text: object, day: dt.date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["19930400", "", None, "2005", "20051301", "tomorrow", True, 2005.5])
def test_what_names_no_day_is_no_date(text: object) -> None:
    assert parse_date(text) is None


def test_claims_are_split_by_their_numbers_without_the_words_before_the_first() -> None:
    text = (
        "What is claimed is: \n     \n       1. A dryer with a ratio of 2. 5 of parts;   and a hose. \n     \n"
        "       2. The dryer of claim 1, hot. \n  3 . A dryer."
    )
    claims = split_claims(text, "en")
    assert [(c.number, c.text, c.depends_on) for c in claims] == [
        (1, "A dryer with a ratio of 2. 5 of parts;\nand a hose.", ()),
        (2, "The dryer of claim 1, hot.", (1,)),
        (3, "A dryer.", ()),
    ]


def test_claims_on_one_line_are_split_after_sentences() -> None:
    claims = split_claims("We claim: 1. A dryer at 1. 5 bar. 2. The dryer of claim 1. 3. The dryer of claims 1 or 2.")
    assert [c.depends_on for c in claims] == [(), (1,), (1, 2)]


def test_a_list_inside_a_claim_starts_no_claim() -> None:
    claims = split_claims("1. A method:\n1. heating;\n2. cooling.\n2. The method of claim 1.\n")
    assert [c.number for c in claims][-1] == 2
    assert claims[0].text.startswith("A method:")


def test_a_number_that_is_printed_twice_is_no_part_of_the_claim() -> None:
    assert [c.text for c in split_claims("1. A dryer.\n2. 2. The dryer of claim 1.")] == ["A dryer.", "The dryer of claim 1."]


def test_a_claim_without_number_is_claim_one() -> None:
    (claim,) = split_claims("The ornamental design for a dryer, as shown.")
    assert (claim.number, claim.text) == (1, "The ornamental design for a dryer, as shown.")
    assert split_claims(" \n") == ()


@pytest.mark.parametrize(
    ("text", "number", "back"),
    [
        ("The dryer of claim 3, wherein", 5, (3,)),
        ("A dryer as claimed in any one of claims 1 to 4", 5, (1, 2, 3, 4)),
        ("according to claims 1, 2 and/or 4", 5, (1, 2, 4)),
        ("according to claims 1-3 or claim 7", 9, (1, 2, 3, 7)),
        ("according to any preceding claim", 4, (1, 2, 3)),
        ("Vorrichtung nach einem der Ansprüche 1 bis 3", 4, (1, 2, 3)),
        ("Vorrichtung nach Anspruch 2", 4, (2,)),
        ("Appareil selon la revendication 1", 2, (1,)),
        ("Appareil selon l'une des revendications 1 à 3", 4, (1, 2, 3)),
        ("A claim on 40 percent of claims", 4, ()),
        ("The dryer of claim 5", 5, ()),
        ("of claims 1 to 9999", 3, (1, 2)),
        ("The dryer of claim 9", 5, ()),
    ],
)
def test_a_claim_names_the_claims_it_refers_back_to(text: str, number: int, back: tuple[int, ...]) -> None:
    assert dependencies(text, number) == back
