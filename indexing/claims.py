"""Claims out of running text, and the claims that a claim refers back to."""

from __future__ import annotations

import re

from indexing.model import Claim
from indexing.text import clean

_LINE_NUMBER = re.compile(r"(?:\A|\n)\s*(\d{1,4})\s?[.)][ \t]*(?=\S)")
_INLINE_NUMBER = re.compile(r"(?:\A|(?<=[.;:])\s+)(\d{1,4})\s?[.)]\s+(?=[A-Z])")
_LIMB = re.compile(r"[ \t]{3,}|\s*\n\s*")
_NUMBERS = r"\d{1,4}(?:\s*(?:,|;|-|–|/|to|through|thru|until|and/or|and|or|bis|und|oder|à|et|ou)?\s*(?:claims?\s*)?\d{1,4})*"
_REFERENCE = re.compile(rf"\b(?:claims?|Ansprüchen?|Anspruch|revendications?)\s+(?:Nos?\.\s*)?({_NUMBERS})(?!\s*[a-z]?%)", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*(?:-|–|to|through|thru|until|bis|à)\s*(?:claims?\s*)?(\d+)")
_PRECEDING = re.compile(
    r"\b(?:preceding|previous|foregoing|above|vorhergehenden|vorstehenden|précédentes?)\s+(?:claims?|Ansprüche|Anspruch)\b", re.IGNORECASE
)


def dependencies(text: str, number: int) -> tuple[int, ...]:
    """The claims that claim `number` with this `text` refers back to, sorted: `claim 3`, `any of claims 1 to 4`, `any preceding claim`."""
    found: set[int] = set()
    for match in _REFERENCE.finditer(text):
        span = match[1]
        for low, high in _RANGE.findall(span):
            found.update(range(int(low), min(int(high), number - 1) + 1))
        found.update(int(n) for n in re.findall(r"\d+", span))
    if _PRECEDING.search(text):
        found.update(range(1, number))
    return tuple(sorted(n for n in found if 1 <= n < number))


def split_claims(text: str, language: str | None = None) -> tuple[Claim, ...]:
    """The numbered claims of one text (`What is claimed is: 1. A dryer … 2. The dryer of claim 1 …`), without what stands before the first.

    A number counts where it stands at a line's start, or after a sentence where the text has no lines, and where it is the next one;
    so `a ratio of 2. 5` starts no claim. A text without numbers is one claim. The limbs of a claim are lines.
    """
    starts = _in_sequence(_LINE_NUMBER, text)
    inline = _in_sequence(_INLINE_NUMBER, text)
    starts = inline if len(inline) > 2 * len(starts) else starts
    if not starts:
        body = _limbs(text)
        return (Claim(1, body, (), language),) if body else ()
    claims = []
    for n, (number, _, begin) in enumerate(starts):
        end = starts[n + 1][1] if n + 1 < len(starts) else len(text)
        body = re.sub(rf"\A{number}\s?[.)]\s+", "", _limbs(text[begin:end]))  # some sources print the number twice
        if body:
            claims.append(Claim(number, body, dependencies(body, number), language))
    return tuple(claims)


def _in_sequence(pattern: re.Pattern[str], text: str) -> list[tuple[int, int, int]]:
    """(number, where it stands, where its text begins) of the matches that count on by one from the first (1 where there is a 1)."""
    matches = [(int(m[1]), m.start(), m.end()) for m in pattern.finditer(text)]
    first = next((n for n, (number, _, _) in enumerate(matches) if number == 1), 0)
    found: list[tuple[int, int, int]] = []
    for match in matches[first:]:
        if not found or match[0] == found[-1][0] + 1:
            found.append(match)
    return found


def _limbs(text: str) -> str:
    """A claim's text with each of its limbs (parted by three spaces or a line's end at the source) on a line of its own."""
    lines = (clean(part) for part in _LIMB.split(text))
    return "\n".join(line for line in lines if line)
