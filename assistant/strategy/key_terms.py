"""Key terms of a text by corpus statistics, without a language model.

A term's weight is tf·idf: tf = 1 + ln(count) (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988), and the idf
of BM25 (Robertson and Spärck Jones 1976), ln(1 + (N - df + 0.5) / (df + 0.5)). Words that no document holds are left out: they find nothing. So are
words of grammar and drafting in the text's language, and figures: reference numerals, claim numbers and measures tell no subject apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.strategy.stop_words import stop_words
from indexing.engines.analysers import cjk_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from indexing.protocols import SearchIndex

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BREAK = re.compile(r"[.,;:()\[\]\n]")
_MIN_LENGTH = 2
# 10, 10a, 102b', 0.5, 3-5; not 3d, 5g, h264, 802.11 (a number with three figures before its point names a standard more often than a measure)
_FIGURE = re.compile(r"\d+(?:-\d+)*|\d{2,}[a-z]|\d{1,2}(?:[.]\d+)+")
_DRAWING = re.compile(r"\b(?:figs?|figur(?:e|es|en)?|abb)\b\.?\s?\d+[a-z]?\b", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term as the text writes it (lower case), how often (by the weights of the sections it stands in), in how many documents, and its tf·idf
    weight.
    """

    term: str
    count: float
    documents: int
    weight: float


def key_terms(text: str, index: SearchIndex, count: int) -> tuple[KeyTerm, ...]:
    """The `count` heaviest terms of `text`, heaviest first, ties by term."""
    return key_terms_of(((text, 1.0),), index, count)


def key_terms_of(sections: Iterable[tuple[str, float]], index: SearchIndex, count: int) -> tuple[KeyTerm, ...]:
    """The `count` heaviest terms of several texts; each occurrence counts as much as the weight of its text."""
    counts: Counter[str] = Counter()
    sections = tuple(sections)
    stop = stop_words("\n".join(text for text, _ in sections))
    for text, weight in sections:
        for word in content(text, stop):
            counts[word] += weight  # type: ignore[assignment] # a counter of weights
    return weighed({word: float(n) for word, n in counts.items() if n > 0}, index)[:count]


def weighed(counts: Mapping[str, float], index: SearchIndex) -> tuple[KeyTerm, ...]:
    """All terms of `counts` that any document holds, heaviest first, ties by term."""
    words: Sequence[str] = sorted(counts)
    frequencies, total = index.document_frequency(words) if words else ([], 0)
    terms = [
        KeyTerm(word, counts[word], df, (1 + math.log(max(1.0, counts[word]))) * math.log(1 + (total - df + 0.5) / (df + 0.5)))
        for word, df in zip(words, frequencies, strict=True)
        if df > 0
    ]
    return tuple(sorted(terms, key=lambda t: (-t.weight, t.term)))


def content(text: str, stop: frozenset[str] | None = None) -> list[str]:
    """The words of `text` that may be key terms, in lower case and in order, repeated ones included; Chinese, Japanese and Korean ones as the pairs
    of characters that the index holds.
    """
    stop = stop_words(text) if stop is None else stop
    words = map(str.casefold, _WORD.findall(cjk_terms(text) if _CJK.search(text) else _DRAWING.sub(" ", text)))
    return [word for word in words if len(word) >= _MIN_LENGTH and word not in stop and not _FIGURE.fullmatch(word)]


def neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Words of `text` that stand side by side, in small letters, without those across punctuation."""
    for part in _BREAK.split(text):
        yield from pairwise(map(str.casefold, _WORD.findall(part)))
