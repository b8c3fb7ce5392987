"""Words: BM25 over whole documents and over passages of one language, through tantivy. The only file that imports tantivy.

BM25 with k1 1.2 and b 0.75 (Robertson and Zaragoza 2009), the language's stems, accents folded, no stop words. Unless a query weighs fields itself,
a document's score is the sum over two of them: `summary` (title and abstract) and `text` (all it holds). Where a document holds no more than
title and abstract both are the same and the ranking is plain BM25; with claims and descriptions the sum found more of the cited documents
than either alone, and a document does not win or lose by lacking a description.
"""

from __future__ import annotations

import functools
import math
import os
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.engines.analysers import ANALYSER, CJK, DEFAULT, STEMMERS, cjk_terms
from indexing.errors import IndexFault, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import tantivy
    from numpy.typing import NDArray

    from indexing.model import Near

PARTS = ("title", "abstract", "claims", "description")
DOCUMENT_FIELDS = ("text", "summary", *PARTS)
PASSAGE_FIELDS = ("text",)
_DEFAULT = ("text", "summary")
_LONGEST = 80
_REPAIR = "run `priorart index verify`; a damaged index is restored or built again"
_ROOM = "see that there is room and the right to write, then run the same command again: what is finished is kept"
ROOM = 32_000_000
"""What a writer holds in memory before it writes a segment, in bytes. With twice as much a build went on growing beyond 100,000 documents."""
_SCORE_DIGITS = 4
"""Scores are rounded here: the order in which 32-bit addends are summed depends on how the index lies in segments, a rank must not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed as one: `number` names it (an ordinal), `document` the document it belongs to, `date` its cut-off day as YYYYMMDD (0: none)."""

    number: int
    document: int
    date: int
    country: str
    classes: tuple[str, ...]
    fields: Mapping[str, str]
    kind: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """A filter in the engine's terms: days before `before` (YYYYMMDD), only `documents` (ordinals), any of `classes`, and so on.

    `kinds` stand for all that begin so.
    """

    before: int | None = None
    classes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Nearness:
    """Words that count more where they stand together, and the share of the query's words that an entry must hold (0: any one)."""

    near: tuple[Near, ...] = ()
    minimum_match: float = 0.0


def _rows(terms: Sequence[str], near: Near) -> Iterator[tuple[tuple[int, str], ...]]:
    """The ways in which terms stand together, each as terms with their places: side by side, or neighbours in pairs with every gap allowed.

    The engine's own slop would count the other order too.
    """
    if len(terms) < 2:  # noqa: PLR2004 - one word is near nothing
        return
    if near.ordered and not near.slop:
        yield tuple(enumerate(terms))
        return
    for first, second in pairwise(terms):
        for gap in range(near.slop + 1):
            yield (0, first), (gap + 1, second)
            if not near.ordered and first != second:
                yield (0, second), (gap + 1, first)


@functools.cache
def _analyser(name: str) -> tantivy.TextAnalyzer:
    import tantivy

    steps = [tantivy.Filter.remove_long(_LONGEST), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()]
    if name in STEMMERS:
        # English accents are borrowed and folded before; elsewhere they are letters that the stemmer must see
        steps.insert(3 if name == "en" else 2, tantivy.Filter.stemmer(STEMMERS[name]))
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in steps:
        builder = builder.filter(step)
    return builder.build()


def tokens(text: str, analyser: str) -> list[str]:
    """The terms of `text` in order, as `analyser` (one of `indexing.engines.analysers`) makes them; words too long to be indexed are left out."""
    return _analyser(analyser).analyze(cjk_terms(text) if analyser == CJK else text)


