"""Which analyser serves a language, and how scripts without spaces become terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.engines.analysers import STEMMERS, analyser_of, cjk_terms
from indexing.engines.lexical import tokens

KANJI = st.text("電動歯車装置发明中文加熱器", min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("language", "analyser"),
    [(None, "en"), ("en", "en"), ("EN-US", "en"), ("nb", "no"), ("zh_CN", "cjk"), ("ja", "cjk"), ("ko", "cjk"), ("xh", "plain")],
)
def test_languages_find_their_analyser(language: str | None, analyser: str) -> None:
    """With or without a region; what is not known is not stemmed."""
    assert analyser_of(language) == analyser


def test_every_stemmer_is_one_of_the_engine() -> None:
    """The table names what tantivy carries: it says so only when the analyser is made."""
    for name in STEMMERS:
        assert tokens("12", name) == ["12"]


def test_runs_become_pairs_and_all_else_stays() -> None:
    """Latin words and numbers within are kept as words; full-width forms are plain; a lone character stays."""
    assert cjk_terms("電動歯車").split() == ["電動", "動歯", "歯車"]
    assert cjk_terms("ＬＥＤ照明１２個").split() == ["LED", "照明", "12", "個"]


@given(KANJI, KANJI, KANJI)
def test_a_word_is_a_run_of_its_texts_pairs(before: str, word: str, after: str) -> None:
    """Wherever a word of two characters or more stands, its pairs follow one another in the text's."""
    text, wanted = cjk_terms(before + word + after).split(), cjk_terms(word).split()
    assert any(text[i : i + len(wanted)] == wanted for i in range(len(text)))
