"""A model's words carry nothing that a door could render or follow."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.plain_text import plain_text

NAUGHTY = json.loads((Path(__file__).parents[2] / "data" / "text" / "naughty-strings.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hood tilts.", "The hood tilts."),
        ("See [here](http://evil.example/x?q=1) now", "See here now"),
        ("![a](https://evil.example/p.png) b", "a b"),
        ("<img src=x onerror=alert(1)>The fan", "The fan"),
        ("<b>bold</b> and *this* and `that` and __those__", "bold and this and that and those"),
        ("visit https://evil.example/a_b or www.evil.example today", "visit or today"),
        ("javascript:alert(1) said", "said"),
        ("a\u202eb\u2066c\u200bd\x00e\x1bf", "abcdef"),
        ("two\nlines\tand  blanks", "two lines and blanks"),
        ("[a]([b](http://x.example))", "a"),
        ("# A heading", "A heading"),
        ("part 12_a of snake_case at 5 < 6 and 7 > 6", "part 12_a of snake_case at 5 < 6 and 7 > 6"),
        ("the ratio 1:2 and/or -5 °C", "the ratio 1:2 and/or -5 °C"),
        ("<<b>script>alert(1)</script>", "< script>alert(1)"),
    ],
)
def test_markup_and_addresses_are_taken_out(text, expected):
    assert plain_text(text) == expected


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), st.sampled_from(NAUGHTY), st.text(alphabet="[]()<>!*_`:/ htpws.a\u202e", max_size=60)))
def test_nothing_that_acts_is_left_and_a_second_pass_changes_nothing(text):
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert not any(unicodedata.category(c).startswith("C") for c in plain)
    assert "](" not in plain.replace(" ", "") or "[" not in plain
    assert "http://" not in plain.casefold()
