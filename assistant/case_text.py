"""The text of a case that queries are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.model import own_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Case, Patent

PARTS = ("title", "abstract", "claims")


def search_text(case: Case, parts: Sequence[str] = PARTS) -> str:
    """What is searched for: the case, and in a conversation the case followed by the new question.

    The case is the application where there is one, else what the conversation began with. Turns in between are left out: they drift.
    """
    pieces = [application_text(case.application, parts)] if case.application else []
    if case.history:
        if not pieces:
            pieces.append(case.history[0].question)
        pieces.append(case.text)
    return "\n".join(piece for piece in pieces if piece.strip()) or case.text


def application_text(patent: Patent, parts: Sequence[str]) -> str:
    """The named parts of `patent` in its own language, one a line."""
    claims = [c.text for c in patent.claims if c.language in (None, patent.language)] or [c.text for c in patent.claims]
    texts = {
        "title": [patent.title],
        "abstract": [own_language(patent.abstracts, patent.language)],
        "claims": claims,
        "description": [p.text for p in patent.description if p.language in (None, patent.language)],
    }
    return "\n".join(text for part in parts for text in texts[part] if text.strip())
