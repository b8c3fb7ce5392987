"""The text of a case that queries are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from indexing.model import own_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Case, Patent

Part = Literal["title", "abstract", "claims", "description"]
PARTS: tuple[Part, ...] = ("title", "abstract", "claims")


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


def search_sections(case: Case, parts: Sequence[Part] = PARTS) -> list[tuple[Part | None, str]]:
    """`search_text` by sections: each part of the application under its name, what was typed under None; joined by lines it is the same text."""
    sections: list[tuple[Part | None, str]] = []
    if case.application:
        sections = [(part, application_text(case.application, (part,))) for part in parts]
    if case.history:
        if not case.application:
            sections = [(None, case.history[0].question)]
        sections.append((None, case.text))
    sections = [(part, text) for part, text in sections if text.strip()]
    return sections or [(None, case.text)]


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
