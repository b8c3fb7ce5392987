"""What stands in the document at the place a citation names, and whether the quote is that, letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eval.answers.model import Cited
    from indexing.protocols import SearchIndex


def stored_in(index: SearchIndex) -> Callable[[str], str | None]:
    """The stored text of a unit by its id (`US10123456B2#claim.1`), None where the index has no such unit; read anew from the index."""

    def text(passage: str) -> str | None:
        document, _, unit = passage.partition("#")
        try:
            return index.document(document).units().get(unit)
        except UsageError:
            return None

    return text


def at_place(cited: Cited, stored: Callable[[str], str | None]) -> str | None:
    """What a reader finds where the citation leads: `stored[start:end]`; None where there is no such unit, or the place is not within it."""
    text = stored(cited.passage)
    if text is None or not 0 <= cited.start < cited.end <= len(text):
        return None
    return text[cited.start : cited.end]


def exact(cited: Cited, stored: Callable[[str], str | None]) -> bool:
    """Whether the quote is, code point by code point, what stands at its place."""
    return at_place(cited, stored) == cited.quote
