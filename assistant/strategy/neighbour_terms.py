"""Synonyms and broader terms of a term, from the collection itself.

Candidates are the words that stand beside the term in the passages that hold it best (local co-occurrence: Xu and Croft, "Query expansion using
local and global document analysis", SIGIR 1996). A candidate is a synonym where its vector is near the term's (cosine, by the generation's own
embedder), and a broader term where it subsumes the term: it stands in at least so large a share of the documents that hold the term, and the term
does not stand in all of those that hold it (Sanderson and Croft, "Deriving concept hierarchies from text", SIGIR 1999: P(x|y) >= .8, P(y|x) < 1).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.answering.vocabulary import stem
from assistant.strategy.key_terms import content
from indexing.model import Filter, Subquery

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from indexing.protocols import SearchIndex

Relation = Literal["synonym", "broader"]

_PART = re.compile(r"[-'’. ]")
_LEAST_DOCUMENTS = 3
"""A word that fewer documents hold is a misprint as often as a term."""


@dataclass(frozen=True, slots=True)
class NeighbourTerm:
    """`term` belongs with `of`; `strength` is the cosine of a synonym, or the share of the documents with `of` that hold a broader term."""

    term: str
    of: str
    relation: Relation
    strength: float
    documents: int

    def why(self) -> str:
        """How a plan shows it: `fastener (synonym of clip, cosine .61)`."""
        measure = "cosine" if self.relation == "synonym" else "in a share of its documents of"
        return f"{self.term} ({self.relation} of {self.of}, {measure} {self.strength:.2f})"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a neighbour must keep to. `passages` are read for each term and `candidates` of their words compared; `synonyms` and `broader` at most so
    many are kept a term; a term that more than `common` of all documents hold is none.
    """

    passages: int = 20
    candidates: int = 8
    synonyms: int = 2
    broader: int = 1
    cosine: float = 0.5
    subsumed: float = 0.8
    common: float = 0.1


def neighbours(terms: Sequence[str], known: Collection[str], index: SearchIndex, bounds: Bounds) -> tuple[NeighbourTerm, ...]:
    """The neighbours of `terms`, term by term, strongest first, ties by term; none of them among `known` or a form of one of those.

    One words query a term, one call for all document frequencies and one for all vectors: the cost is bounded whatever the case is.
    """
    stems = {stem(part) for word in known for part in (word, *_PART.split(word))}
    pools = {term: _beside(term, stems, index, bounds) for term in terms}
    words = sorted({word for pool in pools.values() for word in pool})
    if not words:
        return ()
    frequencies, total = index.document_frequency([*words, *terms])
    documents = dict(zip([*words, *terms], frequencies, strict=True))
    fit = {t: [w for w in pool if _LEAST_DOCUMENTS <= documents[w] <= bounds.common * total] for t, pool in pools.items()}
    fit = {t: _telling(pools[t], pool, documents, total)[: bounds.candidates] for t, pool in fit.items()}
    found = _broader(fit, documents, index, bounds)
    found += _synonyms(fit, documents, index, bounds)
    return _once(found, list(terms))


def _beside(term: str, stems: set[str], index: SearchIndex, bounds: Bounds) -> Counter[str]:
    """How many of the best passages for `term` hold each word beside it."""
    hits = index.search(Subquery("neighbours", "neighbours", "words", term, "passage"), Filter(), bounds.passages)
    counts: Counter[str] = Counter()
    for hit in hits:
        if hit.passage:
            counts.update({word for word in content(index.passage(hit.passage).text) if stem(word) not in stems and "-" not in word})
    return Counter({word: n for word, n in counts.items() if n > 1})


def _telling(pool: Counter[str], words: Sequence[str], documents: dict[str, int], total: int) -> list[str]:
    """`words` by how often they stand beside the term, weighed by how rare they are, ties by word."""
    weight = {word: pool[word] * math.log(1 + (total - documents[word] + 0.5) / (documents[word] + 0.5)) for word in words}
    return sorted(words, key=lambda word: (-weight[word], word))


def _synonyms(fit: dict[str, list[str]], documents: dict[str, int], index: SearchIndex, bounds: Bounds) -> list[NeighbourTerm]:
    texts = sorted({word for pool in fit.values() for word in pool} | {term for term, pool in fit.items() if pool})
    if not texts or not bounds.synonyms:
        return []
    vectors = dict(zip(texts, index.encode(texts), strict=True))
    found = []
    for term, pool in fit.items():
        near = [(round(math.fsum(a * b for a, b in zip(vectors[term], vectors[word], strict=True)), 4), word) for word in pool]
        best = sorted((-cosine, word) for cosine, word in near if cosine >= bounds.cosine)[: bounds.synonyms]
        found += [NeighbourTerm(word, term, "synonym", -cosine, documents[word]) for cosine, word in best]
    return found


def _broader(fit: dict[str, list[str]], documents: dict[str, int], index: SearchIndex, bounds: Bounds) -> list[NeighbourTerm]:
    pairs = [(word, term) for term, pool in fit.items() for word in pool if documents[word] > documents[term] > 0]
    if not pairs or not bounds.broader:
        return []
    both, _ = index.document_frequency([f"{word} {term}" for word, term in pairs])
    shares: dict[str, list[tuple[float, str]]] = {}
    for (word, term), n in zip(pairs, both, strict=True):
        share = round(n / documents[term], 4)
        if share >= bounds.subsumed and n < documents[word]:
            shares.setdefault(term, []).append((-share, word))
    return [
        NeighbourTerm(word, term, "broader", -share, documents[word])
        for term, best in shares.items()
        for share, word in sorted(best)[: bounds.broader]
    ]


def _once(found: Sequence[NeighbourTerm], order: Sequence[str]) -> tuple[NeighbourTerm, ...]:
    """Each term once, where it is strongest, in the order of the terms they belong to."""
    best: dict[str, NeighbourTerm] = {}
    for one in sorted(found, key=lambda n: (-n.strength, order.index(n.of), n.relation)):
        best.setdefault(stem(one.term), one)
    return tuple(sorted(best.values(), key=lambda n: (order.index(n.of), -n.strength, n.term)))
