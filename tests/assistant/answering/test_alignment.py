"""Where a sentence follows its source but for one word, or turns it round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.alignment import exchanged, turned_round

WORDS = ("motor", "pump", "drives", "valve", "the", "a", "steel", "is", "of", "opens", "5", "mm", "not", "boiler")
SOURCE = (
    "The valve is opened by the motor when the tank is full. The motor drives the pump. Water flows from the tank to the boiler through a steel pipe."
)


@pytest.mark.parametrize(
    ("sentence", "pair"),
    [
        ("The antenna is opened by the motor when the tank is full.", ("antenna", "valve")),
        ("The valve is opened by the pump when the tank is full.", ("pump", "motor")),
        ("Water flows from the tank to the boiler through a copper pipe.", ("copper", "steel")),
        ("Said valve is opened by a laser when the tank is full.", ("laser", "motor")),
    ],
)
def test_a_word_in_the_place_of_another_is_found_with_both(sentence: str, pair: tuple[str, str]) -> None:
    assert exchanged(sentence, SOURCE) == pair


@pytest.mark.parametrize(
    "sentence",
    [
        "The valve is opened by the motor.",
        "The valve is opened by a motor when the tank is full.",
        "The valves are opened by the motor when the tank is full.",
        "Water flows from the tank to the boiler through a steel conduit.",
        "Water quickly flows from the tank to the boiler.",
        "A full tank makes the motor open the valve.",
        "The laser printer sorts envelopes by postal code.",
        "",
    ],
)
def test_other_words_for_it_and_other_wordings_are_no_exchange(sentence: str) -> None:
    assert exchanged(sentence, SOURCE) is None


def test_what_another_sentence_of_the_source_says_alike_is_no_exchange() -> None:
    source = "The first hood is made of rigid steel sheet. The second hood is made of rigid copper sheet."
    assert exchanged("The second hood is made of rigid copper sheet.", source) is None


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The pump drives the motor.", "drives"),
        ("Water flows from the boiler to the tank through a steel pipe.", "to"),
        ("The motor drives the pump.", ""),
        ("The pump is driven by the motor.", ""),
        ("Water flows through a steel pipe from the tank to the boiler.", ""),
    ],
)
def test_roles_turned_round_are_found(sentence: str, word: str) -> None:
    assert turned_round(sentence, SOURCE) == word


def test_what_the_source_says_both_ways_is_not_turned_round() -> None:
    source = "The motor drives the pump at night. By day the pump drives the motor."
    assert turned_round("The motor drives the pump.", source) == ""
    assert turned_round("The pump drives the motor.", source) == ""


@pytest.mark.parametrize("way", ["is connected to", "and", "is parallel to", "is mixed with"])
def test_relations_that_say_the_same_both_ways_are_passed_over(way: str) -> None:
    assert turned_round(f"The pump {way} the motor.", f"The motor {way} the pump.") == ""


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=14))
def test_a_sentence_of_the_source_itself_is_never_objected_to(parts: list[str]) -> None:
    sentence = f"{' '.join(parts)}."
    source = f"Before it. {sentence} After it."
    assert turned_round(sentence, source) == ""
    assert exchanged(sentence, source) is None
