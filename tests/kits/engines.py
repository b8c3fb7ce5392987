"""The conformance kit of search engines: what `words` and `meaning` both must do, against slow oracles.

Each check takes an index of `tests.kits.collections.rows`, an engine's name, and the documents. A new engine is listed in ENGINES.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexing.chunking import embedding_text
from indexing.classes import above, symbol
from indexing.engines.analysers import analyser_of
from indexing.model import Filter, Patent, Subquery
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from indexing.index import Index

ENGINES = ("words", "meaning")
QUERIES = ("t3 t7 t7 t20", "t0", "t59 t58 t1", "t2 unknownword t41 t2 t2 t15 t33")
FILTERS = (
    Filter(before=dt.date(2001, 3, 4)),
    Filter(classes=("A45D20/12",)),
    Filter(classes=("A45D", "h01l 21/02")),
    Filter(countries=("EP", "DE")),
    Filter(before=dt.date(2010, 1, 1), classes=("A45D20",), countries=("US",)),
    Filter(kinds=("B",)),
    Filter(kinds=("a1", "B2"), languages=("DE", "fr")),
    Filter(languages=("en",), countries=("US",)),
    Filter(kinds=("A", "U"), before=dt.date(2005, 1, 1)),
    Filter(before=dt.date(1900, 1, 1)),
)
HOSTILE = (
    '"unbalanced',
    "a:b AND (c OR",
    "+-&|!(){}[]^~*?:\\/",
    "text:*",
    "\x00\x1f",
    "t3" * 5000,
    "😀 ﷺ ½ \u202e",
    "[* TO *]",
    "'; DROP TABLE documents; --",
)


def ask(engine: str, text: str, level: str = "document") -> Subquery:
    return Subquery(id="q", branch="b", engine=engine, text=text, level=level)  # type: ignore[arg-type]


def passes(patent: Patent, wanted: Filter) -> bool:
    """The filter's meaning, said anew."""
    day, _ = patent.cutoff_date()
    dated = wanted.before is None or (day is not None and day < wanted.before)
    held = {s for c in (*patent.cpc, *patent.ipc) for s in above(c)}
    classed = not wanted.classes or any(symbol(c) in held for c in wanted.classes)
    kind = not wanted.kinds or any((patent.kind or "").startswith(k.upper()) for k in wanted.kinds)
    spoken = not wanted.languages or patent.language in {name.lower() for name in wanted.languages}
    return dated and classed and kind and spoken and (not wanted.countries or patent.office in wanted.countries)


def bm25(texts: dict[str, list[str]], query: Counter[str]) -> dict[str, float]:
    """Robertson and Zaragoza 2009 with k1 1.2, b .75 and idf ln(1 + (N - n + .5) / (n + .5)); `texts`: the words of each item."""
    average = sum(map(len, texts.values())) / len(texts)
    counts = {name: Counter(words) for name, words in texts.items()}
    scores: dict[str, float] = {}
    for term, weight in query.items():
        holding = [name for name in texts if counts[name][term]]
        idf = math.log(1 + (len(texts) - len(holding) + 0.5) / (len(holding) + 0.5))
        for name in holding:
            tf = counts[name][term]
            norm = 1.2 * (1 - 0.75 + 0.75 * len(texts[name]) / average)
            scores[name] = scores.get(name, 0.0) + weight * idf * 2.2 * tf / (tf + norm)
    return scores


def words_oracle(index: Index, patents: Iterable[Patent], text: str, level: str) -> dict[str, float]:
    """Scores of everything that the words find: documents as the sum over `text` and `summary`, passages by their text; each language by itself."""
    by_language: dict[str, list[Patent]] = {}
    for patent in patents:
        by_language.setdefault(analyser_of(patent.language), []).append(patent)
    return {n: s for group in by_language.values() for n, s in _words_oracle(index, group, Counter(text.split()), level).items()}


def _words_oracle(index: Index, patents: list[Patent], query: Counter[str], level: str) -> dict[str, float]:
    if level == "passage":
        return bm25({p.id: p.text.split() for d in patents for p in index.passages_of(d.id)}, query)
    whole = {d.id: " ".join(d.units().values()).split() for d in patents}
    summary = {d.id: " ".join(t.text for t in (*d.titles, *d.abstracts)).split() for d in patents}
    first, second = bm25(whole, query), bm25(summary, query)
    return {name: first[name] + second.get(name, 0.0) for name in first}


def meaning_oracle(index: Index, patents: Iterable[Patent], text: str, level: str) -> dict[str, float]:
    """The best inner product over windows, by numpy."""
    embedder = HashEmbedder()
    asked = embedder.encode_queries([text])[0]
    scores: dict[str, float] = {}
    for patent in patents:
        for passage in index.passages_of(patent.id):
            whole = embedding_text(patent, passage)
            vectors = embedder.encode_passages([whole[a:b] for a, b in embedder.windows(whole)])
            name = passage.id if level == "passage" else patent.id
            scores[name] = max(scores.get(name, -2.0), float(np.max(vectors @ asked)))
    return scores


ORACLES = {"words": words_oracle, "meaning": meaning_oracle}