def _schema(fields: Sequence[str]) -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("number", "document", "date"):  # signed: an unsigned field ends the writer
        builder.add_integer_field(name, stored=False, indexed=True, fast=True)
    for name in ("country", "class", "kind", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in fields:
        whole = name in _DEFAULT and len(fields) > 1  # phrases are looked for in the parts
        builder.add_text_field(name, tokenizer_name=ANALYSER, index_option="freq" if whole else "position")
    return builder.build()


@contextmanager
def _faults(doing: str, hint: str = _REPAIR) -> Iterator[None]:
    """Map what tantivy raises: a ValueError with its own words, for everything."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexFault(f"{doing} failed: {error}", hint) from error


class WordsWriter:
    """Adds entries to, and removes documents from, the index in `folder` (made where there is none). One thread: the order is the caller's.

    `analyser` is one of `indexing.engines.analysers`; `room` the bytes it may hold before it writes a segment.
    """

    def __init__(self, folder: Path, fields: Sequence[str], analyser: str = DEFAULT, room: int = ROOM) -> None:
        import tantivy

        self._folder = folder
        self._fields = tuple(fields)
        self._cjk = analyser == CJK
        folder.mkdir(parents=True, exist_ok=True)
        with _faults("opening the word index for writing", _ROOM):
            self._index = tantivy.Index(_schema(fields), path=str(folder))
            self._index.config_reader("manual")  # else a thread looks for commits, and leaves a lock behind when it finds one
            self._index.register_tokenizer(ANALYSER, _analyser(analyser))
            self._writer = self._index.writer(room, 1)

    def remove(self, document: int) -> None:
        """Remove everything of the document with this ordinal."""
        with _faults("removing from the word index", _ROOM):
            self._writer.delete_documents_by_term("document", document)

    def add(self, entry: Entry) -> None:
        """Add an entry; fields that are not this index's are left out."""
        import tantivy

        doc = tantivy.Document()
        for name, number in (("number", entry.number), ("document", entry.document), ("date", entry.date)):
            doc.add_integer(name, number)
        beginnings = [entry.kind[:n] for n in range(1, len(entry.kind) + 1)]  # a condition on `A` holds for `A1`
        for field, values in (("country", [entry.country]), ("language", [entry.language]), ("kind", beginnings), ("class", entry.classes)):
            for value in filter(None, values):
                doc.add_text(field, value)
        for name in self._fields:
            if whole := entry.fields.get(name):
                doc.add_text(name, cjk_terms(whole) if self._cjk else whole)
        with _faults("writing the word index", _ROOM):
            self._writer.add_document(doc)

    def finish(self) -> None:
        """Write everything out and let go of the folder."""
        with _faults("writing the word index", _ROOM):
            self._writer.commit()
            self._writer.garbage_collect_files()
            self._writer.wait_merging_threads()
        for leftover in self._folder.glob(".tantivy-*.lock"):
            leftover.unlink()

    def leave(self) -> None:
        """Let go of the folder, whatever is written; its threads have ended then. After `finish` or again it is harmless."""
        self.__dict__.pop("_writer", None)  # the vendor's writer ends its threads when it goes, and an exception's frames would keep it


def _linked(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder of this process's own with links to the index's files: tantivy writes a lock beside them even where it only reads."""
    links = tempfile.TemporaryDirectory(prefix="priorart-words-", ignore_cleanup_errors=True)
    for file in folder.iterdir():
        Path(links.name, file.name).symlink_to(file.absolute())
    return links


class Words:
    """One open word index of one language; safe for many threads."""

    def __init__(self, folder: Path, fields: Sequence[str], analyser: str = DEFAULT) -> None:
        import tantivy

        self._fields = tuple(fields)
        self._schema = _schema(fields)
        self._analyser = _analyser(analyser)
        self._cjk = analyser == CJK
        with _faults(f"opening the word index {folder.name}"):
            self._links = None if os.access(folder, os.W_OK) else _linked(folder)
            index = tantivy.Index.open(self._links.name if self._links else str(folder))
            index.config_reader("manual")  # nothing is committed any more: no thread need look for it twice a second
            index.register_tokenizer(ANALYSER, self._analyser)
            self._searcher = index.searcher()

    def terms(self, text: str) -> Counter[str]:
        """The terms of `text` with how often each occurs."""
        return Counter(self._analyse(text))

    def _analyse(self, text: str) -> list[str]:
        return self._analyser.analyze(cjk_terms(text) if self._cjk else text)

    def weigh(self, text: str, terms: Sequence[tuple[str, float]]) -> dict[str, float]:
        """Weights by term: how often it occurs in `text`, or, where `terms` are given, the weights that they say."""
        if not terms:
            return {term: float(n) for term, n in sorted(self.terms(text).items())}
        weights: dict[str, float] = {}
        for words, weight in terms:
            for term in self._analyse(words):
                weights[term] = weights.get(term, 0.0) + weight
        return dict(sorted(weights.items()))

    def search(
        self,
        weights: Mapping[str, float],
        fields: Sequence[tuple[str, float]],
        conditions: Conditions,
        limit: int,
        nearness: Nearness | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Numbers and scores of the best `limit` entries, best first, and no fewer where so many match. Order among equal scores is not defined."""
        fields = fields or tuple((name, 1.0) for name in _DEFAULT if name in self._fields)
        for name, _ in fields:
            if name not in self._fields:
                raise UsageError(f"unknown field '{name}'", nearest(name, list(self._fields)))
        if limit < 1 or not weights or conditions.documents == ():
            return np.empty(0, np.int64), np.empty(0, np.float64)
        query = self._query(weights, fields, conditions, nearness)
        with _faults("searching the word index"):
            found = self._searcher.search(query, limit=min(limit, max(1, self._searcher.num_docs)), count=False).hits
            numbers = self._searcher.fast_field_values("number", [address for _, address in found])
        return np.array(numbers, np.int64), np.array([score for score, _ in found], np.float64).round(_SCORE_DIGITS)

    def _query(
        self, weights: Mapping[str, float], fields: Sequence[tuple[str, float]], conditions: Conditions, nearness: Nearness | None
    ) -> tantivy.Query:
        import tantivy

        query, occur = tantivy.Query, tantivy.Occur
        wanted = [
            (occur.Should, query.boost_query(query.term_query(self._schema, name, term, "freq"), weight * factor))
            for name, factor in fields
            for term, weight in weights.items()
            if weight * factor > 0
        ]
        words = query.boolean_query(wanted)
        if nearness:
            words = self._closer(words, list(weights), fields, nearness)
        hard = self._hard(conditions)
        if not hard:
            return words
        return query.boolean_query([(occur.Must, words)] + [(occur.Must, query.const_score_query(q, 0.0)) for q in hard])

    def _hard(self, conditions: Conditions) -> list[tantivy.Query]:
        import tantivy

        query, schema = tantivy.Query, self._schema
        hard: list[Any] = []
        if conditions.before is not None:
            whole = tantivy.FieldType.Integer
            hard.append(query.range_query(schema, "date", whole, 1, conditions.before, include_lower=True, include_upper=False))
        listed = {"class": conditions.classes, "country": conditions.countries, "kind": conditions.kinds, "language": conditions.languages}
        for name, values in (*listed.items(), ("document", conditions.documents)):
            if values and len(values) == 1:  # postings are skipped through; a set of terms is made into a bitmap first, whatever it costs
                hard.append(query.term_query(schema, name, values[0], "basic"))
            elif values:
                hard.append(query.term_set_query(schema, name, list(values)))
        return hard

    def _closer(self, words: tantivy.Query, terms: Sequence[str], fields: Sequence[tuple[str, float]], nearness: Nearness) -> tantivy.Query:
        """`words` with a share of the score for words that stand together, and only where enough of `terms` are held."""
        import tantivy

        query, occur = tantivy.Query, tantivy.Occur
        whole = [(occur.Should, words)]
        positions = [(n, f) for n, f in fields if n in self._positions()] or [(n, 1.0) for n in self._positions()]
        for near in nearness.near:
            together = list(_rows(self._analyse(near.words), near))
            for field, factor in positions:
                for row in together:
                    share = near.weight * factor
                    if share > 0:
                        whole.append((occur.Should, query.boost_query(query.phrase_query(self._schema, field, list(row)), share)))
        joined = query.boolean_query(whole) if len(whole) > 1 else words
        least = math.ceil(round(nearness.minimum_match * len(terms), 6))
        if least <= 1:
            return joined
        held = [query.boolean_query([(occur.Should, query.term_query(self._schema, n, term, "basic")) for n, _ in fields]) for term in terms]
        enough = query.boolean_query([(occur.Should, one) for one in held], minimum_number_should_match=least)
        return query.boolean_query([(occur.Must, joined), (occur.Must, query.const_score_query(enough, 0.0))])

    def _positions(self) -> tuple[str, ...]:
        """The fields that know where their words stand."""
        return tuple(name for name in self._fields if name not in _DEFAULT or len(self._fields) == 1)

    def holders(self, field: str, terms: Sequence[str]) -> NDArray[np.int64]:
        """Numbers of the entries that hold any of these terms (as the analyser makes them) in this field, in no order."""
        import tantivy

        if not terms:
            return np.empty(0, np.int64)
        query, schema = tantivy.Query, self._schema
        one = query.term_query(schema, field, terms[0], "basic")
        return self._numbers(one if len(terms) == 1 else query.term_set_query(schema, field, list(terms)))

    def adjacent(self, field: str, terms: Sequence[str], slop: int = 0) -> NDArray[np.int64]:
        """Numbers of the entries that hold these two or more terms in this order with at most `slop` others between, and a few more where `slop`
        is not 0. `field` is one of the parts.
        """
        import tantivy

        return self._numbers(tantivy.Query.phrase_query(self._schema, field, list(terms), slop))

    def dictionary(self, field: str, prefix: str) -> list[str]:
        """The terms of this field that begin so, those that most entries hold first."""
        with _faults("reading the words of the index"):
            return [term for term, _ in self._searcher.terms_with_prefix(field, prefix)]

    def _numbers(self, query: tantivy.Query) -> NDArray[np.int64]:
        import tantivy

        with _faults("searching the word index"):
            found = self._searcher.search(tantivy.Query.const_score_query(query, 0.0), limit=max(1, self._searcher.num_docs), count=False).hits
            return np.array(self._searcher.fast_field_values("number", [address for _, address in found]), np.int64)

    def document_frequency(self, words: str) -> int:
        """The number of entries that hold all the terms of `words` (0 where it holds none)."""
        import tantivy

        terms = sorted(self.terms(words))
        query, occur = tantivy.Query, tantivy.Occur
        if not terms:
            return 0
        asked = query.boolean_query([(occur.Must, query.term_query(self._schema, "text", term, "freq")) for term in terms])
        with _faults("searching the word index"):
            found: int = self._searcher.search(asked, limit=1, count=True).count  # type: ignore[attr-defined] # missing in tantivy's stubs
        return found

    @property
    def size(self) -> int:
        """The number of entries."""
        return int(self._searcher.num_docs)
