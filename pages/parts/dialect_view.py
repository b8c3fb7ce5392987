"""A plan's queries in the syntax of a patent office's site as HTML: the notes of what is lost. Plain functions from records to markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialect_text.model import Note

_WEIGHTS = {"lost": "lost", "advice": "note"}


def dialect_notes_html(notes: Sequence[Note]) -> Html:
    """What is lost, then what the site reads in its own way, one line each."""
    order = sorted(notes, key=lambda note: note.weight != "lost")
    rows = [tag("li", tag("strong", _WEIGHTS.get(note.weight, note.weight)), ": ", note.text) for note in order]
    return tag("ul", *rows, class_="notes", aria_label="Notes on the syntax") if rows else Html()
