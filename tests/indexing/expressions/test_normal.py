"""Expressions have one normal form."""

from __future__ import annotations

from hypothesis import given

from indexing.expressions.normal import operands, simplify
from indexing.expressions.tree import All, Classified, Coded, Either, In, Named, Phrase, Without, Word
from tests.kits.expressions import trees

A, B, C = Word("a"), Word("b"), Word("c")


def test_joins_of_one_kind_within_one_another_are_one_and_a_join_of_one_is_its_operand():
    assert simplify(All((A, All((B, All((C,))))))) == All((A, B, C))
    assert simplify(Either((Either((A, B)), All((C,))))) == Either((A, B, C))
    assert simplify(All((Either((A, B)), C))) == All((Either((A, B)), C))


def test_a_word_with_blanks_is_a_phrase_and_a_phrase_of_one_word_is_the_word():
    assert simplify(Word(" hair  dryer ")) == Phrase((Word("hair"), Word("dryer")))
    assert simplify(Phrase((A,))) == A


def test_the_inner_parts_hold_and_stand_in_reading_order():
    assert simplify(In(("title",), In(("claims", "abstract"), A))) == In(("abstract", "claims"), A)


def test_denied_twice_is_said():
    assert simplify(Without(Without(A))) == A


def test_symbols_codes_and_truncated_words_are_written_the_standard_way():
    assert simplify(Classified("a45d 20/00")) == Classified("A45D20")
    assert simplify(Coded("language", "EN")) == Coded("language", "en")
    assert simplify(Word("mot*", stemmed=True)) == Word("mot*")
    assert simplify(Word("motor", most=3)) == Word("motor")
    assert simplify(Named("inventor", (Word("John Smith", stemmed=True),))) == Named("inventor", (Word("John"), Word("Smith")))


@given(trees())
def test_the_normal_form_of_a_normal_form_is_itself(tree):
    assert simplify(tree) == tree
    assert all(simplify(o) == o for o in operands(tree))
