"""Key terms tell a text's subject apart in the collection."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.steps.rewrite_terms import RewriteTerms
from assistant.strategy.key_terms import key_terms
from assistant.strategy.step_model import PlanTools
from indexing.model import Case
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
