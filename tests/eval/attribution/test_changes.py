"""What is made of a sentence: faithful changes keep what it says, the others say what its paragraph does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.attribution.wording import values
from tests.eval.attribution.places import Near, changed, statement


@pytest.mark.parametrize(
    ("kind", "sentence", "made"),
    [
        ("verbatim", "The hood tilts.", "The hood tilts."),
        ("number as digits", "The hood has two hinges and three struts.", "The hood has 2 hinges and 3 struts."),
        ("unit written out", "The hood tilts by 15 mm.", "The hood tilts by 15 millimetres."),
        ("includes for comprises", "The dryer comprises a hood.", "The dryer includes a hood."),
        ("reference signs dropped", "The hood (12) and the struts (14, 16a) fold.", "The hood and the struts fold."),
        ("British spelling", "The color of the fiber is gray.", "The colour of the fibre is grey."),
        ("the for said", "A dryer wherein said hood tilts.", "A dryer wherein the hood tilts."),
        (
            "cut at a clause",
            "The dryer has a hood of rigid plastic and a base, wherein the hood tilts.",
            "The dryer has a hood of rigid plastic and a base.",
        ),
        ("number changed", "The hood has seven hinges.", "The hood has eight hinges."),
        ("negation added", "The hood is tiltable.", "The hood is not tiltable."),
        ("negation added", "The hood comprises a vent.", "The hood does not comprise a vent."),
        ("negation removed", "The hood is not heated by the air.", "The hood is heated by the air."),
        ("negation removed", "The hood folds without hinges.", "The hood folds with hinges."),
        ("opposite", "The strut raises the hood.", "The strut lowers the hood."),
        ("roles swapped", "The motor drives the pump.", "The pump drives the motor."),
        ("roles swapped", "Air flows from the base to the hood.", "Air flows from the hood to the base."),
        ("certainty raised", "The hood may be heated.", "The hood must be heated."),
        ("certainty raised", "It warms some of the rollers.", "It warms all of the rollers."),
        ("subject swapped", "The hood is tiltable.", "The printer is tiltable."),
    ],
)
def test_a_change_makes_its_statement(kind: str, sentence: str, made: str) -> None:
    seeds = range(8)
    assert made in {statement(kind, sentence, seed=seed) for seed in seeds}


@pytest.mark.parametrize(
    ("kind", "sentence", "rest"),
    [
        ("number changed", "The hood is at least 5 mm thick.", ""),
        ("number changed", "The hood is between 5 mm and 9 mm thick.", ""),
        ("number changed", "The hood 12 stands on the base 14.", ""),
        ("unit changed", "The hood is 5 mm thick.", "It is 3 cm wide, 2 m long, 4 km away, 9 nm rough and 7 µm flat."),
        ("negation added", "The hood is tiltable.", "It is not heated."),
        ("negation added", "If the hood is open, the fan is on.", ""),
        ("negation removed", "The hood is not only light.", ""),
        ("negation removed", "The hood folds without limitation.", ""),
        ("negation removed", "The hood is not heated by the air.", "Later the hood is heated by the air."),
        ("opposite", "The upper end tilts.", "The lower end does too."),
        ("roles swapped", "The motor drives the pump.", "The pump drives a shaft."),
        ("roles swapped", "The motor is connected to the pump.", ""),
        ("certainty raised", "The hood may be heated.", "All parts are warm."),
        ("term swapped", "The hood is of steel.", "Or of copper, brass, aluminum, titanium, nickel, tungsten, silver, gold, zinc or magnesium."),
        ("subject swapped", "The device is tiltable.", ""),
        ("cut at a clause", "If the air is hot, the hood is opened and the base is closed, wherein both are safe.", ""),
    ],
)
def test_a_change_whose_label_could_be_doubted_is_not_made(kind: str, sentence: str, rest: str) -> None:
    assert not any(statement(kind, sentence, rest, seed=seed) for seed in range(8))


@given(st.integers(2, 900), st.sampled_from(["mm", "°C", "kg", "kHz"]), st.lists(st.integers(1, 3000), max_size=12), st.integers(0, 99))
def test_a_changed_number_stands_nowhere_in_the_source_in_any_form(number: int, unit: str, others: list[int], seed: int) -> None:
    sentence = f"The hood tilts by {number} {unit}."
    rest = " ".join(f"Part {n} follows." for n in others)
    made = statement("number changed", sentence, rest, seed)
    if made:
        assert len(values(made)) == 1
        assert not values(made) & values(f"{sentence} {rest}")


@given(st.integers(0, 99))
def test_a_term_is_exchanged_for_one_that_the_source_does_not_name(seed: int) -> None:
    rest = "Copper and brass are heavier, and a titanium hood costs more."
    made = statement("term swapped", "The hood is made of steel sheet.", rest, seed)
    other = set(made.split()) - {"The", "hood", "is", "made", "of", "steel", "sheet."}
    assert len(other) == 1
    assert not other & {"copper", "brass", "titanium", "steel"}


def test_a_wrong_paragraph_lacks_what_the_sentence_says() -> None:
    sentence = "The rigid hood tilts about two hinges."
    near = changed("wrong paragraph, similar document", sentence)
    assert near is not None
    assert near.cited == Near.other, "the nearer paragraph holds the sentence and must not be taken"
    same = changed(
        "wrong paragraph, same document",
        sentence,
        **{"claim.1": "A hair dryer comprising a base that encloses a fan and an electric heating element."},
    )
    assert same is not None
    assert same.cited is not None
    assert same.cited[:2] == ("EP1A1", "claim.1")
    assert changed("wrong paragraph, same document", sentence, **{"claim.1": f"A dryer. {sentence} It is portable and folds into its case."}) is None


def test_every_way_a_text_says_a_number_is_known() -> None:
    assert values("1,500 of twenty-two pairs, 3a and 4.5") >= {1500, 20, 2, 3, 4.5}
