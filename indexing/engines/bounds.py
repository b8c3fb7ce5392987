"""What an engine knows of an expression without reading any document: those that match for certain, and those that may.

The word index holds stems by document and part, so it decides some leaves (an inflected word, a class, a date) and bounds the others from above
(an exact form by its stem, a distance by its words). Bounds go through `All`, `Either` and `Without` as sets do; between the two lie the documents
whose text has to be read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from indexing.classes import symbol
from indexing.engines.analysers import STEMMERS
from indexing.engines.lexical import PARTS, Conditions
from indexing.engines.stem_candidates import stem_candidates
from indexing.expressions.terms import patterns, phrase
from indexing.expressions.tree import All, Classified, Close, Coded, Dated, Either, In, Named, Numbered, Phrase, Together, Without, Word
from indexing.numbers import lookup_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from indexing.engines.day_columns import DayColumns
    from indexing.engines.lexical import Words
    from indexing.engines.word_index import WordIndex
    from indexing.expressions.terms import Pattern
    from indexing.expressions.tree import Node, Part
    from indexing.storage.shards import Shards

    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Documents by ordinal, shape (next ordinal,): `least` match for certain, none but `most` can."""

    least: Mask
    most: Mask


class Bounder:
    """Finds the bounds of expressions over one generation."""

    def __init__(self, shards: Shards, documents: WordIndex, days: DayColumns) -> None:
        self._shards = shards
        self._words = documents
        self._days = days
        self._size = shards.next_document

    def of(self, node: Node, part: Part = "text") -> Bounds:
        """The bounds of `node`, its words looked for in `part`. Withdrawn documents may be among them."""
        if isinstance(node, All):
            return self._joined(np.logical_and, (self.of(o, part) for o in node.operands))
        if isinstance(node, Either):
            return self._joined(np.logical_or, (self.of(o, part) for o in node.operands))
        if isinstance(node, In):
            return self._joined(np.logical_or, (self.of(node.operand, p) for p in node.parts))
        if isinstance(node, Without):
            inner = self.of(node.operand, part)
            return Bounds(~inner.most, ~inner.least)
        if isinstance(node, Word | Phrase | Close | Together):
            return self._text(node, part)
        return self._fact(node)

    @staticmethod
    def _joined(join: Callable[[Mask, Mask], Mask], parts: Iterable[Bounds]) -> Bounds:
        first, *others = parts
        least, most = first.least, first.most
        for other in others:
            least, most = join(least, other.least), join(most, other.most)
        return Bounds(least, most)

    def _mask(self, ordinals: NDArray[np.int64] | Sequence[int] = ()) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        mask[ordinals if len(ordinals) else slice(0, 0)] = True
        return mask

    # ------------------------------------------------------------ words

    def _text(self, node: Node, part: Part) -> Bounds:
        least, most = self._mask(), self._mask()
        for analyser, words in self._words.languages.items():
            index = _Fields(words, analyser, self._size)
            if isinstance(node, Word):
                sure, may = index.word(node, part)
                least |= sure
                most |= may
            else:  # phrases and distances stand within one part
                for field in PARTS if part == "text" else (part,):
                    most |= index.near(node, field)
        return Bounds(least, most)

    # ------------------------------------------------------------ all else

    def _fact(self, node: Node) -> Bounds:
        if isinstance(node, Dated):
            mask = self._days.between(node.day, node.first, node.last)
            return Bounds(mask, mask)
        if isinstance(node, Coded):
            code = (node.code,)
            fields = {"country": Conditions(countries=code), "kind": Conditions(kinds=code), "language": Conditions(languages=code)}
            mask = self._allowed(fields[node.what])
            return Bounds(mask, mask) if len(node.code) <= 3 else Bounds(self._mask(), mask)  # noqa: PLR2004 - facets keep four letters
        if isinstance(node, Classified):
            name = symbol(node.symbol)
            mask = self._allowed(Conditions(classes=(name,))) if name else self._mask()
            return Bounds(mask if node.below and node.scheme == "any" else self._mask(), mask)
        if isinstance(node, Numbered):
            named = [o for key in lookup_keys(node.number) for _, o in self._shards.all_named([key])]
            return Bounds(self._mask(), self._mask(named))
        if isinstance(node, Named):
            return Bounds(self._mask(), ~self._mask())
        msg = f"no expression: {type(node).__name__}"
        raise TypeError(msg)

    def _allowed(self, wanted: Conditions) -> Mask:
        mask = self._mask()
        for shard in self._shards.all:
            first, count = shard.info.first_document, shard.info.documents
            allowed = shard.facets.allowed(wanted)
            mask[first : first + count] = True if allowed is None else allowed
        return mask


