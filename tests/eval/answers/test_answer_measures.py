"""The measures of one answer, each worked by hand, and faults planted for them to see."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.answers.judge import open_judge
from eval.answers.measures import MEASURES, judge_answer, measure_answer
from eval.answers.model import Answered, Said
from eval.answers.quotes import at_place, exact
from eval.answers.refusals import cautioned, reasons, refused, silent
from tests.eval.answers.made import STORED, answered, cited, stored, withheld

FAN = "A hair dryer with a fan that turns at 3000 rpm and a heater of 800 W."
STEAM = "A hood dryer in which steam is led into the hood before drying."
LIFTED = "The heater is switched off when the hood is lifted."


def measured(given: Answered, relevant: tuple[str, ...] = ("US1",)) -> dict[str, float | None]:
    return measure_answer(given, judge_answer(given, open_judge("rules"), stored), relevant)


def good() -> Answered:
    return answered(
        Said("The fan turns at 3000 rpm and the heater has 800 W.", (cited("US1#claim.1", FAN),)),
        Said(STEAM, (cited("US2#claim.1", STEAM),), verbatim=True),
    )


def test_every_measure_of_a_good_answer():
    """Two statements, both supported, one of them the document's own sentence."""
    assert measured(good(), ("US1", "US2", "US9")) == {
        "citation recall": 1.0,
        "citation precision": 1.0,
        "quotes exact": 1.0,
        "unsupported": 0.0,
        "withheld": 0.0,
        "verbatim": 0.5,
        "coverage": 1.0,
        "refused": 0.0,
        "cautioned": 0.0,
        "statements": 2.0,
        "search seconds": 0.25,
        "answer seconds": 1.5,
        "tokens": 360.0,
    }


def test_every_measure_is_described():
    """The table of measures is what is measured, in that order."""
    assert list(measured(good())) == list(MEASURES)


def test_a_wrong_passage_cited_is_seen():
    """The sentence is true of the evidence, but not of what it cites: recall and precision fall, it is not unsupported."""
    wrong = answered(Said(STEAM, (cited("US1#abstract", LIFTED),)))
    seen = measured(wrong)
    assert (seen["citation recall"], seen["citation precision"], seen["unsupported"], seen["quotes exact"]) == (0.0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    "altered",
    [
        "The fan turns at 4000 rpm and the heater has 800 W.",
        "The fan turns at 3000 rpm and the heater has 800 V.",
        "The fan never turns at 3000 rpm.",
        "The battery of lithium turns at 3000 rpm.",
    ],
)
def test_an_altered_sentence_is_unsupported(altered):
    """A number, a unit, a negation, an entity that no evidence has."""
    seen = measured(answered(Said(altered, (cited("US1#claim.1", FAN),))))
    assert (seen["citation recall"], seen["unsupported"], seen["quotes exact"]) == (0.0, 1.0, 1.0)


def test_a_needless_citation_costs_precision_only():
    """The second passage supports nothing of it."""
    seen = measured(answered(Said("The fan turns at 3000 rpm.", (cited("US1#claim.1", FAN), cited("US2#claim.1", STEAM)))))
    assert (seen["citation recall"], seen["citation precision"], seen["unsupported"]) == (1.0, 0.5, 0.0)


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, len(FAN) - 1), letter=st.characters(codec="utf-8"))
def test_a_quote_altered_by_one_character_is_inexact(place, letter):
    """Whatever the character, and wherever."""
    quote = FAN[:place] + letter + FAN[place + 1 :]
    assert exact(cited("US1#claim.1", FAN, as_quoted=quote), stored) == (letter == FAN[place])


@given(shift=st.integers(-20, 20))
def test_a_quote_at_the_wrong_place_is_inexact(shift):
    """Offsets are part of the quote, and those outside the unit are no place."""
    one = cited("US1#abstract", LIFTED, shift=shift)
    assert exact(one, stored) == (shift == 0)
    assert at_place(one, stored) in {None, STORED["US1#abstract"][max(shift, 0) : shift + len(LIFTED)]}


def test_a_forged_quote_supports_nothing():
    """The judge reads what stands in the document, not what the answer says stands there."""
    forged = cited("US1#abstract", LIFTED, as_quoted=STEAM)
    seen = measured(answered(Said(STEAM, (forged,)), evidence=()))
    assert (seen["citation recall"], seen["quotes exact"], seen["unsupported"]) == (0.0, 0.0, 1.0)


def test_a_unit_that_does_not_exist_supports_nothing():
    missing = dataclasses.replace(cited("US1#claim.1", FAN), passage="US1#claim.9")
    assert measured(answered(Said(FAN, (missing,))))["citation recall"] == 0.0


def test_coverage_counts_the_relevant_documents_that_were_there():
    """Of US1 and US2, both relevant and among the documents, one is cited; US9 was not there to be cited."""
    seen = measured(answered(Said("The fan turns at 3000 rpm.", (cited("US1#claim.1", FAN),))), ("US1", "US2", "US9"))
    assert seen["coverage"] == 0.5
    assert measured(good(), ("US9",))["coverage"] is None


def test_without_a_model_nothing_is_withheld_and_without_statements_nothing_is_shared():
    """What is not defined is None and never a zero or a one."""
    seen = measured(answered(asked_model=False, written=0, not_found=("not found in the documents searched: it",)))
    assert [name for name, value in seen.items() if value is None] == [
        "citation recall",
        "citation precision",
        "quotes exact",
        "unsupported",
        "withheld",
        "verbatim",
    ]


def test_withheld_is_the_share_of_what_the_model_wrote():
    """Three of the four sentences that it wrote."""
    assert measured(answered(written=4, withheld=withheld("it was cut off", "it was cut off", "it is empty")))["withheld"] == 0.75


def test_reasons_are_counted_without_the_words_of_single_sentences():
    """The commonest first."""
    count = reasons(
        [
            answered(
                withheld=withheld(
                    "it takes 'steam' from the question, the evidence does not say it",
                    "a number is not in the evidence: 12",
                    "a number is not in the evidence: 7 mm",
                    "it cites passage 4, which it was not given",
                )
            ),
            answered(withheld=withheld("it takes 'cord' from the question, the evidence does not say it", "a number is not in the evidence: 3")),
        ]
    )
    assert list(count.items()) == [
        ("a number is not in the evidence", 3),
        ("it takes a word from the question, the evidence does not say it", 2),
        ("it cites passage n, which it was not given", 1),
    ]


def test_refusing_is_to_say_that_nothing_was_found():
    """An answer that says nothing at all is worse, and a warning is less than a refusal."""
    refusal = answered(not_found=("not found in the documents searched: it",))
    warned = dataclasses.replace(good(), notes=("The documents found are only loosely related to the question.",))
    assert (refused(refusal), cautioned(refusal), silent(refusal)) == (True, True, False)
    assert (refused(answered()), cautioned(answered()), silent(answered())) == (False, False, True)
    assert (refused(warned), cautioned(warned), silent(warned)) == (False, True, False)


def test_a_false_refusal_is_one_where_something_was_there():
    """Without a relevant document it may be right, and is not counted."""
    refusal = answered(not_found=("not found in the documents searched: it",))
    assert measured(refusal, ("US1",))["refused"] == 1.0
    assert measured(refusal, ("US9",))["refused"] is None


def test_an_answer_comes_back_from_its_file():
    """What a journal keeps is all that is measured."""
    one = dataclasses.replace(good(), withheld=withheld("it is empty"), notes=("a note",))
    assert Answered.from_json(one.to_json()) == one
    with pytest.raises(KeyError):
        Answered.from_json({"topic": "T1"})
