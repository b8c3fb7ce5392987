"""Documents by their classes: the sum of weight times idf, against counting over the documents."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.class_weights import parse_weights, write_weights
from indexing.classes import above
from indexing.errors import UsageError
from indexing.increments import withdraw
from indexing.index import Index
from indexing.model import Filter, Hit, Patent, Subquery
from tests.kits import collections, engines
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERIES = ("A45D20/12", "A45D20/12^2 A45D20", "A45D 20/122, A47J^0.5; h01l21/02^3", "A", "G06F A45D1")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, list[Patent]]]:
    folder: Path = tmp_path_factory.mktemp("classes")
    rows = collections.rows(120)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexing.storage.merging.RATIO", 0)
        build([collections.write(folder / "a.jsonl", rows[:50])], folder / "i", HashEmbedder())
        build([collections.write(folder / "b.jsonl", rows)], folder / "i", HashEmbedder())
    withdraw([row["_id"] for row in rows[2:20:3]], folder / "i")
    with Index.open(folder / "i", lambda _: HashEmbedder()) as index:
        yield index, [index.document(d["id"]) for d in index.documents()]


def ask(index: Index, text: str, filters: Filter | None = None, k: int = 1000) -> list[Hit]:
    return index.search(Subquery("q", "b", "classes", text), filters or Filter(), k)


def oracle(patents: list[Patent], text: str) -> dict[str, float]:
    held = {p.id: {name for symbol in (*p.cpc, *p.ipc) for name in above(symbol)} for p in patents}
    total = len(patents)
    scores = dict.fromkeys(held, 0.0)
    for name, weight in parse_weights(text):
        bearing = [document for document, names in held.items() if name in names]
        for document in bearing:
            scores[document] += weight * math.log(1 + (total - len(bearing) + 0.5) / (len(bearing) + 0.5))
    return {document: score for document, score in scores.items() if score}


@pytest.mark.parametrize("text", QUERIES)
def test_documents_score_as_counting_says_under_every_filter(opened: tuple[Index, list[Patent]], text: str) -> None:
    index, patents = opened
    expected = oracle(patents, text)
    for filters in (Filter(), *engines.FILTERS):
        passing = {p.id for p in patents if engines.passes(p, filters)}
        order = sorted((-round(score, 9), name) for name, score in expected.items() if name in passing)
        for k in (1, 7, 1000):
            found = ask(index, text, filters, k)
            assert [(-round(h.score, 9), h.document) for h in found] == order[:k]
            assert [h.rank for h in found] == list(range(1, len(found) + 1))
    assert len(expected) > 5


@pytest.mark.parametrize("text", QUERIES)
def test_many_ties_are_cut_by_id_without_naming_all(opened: tuple[Index, list[Patent]], text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is the same whichever way ties are told apart."""
    index = opened[0]
    plain = [ask(index, text, Filter(before=dt.date(2011, 1, 1)), k) for k in (1, 3, 10)]
    monkeypatch.setattr("indexing.engines.best.NAMED", 0)
    assert [ask(index, text, Filter(before=dt.date(2011, 1, 1)), k) for k in (1, 3, 10)] == plain


def test_a_class_that_nothing_bears_finds_nothing(opened: tuple[Index, list[Patent]]) -> None:
    for text in ("G06F", "", "  \n"):
        assert ask(opened[0], text) == []
    assert ask(opened[0], "A45D", k=0) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hair dryer", "'hair' is no class symbol"),
        ("A45D20/12^", "'A45D20/12^' has no weight that is a positive number"),
        ("A45D^-1", "'A45D\\^-1' has no weight"),
        ("A45D^nan", "'A45D\\^nan' has no weight"),
        ("A45D^1e999", "has no weight"),
        ("20/12 A45D", "'20/12' is no class symbol"),
    ],
)
def test_what_is_no_class_query_is_a_usage_error(opened: tuple[Index, list[Patent]], text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("'A45D20/12^'", r"'A45D20/12\^'")):
        ask(opened[0], text)


def test_classes_find_whole_documents_and_show_their_beginning(opened: tuple[Index, list[Patent]]) -> None:
    index = opened[0]
    with pytest.raises(UsageError, match="not by passages"):
        index.search(Subquery("q", "b", "classes", "A45D", "passage"), Filter(), 5)
    name = ask(index, "A45D")[0].document
    shown = index.best_passages(Subquery("q", "b", "classes", "A45D"), [name], 3)[name]
    assert [h.passage for h in shown] == [index.passages_of(name)[0].id]


def test_weights_are_read_as_they_are_written() -> None:
    weights = (("A45D20/12", 2.5), ("A45D", 1.0), ("H01L21/02", 0.125))
    assert write_weights(weights) == "A45D20/12^2.5 A45D H01L21/02^0.125"
    assert parse_weights(write_weights(weights)) == weights
    assert parse_weights("a45d 20/12 A45D20/12^2") == (("A45D20/12", 3.0),)
