"""The claims of a case and what they are as queries."""

from __future__ import annotations

import pytest

from assistant.case import make_case
from assistant.claims_reading.case_claims import claims_of, independent, plain
from indexing.model import Case, Claim, Patent, Turn

PASTED = "1. A hair dryer comprising a fan.\n2. The hair dryer of claim 1, wherein the fan is axial.\n3. A method of drying hair with warm air."


def test_pasted_claims_are_numbered_and_know_what_they_depend_on():
    claims = claims_of(make_case(PASTED))
    assert [(c.number, c.depends_on) for c in claims] == [(1, ()), (2, (1,)), (3, ())]
    assert [c.number for c in independent(claims)] == [1, 3]


def test_in_a_conversation_the_claims_are_those_it_began_with():
    assert len(claims_of(make_case("and in metal?", history=[Turn(PASTED, "none")]))) == 3


def test_an_application_s_claims_are_taken_in_its_own_language():
    claims = (Claim(1, "Ein Fön", (), "de"), Claim(1, "A hair dryer", (), "en"))
    case = Case("application", "", Patent("EP1", "EP1", language="en", claims=claims))
    assert [c.text for c in claims_of(case)] == ["A hair dryer"]


def test_a_question_has_no_claims():
    assert claims_of(make_case("How are hair dryers cooled?")) == ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("(a) said housing (12, 12a) of claim 1", "en", "housing"),
        ("a lever (10) coupled to said arm [14]", "en", "a lever coupled to arm"),
        ("das genannte Gehäuse (2) nach Anspruch 1", "de", "das Gehäuse"),
        ("ledit boîtier (2) selon la revendication 1", "fr", "boîtier"),
        ("a wireless link (WiFi) at 802.11", "en", "a wireless link (WiFi) at 802.11"),
        ("所述的壳体", "zh", "壳体"),
    ],
)
def test_a_feature_as_a_query_is_without_signs_and_references(text, language, expected):
    assert plain(text, Claim(2, text, (1,), language)) == expected
