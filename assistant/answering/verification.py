"""From what a model wrote to what may be shown: the quote is found, the words agree, or the sentence is withheld with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from assistant.answering.citations import find_quote, to_end_of_sentence, with_negation
from assistant.answering.plain_text import plain_text
from assistant.answering.support import OVERLAP_QUOTE, OVERLAP_SOURCE, objection
from assistant.model import Citation, Rejected, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.links import Links
    from assistant.model import Evidence


QUOTE_CHARS = 240
"""A quote is shown to the end of its sentence, or clause, where that keeps it within so many characters."""
_CUT = 165
"""A sentence of at least so many characters without a mark at its end ran into the schema's limit."""
_PREAMBLE = re.compile(
    r"^(?:the|this) (?:passage|text|sentence|document) (?:states|says|describes|discusses|discloses|mentions|indicates) (?:that )?", re.IGNORECASE
)


class Draft(BaseModel):
    """A statement as the model writes it: the number of the passage and the sentence; the quote is the passage unless a part of it is given."""

    model_config = ConfigDict(extra="ignore", strict=True)
    evidence: int
    quote: str = Field(default="", max_length=2000)
    text: str = Field(max_length=2000)


class Drafts(BaseModel):
    """A whole reply."""

    model_config = ConfigDict(extra="ignore", strict=True)
    statements: list[Draft] = Field(max_length=50)


def verify(
    draft: Draft,
    shown: Sequence[Evidence],
    stored: Mapping[str, str],
    question: str,
    links: Links,
    shares: tuple[float, float] = (OVERLAP_SOURCE, OVERLAP_QUOTE),
) -> Statement | Rejected:
    """The statement with its verified citation, or why it is withheld.

    `shown` is the evidence that the model read, `stored` the whole text of each unit by unit id, `question` the text of the case,
    `shares` as in `support`.
    """
    text = _PREAMBLE.sub("", plain_text(draft.text))
    text = text[:1].upper() + text[1:]
    if not text:
        return Rejected(draft.text, "it is empty")
    if text.startswith("How "):
        return Rejected(text, "it says what the passage is about, not what it says")
    if text[-1].isalnum() and len(draft.text) >= _CUT:
        return Rejected(text, "it was cut off")
    cited = next((e for e in shown if e.number == draft.evidence), None)
    if cited is None:
        return Rejected(text, f"it cites passage {draft.evidence}, which it was not given")
    whole = (cited, cited.start, cited.end) if not draft.quote else None
    place = whole or _place(draft.quote, cited, shown, stored) or _cut_place(draft.quote, cited, stored[cited.unit_id])
    if place is None:
        return Rejected(text, f'its quote is not in passage {cited.number}: "{plain_text(draft.quote)}"')
    evidence, start, end = place
    if not whole:
        end = to_end_of_sentence(stored[evidence.unit_id], start, end, QUOTE_CHARS)
    citation = cite(evidence.unit_id, start, end, stored[evidence.unit_id], links)
    reason = objection(text, citation.quote, f"{evidence.title}. {evidence.text} {citation.quote}", question, shares)
    return Rejected(text, reason) if reason else Statement(text, (citation,))


def cite(unit_id: str, start: int, end: int, stored: str, links: Links) -> Citation:
    """The citation of `stored[start:end]`, begun earlier where a negation would be lost."""
    start, end = with_negation(stored, start, end)
    return Citation(unit_id, stored[start:end], start, end, links.passage(unit_id, start, end), stored)


def _place(quote: str, cited: Evidence, shown: Sequence[Evidence], stored: Mapping[str, str]) -> tuple[Evidence, int, int] | None:
    """Where the quote stands: in the cited passage's unit, else, if letter for letter, in the first other passage that was shown."""
    found = find_quote(quote, stored[cited.unit_id], cited.start, cited.end)
    if found:
        return cited, *found
    for other in shown:
        if other is not cited and quote.strip() in other.text:
            found = find_quote(quote, stored[other.unit_id], other.start, other.end)
            if found:
                return other, *found
    return None


def _cut_place(quote: str, cited: Evidence, stored: str) -> tuple[Evidence, int, int] | None:
    """Where a quote stands whose last word the schema's limit cut: without that word, where the stored text goes on with what is left of it."""
    whole, _, rest = quote.rstrip().rpartition(" ")
    found = find_quote(whole, stored, cited.start, cited.end)
    if found and rest and stored[found[1] :].lstrip().startswith(rest):
        return cited, *found
    return None
