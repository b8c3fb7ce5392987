"""Concepts of a text for a Boolean query: key terms that stand together are one, and what the collection writes in their place is an alternative.

Grouping by adjacency and substitution by context are the syntagmatic and paradigmatic relations of Rapp, "The computation of word associations",
COLING 2002, counted here over the documents that the text's own words find.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.strategy.key_terms import key_terms, neighbours
from assistant.strategy.stop_words import LISTS
from indexing.expressions.tree import Close, Either, Word
from indexing.model import Filter, Subquery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexing.expressions.tree import Node
    from indexing.protocols import SearchIndex

_TERMS = 30
"""Key terms that concepts are made of."""
_READ = 20
"""Documents that are read for alternatives."""
_SEEN = 2
"""So many documents must write two words side by side."""
_NEAR = 3
"""How far the words of a concept may stand apart, in words."""
_LONG = 4
"""Words that are shorter are no alternatives."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Words of the text that stand side by side (one or two), their tf·idf weight, and words that the collection has in the place of the last one."""

    words: tuple[str, ...]
    weight: float
    alternatives: tuple[str, ...] = ()

    def expression(self) -> Node:
        """Any of the concept's words, inflected too; two of them near each other, in any order, or written as one."""
        last = [Word(w, stemmed=True) for w in (self.words[-1], *self.alternatives)]
        if len(self.words) == 1:
            return Either(tuple(last)) if len(last) > 1 else last[0]
        second: Node = Either(tuple(last)) if len(last) > 1 else last[0]
        return Either((Close((Word(self.words[0], stemmed=True), second), _NEAR, ordered=False), Word("".join(self.words), stemmed=True)))

    def __str__(self) -> str:
        return " ".join((*self.words[:-1], "/".join((self.words[-1], *self.alternatives))))


def concepts(text: str, index: SearchIndex, alternatives: int) -> list[Concept]:
    """The concepts of `text`, heaviest first, each with at most so many alternatives.

    Two words are one concept where the text and at least two of the documents that its key terms find write them side by side.
    """
    weights = {t.term: t.weight for t in key_terms(text, index, _TERMS)}
    if not weights:
        return []
    written = _written(weights, index)
    pairs = Counter(pair for pair in neighbours(text) if pair[0] in weights and pair[1] in weights and pair[0] != pair[1])
    found: list[Concept] = []
    used: set[str] = set()
    for pair in sorted(pairs, key=lambda p: (-pairs[p], -(weights[p[0]] + weights[p[1]]), p)):
        if used.isdisjoint(pair) and sum(pair in here for here in written) >= _SEEN:
            used.update(pair)
            found.append(Concept(pair, sum(weights[w] for w in pair), _instead(pair, written, set(weights), alternatives)))
    found += [Concept((word,), weight) for word, weight in weights.items() if word not in used]
    return sorted(found, key=lambda c: (-c.weight, c.words))


def _written(terms: Iterable[str], index: SearchIndex) -> list[Counter[tuple[str, str]]]:
    """Neighbouring words in title, abstract and claims of each of the documents that the terms find best."""
    hits = index.search(Subquery("concepts", "concepts", "words", " ".join(terms)), Filter(), _READ)
    documents = [index.document(h.document) for h in hits]
    texts = [[p.title, *(t.text for t in p.abstracts), *(c.text for c in p.claims)] for p in documents]
    return [Counter(pair for text in parts for pair in neighbours(text)) for parts in texts]


def _instead(pair: tuple[str, str], written: list[Counter[tuple[str, str]]], terms: set[str], most: int) -> tuple[str, ...]:
    """What at least two documents write after the first word in place of the second."""
    after: Counter[str] = Counter()
    for here in written:
        after.update({other for one, other in here if one == pair[0]})
    stop = frozenset().union(*LISTS.values())
    known = [
        w for w in after if after[w] >= _SEEN and w not in terms and w not in stop and len(w) >= _LONG and w.isalpha() and not _inflected(w, pair[1])
    ]
    return tuple(sorted(known, key=lambda w: (-after[w], w))[:most])


def _inflected(one: str, other: str) -> bool:
    """Whether two words are likely forms of one, which the index finds anyhow: they differ in their last three letters at most."""
    head = max(_LONG, max(len(one), len(other)) - 3)
    return one[:head] == other[:head]
