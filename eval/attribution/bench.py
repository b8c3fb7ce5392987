"""A bench made of an index: sentences of real documents, as they are or re-worded (supported), or changed so that their source does not say them.

Documents, sentences and changes are drawn by hashes of the seed, so that the same index gives the same bench in any process.
"""

from __future__ import annotations

import hashlib
import heapq
import math
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eval.attribution.changes import FAITHFUL, UNFAITHFUL
from eval.attribution.changes.terms import subject
from eval.attribution.model import Item, Reference
from eval.attribution.place import Made, Place
from indexing.control import Control, Progress
from indexing.model import Filter, Subquery
from indexing.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indexing.index import Index
    from indexing.model import Patent

SEED = 20221107
VERSION = 1
"""Of the changes: another version makes other items of the same seed."""
_SHORTEST, _LONGEST = 50, 400
_FEWEST_WORDS = 8
_POOL = 120
"""Documents whose subjects and paragraphs stand in for the rest of the collection."""
_SENTENCES = 12
"""Sentences of one document that are tried."""
_NEAREST = 6
_LOOKED = 5
_SPARE = 2
"""Of a kind so many times its share are kept: what fills the places of kinds that the collection hardly has."""


def make(index: Index, seed: int, count: int, control: Control | None = None) -> tuple[list[Item], dict[str, Any]]:
    """`count` items, half of them supported, kinds in equal shares as far as the collection has them; and the facts of how they were made.

    A document gives at most one item of each kind, and few in all where there are many documents. Rare kinds are looked for in up to five documents
    an item; what they lack, the others fill. Fewer items where the collection has no more: the facts say how many of each kind.
    """
    control = control or Control()
    names = sorted(row["id"] for row in index.documents())
    order = heapq.nsmallest(min(len(names), max(_POOL, _LOOKED * count)), names, key=lambda name: _hash(seed, name))
    documents = _Documents(index)
    bench = _Bench(seed, count, _Elsewhere(index, documents, order[:_POOL]))
    most = max(2, math.ceil(4 * count / max(1, len(order))))
    for done, name in enumerate(order):
        control.check()
        if bench.full:
            break
        bench.draw(name, documents.units(name), most)
        if not done % 50:
            control.report(Progress("make", done, len(order), "documents"))
    control.report(Progress("make", len(order), len(order), "documents"))
    items = bench.chosen()
    kinds = Counter((i.supported, i.kind) for i in items)
    facts = {
        "seed": seed,
        "version": VERSION,
        "generation": index.generation,
        "manifest": index.manifest_sha256,
        "items": len(items),
        "supported": sum(i.supported for i in items),
        "kinds": {kind: kinds[supported, kind] for supported, kind in sorted(kinds, key=lambda k: (not k[0], k[1]))},
        "documents": len({i.origin.document for i in items if i.origin}),
    }
    return items, facts


def _hash(seed: int, text: str) -> bytes:
    return hashlib.sha256(f"{seed}:{text}".encode()).digest()


