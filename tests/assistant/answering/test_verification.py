"""From a draft to a statement: only what the stored text holds gets through."""

from __future__ import annotations

import pytest

from assistant.answering.verification import Draft, verify
from assistant.model import Evidence, Rejected, Statement
from tests.assistant.shelf import LINKS

FIRST = "A hair dryer has a rigid hood. The hood tilts about a pin by 12 degrees. It is not heated above 60 °C at any time."
SECOND = "A holder grips the barrel of a hair dryer. Its arm swings up and down while drying."
STORED = {"US1A#abstract": FIRST, "US2A#claim.1": SECOND}
SHOWN = [
    Evidence(1, "US1A", "Hair dryer", "US1A#abstract", 0, len(FIRST), FIRST, 2.0),
    Evidence(2, "US2A", "Holder", "US2A#claim.1", 0, len(SECOND), SECOND, 1.0),
]


def check(evidence: int, quote: str, text: str):
    return verify(Draft(evidence=evidence, quote=quote, text=text), SHOWN, STORED, "tiltable hood of a dryer", LINKS)


def test_a_statement_carries_the_stored_words_in_their_place():
    statement = check(1, "the hood tilts about a pin by 12 degrees...", "The hood tilts about a pin by 12 degrees.")
    assert isinstance(statement, Statement)
    (citation,) = statement.citations
    assert citation.quote == "The hood tilts about a pin by 12 degrees."
    assert FIRST[citation.start : citation.end] == citation.quote
    assert citation.link == f"http://127.0.0.1:8501/document?id=US1A&unit=abstract&start={citation.start}&end={citation.end}"


def test_a_quote_that_a_limit_cut_within_its_last_word_is_read_without_it():
    statement = check(1, "The hood tilts about a pin by 12 deg", "The hood tilts about a pin.")
    assert isinstance(statement, Statement)
    assert statement.citations[0].quote == "The hood tilts about a pin by 12 degrees."


def test_a_quote_of_another_passage_is_cited_there_if_letter_for_letter():
    statement = check(1, "Its arm swings up and down while drying", "The arm of the holder swings up and down.")
    assert isinstance(statement, Statement)
    assert statement.citations[0].passage == "US2A#claim.1"
    assert isinstance(check(1, "its ARM swings up and down", "The arm of the holder swings up and down."), Rejected)


def test_a_quote_that_follows_a_negation_shows_it_and_its_opposite_is_withheld():
    assert isinstance(check(1, "heated above 60 °C at any time", "The hood is heated above 60 °C at any time."), Rejected)
    statement = check(1, "heated above 60 °C at any time", "It is not heated above 60 °C at any time.")
    assert isinstance(statement, Statement)
    assert statement.citations[0].quote.startswith("not heated")


@pytest.mark.parametrize(
    ("evidence", "quote", "text", "reason"),
    [
        (7, "The hood tilts about a pin", "The hood tilts about a pin.", "passage 7"),
        (1, "The hood tilts about a bolt", "The hood tilts about a bolt.", "not in passage 1"),
        (1, "the hood", "The hood tilts.", "not in passage 1"),
        (1, "The hood tilts about a pin", "The hood tilts by 90 degrees.", "number"),
        (1, "The hood tilts about a pin", "<img src='https://evil.example/x'>", "empty"),
        (1, "The hood tilts about a pin", "The hood tilts about a pin and " + "so on and " * 20 + "the hood", "cut off"),
    ],
)
def test_what_cannot_be_verified_is_rejected_with_its_reason(evidence, quote, text, reason):
    verdict = check(evidence, quote, text)
    assert isinstance(verdict, Rejected)
    assert reason in verdict.reason


def test_a_statement_without_a_quote_of_its_own_is_cited_with_the_whole_passage():
    statement = verify(Draft(evidence=1, text="The passage states that the hood tilts about a pin."), SHOWN, STORED, "tiltable hood", LINKS)
    assert isinstance(statement, Statement)
    assert statement.text == "The hood tilts about a pin."
    assert (statement.citations[0].quote, statement.citations[0].start) == (FIRST, 0)


def test_a_recipe_can_ask_for_more_of_a_sentences_words():
    draft = Draft(evidence=1, text="The rigid hood gracefully tilts about a pin by 12 degrees.")
    assert isinstance(verify(draft, SHOWN, STORED, "tiltable hood", LINKS, (0.6, 0.4)), Statement)
    assert isinstance(verify(draft, SHOWN, STORED, "tiltable hood", LINKS, (1.0, 0.4)), Rejected)


def test_what_a_passage_is_about_is_not_a_statement():
    verdict = verify(Draft(evidence=1, text="The passage describes how the hood tilts about a pin."), SHOWN, STORED, "tiltable hood", LINKS)
    assert isinstance(verdict, Rejected)
