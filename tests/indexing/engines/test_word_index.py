"""The word index in several languages."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.engines.filters import Known
from indexing.engines.lexical import DOCUMENT_FIELDS, PASSAGE_FIELDS, Conditions, Entry, Words
from indexing.engines.retrieval import widen
from indexing.engines.word_index import WordIndex, WordIndexWriter, names
from indexing.engines.words import document_fields
from indexing.model import Claim, Patent, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = [
    Patent("EP1A1", "EP1A1", language="en", titles=(Text("Hair dryer", "en"), Text("Haartrockner", "de"))),
    Patent("DE2A1", "DE2A1", language="de", titles=(Text("Gehäuse eines Trockners", "de"),), claims=(Claim(1, "Die Gebläse.", (), "de"),)),
    Patent("JP3A", "JP3A", language="ja", abstracts=(Text("電動ヘアドライヤーの送風機", "ja"),)),
    Patent("CN4A", "CN4A", language="zh", abstracts=(Text("一种吹风机，包括壳体", "zh"),)),
    Patent("FR5A1", "FR5A1", language="fr", titles=(Text("Sèche-cheveux", "fr"),), abstracts=(Text("Des ventilateurs électriques.", "fr"),)),
]


def made(folder: Path, patents: list[Patent]) -> WordIndex:
    writer = WordIndexWriter(folder, DOCUMENT_FIELDS)
    for number, patent in enumerate(patents):
        for analyser, fields in document_fields(patent).items():
            writer.add(analyser, Entry(number, number, 20000101, patent.id[:2], (), fields))
    writer.finish()
    return WordIndex(folder, DOCUMENT_FIELDS)


def ask(index: WordIndex, text: str) -> list[str]:
    (numbers, _), _ = index.search(index.weigh(text, ()), (), Conditions(), 10)
    return [DOCUMENTS[n].id for n in numbers]


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    return made(tmp_path / "w", DOCUMENTS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hair dryers", ["EP1A1"]),
        ("Trockner", ["DE2A1"]),
        ("Gebläsen", ["DE2A1"]),
        ("gehause", ["DE2A1"]),
        ("ヘアドライヤー", ["JP3A"]),
        ("送風機", ["JP3A"]),
        ("吹风机", ["CN4A"]),
        ("ventilateur", ["FR5A1"]),
        ("electrique", ["FR5A1"]),
        ("haartrockner", ["EP1A1"]),
    ],
)
def test_each_language_is_found_by_its_own_word_forms(index: WordIndex, text: str, found: list[str]) -> None:
    """Stems and folded accents for European languages, pairs of characters for Chinese and Japanese."""
    assert ask(index, text) == found


def test_a_document_in_two_languages_counts_once_by_its_best(tmp_path: Path) -> None:
    """The same word in two languages' parts does not add up."""
    two = Patent("EP9A1", "EP9A1", titles=(Text("Robot", "en"), Text("Robot", "fr"), Text("Roboter", "de")))
    one = made(tmp_path / "w", [two])
    weights = one.weigh("robot", ())
    (numbers, scores), _ = one.search(weights, (), Conditions(), 10)
    assert numbers.tolist() == [0]
    alone = [Words(tmp_path / "w" / name, DOCUMENT_FIELDS, name) for name in names(tmp_path / "w")]
    assert scores[0] == max(s for w, n in zip(alone, names(tmp_path / "w"), strict=True) for s in w.search(weights[n], (), Conditions(), 10)[1])


def test_the_best_of_the_whole_are_among_the_best_of_the_languages(tmp_path: Path) -> None:
    """For every depth: what is above the bound that the search gives is exactly what a full search finds there."""
    rng = random.Random(7)
    words = ["alpha", "beta", "gamma", "delta", "rotor", "stator", "lager", "welle", "pompe", "vanne"]
    patents = []
    for n in range(120):
        texts = tuple(Text(" ".join(rng.choices(words, k=rng.randint(2, 9))), lang) for lang in rng.sample(["en", "de", "fr"], rng.randint(1, 3)))
        patents.append(Patent(f"EP{n + 1000}A1", f"EP{n + 1000}A1", titles=texts))
    index = made(tmp_path / "w", patents)
    weights = index.weigh("rotor alpha vanne", ())
    (every, best), rest = index.search(weights, (), Conditions(), 1000)
    assert rest == -np.inf
    for limit in (1, 3, 10, 40):
        (numbers, scores), rest = index.search(weights, (), Conditions(), limit)
        assert set(numbers[scores > rest]) == set(every[best > rest])