@dataclass(slots=True)
class _Bench:
    """Items so far, by kind. Each kind's share is its side's half spread over the side's kinds; some more are kept of those that are easily found."""

    seed: int
    count: int
    elsewhere: _Elsewhere
    made: dict[str, list[Item]] = field(default_factory=dict)

    def share(self, table: Mapping[str, str]) -> int:
        """How many items of each kind of a table are wanted."""
        return math.ceil((self.count - self.count // 2) / len(table))

    @property
    def full(self) -> bool:
        """Whether every kind has its share."""
        return all(len(self.made.get(kind, ())) >= self.share(table) for table in (FAITHFUL, UNFAITHFUL) for kind in table)

    def draw(self, name: str, units: dict[str, str], most: int) -> None:
        """Up to `most` items of a document."""
        taken: set[str] = set()
        for place in self._places(name, units):
            if len(taken) >= most:
                return
            if item := self._item(place, taken):
                self.made.setdefault(item.kind, []).append(item)
                taken.add(item.kind)

    def chosen(self) -> list[Item]:
        """The bench, in an order drawn by the seed: each side's half, the kinds as even as what was found allows."""
        items = []
        for half, table in ((self.count - self.count // 2, FAITHFUL), (self.count // 2, UNFAITHFUL)):
            # the first of every kind, then the second of every kind …
            ranked = sorted(((n, kind) for kind in table for n in range(len(self.made.get(kind, ())))), key=lambda r: (r[0], _hash(self.seed, r[1])))
            items += [self.made[kind][n] for n, kind in ranked[:half]]
        return sorted(items, key=lambda i: _hash(self.seed, i.id))

    def _places(self, name: str, units: dict[str, str]) -> list[Place]:
        """The sentences of a document that can be changed, in an order drawn by the seed."""
        spots = [(u, a, b) for u, text in units.items() if u != "title" for a, b in sentences(text) if _fit(text[a:b])]
        spots.sort(key=lambda s: _hash(self.seed, f"{name}#{s[0]}:{s[1]}"))
        return [Place(name, u, a, b, units, self.elsewhere) for u, a, b in spots[:_SENTENCES]]

    def _item(self, place: Place, taken: set[str]) -> Item | None:
        """An item of the kind that lacks most and that the sentence allows."""
        lacking = []
        for table in (FAITHFUL, UNFAITHFUL):
            share = self.share(table)
            lacking += [(len(self.made.get(k, ())) / share, k, table) for k in table if k not in taken and len(self.made.get(k, ())) < _SPARE * share]
        for _, kind, table in sorted(lacking, key=lambda one: one[:2]):
            draw = random.Random(f"{self.seed}:{place.document}#{place.unit}:{place.start}:{kind}")  # noqa: S311 - a bench, no secret
            made: Made | None = table.load(kind)(place, draw)
            if made:
                return self._written(place, made, kind, supported=table is FAITHFUL)
        return None

    def _written(self, place: Place, made: Made, kind: str, *, supported: bool) -> Item:
        document, unit, source = made.cited or (place.document, place.unit, place.source)
        reference = Reference(document, unit, 0, len(source)) if made.cited else place.reference
        return Item(
            id=f"{place.document}#{place.unit}:{place.start}:{kind}",
            statement=made.statement,
            source=source,
            supported=supported,
            kind=kind,
            dataset="bench",
            quote=source[reference.start : reference.end],
            reference=reference,
            origin=place.reference,
            seed=self.seed,
        )


def _fit(sentence: str) -> bool:
    """Whether a sentence is one: long enough to say something, whole, no list of signs."""
    letters = sum(c.isalpha() for c in sentence)
    whole = sentence[:1].isupper() and sentence[-1:] in ".;" and sentence.isprintable()
    return _SHORTEST <= len(sentence) <= _LONGEST and len(sentence.split()) >= _FEWEST_WORDS and letters >= 0.7 * len(sentence) and whole


class _Documents:
    """The English units of documents, the last ones remembered."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, dict[str, str]] = {}

    def units(self, name: str) -> dict[str, str]:
        if name not in self._known:
            if len(self._known) > 4 * _POOL:
                del self._known[next(iter(self._known))]
            self._known[name] = _english(self._index.document(name))
        return self._known[name]


def _english(patent: Patent) -> dict[str, str]:
    languages = patent.unit_languages()
    return {name: text for name, text in patent.units().items() if languages[name] in (None, "en")}


class _Elsewhere:
    """The rest of the collection: the nearest documents by words, and a pool drawn by the seed."""

    def __init__(self, index: Index, documents: _Documents, pool: Sequence[str]) -> None:
        self._index = index
        self._documents = documents
        self._pool = pool
        self._subjects: tuple[str, ...] | None = None

    def similar(self, place: Place) -> list[tuple[str, str, str]]:
        query = Subquery("bench", "bench", "words", place.sentence)
        found = self._index.search(query, Filter(), _NEAREST)
        return [unit for hit in found if hit.document != place.document for unit in self._units(hit.document)]

    def others(self, place: Place) -> list[tuple[str, str, str]]:
        return [unit for name in self._pool if name != place.document for unit in self._units(name)]

    def subjects(self) -> tuple[str, ...]:
        if self._subjects is None:
            self._subjects = tuple(sorted({s for _, _, text in self._all() for a, b in sentences(text) if (s := subject(text[a:b]))}))
        return self._subjects

    def _all(self) -> Iterator[tuple[str, str, str]]:
        for name in self._pool:
            yield from self._units(name)

    def _units(self, name: str) -> list[tuple[str, str, str]]:
        return [(name, unit, text) for unit, text in self._documents.units(name).items() if unit != "title"]
