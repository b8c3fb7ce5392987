"""Key terms of a text by corpus statistics, without a language model.

A term's weight is tf·idf: tf = 1 + ln(count) (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988), and the idf
of BM25 (Robertson and Spärck Jones 1976), ln(1 + (N - df + 0.5) / (df + 0.5)). Words that no document holds are left out: they find nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.protocols import SearchIndex

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BREAK = re.compile(r"[.,;:()\[\]\n]")
_MIN_LENGTH = 2

# Words of grammar and of patent drafting that name no technical thing.
STOP = frozenset(
    """
    a about above according after all also an and another any are art as at be been being below between both but by can claim claimed claims
    comprise comprised comprises comprising consisting contain containing contains could described disclosed does done each either embodiment
    embodiments etc example find first for from further had has have having he how if in include included includes including into invention is
    it its itself least may means method more most not of on one onto or other over plurality preferably present provide provided provides
    providing said same second should show so some such system than that the their them then there thereby therefore therein thereof these they
    third this those through thus to two under upon use used using very was we were what when where whereby wherein whereof which while who
    whose why will with within without would you your
    """.split()  # noqa: SIM905 - a list of words reads as prose
)


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term as the text writes it (lower case), how often, in how many documents, and its tf·idf weight."""

    term: str
    count: int
    documents: int
    weight: float


def key_terms(text: str, index: SearchIndex, count: int) -> tuple[KeyTerm, ...]:
    """The `count` heaviest terms of `text`, heaviest first, ties by term."""
    counts = Counter(word for word in map(str.casefold, _WORD.findall(text)) if len(word) >= _MIN_LENGTH and word not in STOP)
    words = sorted(counts)
    frequencies, total = index.document_frequency(words) if words else ([], 0)
    terms = [
        KeyTerm(word, counts[word], df, (1 + math.log(counts[word])) * math.log(1 + (total - df + 0.5) / (df + 0.5)))
        for word, df in zip(words, frequencies, strict=True)
        if df > 0
    ]
    return tuple(sorted(terms, key=lambda t: (-t.weight, t.term))[:count])


def neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Words of `text` that stand side by side, in small letters, without those across punctuation."""
    for part in _BREAK.split(text):
        yield from pairwise(map(str.casefold, _WORD.findall(part)))
