"""The word index in several languages."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexing.engines.lexical import DOCUMENT_FIELDS, Conditions, Entry, Words
from indexing.engines.word_index import WordIndex, WordIndexWriter, names
from indexing.engines.words import document_fields
from indexing.model import Claim, Patent, Text

if TYPE_CHECKING:
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
