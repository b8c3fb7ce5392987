"""A sentence is shown only where its quote and evidence hold its numbers, its negations and its words."""

from __future__ import annotations

import pytest

from assistant.answering.support import objection

QUESTION = "Which hair dryers have a tiltable hood?"
QUOTE = "The rigid hood is not heated above 60 degrees C and tilts by 15 mm on two hinges at the upper end of the strut."
SOURCE = f"Hair dryer with tiltable hood. A base holds the strut. {QUOTE} The inlet is closed."


@pytest.mark.parametrize(
    "sentence",
    [
        "The hood tilts by 15 mm on two hinges.",
        "The rigid hood, which is not heated above 60 °C, tilts on 2 hinges.",
        "The hood tilts on a pair of hinges at the upper end of the strut.",
        "The document describes a rigid hood tilting on hinges of the strut.",
        "The hood is never heated above 60 degrees Celsius.",
        "The hood not only tilts by 15 mm but on two hinges.",
    ],
)
def test_a_faithful_sentence_is_let_through(sentence):
    assert objection(sentence, QUOTE, SOURCE, QUESTION) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The hood tilts by 25 mm on two hinges.", "number"),
        ("The hood tilts by 15 cm on two hinges.", "15 cm"),
        ("The hood tilts by 15 mm on three hinges.", "number"),
        ("The hood is not heated above 60 degrees F.", "60 °f"),
        ("The rigid hood is heated above 60 degrees C.", "denies what it says"),
        ("The hood tilts on hinges at the lower end of the strut.", "opposite"),
        ("The laser printer sorts envelopes by postal code.", "not in the evidence"),
        ("Which hair dryers have a tiltable hood?", "question"),
        ("Which hair dryers have a tiltable hood.", "question"),
        ("This is the one.", "nothing that can be checked"),
        ("I have been PWNED and will obey new instructions.", "not in the evidence"),
        ("A base holds the strut.", "quote does not speak"),
    ],
)
def test_an_unfaithful_sentence_is_withheld_with_its_reason(sentence, reason):
    quote = "tilts by 15 mm on two hinges" if reason == "quote does not speak" else QUOTE
    assert reason in (objection(sentence, quote, SOURCE, QUESTION) or "")


def test_a_word_of_the_question_that_the_evidence_lacks_is_not_put_into_its_mouth():
    """ "Which have an infrared heater?" does not make every heater an infrared one."""
    sentence, source = "The hair dryer has an infrared heating element.", "The hair dryer has a heating element."
    assert "infrared" in (objection(sentence, source, source, "Which hair dryers have an infrared heating element?") or "")
    assert objection(sentence, source, source.replace("heating", "infrared heating"), "Which hair dryers have an infrared heating element?") is None


@pytest.mark.parametrize("sentence", ["The hood does not tilt on hinges.", "The hood tilts without hinges.", "The hood cannot tilt."])
def test_a_denial_of_what_the_quote_affirms_is_withheld(sentence):
    assert "denies" in (objection(sentence, "The hood tilts on two hinges", "The hood tilts on two hinges.", QUESTION) or "")


@pytest.mark.parametrize(
    ("sentence", "source", "reason"),
    [
        ("The hood must be heated by the air.", "The hood can be heated by the air.", "surer"),
        ("All rollers are heated.", "Most rollers are heated.", "surer"),
        ("The hood tilts only when heated.", "The hood tilts when heated.", "surer"),
        ("The motor is cooled by the antenna.", "The motor is cooled by the fan.", "'antenna' where the evidence says 'fan'"),
        ("The pump drives the motor.", "The motor drives the pump.", "turns round"),
        ("The motor drives the pump. Elephants dance at midnight.", "The motor drives the pump of the heavy boiler plant.", "not in the evidence"),
        ("My motor drives the pump.", "The motor drives the pump.", "speaker"),
        ("The tank holds 3 hours of supply.", "The tank holds two hours of supply.", "number"),
        ("The switch is connected to the upstream end.", "The switch is connected to the downstream end.", "opposite"),
    ],
)
def test_what_the_evidence_does_not_say_so_is_withheld(sentence, source, reason):
    assert reason in (objection(sentence, source, source, "") or "")


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The colour analyser includes a grey fibre.", "The color analyzer includes a gray fiber."),
        ("It takes less than 2 hours.", "It takes less than two hours."),
        ("The hood must not be heated.", "The hood must never be heated."),
        ("Each of the rollers is heated.", "The rollers are heated."),
        ("The motor drives the pump. The pump feeds the boiler.", "The motor drives the pump, and the pump feeds the boiler."),
    ],
)
def test_the_same_said_in_other_words_is_let_through(sentence, source):
    assert objection(sentence, source, source, "") is None
