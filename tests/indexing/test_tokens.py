"""Counting and cutting, with the default model's own tokenizer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.errors import ModelFault
from indexing.tokens import Tokens, batches, padded
from tests.kits.models import needed

WORDS = st.lists(
    st.sampled_from(["nozzle", "heater.", "FIG.", "3", "wherein;", "気体。", "α-β", "unbelievably-long-composite", "\n", "  ", "(a)", "é"]),
    max_size=120,
)


@pytest.fixture(scope="module")
def tokens():
    return Tokens.in_folder(needed("all-MiniLM-L6-v2").path("all-MiniLM-L6-v2"), 16)


@settings(max_examples=60, deadline=None)
@given(words=WORDS, glue=st.sampled_from([" ", ""]), prefix=st.sampled_from(["", "passage: "]))
def test_windows_cover_every_word_once_and_fit(words, glue, prefix):
    tokens = Tokens.in_folder(needed("all-MiniLM-L6-v2").path("all-MiniLM-L6-v2"), 16)
    text = glue.join(words)
    windows, before = tokens.windows(text, prefix), 0
    for start, end in windows:
        assert not text[before:start].strip()
        assert before <= start < end
        before = end
    assert not text[before:].strip()
    assert all(n <= 16 for n in tokens.count([prefix + text[a:b] for a, b in windows]))


def test_a_text_that_fits_is_one_window(tokens):
    assert tokens.windows("A nozzle directs the air.") == [(0, 25)]


def test_a_window_ends_with_a_sentence_where_one_ends_in_its_second_half(tokens):
    text = "The fan blows air through the duct. The heater warms it. The nozzle directs it to the hair of a person."
    start, end = tokens.windows(text)[0]
    assert text[start:end].endswith("duct.")


def test_a_full_stop_of_an_abbreviation_ends_no_sentence(tokens):
    text = "As the person skilled knows from FIG. 3 of the drawing of the dryer the fan turns around its own axis."
    assert not any(text[a:b].endswith("FIG.") for a, b in tokens.windows(text))


def test_a_script_without_spaces_is_cut_between_tokens(tokens):
    text = "気" * 40
    assert "".join(text[a:b] for a, b in tokens.windows(text)) == text


def test_batches_hold_every_text_once_within_budget():
    lengths = [5, 300, 7, 8, 256, 1, 90]
    found = batches(lengths, 512, 3)
    assert sorted(i for b in found for i in b) == list(range(7))
    assert all(len(b) <= 3 and (len(b) == 1 or len(b) * max(lengths[i] for i in b) <= 512) for b in found)


def test_padding_is_masked():
    ids, mask = padded([[4, 5], [6]])
    assert ids.tolist() == [[4, 5], [6, 0]]
    assert mask.tolist() == [[1, 1], [1, 0]]


def test_a_folder_without_a_tokenizer_is_a_fault(tmp_path):
    with pytest.raises(ModelFault, match=r"lacks tokenizer\.json"):
        Tokens.in_folder(tmp_path, 8)
