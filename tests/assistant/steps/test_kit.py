"""Every step of the table under the kit."""

from __future__ import annotations

import pytest

from assistant.steps import STEPS
from assistant.strategy.step_model import Draft, Join, PlanTools, Rewrite, Search
from indexing.model import Case, Filter, Ranking, Subquery
from tests.assistant.small_index import SmallIndex
from tests.kits import steps as kit

CASE = Case("question", "hair dryer with a foldable handle and a removable filter", own=("US-4712313-A",))
INDEX = SmallIndex()


def lists() -> list[tuple]:
    queries = [Subquery("a.1", "a", "words", "foldable handle"), Subquery("b.1", "b", "meaning", "filter for air")]
    return [tuple(INDEX.search(query, Filter(), 40)) for query in queries]


def of(kind: type) -> list[str]:
    return [name for name in STEPS if issubclass(STEPS.load(name), kind)]


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_documented_published_and_checks_its_parameters(name):
    kit.check_documented(name)
    kit.check_published(name)
    kit.check_parameters_validated(name)


@pytest.mark.parametrize("name", of(Rewrite))
def test_a_rewrite_is_deterministic_and_says_why(name):
    kit.check_rewrite(name, CASE, PlanTools(INDEX))


@pytest.mark.parametrize("name", of(Search))
def test_a_search_binds_drafts_and_merges_all_that_was_found(name):
    drafts = [Draft("one", reason="r"), Draft("two", "words", reason="r"), Draft("three", "meaning", reason="r"), Draft(" ", reason="r")]
    kit.check_search(name, drafts, lists())


@pytest.mark.parametrize("name", of(Join))
def test_a_join_accounts_for_every_document(name):
    kit.check_join(name, [Ranking(hits) for hits in lists()], kit.context_for(CASE, INDEX))


def test_every_step_is_of_one_kind():
    assert set(of(Rewrite)) | set(of(Search)) | set(of(Join)) == set(STEPS)
