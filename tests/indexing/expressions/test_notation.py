"""The house's own notation: read, written, and refused with the place of the fault."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.errors import UsageError
from indexing.expressions.notation import parse, write
from indexing.expressions.tree import All, Classified, Close, Coded, Dated, Either, In, Named, Numbered, Phrase, Together, Without, Word
from tests.kits.expressions import trees, words

A, B, C, D = (Word(letter) for letter in "abcd")
EXPRESSIONS = {
    "a": A,
    "a b": All((A, B)),
    "a and b OR c": Either((All((A, B)), C)),
    "a OR b AND NOT c": Either((A, All((B, Without(C))))),
    "a NOT b NOT c": All((A, Without(B), Without(C))),
    "NOT a ADJ b": Without(Close((A, B), 1, ordered=True)),
    "NOT (NOT a)": A,
    "(a OR b) c": All((Either((A, B)), C)),
    '"a b" c': All((Phrase((A, B)), C)),
    "“a b”": Phrase((A, B)),
    '"and"': Word("and"),
    '"a \\" - b"': Phrase((A, B)),
    "a ADJ/3 b adj3 c": Close((A, B, C), 3, ordered=True),
    "a NEAR b NEAR/1 c NEAR/5 d": Close((Close((A, B, C), 1, ordered=False), D), 5, ordered=False),
    "(a NEAR/3 b) NEAR/3 c": Close((Close((A, B), 3, ordered=False), C), 3, ordered=False),
    "a NEAR b SENTENCE c": Together((Close((A, B), 1, ordered=False), C), "sentence"),
    "a PARAGRAPH/2 (b OR c)": Together((A, Either((B, C))), "paragraph", 2),
    "ti:a b": All((In(("title",), A), B)),
    "ab,ti:(a b)": In(("title", "abstract"), All((A, B))),
    "claims:a": In(("claims",), A),
    "~drying": Word("drying", stemmed=True),
    "mot* wom?n colo#r": All((Word("mot*"), Word("wom?n"), Word("colo#r"))),
    '"mot*{3} a"': Phrase((Word("mot*", 3), A)),
    "cpc:a45d20/12": Classified("A45D20/12", scheme="cpc"),
    "ipc=A45D20/00": Classified("A45D20", below=False, scheme="ipc"),
    'class:("A45D 20/12" OR A45D1)': Either((Classified("A45D20/12"), Classified("A45D1"))),
    "pd:2001-01-01..2005-12-31": Dated("published", dt.date(2001, 1, 1), dt.date(2005, 12, 31)),
    "fd:2004-02": Dated("filed", dt.date(2004, 2, 1), dt.date(2004, 2, 29)),
    "prd:..20051231": Dated("priority", None, dt.date(2005, 12, 31)),
    "pd:2001..": Dated("published", dt.date(2001, 1, 1)),
    'pa:sony NOT in:"smith j*"': All((Named("applicant", (Word("sony"),)), Without(Named("inventor", (Word("smith"), Word("j*")))))),
    'pn:"EP 1 234 567"': Numbered("EP 1 234 567"),
    "cc:ep kind:b la:DE": All((Coded("country", "EP"), Coded("kind", "B"), Coded("language", "de"))),
}
FAULTS = {
    "": "empty",
    "  ": "empty",
    "(": "column 2: the expression ends",
    "a AND": "column 6: the expression ends",
    "a AND OR b": "column 7: 'OR' stands where a word",
    "a (b": "column 3: a bracket is opened and not closed",
    "a) b": "column 2: a bracket is closed that was not opened",
    "()": "column 2: there is nothing between",
    'a "b': "column 3: a quotation mark",
    "tit:a": "column 1: unknown field 'tit'.*did you mean ti",
    "a\nAND foo:b": "line 2, column 5: unknown field",
    "ti:": "column 4: the expression ends",
    "cc: ": "column 1: 'cc:' is followed by no value",
    "pa,in:a": "one field at a time",
    "ti,pa:a": "'pa' is no part of the text",
    "pa=a": "equals sign",
    "cpc:hair": "column 5: 'hair' is no class symbol.*A45D20/12",
    "pd:2001-13": "is no date",
    "pd:2005..2001": "ends before it begins",
    "cc:Germany": "no code",
    "a NEAR/0 b": "column 3: NEAR/0 is out of reach",
    "a NEAR (b AND c)": "column 3: NEAR joins what has no place",
    "a ADJ (b OR ti:c)": "ADJ joins",
    "cpc:(A45D OR ti:a)": "a field within 'cpc:'",
    "a -": "neither letter nor digit",
    '"* *"': "neither letter nor digit",
    " NEAR ".join("abcdefghi"): "more than 6 operands",
    "(" * 100_000: "column 41: brackets.*40 are allowed",
    "ti:" * 20_000 + "a": "40 are allowed",
    "a" + " ADJ a NEAR a" * 100: "operators of different kinds",
    "word " * 2_000_000: "100,000",
}


def _holds_letters(text: str) -> bool:
    """Every word in it: what is no word is left out of a phrase."""
    return bool(text.split()) and all(any(c.isalnum() for c in word) for word in text.split())


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_what_is_written_is_what_is_read(text):
    assert parse(text) == EXPRESSIONS[text]
    assert parse(write(EXPRESSIONS[text])) == EXPRESSIONS[text]


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text[:20])
def test_a_fault_is_refused_with_its_place_and_a_hint(text):
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert re.search(FAULTS[text], str(caught.value))
    assert caught.value.hint
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    "text", ["NOT " * 24_000 + "a", "a " * 16_000, " OR ".join("a" * 19_000), " NEAR/9 ".join("abc" * 2), "(" * 40 + "a" + ")" * 40]
)
def test_long_expressions_are_read(text):
    assert parse(write(parse(text))) == parse(text)


@given(trees())
def test_every_expression_is_read_as_it_was_written(tree):
    assert parse(write(tree)) == tree


@given(trees(leaf=st.one_of(words(), st.builds(Word, st.text(min_size=1).filter(_holds_letters))), leaves=4))
def test_words_of_any_characters_are_read_as_they_were_written(tree):
    assert parse(write(tree)) == tree


@given(st.text(alphabet='ab ()"“~*?{3}\\/:=,.NOTADJtipd2001-\n', max_size=60))
def test_any_text_is_read_or_refused_and_what_is_read_is_written_again(text):
    try:
        tree = parse(text)
    except UsageError:
        return
    assert parse(write(tree)) == tree
