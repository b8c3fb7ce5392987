"""The answer without a language model: the documents' own sentences that speak most to the case, verbatim."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assistant.answering.plain_text import plain_text
from assistant.answering.verification import cite
from assistant.answering.vocabulary import overlap
from assistant.model import Statement
from indexing.sentences import clauses, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.links import Links
    from assistant.model import Evidence

_LONGEST = 320
_PER_DOCUMENT = 2


def extract(
    evidence: Sequence[Evidence], stored: Mapping[str, str], terms: Mapping[str, float], links: Links, limit: int, *, related: bool = True
) -> tuple[Statement, ...]:
    """One sentence a piece of evidence, at most two a document and `limit` in all, in the order of the evidence.

    Each is the sentence with the greatest weight of `terms`, the shorter and then the earlier one where they are equal, and is cited in its
    place. With `related` only sentences that hold a term of the case are given; without it a piece that holds none gives its first sentence.
    """
    statements: list[Statement] = []
    count: Counter[str] = Counter()
    for piece in evidence:
        if len(statements) >= limit or count[piece.document] >= _PER_DOCUMENT:
            continue
        chosen = _best(piece, terms)
        if chosen is None or (related and not overlap(piece.text[slice(*chosen)], terms)):
            continue
        start, end = (piece.start + place for place in chosen)
        citation = cite(piece.unit_id, start, end, stored[piece.unit_id], links)
        text = plain_text(citation.quote)
        if text:
            statements.append(Statement(text, (citation,)))
            count[piece.document] += 1
    return tuple(statements)


def _best(piece: Evidence, terms: Mapping[str, float]) -> tuple[int, int] | None:
    """The range within the piece's text of its sentence with the greatest weight of `terms`."""
    ranges = [c for s in sentences(piece.text) for c in clauses(piece.text, *s, _LONGEST)]
    weighed = [(-round(overlap(piece.text[a:b], terms), 9), a, b) for a, b in ranges]
    best = min(weighed, key=lambda w: (w[0], w[2] - w[1] if w[0] else w[1], w[1]), default=None)
    return (best[1], best[2]) if best else None
