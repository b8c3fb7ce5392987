"""Why a document is, or is not, in a round's list: asked of the record of that very search. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.records.record import show
from assistant.records.why import why
from indexing.errors import PriorArtError, UsageError

if TYPE_CHECKING:
    from assistant.records.why import Why
    from indexing.protocols import SearchIndex
    from pages.parts.conversation import Round

MOST_CHARACTERS = 200
"""A publication number is never as long; what is longer is no number."""


@dataclass(frozen=True, slots=True)
class Account:
    """What was asked for, and what became of it: the account, or why there is none."""

    number: str
    why: Why | None = None
    error: PriorArtError | None = None


def account(turn: Round, number: str, index: SearchIndex) -> Account:
    """The account of the document `number`, in any form."""
    number = number.strip()
    try:
        if not number:
            raise UsageError("no number is given", "write a publication number, such as US10123456B2")
        if len(number) > MOST_CHARACTERS:
            raise UsageError("this is no publication number", "write one, such as US10123456B2")
        return Account(number, why(_content(turn), number, index))
    except PriorArtError as error:
        return Account(number[:MOST_CHARACTERS], error=error)


def _content(turn: Round) -> dict[str, Any]:
    """What the record of the round's search holds."""
    if turn.content is not None:
        return turn.content
    if turn.outcome is None or turn.outcome.record is None:
        raise UsageError("there is no search to ask", "search first")
    return show(turn.outcome.record)