class _Fields:
    """What the word index of one language says about its fields, as masks."""

    def __init__(self, words: Words, analyser: str, size: int) -> None:
        self._words = words
        self._analyser = analyser
        self._size = size

    def _mask(self, ordinals: NDArray[np.int64]) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        mask[ordinals] = True
        return mask

    def _everything(self) -> Mask:
        return np.ones(self._size, np.bool_)

    def word(self, word: Word, part: Part) -> tuple[Mask, Mask]:
        """Which documents hold the word in this part for certain, and which may."""
        wanted = patterns(word, self._analyser)
        if len(wanted) > 1:
            none = np.zeros(self._size, np.bool_)
            fields = PARTS if part == "text" else (part,)
            return none, np.logical_or.reduce([self.near(word, field) for field in fields])
        may = self.near(word, part)
        decided = all(p.stemmed or (self._analyser not in STEMMERS and p.text.strip("*")) for p in wanted)
        return may if decided else np.zeros(self._size, np.bool_), may

    def near(self, node: Node, field: str) -> Mask:
        """Which documents may have what `node` says in one unit of this part."""
        if isinstance(node, Word | Phrase):
            return self._row((node,) if isinstance(node, Word) else node.words, field)
        if isinstance(node, Either):
            either: Mask = np.logical_or.reduce([self.near(o, field) for o in node.operands])
            return either
        if isinstance(node, Close | Together):
            mask: Mask = np.logical_and.reduce([self.near(o, field) for o in node.operands])
            return mask & self._pairs(node, field) if isinstance(node, Close) and mask.any() else mask
        return self._everything()  # reading the text tells what is wrong with it

    def _row(self, words: Sequence[Word], field: str) -> Mask:
        """Which documents may hold these words side by side."""
        wanted = phrase(words, self._analyser)
        terms = [[p.text] if p.stemmed else self._candidates(p, field) for p in wanted]
        if not terms:
            return np.zeros(self._size, np.bool_)
        known = [t for t in terms if t is not None]
        if len(known) == len(terms) > 1 and all(len(t) == 1 for t in known) and field != "text":
            return self._mask(self._words.adjacent(field, [t[0] for t in known]))
        masks = [self._mask(self._words.holders(field, t)) for t in known]
        whole: Mask = np.logical_and.reduce(masks) if masks else self._everything()
        return whole

    def _candidates(self, pattern: Pattern, field: str) -> list[str] | None:
        return stem_candidates(pattern, self._words, self._analyser, field) if pattern.text.strip("*") else None

    def _pairs(self, node: Close, field: str) -> Mask:
        """Which documents may have the neighbours of a distance as near as that: known where they are single terms."""
        mask = self._everything()
        if not node.ordered and len(node.operands) > 2:  # noqa: PLR2004 - of more than two, nobody knows which are neighbours
            return mask
        single = [self._single(o, field) for o in node.operands]
        for first, second in pairwise(single):
            if first and second:
                found = self._mask(self._words.adjacent(field, [first, second], node.distance - 1))
                if not node.ordered:
                    found |= self._mask(self._words.adjacent(field, [second, first], node.distance - 1))
                mask &= found
        return mask

    def _single(self, node: Node, field: str) -> str | None:
        if not isinstance(node, Word):
            return None
        wanted = patterns(node, self._analyser)
        if len(wanted) != 1:
            return None
        terms = [wanted[0].text] if wanted[0].stemmed else self._candidates(wanted[0], field)
        return terms[0] if terms and len(terms) == 1 else None


def positive_words(node: Node) -> list[Word]:
    """The words that a matching document is likely to hold: all but those under `Without`, in order, each once; not those of names."""
    found: dict[Word, None] = {}
    pending = [node]
    while pending:
        here = pending.pop()
        if isinstance(here, Word):
            found.setdefault(replace(here, stemmed=False))
        elif isinstance(here, Phrase):
            pending += reversed(here.words)
        elif isinstance(here, All | Either | Close | Together):
            pending += reversed(here.operands)
        elif isinstance(here, In):
            pending.append(here.operand)
    return list(found)
