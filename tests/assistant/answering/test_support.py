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
