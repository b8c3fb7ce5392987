"""Words that stand together count more, and a share of the words may be demanded; both at document and passage level."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.index import Index
from indexing.model import Filter, Near, Subquery
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = {
    "US1000001A": "red blue pale green grey",
    "US1000002A": "blue red pale green grey",
    "US1000003A": "red pale blue green grey",
    "US1000004A": "blue pale red green grey",
    "US1000005A": "red pale green grey blue",
    "US1000006A": "red pale green grey pale",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("near")
    path = folder / "corpus.jsonl"
    rows = [{"_id": name, "title": "thing", "text": text, "metadata": {"language": "en"}} for name, text in TEXTS.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    build([path], folder / "index", HashEmbedder())
    with Index.open(folder / "index", lambda _: HashEmbedder()) as opened:
        yield opened


def scores(index: Index, level: str, text: str = "red blue", **more) -> dict[str, float]:
    query = Subquery("q", "b", "words", text, level, **more)  # type: ignore[arg-type]
    return {h.document[-2]: h.score for h in index.search(query, Filter(), 10)}


@pytest.mark.parametrize("level", ["document", "passage"])
@pytest.mark.parametrize(
    ("near", "gains"),
    [
        (Near("red blue"), "1"),
        (Near("red blue", 1), "13"),
        (Near("red blue", 3), "135"),
        (Near("red blue", 0, ordered=False), "12"),
        (Near("red blue", 1, ordered=False), "1234"),
        (Near("red pale blue"), "3"),
        (Near("red pale grey", 2), "12356"),
        (Near("red"), ""),
        (Near("red blue", weight=0.0), ""),
    ],
)
def test_documents_gain_where_the_words_stand_as_asked(index, level, near, gains):
    plain, nearer = scores(index, level), scores(index, level, near=(near,))
    assert set(plain) == set(nearer)
    assert {d for d in plain if nearer[d] > plain[d] + 1e-4} >= set(gains[:3])
    if len(near.words.split()) == 2 or not near.slop:
        assert {d for d in plain if nearer[d] > plain[d] + 1e-4} == set(gains)


@pytest.mark.parametrize("level", ["document", "passage"])
def test_a_heavier_window_counts_more(index, level):
    plain, light, heavy = (scores(index, level, near=(Near("red blue", weight=w),))["1"] for w in (0.0, 1.0, 3.0))
    assert heavy - plain == pytest.approx(3 * (light - plain), rel=1e-2)


@pytest.mark.parametrize("level", ["document", "passage"])
@pytest.mark.parametrize(("share", "held"), [(0.0, "123456"), (0.3, "123456"), (0.5, "12345"), (1.0, "")])
def test_a_share_of_the_words_may_be_demanded(index, level, share, held):
    assert set(scores(index, level, "red blue zebra", minimum_match=share)) == set(held)


def test_listed_terms_and_fields_count_too(index):
    fields = (("abstract", 2.0), ("title", 1.0))
    assert set(scores(index, "document", "x", terms=(("blue", 1.0), ("thing", 1.0)), fields=fields, minimum_match=1.0)) == set("12345")
    nearer = scores(index, "document", fields=fields, near=(Near("red blue"),))
    assert max(nearer, key=nearer.__getitem__) == "1"
