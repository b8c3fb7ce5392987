"""The word engine by itself: fields, weights and terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexing.engines.lexical import DOCUMENT_FIELDS, Conditions, Entry, Words, WordsWriter
from indexing.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def words(tmp_path: Path) -> Words:
    writer = WordsWriter(tmp_path / "w", DOCUMENT_FIELDS)
    texts = [("dryer holder", "A stand."), ("stand", "A dryer, drying hair. Café."), ("pump", "It pumps water.")]
    for number, (title, abstract) in enumerate(texts):
        fields = {"title": title, "abstract": abstract, "summary": f"{title}\n{abstract}", "text": f"{title}\n{abstract}"}
        writer.add(Entry(number, number, 20000101 + number, "US", ("A", "A45"), fields))
    writer.finish()
    return Words(tmp_path / "w", DOCUMENT_FIELDS)


def ask(words: Words, text: str, fields: tuple[tuple[str, float], ...] = (), terms: tuple[tuple[str, float], ...] = ()) -> list[int]:
    return words.search(words.weigh(text, terms), fields, Conditions(), 10)[0].tolist()


def test_word_forms_and_accents_are_one(words: Words) -> None:
    """Stems and folded accents match."""
    assert ask(words, "PUMPING") == [2]
    assert ask(words, "cafe") == [1]


def test_fields_weigh(words: Words) -> None:
    """A query may look in one part only, or weigh parts."""
    assert ask(words, "stand", (("title", 1.0),)) == [1]
    assert ask(words, "stand", (("title", 0.01), ("abstract", 5.0))) == [0, 1]


def test_terms_replace_the_text(words: Words) -> None:
    """Weighted terms are searched instead of the text; what weighs nothing finds nothing."""
    assert ask(words, "pump", terms=(("water", 2.0),)) == [2]
    assert ask(words, "", terms=(("stand", 9.0), ("pumps", 0.1)))[-1] == 2
    assert ask(words, "", terms=(("pump", 0.0),)) == []


def test_repeated_words_count_as_often_as_they_stand(words: Words) -> None:
    """Query term frequency multiplies, as in BM25."""
    once, thrice = (words.search(words.weigh(text, ()), (), Conditions(), 1)[1][0] for text in ("pump", "pump pump pump"))
    assert thrice == pytest.approx(3 * once, abs=1e-3)


def test_an_unknown_field_is_answered_with_the_nearest(words: Words) -> None:
    """A recipe that names a field wrongly is told."""
    with pytest.raises(UsageError, match="did you mean abstract"):
        ask(words, "stand", (("abstrakt", 1.0),))
