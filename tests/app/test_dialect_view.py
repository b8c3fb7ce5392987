"""Queries in the syntax of another site: what is lost is said."""

from __future__ import annotations

import pytest

from assistant.dialect_text.model import Note
from pages.parts.dialect_view import dialect_notes_html
from tests.app.plain import HOSTILE, Shown, assert_inert


def test_what_is_lost_stands_first():
    """Then what the site reads in its own way."""
    shown = Shown(dialect_notes_html([Note("length", "long", "advice"), Note("weights", "no weights")]))
    assert shown.text == "lost: no weightsnote: long"
    assert dialect_notes_html([]) == ""


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_note_becomes_markup(hostile):
    """A note may quote the query."""
    assert_inert(dialect_notes_html([Note("guessed", hostile)]), hostile)
