"""Which of many texts say most of what a case is about."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from assistant.strategy.key_terms import content, weighed
from assistant.strategy.stop_words import stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.protocols import SearchIndex

TERMS = 50
"""So many key terms of all the texts together tell what they are about."""
_SHORT = 40
"""A text counts as no shorter than so many words, so that a heading does not win by one term."""


def densest(texts: Sequence[str], count: int, index: SearchIndex) -> tuple[int, ...]:
    """The places (from 0, rising) of the `count` texts that are densest in the key terms of all of them together.

    Density: the tf·idf weights of the 50 key terms that the text holds, each once, over the square root of its length in words: between the sum,
    which favours the longest text, and the mean, which favours the shortest.
    """
    if len(texts) <= count:
        return tuple(range(len(texts)))
    stop = stop_words("\n".join(texts))
    words = [content(text, stop) for text in texts]
    counts = Counter(word for one in words for word in one)
    weights = {term.term: term.weight for term in weighed({word: float(n) for word, n in counts.items()}, index)[:TERMS]}
    scores = [math.fsum(weights.get(word, 0.0) for word in sorted(set(one))) / math.sqrt(max(_SHORT, len(one))) for one in words]
    best = sorted(range(len(texts)), key=lambda n: (-scores[n], n))[:count]
    return tuple(sorted(best))