def test_removed_documents_are_gone_in_every_language(tmp_path: Path) -> None:
    """Removing by document, whatever languages it is in."""
    made(tmp_path / "w", DOCUMENTS)
    writer = WordIndexWriter(tmp_path / "w", DOCUMENT_FIELDS)
    writer.remove(0)
    writer.finish()
    index = WordIndex(tmp_path / "w", DOCUMENT_FIELDS)
    assert ask(index, "hair dryer haartrockner") == []
    assert ask(index, "Gebläse") == ["DE2A1"]


ENTRIES, CHOICES = 6000, ("rotor", "stator", "bearing", "shaft", "pump", "valve", "gear", "belt", "fan", "duct", "lamp", "lens")
ASKED = "rotor pump lens"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WordIndex, dict[str, np.ndarray]]]:
    """Many short texts, so that many scores tie; classes that are drawn by lot, and ones that go with and against what is asked."""
    rng = random.Random(3)
    texts = [" ".join(rng.choices(CHOICES, k=rng.randint(1, 12))) for _ in range(ENTRIES)]
    hits = np.array([sum(text.split().count(word) for word in ASKED.split()) for text in texts])
    order = np.argsort(-hits, kind="stable")
    masks = {f"lot{share}": np.array([rng.random() < share for _ in texts]) for share in (0.9, 0.5, 0.35, 0.1)}
    for name, kept in (("best", order[: ENTRIES // 2]), ("worst", order[ENTRIES // 2 :]), ("without the best", order[1200:])):
        masks[name] = np.isin(np.arange(ENTRIES), kept)
    folder = tmp_path_factory.mktemp("many")
    writer = WordIndexWriter(folder, PASSAGE_FIELDS)
    for number, text in enumerate(texts):
        classes = tuple(name for name, mask in masks.items() if mask[number])
        writer.add(("en", "de", "en", "en")[number % 4], Entry(number, number, 20000101, "US", classes, {"text": text}))
    writer.finish()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexing.engines.word_index._FEW", 5)  # as in a larger index: to search first and filter then is cheaper
        yield WordIndex(folder, PASSAGE_FIELDS), masks


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["lot0.9", "lot0.5", "lot0.35", "lot0.1", "best", "worst", "without the best"]),
    text=st.one_of(st.just(ASKED), st.lists(st.sampled_from(CHOICES), min_size=1, max_size=6).map(" ".join)),
    k=st.integers(1, 60),
)
def test_a_filter_leaves_exactly_the_best_of_those_allowed(many: tuple[WordIndex, dict[str, np.ndarray]], name: str, text: str, k: int) -> None:
    """The same entries with the same scores as a search that ranks everything, those included that tie with the last; however it was searched."""
    index, masks = many
    weights, mask = index.weigh(text, ()), masks[name]
    (every, scores), _ = index.search(weights, (), Conditions(), ENTRIES)
    every, scores = every[mask[every]], scores[mask[every]]
    last = scores[min(k, len(scores)) - 1] if len(scores) else 0.0
    expected = dict(zip(every[scores >= last].tolist(), scores[scores >= last].tolist(), strict=True))
    known = Known(float(mask.mean()), lambda numbers: mask[numbers])
    for hint in (None, known):
        found = widen(lambda limit, hint=hint: index.search(weights, (), Conditions(classes=(name,)), limit, hint), k)
        assert dict(zip(found[0].tolist(), found[1].tolist(), strict=True)) == expected


@pytest.mark.parametrize(("name", "searches"), [("lot0.5", 1), ("best", 1), ("without the best", 2), ("lot0.1", 1)])
def test_a_filter_that_goes_against_the_query_costs_one_more_search(
    many: tuple[WordIndex, dict[str, np.ndarray]], monkeypatch: pytest.MonkeyPatch, name: str, searches: int
) -> None:
    """All that is best is forbidden: the engine is asked once more, with the filter inside, and is right; where few are left this is done at once."""
    index, masks = many
    asked: list[Conditions] = []
    search = Words.search

    def counted(self: Words, weights: dict[str, float], fields: tuple[()], wanted: Conditions, *more: Any) -> tuple[np.ndarray, np.ndarray]:
        asked.append(wanted)
        return search(self, weights, fields, wanted, *more)

    mask = masks[name]
    weights = index.weigh(ASKED, ())
    (every, scores), _ = index.search(weights, (), Conditions(classes=(name,)), ENTRIES)
    monkeypatch.setattr(Words, "search", counted)
    known = Known(float(mask.mean()), lambda numbers: mask[numbers])
    (numbers, found), rest = index.search(weights, (), Conditions(classes=(name,)), 20, known)
    assert len(asked) == searches * len(index.weigh(ASKED, ()))
    assert mask[numbers].all()
    assert rest <= found[19] == scores[19]
    assert set(numbers[found > rest]) == set(every[scores > rest])
