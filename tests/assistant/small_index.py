"""Real patents of the sample in memory behind the `SearchIndex` face: naive BM25 for words, cosine of hashed word counts for meaning, every
other engine from its definition (`small_engines`).

Small enough to reason about, with real text, families and dates; the faults that a test asks for are injected by name.
"""

from __future__ import annotations

import functools
import math
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from indexing.classes import above, symbol
from indexing.errors import PriorArtError, UsageError
from indexing.expressions.matching import Reading
from indexing.expressions.notation import parse
from indexing.model import DocumentFacts, Filter, Hit, Passage, Patent, Subquery, ranked
from indexing.numbers import alias_key
from indexing.reading.sources import read, sources
from tests.assistant.small_engines import scores
from tests.kits.filters import passes

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "hairdryer" / "corpus.jsonl.gz"
DIMENSION = 64
_WORD = re.compile(r"\w+")


@functools.cache
def sample(count: int = 60) -> tuple[Patent, ...]:
    found = (reading.patent for source in sources([SAMPLE]) for reading in read(source) if reading.patent)
    return tuple(list(found)[:count])


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@functools.lru_cache(maxsize=4096)
def counted(text: str) -> Counter[str]:
    return Counter(words(text))


@functools.lru_cache(maxsize=4096)
def vector(text: str) -> tuple[float, ...]:
    values = [0.0] * DIMENSION
    for word in words(text):
        values[zlib.crc32(word.encode()) % DIMENSION] += 1.0
    length = math.sqrt(math.fsum(v * v for v in values)) or 1.0
    return tuple(v / length for v in values)


@dataclass
class SmallIndex:
    patents: tuple[Patent, ...] = field(default_factory=sample)
    faults: dict[str, PriorArtError] = field(default_factory=dict)
    """By subquery id, or by the name of a method."""
    encoded: list[str] = field(default_factory=list)

    generation = 1
    manifest_sha256 = "0" * 64
    embedder_identity = "hashed-words@64"

    def __post_init__(self) -> None:
        self.by_id = {p.id: p for p in self.patents}
        self.parts = {p.id: [Passage(f"{p.id}#{u}", p.id, t) for u, t in p.units().items() if u != "title"] for p in self.patents}
        self.readings = {p.id: Reading(p) for p in self.patents}
        self.counts = {p.id: Counter(words(" ".join(p.units().values()))) for p in self.patents}
        self.names = {alias_key(name): p.id for p in reversed(self.patents) for name in (p.source_id, p.id)}
        self.frequency = Counter(word for counts in self.counts.values() for word in counts)

    def search(self, subquery: Subquery, filters: Filter, k: int) -> list[Hit]:
        if fault := self.faults.get(subquery.id):
            raise fault
        if subquery.engine in ("similar", "citations", "classes"):
            found = scores(subquery, self)
            found = {d: score for d, score in found.items() if passes(self.by_id[d], filters)}
            return list(ranked(self._hit(subquery, d, None, score) for d, score in found.items()))[:k]
        hits = []
        expression = parse(subquery.text) if subquery.engine == "boolean" else None
        for document, patent in self.by_id.items():
            if expression and not self.readings[document].holds(expression):
                continue
            if not passes(patent, filters):
                continue
            if subquery.level == "document":
                hits.append(self._hit(subquery, document, None, max(self._score(subquery, p) for p in self.parts[document])))
            else:
                hits += [self._hit(subquery, document, p.id, self._score(subquery, p)) for p in self.parts[document]]
        return list(ranked(h for h in hits if h.score > 0 or expression))[:k]

    def best_passages(self, subquery: Subquery, documents: Sequence[str], per_document: int) -> dict[str, list[Hit]]:
        if fault := self.faults.get("best_passages"):
            raise fault
        return {d: list(ranked(self._hit(subquery, d, p.id, self._score(subquery, p)) for p in self.parts[d]))[:per_document] for d in documents}

    def _hit(self, subquery: Subquery, document: str, passage: str | None, score: float) -> Hit:
        return Hit(document, passage, score, 0, subquery.id, subquery.engine)

    def _score(self, subquery: Subquery, passage: Passage) -> float:
        if subquery.engine == "meaning":
            query = subquery.vector or vector(subquery.text)
            return math.fsum(a * b for a, b in zip(query, vector(passage.text), strict=True))
        counts, weights = counted(passage.text), dict(subquery.terms) or counted(subquery.text)
        total = len(self.patents)
        return math.fsum(
            weight * math.log(1 + total / (1 + self.frequency[word])) * counts[word] / (counts[word] + 1.2) for word, weight in weights.items()
        )

    def encode(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        if fault := self.faults.get("encode"):
            raise fault
        self.encoded += texts
        return [vector(text) for text in texts]

    def document(self, document_id: str) -> Patent:
        if document_id not in self.by_id:
            raise UsageError(f"there is no document '{document_id}'")
        return self.by_id[document_id]

    def passage(self, passage_id: str) -> Passage:
        return next(p for p in self.parts[passage_id.partition("#")[0]] if p.id == passage_id)

    def passages_of(self, document_id: str) -> list[Passage]:
        return self.parts[document_id]

    def facts(self, document_id: str) -> DocumentFacts:
        p = self.by_id[document_id]
        return DocumentFacts(
            p.id, p.source_id, p.title, p.publication_date, p.filing_date, p.priority_date, p.cutoff_date()[1], p.language, p.family,
            (*p.cpc, *p.ipc), len(p.claims), len(p.description), p.source, p.office, p.kind,
        )  # fmt: skip

    def facts_of(self, document_ids: Sequence[str]) -> dict[str, DocumentFacts]:
        return {name: self.facts(name) for name in document_ids}

    def resolve(self, name: str) -> str | None:
        return self.names.get(alias_key(name))

    def family(self, document_id: str) -> tuple[str, ...]:
        family = self.by_id[document_id].family
        return tuple(sorted(p.id for p in self.patents if p.id == document_id or (family and p.family == family)))

    def document_frequency(self, terms: Sequence[str]) -> tuple[list[int], int]:
        return [self.frequency[term.casefold()] for term in terms], len(self.patents)

    def class_frequency(self, symbols: Sequence[str]) -> tuple[list[int], int]:
        held = Counter(name for p in self.patents for name in {name for c in (*p.cpc, *p.ipc) for name in above(c)})
        return [held[symbol(name) or ""] for name in symbols], len(self.patents)

    def document_vectors(self, document_ids: Sequence[str]) -> dict[str, tuple[float, ...]]:
        if fault := self.faults.get("document_vectors"):
            raise fault
        vectors = {name: [vector(p.text) for p in self.parts[name]] for name in document_ids}
        sums = {name: [math.fsum(column) for column in zip(*rows, strict=True)] for name, rows in vectors.items() if rows}
        lengths = {name: math.hypot(*total) for name, total in sums.items()}
        return {name: tuple(v / lengths[name] for v in total) for name, total in sums.items() if lengths[name] > 0}
