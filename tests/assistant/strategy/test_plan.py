"""A plan is made by a recipe, edited by a person, and runs only under its own recipe."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.case import make_case
from assistant.model import Plan
from assistant.strategy.plan import make_plan, settle
from assistant.strategy.plan_file import line_of, plan_from_json, plan_to_json
from indexing.control import Control
from indexing.errors import Cancelled, InputError, UsageError
from indexing.model import Case, Near, Subquery
from prompts.recipes import load_recipe, recipe_from_text
from tests.assistant.small_index import SmallIndex, sample

INDEX = SmallIndex()
CASE = make_case("hair dryer with a foldable handle", own=("US-4712313-A",))


def planned(recipe: str = "hybrid", case: Case = CASE) -> Plan:
    return make_plan(case, load_recipe(recipe), INDEX, None, Control(), "none wanted")


def test_a_plan_binds_the_rewritten_case_to_every_search():
    plan = planned()
    assert [(q.id, q.engine, q.text) for q in plan.queries] == [("words.1", "words", CASE.text), ("meaning.1", "meaning", CASE.text)]
    assert plan.recipe_sha256 == load_recipe("hybrid").sha256


def test_a_recipe_refuses_a_kind_of_case_that_it_does_not_take():
    text = load_recipe("words").text.replace("[question, claims, application]", "[claims]")
    with pytest.raises(UsageError, match="takes claims, not a question"):
        make_plan(CASE, recipe_from_text(text, "x"), INDEX, None, Control())


def test_planning_stops_when_the_person_stops_it():
    control = Control()
    control.stop.set()
    with pytest.raises(Cancelled):
        make_plan(CASE, load_recipe("hybrid"), INDEX, None, control)


def test_an_application_s_plan_survives_its_file():
    patent = sample()[0]
    case = Case("application", patent.title, patent, (patent.id,), patent.priority_date)
    plan = planned("hybrid-llm", case)
    assert plan_from_json(plan_to_json(plan)) == plan
    assert patent.claims[0].text[:40] in plan.queries[0].text


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Subquery,
            st.text(min_size=1),
            st.text(min_size=1),
            st.sampled_from(["words", "meaning"]),
            st.text(),
            st.sampled_from(["document", "passage"]),
            st.lists(st.tuples(st.text(), st.floats(allow_nan=False, allow_infinity=False)), max_size=2).map(tuple),
            st.just(()),
            st.none() | st.text(),
            st.text(),
        ),
        max_size=3,
    ).map(tuple),
    st.lists(st.text()).map(tuple),
)
def test_any_plan_survives_its_file(queries, notes):
    plan = Plan("r@1", "0" * 64, CASE, queries, notes, made=queries)
    assert plan_from_json(plan_to_json(plan)) == plan


def test_a_person_may_edit_remove_and_add_queries():
    plan = planned()
    value = json.loads(plan_to_json(plan))
    value["queries"] = [value["queries"][0] | {"text": "collapsible grip"}, {"id": "mine", "branch": "words", "engine": "words", "text": "hinge"}]
    edited = settle(plan_from_json(json.dumps(value)), load_recipe("hybrid"))
    assert edited.edited
    assert [q.text for q in edited.queries] == ["collapsible grip", "hinge"]
    assert edited.made == plan.made


def test_an_unedited_plan_is_not_called_edited():
    assert not settle(plan_from_json(plan_to_json(planned())), load_recipe("hybrid")).edited


def test_editing_the_text_drops_weights_and_vector_of_the_old_text():
    plan = planned("hybrid-llm")
    weighted = dataclasses.replace(plan.queries[0], text="new words", terms=(("old", 2.0),), vector=(1.0,))
    settled = settle(dataclasses.replace(plan, queries=(weighted,)), load_recipe("hybrid-llm"))
    assert settled.queries[0].terms == ()
    assert settled.queries[0].vector is None


def test_a_plan_refuses_another_recipe():
    with pytest.raises(UsageError, match="another text of the recipe"):
        settle(planned("hybrid"), load_recipe("words"))


QUERY = Subquery("q", "words", "words", "text")


@pytest.mark.parametrize(
    ("queries", "words"),
    [
        ((), "no query"),
        ((dataclasses.replace(QUERY, branch="wrods"),), "no search 'wrods'"),
        ((dataclasses.replace(QUERY, engine="meaning"),), "is by words, not by meaning"),
        ((QUERY, QUERY), "two queries are named 'q'"),
        ((dataclasses.replace(QUERY, text="  "),), "'q' is empty"),
    ],
)
def test_queries_that_cannot_run_are_refused(queries, words):
    with pytest.raises(UsageError, match=words):
        settle(dataclasses.replace(planned(), queries=queries), load_recipe("hybrid"))


@pytest.mark.parametrize(
    ("change", "marker", "words"),
    [
        (('"engine": "meaning"', '"engine": "feeling"'), '"engine": "feeling"', "'feeling' is not one of words, meaning"),
        (('"branch": "meaning"', '"branch": 7'), '"branch": 7', "must be text"),
        (('"text": ', '"texxt": '), '"texxt"', "unknown field 'texxt'"),
        (('"notes": [', '"notes": [1'), '"notes"', "must be text"),
        (('"kind": "question"', '"kind": "query"'), '"kind": "query"', "is not one of question, claims, application"),
    ],
)
def test_a_fault_in_a_plan_s_file_is_named_with_its_line(change, marker, words):
    text = plan_to_json(planned()).replace(*change, 1)
    with pytest.raises(InputError, match=words) as caught:
        plan_from_json(text, "plan.json")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if marker in row)
    assert str(caught.value).startswith(f"plan.json:{line}:")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', "[" * 100_000, '{"format": 1, "queries": [NaN]}', "null", '{"format": 1}'])
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(InputError):
        plan_from_json(text)


@settings(max_examples=60)
@given(
    st.recursive(st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8)
)
def test_lines_of_json_values_are_those_of_the_text(value):
    """With one value a line, the n-th member of a list stands on line n + 2."""
    text = "[\n" + ",\n".join(json.dumps(v) for v in [value, {"key": value}]) + "\n]"
    assert line_of(text, (0,)) == 2
    assert line_of(text, (1, "key")) == 3
    assert line_of(text, (1, "none")) == 3


def test_windows_over_words_that_were_edited_away_are_dropped():
    plan = planned()
    with_near = dataclasses.replace(plan.queries[0], near=(Near("foldable handle"),))
    made = dataclasses.replace(plan, queries=(with_near, *plan.queries[1:]), made=(with_near, *plan.queries[1:]))
    assert settle(made, load_recipe("hybrid")).queries[0].near == with_near.near
    edited = dataclasses.replace(made, queries=(dataclasses.replace(with_near, text="new words"), *made.queries[1:]))
    assert settle(edited, load_recipe("hybrid")).queries[0].near == ()
