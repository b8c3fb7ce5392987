"""Search by Boolean expression: exactly the documents for which it holds (`indexing.expressions.matching`), the likeliest first.

Bounds (`indexing.engines.bounds`) say who may match; those are ranked by the BM25 score of the expression's positive words, or, where it has
none, by falling cut-off day, and read in that order until `k` are found to match, so that the work depends on `k` more than on the collection.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from indexing.engines.bounds import Bounder, positive_words
from indexing.engines.day_columns import DayColumns
from indexing.engines.lexical import Conditions
from indexing.engines.retrieval import allowed_documents, without
from indexing.errors import UsageError
from indexing.expressions.matching import matches
from indexing.expressions.normal import operands
from indexing.expressions.notation import parse
from indexing.expressions.terms import patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from indexing.engines.bounds import Mask
    from indexing.engines.retrieval import Found
    from indexing.engines.word_index import WordIndex
    from indexing.expressions.tree import Node
    from indexing.model import Subquery
    from indexing.storage.shards import Shards

MOST_LEAVES = 2_000
"""Words, classes and so on of one expression."""
MOST_READ = 50_000
"""Documents that are read for one search, one to five milliseconds each; a search that needs more is refused."""
_FEW = 5_000
"""So many candidates are named to the word index; more are looked for among all that it ranks."""
_EXPANSIONS = 64
"""Forms of a truncated word that count in the score, those in most documents first."""


class Boolean:
    """Boolean search over one generation; safe for many threads. `most_read`: see `MOST_READ`."""

    def __init__(self, shards: Shards, documents: WordIndex, passages: WordIndex, most_read: int = MOST_READ) -> None:
        self._shards = shards
        self._documents = documents
        self._passages = passages
        self._most_read = most_read
        self._bounder = Bounder(shards, documents, DayColumns(shards))

    def search(self, subquery: Subquery, wanted: Conditions, k: int) -> Found:
        """The best `k` documents (or passages of documents) for which the expression holds, and all that tie with the last, best first.

        A passage is one of a matching document; where no passage holds a word of the expression it is the first one, with the score 0. Raises
        `UsageError` for a bad expression, and for one that leaves too many documents to be read.
        """
        search = _Search(self, parse(subquery.text), wanted)
        return search.documents(k) if subquery.level == "document" else search.passages(k)

    def within(self, subquery: Subquery, documents: Sequence[int]) -> Found:
        """The passages of these documents that hold words of the expression, best first."""
        terms = weights(parse(subquery.text), self._passages)
        most = sum(len(self._shards.passages(o)) for o in documents)
        return self._passages.search(terms, (), Conditions(documents=tuple(documents)), max(1, most))[0]


def weights(node: Node, index: WordIndex) -> dict[str, dict[str, float]]:
    """Weight 1 for each term that the positive words of an expression are, by language: stems, and forms of truncated words."""
    words = positive_words(node)
    found: dict[str, dict[str, float]] = {}
    for analyser, language in index.languages.items():
        terms: dict[str, float] = {}
        for word in words:
            wanted = patterns(word, analyser)
            if not any(p.wild for p in wanted):
                terms |= dict.fromkeys(language.terms(word.text), 1.0)
                continue
            for pattern in wanted:
                listed = language.dictionary("text", pattern.head) if pattern.head else []
                terms |= dict.fromkeys(listed[:_EXPANSIONS], 1.0)
        found[analyser] = dict(sorted(terms.items()))
    return found


class _Search:
    """One search: what it has decided of each document, and how many it has read."""

    def __init__(self, engine: Boolean, node: Node, wanted: Conditions) -> None:
        _check_size(node)
        self._engine = engine
        self._shards = engine._shards  # noqa: SLF001 - one thing in two classes
        self._node = node
        self._wanted = wanted
        bounds = engine._bounder.of(node)  # noqa: SLF001
        self._may = self._allowed() & bounds.most
        self._sure = bounds.least
        self._decided: dict[int, bool] = {}
        self._read = 0

    def _allowed(self) -> Mask:
        mask = np.zeros(self._shards.next_document, np.bool_)
        for shard in self._shards.all:
            first, count = shard.info.first_document, shard.info.documents
            allowed = without(allowed_documents(shard, self._wanted), shard, self._shards.withdrawn)
            mask[first : first + count] = True if allowed is None else allowed
        return mask

    def holds(self, ordinal: int) -> bool:
        """Whether the expression holds for this document, by its text where the bounds do not tell."""
        if not self._may[ordinal] or self._sure[ordinal]:
            return bool(self._may[ordinal])
        if ordinal not in self._decided:
            if self._read >= self._engine._most_read:  # noqa: SLF001
                raise self._too_many()
            self._read += 1
            self._decided[ordinal] = matches(self._node, self._shards.patent(ordinal))
        return self._decided[ordinal]

    def _too_many(self) -> UsageError:
        open_ = int((self._may & ~self._sure).sum())
        found = sum(self._decided.values())
        return UsageError(
            f"the expression leaves {open_:,} documents to be read; {found:,} of the first {self._read:,} match",
            "add a word, a class or a date that all must have, write ~word for inflected forms, which need no reading, or ask for fewer documents",
        )

    # ------------------------------------------------------------ documents

    def documents(self, k: int) -> Found:
        """The best `k` matching documents and those that tie with the last."""
        return _taken(self._ranked_documents(), k, lambda o: o, self.holds)

    def _ranked_documents(self) -> Iterator[tuple[int, float]]:
        """Every document that may match, by falling score."""
        ordinals = np.flatnonzero(self._may)
        scores = self._scores(ordinals)
        for at in np.lexsort((ordinals, -scores)):
            yield int(ordinals[at]), float(scores[at])

    def _scores(self, ordinals: NDArray[np.int64]) -> NDArray[np.float64]:
        if not positive_words(self._node):
            return self._days()[ordinals].astype(np.float64)
        index = self._engine._documents  # noqa: SLF001
        wanted = replace(self._wanted, documents=tuple(ordinals.tolist())) if len(ordinals) <= _FEW else self._wanted
        (numbers, scores), _ = index.search(weights(self._node, index), (), wanted, max(1, self._shards.next_document))
        whole = np.zeros(self._shards.next_document)
        whole[numbers] = scores
        return whole[ordinals]

    def _days(self) -> NDArray[np.uint32]:
        days = np.zeros(self._shards.next_document, np.uint32)
        for shard in self._shards.all:
            days[shard.info.first_document : shard.info.first_document + shard.info.documents] = shard.facets.days
        return days

    # ------------------------------------------------------------ passages

    def passages(self, k: int) -> Found:
        """The best `k` passages of matching documents and those that tie with the last."""
        return _taken(self._ranked_passages(), k, self._shards.owner, self.holds)

    def _ranked_passages(self) -> Iterator[tuple[int, float]]:
        """Passages that hold words of the expression by falling score, then the first passage of each document that has none of these."""
        seen: set[int] = set()
        index = self._engine._passages  # noqa: SLF001
        terms = weights(self._node, index)
        if any(terms.values()):
            limit = max(1, self._shards.next_passage)
            (numbers, scores), _ = index.search(terms, (), self._wanted, limit)
            for at in np.lexsort((numbers, -scores)):
                passage = int(numbers[at])
                seen.add(self._shards.owner(passage))
                yield passage, float(scores[at])
        for ordinal, score in self._ranked_documents():
            if ordinal not in seen and (own := self._shards.passages(ordinal)):
                yield own[0], 0.0 if positive_words(self._node) else score


def _taken(ranked: Iterator[tuple[int, float]], k: int, owner: Callable[[int], int], holds: Callable[[int], bool]) -> Found:
    """The first `k` of `ranked` whose document matches, and those after them with the score of the last."""
    keys: list[int] = []
    scores: list[float] = []
    for key, score in ranked:
        if len(keys) >= k and score < scores[-1]:
            break
        if holds(owner(key)):
            keys.append(key)
            scores.append(score)
    return np.array(keys, np.int64), np.array(scores, np.float64)


def _check_size(node: Node) -> None:
    leaves, pending = 0, [node]
    while pending:
        inner = operands(pending.pop())
        pending += inner
        leaves += not inner
    if leaves > MOST_LEAVES:
        raise UsageError(f"the expression has {leaves:,} words and values", f"{MOST_LEAVES:,} are allowed; split it, or truncate words: mot*")
