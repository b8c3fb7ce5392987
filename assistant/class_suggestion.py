"""Classes suggested for a text: those of the documents nearest to it, by vote.

k nearest neighbours (Fall, Torcsvari, Benzineb and Karetka, "Automated categorization in the International Patent Classification", SIGIR Forum 37,
2003): a neighbour's vote weighs 1 / log2(1 + its rank), and goes whole to each class that it bears. The confidence of a class is its share of the
votes, an estimate of the probability that the text's own document would bear it; weights by rank did as well as weights by cosine. The case's
own documents and their families never vote.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.case_text import search_text
from assistant.strategy.class_votes import votes
from assistant.strategy.own_family import margin, own_documents
from assistant.strategy.rank_fusion import best_per_document, reciprocal_rank_fusion
from indexing.class_scheme import ClassLevel, level_of
from indexing.errors import Cancelled, PriorArtError
from indexing.model import Filter, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Case, Engine, Hit
    from indexing.protocols import SearchIndex

SUGGESTED: tuple[ClassLevel, ...] = ("subclass", "group", "subgroup")
NEIGHBOURS = 20
"""So many give the best estimates on the sample collections; more or fewer change little."""
DEEPER = 4
"""So many times more are asked for at first, because not every document bears classes."""


@dataclass(frozen=True, slots=True)
class ClassSuggestion:
    """A class symbol at its level, its confidence (0 to 1), and the neighbours that bear it or one below it, nearest first."""

    symbol: str
    level: ClassLevel
    confidence: float
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions of each level, the most confident first, and the neighbours that voted, nearest first; what a person must know."""

    suggestions: tuple[ClassSuggestion, ...]
    neighbours: tuple[str, ...]
    notes: tuple[str, ...] = ()


def suggest(case: Case, index: SearchIndex, *, neighbours: int = NEIGHBOURS, count: int = 5, levels: Sequence[ClassLevel] = SUGGESTED) -> Suggested:
    """Classes for the case's text by its nearest documents, found by words and by meaning (fused by reciprocal rank)."""
    own = own_documents(case, index)
    depth = neighbours * DEEPER + margin(case, own)
    text = search_text(case, ("title", "abstract", "claims"))
    lists, notes = [], []
    engines: tuple[Engine, ...] = ("words", "meaning")
    for engine in engines:
        try:
            lists.append(index.search(Subquery(f"suggest.{engine}", "suggest", engine, text), Filter(), depth))
        except Cancelled:
            raise
        except PriorArtError as fault:
            notes.append(f"neighbours were not looked for by {engine}: {fault.message}")
            if len(notes) == len(engines):
                raise
    hits = reciprocal_rank_fusion(lists, [1.0] * len(lists))
    found = suggest_from(hits, case, index, neighbours=neighbours, count=count, levels=levels)
    return Suggested(found.suggestions, found.neighbours, (*notes, *found.notes))


def suggest_from(
    hits: Sequence[Hit],
    case: Case,
    index: SearchIndex,
    *,
    neighbours: int = NEIGHBOURS,
    count: int = 5,
    levels: Sequence[ClassLevel] = SUGGESTED,
) -> Suggested:
    """Classes by the first `neighbours` documents of `hits` (what any recipe found for the case) that bear any, at most `count` a level."""
    weights = _weights(hits, case, index, neighbours)
    found = [
        ClassSuggestion(vote.symbol, level_of(vote.symbol), vote.share, vote.documents)
        for level in levels
        for vote in votes(weights, index, level)[:count]
    ]
    notes = () if len(weights) == neighbours else (_few(len(weights), neighbours),)
    return Suggested(tuple(found), tuple(weights), notes)


def _few(found: int, wanted: int) -> str:
    if not found:
        return "no document near the text bears classes, so none can be suggested"
    return f"only {found} of the {wanted} neighbours asked for bear classes: the confidences are rough"


def _weights(hits: Sequence[Hit], case: Case, index: SearchIndex, neighbours: int) -> dict[str, float]:
    """The nearest documents that bear classes, with the weights of their votes; never the case's own or of its family."""
    own = own_documents(case, index)
    family = case.application.family if case.application else None
    names = [hit.document for hit in best_per_document(hits) if hit.document not in own]
    facts = index.facts_of(names)
    voting = [name for name in names if facts[name].classes and not (family and facts[name].family == family)]
    return {name: 1 / math.log2(1 + rank) for rank, name in enumerate(voting[:neighbours], 1)}
