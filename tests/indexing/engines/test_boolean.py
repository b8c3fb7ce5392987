"""Boolean search finds exactly what the naive matcher finds, on real text in several languages."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexing.build import build
from indexing.engines.analysers import STEMMERS
from indexing.engines.boolean import MOST_LEAVES, Boolean
from indexing.engines.lexical import tokens
from indexing.engines.stem_candidates import stem_candidates
from indexing.errors import UsageError
from indexing.expressions.matching import Reading, matches
from indexing.expressions.normal import simplify
from indexing.expressions.notation import parse, write
from indexing.expressions.terms import Pattern
from indexing.expressions.tree import Phrase, Word
from indexing.index import Index
from indexing.model import Filter, Subquery
from tests.house import ROOT
from tests.kits import expressions as kit
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexing.model import Patent

FORMATS = ROOT / "tests" / "data" / "formats"
FURTHER = [
    {"_id": "FR2500001A1", "title": "Séchoir à cheveux pliable",
     "text": "Le séchoir comprend une poignée repliable. Les cheveux sèchent vite.",
     "claims": ["Séchoir à poignées repliables.",
                "Séchoir selon la revendication 1, où un moteur entraîne le ventilateur."],
     "metadata": {"language": "fr", "owner": "Société Générale des Séchoirs", "filing_date": "19990101"}},
    {"_id": "JP2001123456A", "title": "毛髪乾燥機", "text": "電動吹風機は毛髪を乾かす。風が出る。ハンドルは折りたたみ式である。",
     "metadata": {"language": "ja"}},
    {"_id": "DE10000001A1", "title": "Haartrockner mit Gehäuse", "text": "Das Gehäuse des Haartrockners ist klappbar. Die Gehaeuse sind aus Stahl.",
     "ipc": "A45D20/12", "metadata": {"language": "de", "publication_date": "20020304"}},
]  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, list[Patent]]]:
    """Real patents: claims, three whole descriptions, European and Japanese publications; one withdrawn by a second build."""
    folder: Path = tmp_path_factory.mktemp("boolean")
    rows = []
    for name, few, whole in (("hairdryer", 45, 0), ("us", 10, 2)):
        with gzip.open(ROOT / "data" / "sample" / name / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
            read = [json.loads(line) for line in lines]
        rows += [r for r in read if not r.get("description")][:few] + [r for r in read if r.get("description")][:whole]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    further = folder / "further.jsonl"
    further.write_text("".join(json.dumps(r) + "\n" for r in FURTHER), "utf-8")
    sources = [corpus, *sorted((FORMATS / "st36").glob("*.xml")), *sorted((FORMATS / "jp-xml").glob("*.xml"))]
    build(sources, folder / "index", HashEmbedder())
    build([further], folder / "index", HashEmbedder())
    with Index.open(folder / "index", lambda _: HashEmbedder()) as index:
        yield index, [index.document(d["id"]) for d in index.documents()]


ENDINGS = ("ibility", "ibilities", "ational", "ize", "ization", "ically", "ies", "ying", "ed", "ness", "fulness", "ously", "ity", "logy")


def ask(index: Index, text: str, level: str = "document", k: int = 10_000, filters: Filter | None = None) -> list:
    return index.search(Subquery("q", "b", "boolean", text, level), filters or Filter(), k)  # type: ignore[arg-type]


def vocabulary(patents: list[Patent]) -> list[str]:
    """Words as the texts write them, neighbours kept: frequent and rare ones."""
    rng = random.Random(5)
    units = [text for p in patents for text in p.units().values()]
    picked = [re.findall(r"\w+", rng.choice(units)) for _ in range(25)]
    return sorted({w for words in picked for w in words[:12]} | {"hair", "dryer", "hair-dryer", "Gehäuse", "吹風機", "séchoir", "the", "3.5"})


def test_what_is_found_is_what_matches(opened):
    """Generated expressions of words that occur, with classes, dates, names and numbers: the same documents as by the naive matcher."""
    index, patents = opened
    words = vocabulary(patents)
    names = [w for p in patents for n in (*p.applicants, *p.inventors) for w in tokens(n, "plain")][:40] or ["sony"]
    symbols = sorted({s for p in patents for s in (*p.cpc, *p.ipc)})[::9] or ["A45D"]
    texts = kit.texts(kit.words(words))
    leaf = st.one_of(texts, texts, texts, kit.facts(symbols, sorted(set(names)), [p.id for p in patents[:9]]))
    readings = {p.id: Reading(p) for p in patents}
    found_any = []

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(kit.trees(leaf, leaves=5))
    def check(tree):
        expected = {name for name, reading in readings.items() if reading.holds(tree)}
        assert {h.document for h in ask(index, write(tree))} == expected
        found_any.append(0 < len(expected) < len(patents))

    check()
    assert sum(found_any) > 15


def test_words_that_stand_together_are_found_where_they_do(opened):
    """Expressions cut out of the text itself: neighbours as phrases, distances and sentences, exact, inflected and truncated."""
    index, patents = opened
    readings = {p.id: Reading(p) for p in patents}
    rng = random.Random(11)
    for _ in range(100):
        patent = rng.choice(patents)
        words = re.findall(r"\w+", rng.choice(list(patent.units().values())))
        at, gap = rng.randrange(len(words)), rng.randrange(1, 5)
        pair = [Word(w, stemmed=rng.random() < 0.4) for w in (words[at], words[min(at + gap, len(words) - 1)])]
        if rng.random() < 0.3:
            pair[0] = Word(pair[0].text[: rng.randrange(2, 9)] + "*")
        kinds = (
            kit.Close(tuple(pair), gap, rng.random() < 0.5),
            kit.Together(tuple(pair), "sentence"),
            Phrase(tuple(Word(w) for w in words[at : at + gap])),
        )
        tree = rng.choice(kinds)
        tree = simplify(tree)
        assert {h.document for h in ask(index, write(tree))} == {name for name, r in readings.items() if r.holds(tree)}, write(tree)


def test_every_stem_of_a_form_is_a_candidate_for_all_that_the_form_begins_with(opened):
    """For every word of the texts, in its own language and in English: the truncated word's candidates hold the stem."""
    _, patents = opened
    forms = {w for p in patents for text in p.units().values() for w in tokens(text, "plain") if len(w) > 2}
    made = {root + ending for root in ("sens", "relat", "oper", "hop", "cr", "dy", "motor", "util")
            for ending in ENDINGS}  # fmt: skip

    class Dictionary:
        def __init__(self, stem):
            self.stem = stem

        def dictionary(self, field, prefix):
            return [self.stem] if self.stem.startswith(prefix) else []

    for language in ("en", "de", "fr", "es", "sv"):
        assert language in STEMMERS
        for form in sorted(forms | made)[:: 1 if language in ("en", "de") else 3]:
            (stem,) = tokens(form, language) or [""]
            for n in {2, len(form) // 2 + 1, len(form) - 1}:
                if stem:
                    assert stem in stem_candidates(Pattern(form[:n] + "*"), Dictionary(stem), language, "text"), (form, n, language)
            assert stem in (stem_candidates(Pattern(form), Dictionary(stem), language, "text") or [stem])


def test_filters_hold_inside_and_the_best_by_words_come_first(opened):
    index, patents = opened
    text = "dryer AND (handle OR nozzle)"
    found = ask(index, text)
    assert [h.rank for h in found] == list(range(1, len(found) + 1))
    assert [(-h.score, h.document) for h in found] == sorted((-h.score, h.document) for h in found)
    assert found[0].score > 0
    assert ask(index, text, k=3) == found[:3]
    day = dt.date(1995, 1, 1)
    earlier = [h.document for h in ask(index, text, filters=Filter(before=day))]
    dates = {p.id: p.cutoff_date()[0] for p in patents}
    assert earlier == [h.document for h in found if dates[h.document] and dates[h.document] < day]
    assert 0 < len(earlier) < len(found)


def test_without_words_the_latest_come_first(opened):
    index, patents = opened
    found = ask(index, "NOT cc:JP")
    days = [h.score for h in found]
    assert days == sorted(days, reverse=True)
    assert {h.document for h in found} == {p.id for p in patents if p.office != "JP"}
    assert days[0] > 19_000_000


def test_passages_are_those_of_matching_documents_and_hold_the_words(opened):
    index, _ = opened
    documents = {h.document for h in ask(index, "nozzle NOT comb")}
    passages = ask(index, "nozzle NOT comb", "passage")
    assert {h.document for h in passages} == documents
    scored = [h for h in passages if h.score]
    assert scored
    assert all(re.search("nozzle", index.passage(h.passage).text, re.IGNORECASE) for h in scored)
    assert {h.document for h in ask(index, "NOT cc:JP", "passage")} == {h.document for h in ask(index, "NOT cc:JP")}
    query = Subquery("q", "b", "boolean", "nozzle NOT comb")
    best = index.best_passages(query, sorted(documents)[:3], 1)
    assert all(len(hits) == 1 and hits[0].score for hits in best.values())


def test_a_withdrawn_document_is_not_found(opened, tmp_path):
    row = {"_id": "US1000000A", "title": "zebra crossing", "text": "A zebra."}
    for n, changed in enumerate((row, row | {"title": "lion", "text": "A lion."})):
        path = tmp_path / f"{n}.jsonl"
        path.write_text(json.dumps(changed) + "\n", "utf-8")
        build([path], tmp_path / "index", HashEmbedder())
    with Index.open(tmp_path / "index", lambda _: HashEmbedder()) as index:
        assert ask(index, "zebra") == []
        assert [h.document for h in ask(index, "NOT zebra")] == ["US1000000A"]


def test_an_expression_that_needs_too_much_reading_is_refused_with_what_to_add(opened):
    index, _ = opened
    engine = Boolean(index._shards, index._documents, index._passages, most_read=5)
    wanted = index_conditions()
    with pytest.raises(UsageError, match="documents to be read") as caught:
        engine.search(Subquery("q", "b", "boolean", "the"), wanted, 10_000)
    assert "~word" in caught.value.hint
    assert len(engine.search(Subquery("q", "b", "boolean", "~the"), wanted, 10_000)[0]) > 5


def index_conditions():
    from indexing.engines.retrieval import conditions

    return conditions(Filter())


@pytest.mark.parametrize(("text", "message"), [("a AND", "column 6"), (" ", "empty"), (" OR ".join(["a"] * (MOST_LEAVES + 1)), "words and values")])
def test_a_bad_expression_is_refused(opened, text, message):
    with pytest.raises(UsageError, match=message):
        ask(opened[0], text)


def test_an_expression_read_from_text_is_the_one_that_runs(opened):
    index, patents = opened
    tree = parse("ti:(hair AND NOT comb) OR cpc:A45D")
    assert {h.document for h in ask(index, "ti:(hair AND NOT comb) OR cpc:A45D")} == {p.id for p in patents if matches(tree, p)}
