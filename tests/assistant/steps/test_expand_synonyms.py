"""Synonyms and broader terms, from the collection and from a model."""

from __future__ import annotations

import json

import pytest

from assistant.case import make_case
from assistant.steps.expand_synonyms import ExpandSynonyms
from assistant.strategy.key_terms import content
from assistant.strategy.neighbour_terms import Bounds, neighbours
from assistant.strategy.step_model import Draft, PlanTools
from indexing.errors import ModelFault
from indexing.model import Patent, Text
from tests.assistant.scripted_llm import ScriptedLLM
from tests.assistant.small_index import SmallIndex


class AndIndex(SmallIndex):
    """Counts the documents that hold all words of a term, as the real index does; vectors say that words with the same beginning are alike."""

    def document_frequency(self, terms):
        return [sum(all(w in counts for w in term.casefold().split()) for counts in self.counts.values()) for term in terms], len(self.patents)

    def encode(self, texts):
        if fault := self.faults.get("encode"):
            raise fault
        return [tuple(float(text[:1] == letter) for letter in "abcdefghijklmnopqrstuvwxyz") for text in texts]


def patent(n: int, text: str) -> Patent:
    return Patent(f"US{n}A", f"US{n}A", titles=(Text("t"),), abstracts=(Text(text),), language="en")


# poodle stands in four documents, dog in those and two more: dog is the broader term; puppy begins as poodle does and stands beside it: a synonym
DOCUMENTS = [
    *(patent(n, "a poodle is a dog and a puppy eats") for n in range(1, 5)),
    *(patent(n, "a dog barks loudly") for n in range(5, 7)),
    *(patent(n, f"a machine number{n} for bread") for n in range(7, 80)),
]
INDEX = AndIndex(tuple(DOCUMENTS))
CASE = make_case("a leash for a poodle")
DRAFT = Draft("poodle leash", "words", (("poodle", 2.0), ("leash", 1.0)), reason="key terms")


def expand(drafts, index=INDEX, replies=(), **parameters):
    llm = ScriptedLLM(list(replies)) if replies else None
    return ExpandSynonyms(**parameters).expand(drafts, CASE, PlanTools(index, llm))


def test_a_word_that_stands_in_the_term_s_documents_and_more_is_broader_and_one_alike_a_synonym():
    found = neighbours(["poodle"], ["poodle", "leash"], INDEX, Bounds())
    assert [(n.term, n.relation, n.strength) for n in found] == [("dog", "broader", 1.0), ("puppy", "synonym", 1.0)]
    assert found[1].why() == "puppy (synonym of poodle, cosine 1.00)"


def test_a_term_that_all_its_documents_share_with_the_other_is_not_broader():
    assert "eats" not in {n.term for n in neighbours(["poodle"], ["poodle"], INDEX, Bounds(cosine=1.0))}


def test_terms_in_a_large_share_of_all_documents_and_forms_of_known_ones_are_left_out():
    assert neighbours(["poodle"], ["poodle", "puppies"], INDEX, Bounds(broader=0)) == ()
    assert neighbours(["poodle"], ["poodle"], INDEX, Bounds(common=0.01)) == ()


def test_added_terms_weigh_less_and_each_says_why():
    draft = expand([DRAFT]).drafts[0]
    assert dict(draft.terms) == {"poodle": 2.0, "leash": 1.0, "dog": 0.6, "puppy": 0.6}
    assert draft.text == "poodle leash dog puppy"
    assert "dog (broader of poodle" in draft.reason
    assert "puppy (synonym of poodle" in draft.reason


def test_a_query_for_words_and_meaning_is_parted_and_meaning_takes_it_as_it_is():
    words, meaning = expand([Draft("a leash for a poodle", reason="the whole case")]).drafts
    assert (meaning.text, meaning.engine, meaning.terms) == ("a leash for a poodle", "meaning", ())
    assert words.engine == "words"
    assert {"poodle", "dog"} <= {term for term, _ in words.terms}


def test_other_queries_and_those_beyond_the_first_go_on_unchanged():
    drafts = [Draft("poodle", "meaning", reason="r"), Draft("poodle AND dog", kind="expression", reason="r"), DRAFT, DRAFT]
    made = expand(drafts, queries=1).drafts
    assert [made[0], made[1], made[3]] == [drafts[0], drafts[1], DRAFT]
    assert made[2] != DRAFT


def test_an_embedder_that_fails_costs_the_terms_and_is_said():
    index = AndIndex(tuple(DOCUMENTS), faults={"encode": ModelFault("the model is gone")})
    made = expand([DRAFT], index)
    assert made.drafts == (DRAFT,)
    assert "the model is gone" in made.notes[0]


REPLY = json.dumps(
    {"terms": [{"term": "Poodle", "synonyms": ["puppy", "the zzyzx"], "broader": ["dog"]}, {"term": "cat", "synonyms": ["dog"], "broader": []}]}
)


def test_the_model_s_terms_are_added_as_far_as_the_collection_holds_them():
    made = expand([DRAFT], replies=[REPLY], source="model")
    assert dict(made.drafts[0].terms) == {"poodle": 2.0, "leash": 1.0, "puppy": 0.6, "dog": 0.6}
    assert "dog (broader of poodle, the language model)" in made.drafts[0].reason
    assert "1 terms of the language model are not added" in made.notes[0]
    assert len(made.exchanges) == 1


def test_both_sources_name_a_term_once():
    terms = [term for term, _ in expand([DRAFT], replies=[REPLY], source="both").drafts[0].terms]
    assert sorted(terms) == ["dog", "leash", "poodle", "puppy"]


@pytest.mark.parametrize("replies", [(), ("no json", "{}")])
def test_without_a_model_s_terms_the_query_goes_on_and_the_plan_says_so(replies):
    made = expand([DRAFT], replies=replies, source="model")
    assert made.drafts == (DRAFT,)
    assert "no terms are added by a language model" in made.notes[0]


def test_the_same_query_of_real_patents_gives_the_same_terms():
    index = SmallIndex()
    draft = Draft("hair dryer with a foldable handle", reason="r")
    assert expand([draft], index, cosine=0.0) == expand([draft], index, cosine=0.0)
    assert all(term in content(term) for term, _ in expand([draft], index, cosine=0.0).drafts[0].terms)
