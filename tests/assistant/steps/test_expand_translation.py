"""Queries in other languages keep their numbers and signs, or are not used."""

from __future__ import annotations

import json

import pytest

from assistant.case import make_case
from assistant.steps.expand_translation import ExpandTranslation, signs
from assistant.strategy.step_model import Draft, PlanTools
from indexing.errors import LLMFault
from tests.assistant.scripted_llm import ScriptedLLM
from tests.assistant.small_index import SmallIndex

TEXT = "A hair dryer with a housing (10) and a mesh of 0.5 mm at the air inlet"
GERMAN = "Ein Haartrockner mit einem Gehäuse (10) und einem Netz von 0,5 mm am Lufteinlass"
CASE = make_case(TEXT)
DRAFT = Draft(TEXT, feature="mesh", reason="the whole case")


def expand(drafts, *replies, note="", **parameters):
    llm = ScriptedLLM(list(replies)) if replies else None
    return ExpandTranslation(**parameters).expand(drafts, CASE, PlanTools(SmallIndex(), llm, note)), llm


def reply(text: str) -> str:
    return json.dumps({"translation": text})


def test_a_translation_goes_on_beside_its_query():
    made, llm = expand([DRAFT], reply(GERMAN), languages=("de",))
    assert made.drafts[0] == DRAFT
    assert (made.drafts[1].text, made.drafts[1].feature) == (GERMAN, "mesh")
    assert "translated into German" in made.drafts[1].reason
    assert "into German" in llm.asked[0][0].content


def test_a_query_is_not_translated_into_its_own_language():
    made, llm = expand([DRAFT], reply(GERMAN), languages=("en",))
    assert made.drafts == (DRAFT,)
    assert llm.asked == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (reply(GERMAN.replace("(10)", "")), "lost '10'"),
        (reply(GERMAN.replace("0,5", "5")), "lost '0.5'"),
        (reply(TEXT), "as it was"),
        (reply(GERMAN * 9), "runs on"),
        (reply("Un sèche-cheveux avec un boîtier (10) et une maille de 0,5 mm à l'entrée d'air"), "is not German"),
        ("no json", "not JSON"),
        (LLMFault("slow", retry=True), "slow"),
    ],
)
def test_a_translation_that_does_not_hold_is_asked_for_once_more_and_then_left_out(bad, why):
    made, _ = expand([DRAFT], bad, reply(GERMAN), languages=("de",))
    assert len(made.drafts) == len(made.exchanges) == 2
    made, _ = expand([DRAFT], bad, bad, languages=("de",))
    assert made.drafts == (DRAFT,)
    assert why in made.notes[0]


def test_without_a_model_the_queries_go_on_unchanged_and_the_plan_says_so():
    made, _ = expand([DRAFT], note="the model is still loading", languages=("de", "fr"))
    assert made.drafts == (DRAFT,)
    assert made.notes == ("no query is translated: the model is still loading",)


def test_queries_beyond_the_first_ones_and_those_that_are_no_text_go_on_untranslated():
    drafts = [DRAFT, Draft("US1", kind="documents", reason="r"), Draft("a valve in a pipe for steam", reason="r")]
    made, llm = expand(drafts, reply(GERMAN), languages=("de",), queries=1)
    assert made.drafts[:3] == tuple(drafts)
    assert len(made.drafts) == 4
    assert "the first 1 of 2" in made.notes[0]
    assert len(llm.asked) == 1


def test_numbers_and_signs_are_counted():
    assert signs("10a, 10a and R12 at 0,5 or 0.5") == {"10a": 2, "r12": 1, "0.5": 2}
