"""From hits to numbered evidence: which pieces of which documents a model reads, and statements may quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model import Evidence
from assistant.vocabulary import content, overlap, weights
from indexing.chunking import split_id
from indexing.sentences import clauses, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assistant.model import DocumentHit, SearchResult
    from indexing.model import Case
    from indexing.protocols import SearchIndex
    from prompts.model import RecipeAnswer

CHARS_PER_TOKEN = 4
"""English patent text; a tokenizer would cost more than the estimate does."""
_PIECE_TOKENS = 100
_SPOKEN_OF = 0.5
_SHORTEST = 40
"""Characters; a shorter piece is a heading or a fragment."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A candidate: `units[unit][start:end]`, the weight of the case's terms in it, and the place of its passage among the document's."""

    unit: str
    start: int
    end: int
    text: str
    weight: float
    order: int


def gather(case: Case, result: SearchResult, index: SearchIndex, budget: RecipeAnswer) -> tuple[Evidence, ...]:
    """Numbered evidence from the best passages of the first `budget.documents` hits, within `budget.evidence_tokens`.

    Each piece lies in one stored unit (`units[unit][start:end] == text`) and is a run of whole sentences of at most about 100 tokens: those
    that speak most to the case. Documents take turns, best first, until each has given `budget.passages`, the budget is spent, or there is
    one piece for each statement. The same result on the same generation gives the same evidence. Empty where there are no hits.
    """
    terms = case_terms(case, result, index)
    longest = min(_PIECE_TOKENS, budget.evidence_tokens) * CHARS_PER_TOKEN
    features = {q.feature: set(content(q.feature)) for q in result.plan.queries if q.feature}
    queues = [(hit, _pieces(hit, index, terms, longest)[: budget.passages]) for hit in result.hits[: budget.documents]]
    left = budget.evidence_tokens * CHARS_PER_TOKEN
    evidence: list[Evidence] = []
    for hit, piece in _turns(queues):
        if len(evidence) == budget.statements:
            break
        if len(piece.text) > left:
            continue
        left -= len(piece.text)
        evidence.append(
            Evidence(
                number=len(evidence) + 1,
                document=hit.id,
                title=hit.title,
                unit_id=f"{hit.id}#{piece.unit}",
                start=piece.start,
                end=piece.end,
                text=piece.text,
                score=hit.score,
                feature=_feature(piece.text, features),
            )
        )
    return tuple(evidence)


def case_terms(case: Case, result: SearchResult, index: SearchIndex) -> dict[str, float]:
    """What the case and its queries ask about, by stem, weighted by rarity in the index."""
    texts = [case.text, *(q.text for q in result.plan.queries if q.text != case.text)]
    return weights([*texts, *(term for q in result.plan.queries for term, _ in q.terms)], index)


def _turns(queues: list[tuple[DocumentHit, list[_Piece]]]) -> Iterator[tuple[DocumentHit, _Piece]]:
    """Every document's best piece, then every second one, and so on."""
    for turn in range(max((len(pieces) for _, pieces in queues), default=0)):
        yield from ((hit, pieces[turn]) for hit, pieces in queues if turn < len(pieces))


def _pieces(hit: DocumentHit, index: SearchIndex, terms: Mapping[str, float], longest: int) -> list[_Piece]:
    """The document's candidate pieces, best first: by weight of the case's terms, then by the rank of the passage they come from; none twice."""
    units = index.document(hit.id).units()
    pieces: dict[tuple[str, int, int], _Piece] = {}
    for order, passage in enumerate(hit.passages):
        for unit, start, end in unit_ranges(passage.id, units):
            piece = _best_run(units[unit], unit, start, end, terms, longest, order)
            if piece:
                pieces.setdefault((unit, piece.start, piece.end), piece)
    long_enough = [p for p in pieces.values() if len(p.text) >= _SHORTEST] or list(pieces.values())
    return sorted(long_enough, key=lambda p: (-round(p.weight, 9), p.order, p.unit, p.start))


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


def _best_run(text: str, unit: str, start: int, end: int, terms: Mapping[str, float], longest: int, order: int) -> _Piece | None:
    """The run of whole sentences (or clauses, where a sentence alone is too long) of `text[start:end]` that weighs most within `longest`
    characters; the shortest such run, then the first.
    """
    parts = [c for s in _within(sentences(text), start, end) for c in clauses(text, *s, longest)]
    best: tuple[float, int, int] | None = None
    chosen: tuple[int, int] | None = None
    for i, (first, _) in enumerate(parts):
        for _, last in parts[i:]:
            if last - first > longest and last != parts[i][1]:
                break
            weight = overlap(text[first:last], terms)
            rank = (-round(weight, 9), last - first if weight else first, first)
            if best is None or rank < best:
                best, chosen = rank, (first, last)
    if best is None or chosen is None:
        return None
    return _Piece(unit, chosen[0], chosen[1], text[chosen[0] : chosen[1]], -best[0], order)


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
