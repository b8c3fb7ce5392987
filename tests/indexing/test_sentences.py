"""Sentences of patent text end where a reader would end them, and nothing is lost between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.sentences import clauses, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hood tilts. It is light.", ["The hood tilts.", "It is light."]),
        ("As FIG. 3 shows, U.S. Pat. No. 4,712,313 has a fan. It turns.", ["As FIG. 3 shows, U.S. Pat. No. 4,712,313 has a fan.", "It turns."]),
        (
            "A dryer, e.g. a hand dryer, of 12.5 W. The fan, i.e. the rotor, turns.",
            ["A dryer, e.g. a hand dryer, of 12.5 W.", "The fan, i.e. the rotor, turns."],
        ),
        ("It opens the valve A. The valve closes.", ["It opens the valve A.", "The valve closes."]),
        ("Is it dry? Yes! (It is.) Good.", ["Is it dry?", "Yes!", "(It is.)", "Good."]),
        ("The switch ( 16 . 1 , 16 . 2 ) is on . It works.", ["The switch ( 16 . 1 , 16 . 2 ) is on .", "It works."]),
        ("一种吹风机。包括外壳。", ["一种吹风机。", "包括外壳。"]),
        ("A heading\n\nA text of it", ["A heading", "A text of it"]),
        ("", []),
        (" \n ", []),
        ("no mark at all", ["no mark at all"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert [text[a:b] for a, b in sentences(text)] == expected


@settings(deadline=None)
@given(st.text(alphabet="ab A.?!;,:\n 1。", max_size=120))
def test_sentences_cover_every_character_but_the_space_between(text):
    ranges = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in ranges) == "".join(text.split())
    assert all(a < b for a, b in ranges)
    assert all(b <= c for (_, b), (c, _) in pairwise(ranges))


@settings(deadline=None)
@given(st.text(alphabet="ab ;,:\n the", max_size=200), st.integers(1, 40))
def test_clauses_cover_their_text_and_keep_to_the_length(text, longest):
    ranges = clauses(text, 0, len(text), longest)
    assert "".join("".join(text[a:b].split()) for a, b in ranges) == "".join(text.split())
    assert all(b - a <= longest or " " not in text[a:b].strip() for a, b in ranges)


def test_a_claim_is_cut_between_its_elements():
    claim = "A dryer comprising: a housing with an inlet; a fan within the housing; and a heater, wherein the heater is a coil."
    pieces = [claim[a:b] for a, b in clauses(claim, 0, len(claim), 48)]
    assert pieces == ["A dryer comprising: a housing with an inlet;", "a fan within the housing; and a heater,", "wherein the heater is a coil."]
