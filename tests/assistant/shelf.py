"""A shelf of real patents in memory, searched by counting words: what the answer needs of an index, small enough to reason about."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path

from assistant.answering.typography import words
from assistant.answering.vocabulary import overlap, stem, weights
from assistant.links import Links
from assistant.model import DocumentHit, PassageHit, Plan, SearchResult
from indexing.model import Case, Claim, Filter, Passage, Patent, Subquery, Text
from tests.assistant.small_index import vector

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
LINKS = Links("http://127.0.0.1:8501")
_CLAIM = re.compile(r"(?:^|\n)\s*(\d{1,3})\. (.+?)(?=\n\s*\d{1,3}\. |\Z)", re.DOTALL)


def patent(record: dict) -> Patent:
    claims = [Claim(int(m[1]), m[2].strip()) for m in _CLAIM.finditer(record.get("claims") or "")]
    return Patent(
        id=record["_id"].replace("-", ""),
        source_id=record["_id"],
        titles=(Text(record["title"]),),
        abstracts=(Text(record["text"]),) if record["text"] else (),
        claims=tuple(c for i, c in enumerate(claims) if c.number == i + 1),
    )


@cache
def shelf(name: str = "hairdryer") -> Shelf:
    with gzip.open(SAMPLE / name / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        return Shelf([patent(json.loads(line)) for line in lines])


class Shelf:
    """`SearchIndex` as far as evidence and answer use it."""

    generation = 1
    manifest_sha256 = ""
    embedder_identity = "hashed-words@shelf"

    def __init__(self, patents: list[Patent]) -> None:
        self.patents = {p.id: p for p in patents}
        self.fault: Exception | None = None
        self.encoded: list[str] = []
        self.vocabulary = {p.id: {stem(w) for text in p.units().values() for w in words(text)} for p in patents}

    def document(self, document_id: str) -> Patent:
        return self.patents[document_id]

    def passages_of(self, document_id: str) -> list[Passage]:
        return [Passage(f"{document_id}#{unit}", document_id, text) for unit, text in self.patents[document_id].units().items() if unit != "title"]

    def document_frequency(self, terms: list[str]) -> tuple[list[int], int]:
        return [sum(stem(t) in v for v in self.vocabulary.values()) for t in map(str.casefold, terms)], len(self.patents)

    def encode(self, texts: list[str]) -> list[tuple[float, ...]]:
        if self.fault:
            raise self.fault
        self.encoded += texts
        return [vector(text) for text in texts]

    def result(self, case: Case, k: int = 6, passages: int = 3, features: tuple[str, ...] = ()) -> SearchResult:
        """A search by weight of the case's words, as the answer gets it."""
        terms = weights([case.text], self)
        scored = sorted((-sum(w for t, w in terms.items() if t in held), i) for i, held in self.vocabulary.items())
        hits = []
        for rank, (score, document) in enumerate(scored[:k], 1):
            if score == 0:
                break
            best = sorted(self.passages_of(document), key=lambda p: (-overlap(p.text, terms), p.id))[:passages]
            found = tuple(PassageHit(p.id, p.text, overlap(p.text, terms), LINKS.passage(p.id)) for p in best)
            hits.append(
                DocumentHit(
                    document, self.patents[document].source_id, self.patents[document].title, -score, rank, None, None, None, "", found, ("whole",)
                )
            )
        queries = [Subquery("whole", "words", "words", case.text), *(Subquery(f, "words", "words", f, feature=f) for f in features)]
        return SearchResult(Plan("words@1", "", case, tuple(queries)), Filter(), tuple(hits), (), (), (), 0.0)
