"""A run is deterministic, accounts for every candidate, and survives a failing branch. Random recipes: see `test_accounting`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest

from assistant.case import make_case
from assistant.links import Links
from assistant.strategy.building import build_steps
from assistant.strategy.plan import make_plan
from assistant.strategy.run import run_plan
from indexing.control import Control
from indexing.errors import Cancelled, IndexFault, ModelFault, UsageError
from indexing.model import Case, Filter
from prompts.recipes import load_recipe, recipe_from_text
from tests.assistant.small_index import SmallIndex, sample

if TYPE_CHECKING:
    from assistant.model import SearchResult

CASE = make_case("hair dryer with a foldable handle and a filter", own=("US-4712313-A",))
INDEX = SmallIndex()
NO_FILTER = Filter()


def run(
    recipe: str = "hybrid", index: SmallIndex = INDEX, case: Case = CASE, k: int = 5, passages: int = 2, filters: Filter = NO_FILTER
) -> SearchResult:
    loaded = recipe_from_text(recipe, "r.yaml") if "\n" in recipe else load_recipe(recipe)
    plan = make_plan(case, loaded, index, None, Control())
    return run_plan(plan, loaded, index, filters, k, Control(), Links(), passages)


def test_steps_built_once_are_not_those_of_another_recipe_under_the_same_hash():
    recipe = load_recipe("words")
    first = build_steps(recipe)
    other = dataclasses.replace(recipe, steps=recipe.steps[:2])
    assert [*build_steps(other)] == [step.name for step in other.steps]
    again = build_steps(recipe)
    assert again == first
    again.clear()
    assert build_steps(recipe) == first, "what one caller does with them is not seen by the next"


def account(result: SearchResult) -> tuple[set[str], set[str], list[str]]:
    """Found, shown, listed."""
    found = {h.document for t in result.trace if t.step.startswith("search.") for h in t.hits}
    return found, {h.id for h in result.hits}, [e.id for e in result.excluded]


@pytest.mark.parametrize("recipe", ["words", "meaning", "hybrid", "hybrid-llm"])
def test_a_shipped_recipe_finds_the_same_twice_and_accounts_for_all(recipe):
    one, two = run(recipe), run(recipe)
    assert one.hits == two.hits
    assert one.excluded == two.excluded
    found, shown, listed = account(one)
    assert len(one.hits) == 5
    assert sorted(found - shown) == sorted(listed)
    assert [h.rank for h in one.hits] == [1, 2, 3, 4, 5]
    assert all(len(h.passages) == 2 and h.found_by and h.link for h in one.hits)


def test_leaving_out_the_own_family_never_shortens_the_list():
    """Each branch asks for as many more as the family is large."""
    first = run("words", case=dataclasses.replace(CASE, own=()), k=8)
    own = tuple(h.id for h in first.hits[:4])
    text = load_recipe("words").text.replace("k: 1000", "k: 8")
    result = run(text, case=dataclasses.replace(CASE, own=own), k=8)
    assert len(result.hits) == 8
    assert {e.id: e.step for e in result.excluded if e.id in own} == dict.fromkeys(own, "own")


def test_a_family_goes_with_its_member():
    patents = list(sample())
    patents[3] = dataclasses.replace(patents[3], family="F1")
    patents[4] = dataclasses.replace(patents[4], family="F1")
    result = run("hybrid", SmallIndex(tuple(patents)), dataclasses.replace(CASE, own=(patents[3].id,)), k=60)
    listed = {e.id: e.reason for e in result.excluded}
    assert listed[patents[3].id] == "the case's own document"
    assert listed[patents[4].id] == f"of the family of the case's own document {patents[3].id}"


def test_an_application_that_is_not_in_the_index_still_excludes_its_family():
    patents = list(sample())
    patents[4] = dataclasses.replace(patents[4], family="F1")
    application = dataclasses.replace(patents[3], id="EP1A1", source_id="EP1A1", family="F1")
    case = Case("application", application.title, application, ("EP1A1",))
    result = run("hybrid", SmallIndex((*patents[:3], *patents[4:])), case, k=60)
    assert next(e for e in result.excluded if e.id == patents[4].id).reason == "of the application's own family F1"


def test_a_recipe_without_the_filter_still_never_shows_the_own_document():
    text = load_recipe("words").text.replace("  - step: filter.own_family\n    as: own\n    from: words\n", "").replace("from: own", "from: words")
    result = run(text, k=60)
    assert "US4712313A" not in {h.id for h in result.hits}
    assert next(e for e in result.excluded if e.id == "US4712313A").step == "filter.own_family"


def test_a_failing_branch_is_said_and_the_rest_goes_on():
    index = SmallIndex(faults={"meaning.1": ModelFault("the embedder is missing")})
    result = run("hybrid", index)
    assert any("meaning.1" in note and "the embedder is missing" in note for note in result.notes)
    assert [h.id for h in result.hits] == [h.id for h in run("words").hits]


def test_an_encoder_that_fails_leaves_the_words():
    fault = ModelFault("the embedder is missing")
    result = run("hybrid", SmallIndex(faults={"encode": fault, "meaning.1": fault}))
    assert len(result.hits) == 5
    assert result.notes


def test_when_every_branch_fails_the_fault_is_raised():
    fault = IndexFault("a shard is gone")
    with pytest.raises(IndexFault, match="a shard is gone"):
        run("hybrid", SmallIndex(faults={"words.1": fault, "meaning.1": fault}))


def test_a_list_that_the_recipe_s_filters_emptied_is_no_fault():
    """Another branch failed; what the first found was dropped by a filter, and the ledger says so."""
    step = "  - {step: filter.classes, as: none, from: depth, classes: [H04L], unknown: keep}\n"
    text = load_recipe("hybrid").text.replace("answer:\n", f"{step}answer:\n")
    result = run(text, SmallIndex(faults={"meaning.1": ModelFault("the embedder is missing")}), k=5)
    assert result.hits == ()
    assert {e.step for e in result.excluded} == {"none", "own"}
    assert any("the embedder is missing" in note for note in result.notes)


def test_passages_that_fail_leave_the_documents():
    result = run("words", SmallIndex(faults={"best_passages": IndexFault("no passages")}))
    assert len(result.hits) == 5
    assert any("no passages" in note for note in result.notes)


def test_more_documents_than_the_recipe_s_depth_may_be_asked_for():
    text = load_recipe("hybrid").text.replace("k: 1000", "k: 3")
    assert len(run(text, k=30).hits) == 30


def test_no_passages_are_fetched_where_none_are_asked_for():
    index = SmallIndex(faults={"best_passages": IndexFault("must not be called")})
    result = run("words", index, passages=0)
    assert result.notes == ()
    assert all(h.passages == () for h in result.hits)


def test_vectors_are_encoded_once_and_kept_in_the_plan():
    index = SmallIndex()
    result = run("hybrid", index)
    assert index.encoded == [CASE.text]
    assert {q.engine: q.vector is not None for q in result.plan.queries} == {"words": False, "meaning": True}


def test_the_date_filter_reaches_the_engines():
    day = dt.date(1990, 1, 1)
    result = run("hybrid", k=60, filters=Filter(before=day))
    assert result.hits
    assert all(INDEX.document(h.id).cutoff_date()[0] < day for h in result.hits)
    assert all(h.date_used for h in result.hits)


def test_nothing_can_be_asked_for_less_than_one_document():
    with pytest.raises(UsageError, match="0 documents"):
        run(k=0)


def test_a_search_stops_when_the_person_stops_it():
    """Also while an engine is at work."""
    control, release = Control(), threading.Event()

    class Slow(SmallIndex):
        def search(self, subquery, filters, k):
            control.stop.set()
            release.wait(10)
            return []

    recipe, index = load_recipe("words"), Slow()
    plan = make_plan(CASE, recipe, index, None, Control())
    with pytest.raises(Cancelled):
        run_plan(plan, recipe, index, Filter(), 5, control, Links())
    release.set()
