"""From hits to numbered evidence: which pieces of which documents a model reads, and statements may quote."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.relevance import relevance
from assistant.answering.vocabulary import content, weights
from assistant.case_text import search_text
from assistant.model import Evidence
from indexing.chunking import split_id
from indexing.sentences import clauses, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.model import DocumentHit, SearchResult
    from indexing.model import Case
    from indexing.protocols import SearchIndex
    from prompts.model import RecipeAnswer

CHARS_PER_TOKEN = 4
"""English patent text; a tokenizer would cost more than the estimate does."""
_LONGEST = 320
"""Characters: a longer sentence, as claims are, is cut into clauses."""
_SPOKEN_OF = 0.5
_SHORTEST = 40
"""Characters; a shorter piece is a heading or a fragment."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A candidate: `text` is the unit's `[start:end]`."""

    hit: DocumentHit
    unit: str
    start: int
    end: int
    text: str


def gather(case: Case, result: SearchResult, index: SearchIndex, budget: RecipeAnswer) -> tuple[Evidence, ...]:
    """Numbered evidence, most relevant first: the sentences of the hits' passages that speak most to the case.

    Each piece is one sentence (of a long one a clause) of one stored unit (`units[unit][start:end] == text`) of one of the first
    `budget.documents` hits, at most `budget.passages` a document and `budget.statements` in all, within `budget.evidence_tokens`. A sentence
    less than `budget.cut` times as relevant as the best is left out, and the same words are never given twice. The same result on the same
    generation gives the same evidence; its `score` is the relevance. Empty where there are no hits.
    """
    longest = min(_LONGEST, budget.evidence_tokens * CHARS_PER_TOKEN)
    pieces = [p for hit in result.hits[: budget.documents] for p in _pieces(hit, index, longest)]
    candidates = [(p.hit.title, " ".join(p.text.split())) for p in pieces]
    scores = relevance(search_text(case), candidates, case_terms(case, result, index), index, budget.meaning)
    ranked = sorted(zip(scores, pieces, strict=True), key=lambda sp: (-round(sp[0], 6), sp[1].hit.rank))
    features = {q.feature: set(content(q.feature)) for q in result.plan.queries if q.feature}
    left, given, seen = budget.evidence_tokens * CHARS_PER_TOKEN, Counter[str](), set[str]()
    evidence: list[Evidence] = []
    for score, piece in ranked:
        if len(evidence) == budget.statements or score < budget.cut * ranked[0][0]:
            break
        words_of = " ".join(content(piece.text))
        if given[piece.hit.id] == budget.passages or len(piece.text) > left or words_of in seen:
            continue
        left -= len(piece.text)
        given[piece.hit.id] += 1
        seen.add(words_of)
        evidence.append(_evidence(len(evidence) + 1, piece, score, _feature(piece.text, features)))
    return tuple(evidence)


def _evidence(number: int, piece: _Piece, score: float, feature: str | None) -> Evidence:
    hit = piece.hit
    return Evidence(number, hit.id, hit.title, f"{hit.id}#{piece.unit}", piece.start, piece.end, piece.text, score, feature)


def case_terms(case: Case, result: SearchResult, index: SearchIndex) -> dict[str, float]:
    """What the case and its queries ask about, by stem, weighted by rarity in the index."""
    texts = [case.text, *(q.text for q in result.plan.queries if q.text != case.text)]
    return weights([*texts, *(term for q in result.plan.queries for term, _ in q.terms)], index)


def _pieces(hit: DocumentHit, index: SearchIndex, longest: int) -> list[_Piece]:
    """The sentences of the document's passages, in the order of the passages; none twice, no fragments where there is anything else."""
    units = index.document(hit.id).units()
    pieces: dict[tuple[str, int, int], _Piece] = {}
    for passage in hit.passages:
        for unit, start, end in unit_ranges(passage.id, units):
            text = units[unit]
            for sentence in _within(sentences(text), start, end):
                for a, b in clauses(text, *sentence, longest):
                    pieces.setdefault((unit, a, b), _Piece(hit, unit, a, b, text[a:b]))
    return [p for p in pieces.values() if len(p.text) >= _SHORTEST] or list(pieces.values())


def unit_ranges(passage_id: str, units: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """The (unit, start, end) that a passage covers, in reading order: one for a unit or a part of one, several for a run."""
    _, where = split_id(passage_id)
    if where.first not in units or where.last not in units:
        return []
    if where.start is not None and where.end is not None:
        return [(where.first, where.start, min(where.end, len(units[where.first])))]
    names, language = list(units), where.first.partition("@")[2]
    run = names[names.index(where.first) : names.index(where.last) + 1]
    return [(name, 0, len(units[name])) for name in run if name.partition("@")[2] == language]


def _within(ranges: Iterable[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The ranges that lie within `[start, end)`; where none does, those that touch it, whole."""
    ranges = list(ranges)
    inside = [r for r in ranges if start <= r[0] and r[1] <= end]
    return inside or [r for r in ranges if r[0] < end and start < r[1]]


def _feature(text: str, features: Mapping[str, set[str]]) -> str | None:
    """The feature of the case that shares most of its words with `text`; None where none shares half of them."""
    present = set(content(text))
    shares = {f: len(wanted & present) / len(wanted) for f, wanted in features.items() if wanted}
    best = max(shares, key=lambda f: (shares[f], f), default=None)
    return best if best is not None and shares[best] >= _SPOKEN_OF else None
