"""A word is looked for in the spellings and forms that documents use."""

from __future__ import annotations

import pytest

from assistant.answering.word_forms import word_forms


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("ionised", "ionized"), ("ionizing", "ionise"), ("grips", "grip"), ("gripped", "grip"), ("switched", "switch"), ("colour", "color"),
        ("color", "colour"), ("vaporiser", "vaporizer"), ("travelling", "traveling"), ("labeled", "labelled"), ("centre", "center"),
        ("fibers", "fibres"),

        ("aluminium", "aluminum"), ("sulphur", "sulfur"), ("batteries", "battery"), ("analyse", "analyze"), ("grey", "gray"), ("dryers", "dryer"),
    ],
)  # fmt: skip
def test_the_other_spelling_or_form_is_among_them(asked, written):
    assert written in word_forms(asked)


@pytest.mark.parametrize(("asked", "other"), [("heat", "cold"), ("ionised", "iron"), ("hood", "hold")])
def test_another_word_is_not_among_them(asked, other):
    assert other not in word_forms(asked)