def _expect(index: Index, engine: str, patents: list[Patent], text: str, level: str, wanted: Filter, k: int = 10) -> None:
    kept = {p.id for p in patents if passes(p, wanted)}
    oracle = {n: s for n, s in ORACLES[engine](index, patents, text, level).items() if n.partition("#")[0] in kept}
    hits = index.search(ask(engine, text, level), wanted, k)
    names = [h.passage or h.document for h in hits]
    assert len(names) == min(k, len(oracle)), (text, wanted)
    assert len(set(names)) == len(names)
    for hit, name in zip(hits, names, strict=True):
        assert hit.score == pytest.approx(oracle[name], abs=2e-3 if engine == "words" else 2.5e-4)
    best = sorted(oracle.values(), reverse=True)[: len(hits)]
    assert [h.score for h in hits] == pytest.approx(best, abs=2e-3 if engine == "words" else 2.5e-4)


def agrees_with_the_oracle(index: Index, engine: str, patents: list[Patent]) -> None:
    """Documents and passages are those, and score as, a slow and plain computation says."""
    for level in ("document", "passage"):
        for text in QUERIES:
            _expect(index, engine, patents, text, level, Filter())


def filters_inside(index: Index, engine: str, patents: list[Patent]) -> None:
    """A filter leaves exactly those that meet it, and k of them where there are k."""
    for level in ("document", "passage"):
        for wanted in FILTERS:
            _expect(index, engine, patents, QUERIES[0], level, wanted)


def undated_do_not_pass(index: Index, engine: str, patents: list[Patent]) -> None:
    """A document without any date is never before a day."""
    undated = {p.id for p in patents if p.cutoff_date()[0] is None}
    found = {h.document for h in index.search(ask(engine, "t0 t1 t2 t3 t4 t5"), Filter(before=dt.date(9999, 1, 1)), 1000)}
    assert undated
    assert found
    assert not found & undated


def cut_is_stable(index: Index, engine: str, _: list[Patent]) -> None:
    """Equal scores stand by id, and a shorter list is the beginning of a longer one, whatever ties at its end."""
    for level in ("document", "passage"):
        longest = index.search(ask(engine, "t3 t7", level), Filter(), 500)
        keys = [(-h.score, h.document, h.passage or "") for h in longest]
        assert keys == sorted(keys)
        assert len({h.score for h in longest}) < len(longest), "the collection has twins"
        for k in (1, 2, 3, 5, 8, 13, 21, 34, 55):
            assert index.search(ask(engine, "t3 t7", level), Filter(), k) == longest[:k]


def k_is_kept(index: Index, engine: str, patents: list[Patent]) -> None:
    """No hits for k 0, never more than k, never more than there are; ranks from 1."""
    assert index.search(ask(engine, "t1"), Filter(), 0) == []
    assert len(index.search(ask(engine, "t1"), Filter(), 3)) == 3
    everything = index.search(ask(engine, "t0 t1 t2"), Filter(), 10_000)
    assert len({h.document for h in everything}) == len(everything) <= len(patents)
    assert [h.rank for h in everything] == list(range(1, len(everything) + 1))
    assert {(h.engine, h.subquery, h.passage) for h in everything} == {(engine, "q", None)}


def empty_finds_nothing(index: Index, engine: str, _: list[Patent]) -> None:
    """An empty question finds nothing and is no error."""
    for text in ("", "   \n"):
        for level in ("document", "passage"):
            assert index.search(ask(engine, text, level), Filter(), 5) == []


def hostile_text_is_text(index: Index, engine: str, _: list[Patent]) -> None:
    """Whatever a person pastes is searched for, never parsed as a command; and twice the same."""
    for text in HOSTILE:
        first = index.search(ask(engine, text), Filter(), 5)
        assert first == index.search(ask(engine, text), Filter(), 5)


def passages_within(index: Index, engine: str, patents: list[Patent]) -> None:
    """The best passages of given documents: theirs alone, best first, as the oracle orders them; at least one each."""
    chosen = [p.id for p in patents[:12]]
    best = index.best_passages(ask(engine, "t3 t7"), chosen, 2)
    oracle = ORACLES[engine](index, patents, "t3 t7", "passage")
    assert list(best) == chosen
    for name, hits in best.items():
        assert 1 <= len(hits) <= 2
        assert all(h.document == name and h.passage and h.passage.startswith(f"{name}#") for h in hits)
        assert [h.rank for h in hits] == list(range(1, len(hits) + 1))
        own = sorted((s for n, s in oracle.items() if n.startswith(f"{name}#")), reverse=True)[:2]
        if own:
            assert [h.score for h in hits] == pytest.approx(own, abs=2e-3 if engine == "words" else 2.5e-4)
    nothing = index.best_passages(ask(engine, ""), chosen, 2)
    assert all(len(h) == 1 for h in nothing.values())


CHECKS: dict[str, Callable[[Index, str, list[Patent]], None]] = {
    check.__name__: check
    for check in (
        agrees_with_the_oracle,
        filters_inside,
        undated_do_not_pass,
        cut_is_stable,
        k_is_kept,
        empty_finds_nothing,
        hostile_text_is_text,
        passages_within,
    )
}
