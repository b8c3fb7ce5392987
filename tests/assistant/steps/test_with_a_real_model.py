"""The steps that ask a model, with a real small one: whatever it writes, what goes on holds."""

from __future__ import annotations

import pytest

from assistant.case import make_case
from assistant.claims_reading.by_rules import content_words
from assistant.serving.language_models import open_llm
from assistant.steps.expand_synonyms import ExpandSynonyms
from assistant.steps.expand_translation import ExpandTranslation, signs
from assistant.steps.rewrite_claim_features import RewriteClaimFeatures
from assistant.steps.rewrite_hypothetical import RewriteHypothetical
from assistant.steps.rewrite_question import RewriteQuestion
from assistant.strategy.step_model import Draft, PlanTools
from indexing.model import Turn
from tests.assistant.small_index import SmallIndex
from tests.conftest import SMALL_LLM
from tests.kits.models import needed

pytestmark = pytest.mark.llm
CLAIM = "A hair dryer comprising a housing (10), a fan in the housing, and a handle that folds by a hinge (12)."
CASE = make_case(f"1. {CLAIM}")


@pytest.fixture(scope="module")
def tools():
    llm = open_llm(SMALL_LLM, needed(SMALL_LLM), threads=1)
    yield PlanTools(SmallIndex(), llm)
    llm.close()


def check_account(made) -> None:
    """The model was asked, and either its text goes on or the plan says why not; every call says what it cost."""
    assert 1 <= len(made.exchanges) <= 2
    assert all(exchange.reply.usage.tokens_out > 0 for exchange in made.exchanges if exchange.reply)
    assert made.exchanges[-1].fault is None or made.notes


@pytest.mark.slow
def test_a_hypothetical_abstract_is_written_or_the_case_stands_in(tools):
    made = RewriteHypothetical(reply_tokens=64).rewrite(CASE, tools)
    check_account(made)
    assert len(made.drafts) == 1
    assert (made.drafts[0].text == CASE.text) == bool(made.notes)


def test_a_follow_up_stands_alone_or_follows_the_case(tools):
    case = make_case("Is it removable?", history=[Turn("Which hair dryers have an air filter?", "US4910385A has a mesh filter.")])
    made = RewriteQuestion(reply_tokens=48).rewrite(case, tools)
    check_account(made)
    assert len(made.drafts) == 1


@pytest.mark.slow
def test_features_are_the_claim_s_own_words(tools):
    made = RewriteClaimFeatures(by="model", reply_tokens=240).rewrite(CASE, tools)
    check_account(made)
    held = {word for draft in made.drafts for word in content_words(draft.text, "en")}
    assert held == content_words(CLAIM, "en")


@pytest.mark.slow
def test_a_translation_keeps_the_signs_or_is_left_out(tools):
    made = ExpandTranslation(languages=("fr",), reply_tokens=96).expand([Draft(CLAIM, reason="claim")], CASE, tools)
    check_account(made)
    assert made.drafts[0].text == CLAIM
    assert all(signs(draft.text) >= signs(CLAIM) for draft in made.drafts[1:])


@pytest.mark.slow
def test_synonyms_stand_in_the_collection(tools):
    made = ExpandSynonyms(source="model", terms=2, reply_tokens=160).expand([Draft("fan hinge", "words", reason="terms")], CASE, tools)
    check_account(made)
    terms = [term for term, _ in made.drafts[0].terms] or ["fan"]
    assert all(tools.index.document_frequency(term.split())[0][0] for term in terms)
