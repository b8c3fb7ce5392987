"""Key terms tell a text's subject apart in the collection."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.case_text import search_sections, search_text
from assistant.steps.rewrite_terms import RewriteTerms
from assistant.strategy.key_terms import content, key_terms
from assistant.strategy.step_model import PlanTools
from assistant.strategy.stop_words import language_of
from indexing.model import Case, Patent, Text, Turn
from tests.assistant.small_index import SmallIndex, sample

INDEX = SmallIndex()


def test_the_weight_is_tf_idf_as_documented():
    term = next(t for t in key_terms("filter filter handle", INDEX, 5) if t.term == "filter")
    df, total = INDEX.frequency["filter"], len(INDEX.patents)
    assert term.weight == (1 + math.log(2)) * math.log(1 + (total - df + 0.5) / (df + 0.5))


def test_words_of_grammar_and_drafting_and_words_nowhere_found_are_left_out():
    assert [t.term for t in key_terms("A method wherein said filter comprises the qwertyuiop", INDEX, 10)] == ["filter"]


def test_rare_words_come_before_common_ones():
    terms = [t.term for t in key_terms(sample()[1].abstracts[0].text, INDEX, 50)]
    assert terms.index("triacs") < terms.index("air")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.integers(1, 10))
def test_any_text_gives_at_most_so_many_terms_in_order(text, count):
    terms = key_terms(text, INDEX, count)
    assert len(terms) <= count
    assert list(terms) == sorted(terms, key=lambda t: (-t.weight, t.term))


def test_a_case_of_unknown_words_gives_no_query_and_says_so():
    made = RewriteTerms().rewrite(Case("question", "qwertyuiop"), PlanTools(INDEX))
    assert made.drafts == ()
    assert "no word of the case" in made.notes[0]


def application(**parts) -> Case:
    return Case("application", "", Patent("US1", "US1", language="en", **parts))


def test_a_word_of_the_title_counts_as_often_as_its_weight_says():
    case = application(titles=(Text("Filter"),), abstracts=(Text("A handle. A handle that is hinged."),))
    made = {w: dict(RewriteTerms(weights={"title": w}).rewrite(case, PlanTools(INDEX)).drafts[0].terms) for w in (1, 3)}
    assert made[1]["filter"] == 1.0
    assert made[3]["filter"] == round(1 + math.log(3), 4)
    assert made[1]["handle"] == made[3]["handle"] == round(1 + math.log(2), 4)


def test_a_part_of_weight_nought_gives_no_terms_and_a_plain_text_is_as_it_ever_was():
    case = application(titles=(Text("Filter"),), abstracts=(Text("A handle"),))
    assert RewriteTerms(weights={"title": 0}).rewrite(case, PlanTools(INDEX)).drafts[0].text == "handle"
    plain = Case("question", "filter handle filter")
    assert RewriteTerms().rewrite(plain, PlanTools(INDEX)) == RewriteTerms(weights={}).rewrite(plain, PlanTools(INDEX))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the fan (10) of Fig. 2a at 0.5 mm, 102b and 3-5", ["fan", "mm"]),
        ("a 3d printer over 5g and 802.11 with an h264 codec", ["3d", "printer", "5g", "802.11", "h264", "codec"]),
        ("Die Pumpe weist ein Gehäuse auf, wobei der Rotor mit der Welle verbunden ist", ["pumpe", "gehäuse", "rotor", "welle", "verbunden"]),
        ("Pompe selon la revendication 1, caractérisée en ce que le rotor est creux", ["pompe", "rotor", "creux"]),
        ("die casting of a motor housing in the mould", ["die", "casting", "motor", "housing", "mould"]),
        ("吹风机的喷嘴", ["吹风", "风机", "机的", "的喷", "喷嘴"]),
    ],
)
def test_figures_and_the_grammar_of_the_text_s_language_are_no_terms(text, kept):
    assert content(text) == kept


@pytest.mark.parametrize(
    ("text", "language"),
    [("Haartrockner mit Gehäuse", "de"), ("boîtier dans une pompe", "fr"), ("valve for the die", "en"), ("", "en"), ("nozzle", "en")],
)
def test_the_language_of_a_few_words_is_told_by_its_grammar(text, language):
    assert language_of(text) == language


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=100), st.text(max_size=100), st.text(max_size=100))
def test_the_sections_of_a_case_joined_by_lines_are_its_search_text(title, abstract, question):
    for history in ((), (Turn("before", "answer"),)):
        case = Case("application", question, Patent("US1", "US1", titles=(Text(title),), abstracts=(Text(abstract),)), history=history)
        assert "\n".join(text for _, text in search_sections(case)) == search_text(case)
