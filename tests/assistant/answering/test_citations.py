"""A model's quote is found where its words stand, whatever typography it has, and nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.answering.citations import find_quote, to_end_of_sentence, with_negation
from assistant.answering.typography import words
from tests.assistant.shelf import shelf

NAUGHTY = json.loads((Path(__file__).parents[2] / "data" / "text" / "naughty-strings.json").read_text("utf-8"))
UNITS = [t for p in list(shelf().patents.values())[:60] for t in p.units().values() if len(t.split()) > 12]
TEXT = "The dryer 12 has a “rigid” hood—tilted by 12.5 degrees—and is not heated above 60 °C. The hood-\u00adpart is fi\ufb01xed by non-heated air."

MANGLES = {
    "nothing": lambda s: s,
    "line breaks": lambda s: s.replace(" ", "\n  "),
    "no-break spaces": lambda s: s.replace(" ", "\u00a0"),
    "straight to curly": lambda s: s.replace('"', "”").replace("'", "’"),
    "dashes": lambda s: s.replace("-", "‑"),
    "soft hyphens": lambda s: re.sub(r"(\w{3})(\w{3})", "\\1\u00ad\\2", s),
    "zero width": lambda s: s.replace(" ", " \u200b"),
    "ligatures": lambda s: s.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "capital": lambda s: s[:1].upper() + s[1:],
    "small": lambda s: s[:1].lower() + s[1:],
    "marks around": lambda s: f"“{s}”",
    "full stop": lambda s: s.rstrip(" .,;:") + ".",
    "ellipses": lambda s: f"… {s} …",
    "three dots": lambda s: f"...{s}...",
}


@st.composite
def runs_of_words(draw):
    """A stored text, and a run of three to thirty of its words as (start, end)."""
    text = draw(st.sampled_from(UNITS))
    spans = [m.span() for m in re.finditer(r"\S+", text)]
    first = draw(st.integers(0, len(spans) - 3))
    last = draw(st.integers(first + 2, min(first + 30, len(spans) - 1)))
    return text, spans[first][0], spans[last][1]


def _stands(wanted: list[str], held: list[str]) -> bool:
    return any(held[i : i + len(wanted)] == wanted for i in range(len(held)))


@settings(deadline=None, max_examples=60)
@given(runs_of_words(), st.sampled_from(sorted(MANGLES)))
def test_a_run_of_words_is_found_through_any_typography(run, mangle):
    text, start, end = run
    quote = text[start:end]
    assume(len(words(quote)) >= 3)
    found = find_quote(MANGLES[mangle](quote), text)
    assert found is not None
    assert words(text[found[0] : found[1]]) == words(quote)


@settings(deadline=None, max_examples=60)
@given(runs_of_words(), st.data())
def test_a_changed_word_is_never_found(run, data):
    text, start, end = run
    quote = text[start:end]
    spans = [m.span() for m in re.finditer(r"[^\W_]+", quote)]
    a, b = data.draw(st.sampled_from(spans))
    other = data.draw(st.sampled_from(["not", "never", "9", "123.4", "quux", quote[a:b] + "s", "un" + quote[a:b], quote[a:b][::-1]]))
    changed = quote[:a] + other + quote[b:]
    assume(not _stands(words(changed), words(text)))
    assert find_quote(changed, text) is None


@settings(deadline=None, max_examples=60)
@given(runs_of_words(), st.data())
def test_a_missing_or_doubled_word_is_never_found(run, data):
    text, start, end = run
    pieces = text[start:end].split()
    at = data.draw(st.integers(1, len(pieces) - 2)) if len(pieces) > 2 else 1
    changed = data.draw(st.sampled_from([[*pieces[:at], *pieces[at + 1 :]], [*pieces[:at], pieces[at], *pieces[at:]]]))
    assume(not _stands(words(" ".join(changed)), words(text)))
    assert find_quote(" ".join(changed), text) is None


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(NAUGHTY), runs_of_words())
def test_naughty_quotes_are_found_only_where_they_stand(naughty, run):
    text = run[0]
    found = find_quote(naughty, text)
    assert found is None or words(text[slice(*found)]) == words(naughty)


@pytest.mark.parametrize("naughty", NAUGHTY, ids=range(len(NAUGHTY)))
def test_a_naughty_text_gives_back_its_own_words(naughty):
    text = f"Before it stands this. {naughty} After it stands that."
    found = find_quote(f"{naughty} After it stands that", text)
    if found is not None:
        assert text[slice(*found)].endswith("After it stands that")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_two_texts_give_a_range_or_nothing(quote, text):
    found = find_quote(quote, text)
    assert found is None or 0 <= found[0] < found[1] <= len(text)


@pytest.mark.parametrize(
    "quote",
    [
        "2.5 degrees—and is",  # the end of 12.5
        "has a rigid",  # a mark left out within
        "heated air",  # too short, and of non-heated
        "heated by non-heated air",
        "is heated above 60 °C",  # the negation left out
        "is not heated above 6",
        "tilted by 12",
        "tilted by 125 degrees",
        "The dryer … hood",  # something left out in the middle
        "the dryer",
        "",
        "...",
        "   ",
    ],
)
def test_what_is_not_there_word_for_word_is_not_found(quote):
    assert find_quote(quote, TEXT) is None


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ('has a "rigid" hood - tilted', None),  # a dash set off by blanks is other typography than ours knows
        ('has a "rigid" hood-tilted by 12.5', "has a “rigid” hood—tilted by 12.5"),
        ("Is not heated above 60 °C...", "is not heated above 60 °C"),
        ("hood-part is fifixed", "hood-\u00adpart is fi\ufb01xed"),
        ("fixed by non-heated air", None),
    ],
)
def test_typography_is_tolerated_and_words_are_not(quote, shown):
    found = find_quote(quote, TEXT)
    assert (TEXT[slice(*found)] if found else None) == shown


def test_a_short_quote_is_taken_where_it_is_the_whole_text():
    assert find_quote("hair dryer.", "Hair dryer") == (0, 10)


def test_words_that_stand_twice_are_found_in_the_piece_that_was_read():
    text = "A hood that tilts. B. A hood that tilts."
    assert find_quote("a hood that tilts", text) == (0, 17)
    assert find_quote("a hood that tilts", text, 20) == (22, 39)


@pytest.mark.parametrize(("quote", "shown"), [("吹风机包括外壳", "吹风机包括外壳"), ("吹风机", None), ("包括外壳和风扇", "包括外壳和风扇")])
def test_scripts_without_spaces_are_quoted_by_characters(quote, shown):
    text = "一种吹风机包括外壳和风扇。"
    found = find_quote(quote, text)
    assert (text[slice(*found)] if found else None) == shown


def test_a_blank_before_a_comma_is_typography():
    text = "The device of  claim 1 , further comprising: a hose ."
    assert text[slice(*find_quote("device of claim 1, further comprising", text))] == "device of  claim 1 , further comprising"
    assert find_quote("device of claim 1,5 further", text) is None


def test_composed_and_decomposed_letters_are_the_same():
    text = "Der Fo\u0308n hat ein Geha\u0308use aus Stahl"
    assert text[slice(*find_quote("Der Fön hat ein Gehäuse", text))] == "Der Fo\u0308n hat ein Geha\u0308use"


def test_a_quote_takes_its_negation_along():
    text = "The hood is not, in use, heated. The fan cannot be reached by a finger; the grille is heated."
    start = text.index("be reached")
    assert text[slice(*with_negation(text, start, start + 22))].startswith("cannot be reached")
    start = text.index("the grille")
    assert with_negation(text, start, len(text)) == (start, len(text))


def test_a_quote_is_shown_to_the_end_of_its_sentence_where_that_is_near():
    text = "The hood tilts about a pin. It is light."
    assert text[: to_end_of_sentence(text, 0, 14, 100)] == "The hood tilts about a pin."
    assert to_end_of_sentence(text, 0, 14, 20) == 14
    text = "The hood tilts about a pin, which is held by a spring of steel."
    assert text[: to_end_of_sentence(text, 0, 14, 40)] == "The hood tilts about a pin"
