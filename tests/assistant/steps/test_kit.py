"""Every step of the table under the kit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant.steps import STEPS
from assistant.strategy.step_model import Draft, Expand, Feedback, Join, PlanTools, Rewrite, Search
from indexing.model import Case, Filter, Ranking, Subquery
from tests.assistant.small_index import SmallIndex
from tests.kits import steps as kit

INDEX = SmallIndex()
QUESTION = Case("question", "hair dryer with a foldable handle and a removable filter", own=("US-4712313-A",))
APPLICATION = Case("application", "", application=INDEX.patents[7], effective_date=dt.date(1985, 1, 1))
JUDGED = replace(QUESTION, relevant=(INDEX.patents[3].source_id, INDEX.patents[5].id, QUESTION.own[0]), irrelevant=(INDEX.patents[9].id, "US1"))
CASES = {
    "question": QUESTION,
    "application": APPLICATION,
    "judged": JUDGED,
    "claims": Case("claims", "1. A hair dryer comprising a fan and a filter."),
}
DRAFTS = [
    Draft("hair dryer with a fan", reason="r"),
    Draft("filter", "words", feature="filter", reason="r"),
    Draft("foldable handle", "meaning", feature="handle", reason="r"),
    Draft("foldable AND handle", kind="expression", reason="r"),
    Draft(INDEX.patents[2].id, kind="documents", reason="r"),
    Draft("A45D20/12", kind="classes", reason="r"),
    Draft(" ", reason="r"),
]
QUERIES = [
    Subquery("a.1", "a", "words", "foldable handle", feature="handle"),
    Subquery("b.1", "b", "meaning", "filter for air", feature="filter", vector=INDEX.encode(["filter for air"])[0]),
]


def of(kind: type) -> list[str]:
    return [name for name in STEPS if issubclass(STEPS.load(name), kind)]


def lists(level: str = "document") -> list[tuple]:
    return [tuple(INDEX.search(replace(query, level=level), Filter(), 40)) for query in QUERIES]


@pytest.fixture(params=CASES.values(), ids=CASES)
def context(request):
    return kit.context_for(request.param, INDEX, queries=QUERIES)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_documented_published_and_checks_its_parameters(name):
    kit.check_documented(name)
    kit.check_published(name)
    kit.check_parameters_validated(name)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("name", of(Rewrite))
def test_a_rewrite_is_deterministic_and_says_why(name, case):
    kit.check_rewrite(name, case, PlanTools(INDEX))


@pytest.mark.parametrize("name", of(Expand))
def test_an_expansion_is_deterministic_and_says_why(name):
    kit.check_expand(name, DRAFTS[:3], QUESTION, PlanTools(INDEX))


@pytest.mark.parametrize("name", of(Search))
def test_a_search_binds_drafts_and_merges_all_that_was_found(name):
    kit.check_search(name, DRAFTS, lists())


@pytest.mark.parametrize("name", of(Feedback))
def test_feedback_is_deterministic_and_names_its_teachers(name, context):
    kit.check_feedback(name, [Ranking(hits) for hits in lists()], context)


@pytest.mark.parametrize("name", of(Join))
def test_a_join_accounts_for_every_document(name, context):
    kit.check_join(name, [Ranking(hits) for hits in lists()], context)


@pytest.mark.parametrize("name", of(Join))
def test_a_join_takes_passages_and_documents_together(name, context):
    kit.check_join(name, [Ranking(lists("passage")[0]), Ranking(lists()[1])], context)
    kit.check_join_of_nothing(name, [Ranking(), Ranking()], context)


@pytest.mark.parametrize("filters", [Filter(), Filter(before=dt.date(1990, 1, 1), countries=("US",), classes=("A45D",))], ids=["all", "some"])
@pytest.mark.parametrize("name", of(Join))
def test_narrowing_keeps_what_the_step_keeps(name, filters, context):
    kit.check_narrowing(name, INDEX.patents, filters, context)


def test_every_step_is_of_one_kind():
    kinds = [of(kind) for kind in (Rewrite, Expand, Search, Feedback, Join)]
    assert sorted(name for names in kinds for name in names) == sorted(STEPS)


def test_the_kit_tries_steps_that_are_there():
    assert set(kit.EXTRA) <= set(STEPS)
