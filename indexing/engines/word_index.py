"""The word index of one granularity in all its languages: one index a language, each with its own statistics.

A document is scored in each language it is written in, and has the best of these scores: its claims in three languages do not count three
times, and rare languages are not measured by the lengths and frequencies of common ones. The best `limit` of the whole are among the best
`limit` of the languages, so nothing is lost by asking each for as many.

A filter inside the engine keeps it from skipping what cannot be among the best (block-max WAND, Ding and Suel 2011). Where a filter leaves much, more
are asked for without it, and what it forbids is dropped: the same entries, sooner.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from indexing.engines.lexical import ROOM, Conditions, Words, WordsWriter
from indexing.engines.retrieval import best_by_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.engines.filters import Known
    from indexing.engines.lexical import Entry, Nearness
    from indexing.engines.retrieval import Found

    Weights = Mapping[str, Mapping[str, float]]
    Scored = tuple[NDArray[np.int64], NDArray[np.float64]]

_FURTHER_ROOM = 16_000_000
"""What the writers of all languages but the first may hold each: collections have one or two main languages."""

_MUCH = 0.3
"""Filters that leave at least this share of the documents are tried after the search first."""
_FEW = 100
"""That is, where not more than one entry in so many is read in vain: each costs about as much as a hundred that are searched."""


class WordIndexWriter:
    """Adds entries to, and removes documents from, the index in `folder` (made where there is none), whatever their language."""

    def __init__(self, folder: Path, fields: Sequence[str]) -> None:
        self._folder = folder
        self._fields = tuple(fields)
        self._writers: dict[str, WordsWriter] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def _writer(self, analyser: str) -> WordsWriter:
        if analyser not in self._writers:
            room = _FURTHER_ROOM if self._writers else ROOM
            self._writers[analyser] = WordsWriter(self._folder / analyser, self._fields, analyser, room)
        return self._writers[analyser]

    def remove(self, document: int) -> None:
        """Remove everything of the document with this ordinal."""
        for name in names(self._folder):
            self._writer(name).remove(document)

    def add(self, analyser: str, entry: Entry) -> None:
        """Add an entry in the language of `analyser`."""
        self._writer(analyser).add(entry)

    def finish(self) -> None:
        """Write everything out and let go of the folder."""
        for writer in self._writers.values():
            writer.finish()

    def leave(self) -> None:
        """Let go of the folder, whatever is written."""
        for writer in self._writers.values():
            writer.leave()


def names(folder: Path) -> list[str]:
    """The analysers that a word index has, sorted."""
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir())


class WordIndex:
    """An open word index; safe for many threads."""

    def __init__(self, folder: Path, fields: Sequence[str]) -> None:
        self._languages = {name: Words(folder / name, fields, name) for name in names(folder)}

    @property
    def languages(self) -> Mapping[str, Words]:
        """The open word index of each language, by the name of its analyser."""
        return self._languages

    def weigh(self, text: str, terms: Sequence[tuple[str, float]]) -> Weights:
        """Weights by language and term; see `Words.weigh`."""
        return {name: words.weigh(text, terms) for name, words in self._languages.items()}

    def search(
        self,
        weights: Weights,
        fields: Sequence[tuple[str, float]],
        conditions: Conditions,
        limit: int,
        known: Known | None = None,
        nearness: Nearness | None = None,
    ) -> tuple[Found, float]:
        """The best entries, best first: all that are among the best `limit` of any language; and a score that no other one exceeds.

        What is `known` of the filter lets it be searched faster, and changes nothing else.
        """
        numbers, scores, rest = [], [], -np.inf
        for name, words in self._languages.items():

            def fetch(wanted: Conditions, most: int, words: Words = words, name: str = name) -> Scored:
                return words.search(weights[name], fields, wanted, most, nearness)

            places, found, bound = filtered(fetch, words.size, conditions, limit, known)
            rest = max(rest, bound)
            numbers.append(places)
            scores.append(found)
        if not numbers:
            return (np.empty(0, np.int64), np.empty(0, np.float64)), -np.inf
        if len(numbers) == 1:
            return (numbers[0], scores[0]), rest
        return best_by_key(np.concatenate(numbers), np.concatenate(scores)), rest

    def document_frequency(self, term: str) -> int:
        """The number of documents that hold all the words of `term`, in the language where there are most."""
        return max((words.document_frequency(term) for words in self._languages.values()), default=0)


def filtered(
    search: Callable[[Conditions, int], Scored], size: int, conditions: Conditions, limit: int, known: Known | None
) -> tuple[NDArray[np.int64], NDArray[np.float64], float]:
    """The best `limit` entries that meet the conditions, or more, and a score that no other one exceeds (minus infinity: there is no other).

    Without the filter as many are asked for as hold `limit` that it leaves, were it drawn by lot (and two standard deviations more). Where it
    goes against the query and leaves fewer of these, nothing is guessed: the engine searches again, with the filter inside.
    """
    if known is not None and known.share >= _MUCH:
        most = math.ceil((limit + 2 * math.sqrt(limit * (1 - known.share))) / known.share)
        if (most - limit) * _FEW <= size:
            numbers, scores = search(Conditions(), most)
            kept = known.keeps(numbers)
            if len(numbers) < most or np.count_nonzero(kept) >= limit:
                return numbers[kept], scores[kept], _bound(scores, most)
    numbers, scores = search(conditions, limit)
    return numbers, scores, _bound(scores, limit)


def _bound(scores: NDArray[np.float64], limit: int) -> float:
    return float(scores[-1]) if len(scores) == limit else -np.inf
