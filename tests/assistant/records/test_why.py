"""Every document of the collection has an account in a recorded search."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.records.record import Recorder, show
from assistant.records.why import why
from assistant.strategy.conditions import outside
from indexing.model import Filter
from tests.assistant.small_index import SmallIndex, sample

if TYPE_CHECKING:
    from pathlib import Path

INDEX = SmallIndex()


def recorded(folder: Path, recipe: str = "hybrid", own: tuple[str, ...] = (), **options) -> dict:
    assistant = Assistant(INDEX, recorder=Recorder(folder))
    outcome = assistant.search(assistant.plan(make_case("hair dryer with a foldable handle", own=own), recipe), **options)
    assert outcome.record is not None
    return show(outcome.record)


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> dict:
    return recorded(tmp_path_factory.mktemp("records"), k=5)


def test_a_shown_document_has_its_rank_and_its_place_in_every_list(content):
    hit = content["hits"][2]
    account = why(content, hit["id"])
    assert (account.shown, account.rank) == (True, 3)
    assert "found by words.1, meaning.1" in account.verdict
    stands = {p.name: p for p in account.places}
    assert [p.name for p in account.places] == [s["name"] for s in content["steps"]]
    rows = next(s["hits"] for s in content["steps"] if s["name"] == "fused")
    assert rows[stands["fused"].rank - 1][0] == hit["id"]
    assert stands["fused"].score == rows[stands["fused"].rank - 1][2]
    assert stands["words.1"].query == "words: hair dryer with a foldable handle"


def test_a_document_left_out_has_its_step_and_reason(content):
    entry = {"id": sample()[9].id, "step": "depth", "reason": "rank 7, beyond the first 6", "rule": ""}
    account = why({**content, "hits": [], "excluded": [entry]}, entry["id"])
    assert not account.shown
    assert account.verdict == "found, and left out by the step 'depth': rank 7, beyond the first 6"


def test_a_document_below_those_shown_was_left_out_by_no_step(content):
    entry = content["excluded"][0]
    account = why(content, entry["id"])
    assert not account.shown
    assert account.verdict == f"found, but at {entry['reason']}"
    assert entry["reason"].endswith("beyond the 5 asked for")


def test_a_document_that_does_not_meet_an_expression_is_said_not_to(tmp_path):
    assistant = Assistant(INDEX, recorder=Recorder(tmp_path))
    outcome = assistant.search(assistant.plan_expression(make_case("dryer AND nosuchword OR hands"), "own"))
    content = show(outcome.record)
    other = next(p.id for p in sample() if p.id not in {row[0] for step in content["steps"] for row in step["hits"]})
    account = why(content, other, INDEX)
    assert account.verdict == "no query finds it"
    assert account.reasons == (f"{content['queries'][0]['id']}: its text does not meet the expression",)


def test_an_own_document_is_said_to_be_one(tmp_path):
    account = why(recorded(tmp_path, own=("US-4712313-A",)), "US 4,712,313 A")
    assert account.verdict.endswith("the case's own document")


def test_every_document_of_the_collection_has_an_account(content):
    for patent in sample():
        account = why(content, patent.id, INDEX)
        assert account.verdict
        assert account.shown == (patent.id in {h["id"] for h in content["hits"]})


def test_what_is_not_in_the_collection_is_said(content):
    assert why(content, "US1A", INDEX).verdict == "it is not in this collection"


def test_without_the_index_a_document_never_found_is_said_to_be_that(content):
    account = why(content, "US1A")
    assert account.verdict == "no query of this search found it"
    assert "--index" in account.reasons[0]


def test_what_the_filters_left_out_is_said_with_the_date(tmp_path):
    """It never became a candidate: the filters stand inside the engines."""
    content = recorded(tmp_path, filters=Filter(before=dt.date(1985, 1, 1)))
    late = next(p for p in sample() if p.cutoff_date()[0] and p.cutoff_date()[0] >= dt.date(1985, 1, 1))
    day, used = late.cutoff_date()
    assert why(content, late.id, INDEX).verdict == f"it is outside the filters: its date ({used} {day}) is not before 1985-01-01"


def test_what_a_filter_of_the_recipe_kept_from_being_found_is_said(tmp_path):
    """The recipe's filters stand inside the engines as well."""
    file = tmp_path / "late.yaml"
    step = "  - {step: filter.country, as: offices, countries: [EP]}\n"
    file.write_text(Assistant(INDEX).plan_recipe("words").text.replace("answer:\n", f"{step}answer:\n"), encoding="utf-8")
    content = recorded(tmp_path / "records", str(file))
    assert content["hits"] == []
    assert any("no query found anything; the recipe's step 'offices' lets through only documents of the offices EP" in n for n in content["notes"])
    account = why(content, sample()[3].id, INDEX)
    assert account.verdict == "the recipe lets its searches find nothing like it: step 'offices': its office is US, and only EP was asked for"


def test_a_score_below_the_last_one_is_said(tmp_path):
    text = Assistant(INDEX).recipes()
    recipe = next(r for r in text if r.id == "meaning")
    file = tmp_path / "few.yaml"
    file.write_text(recipe.text.replace("k: 1000", "k: 3"), encoding="utf-8")
    content = recorded(tmp_path / "records", str(file), k=3)
    found = {row[0] for step in content["steps"] for row in step["hits"]}
    other = next(p.id for p in sample() if p.id not in found)
    account = why(content, other, INDEX)
    assert account.verdict == "no query ranked it high enough to become a candidate"
    place = next(p for p in account.places if p.name == "meaning.1")
    assert place.estimate is not None
    assert place.estimate <= place.last
    assert "meaning.1: its score is" in account.reasons[0]


FACTS = dataclasses.replace(INDEX.facts(sample()[0].id), id="US1A", published=dt.date(2001, 1, 1), date_used="published", classes=("A45D20/12",))


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filter(), ""),
        (Filter(before=dt.date(2001, 1, 1)), "its date (published 2001-01-01) is not before 2001-01-01"),
        (Filter(before=dt.date(2001, 1, 2)), ""),
        (Filter(classes=("A45D20",)), ""),
        (Filter(classes=("A45D 20/00",)), ""),
        (Filter(classes=("H04L",)), "its classes (A45D20/12) are not at or below H04L"),
        (Filter(countries=("US", "EP")), ""),
        (Filter(countries=("EP",)), "its office is US, and only EP was asked for"),
        (Filter(languages=("de", "fr")), "its language is not known, and only de, fr were asked for"),
        (Filter(kinds=("B",)), "its kind is A, and only B was asked for"),
    ],
)
def test_each_hard_condition_has_its_sentence(filters, words):
    assert "; ".join(outside(FACTS, filters)).startswith(words)
    assert bool(outside(FACTS, filters)) == bool(words)


def test_a_document_without_a_date_is_outside_any_cut_off():
    undated = dataclasses.replace(FACTS, published=None, filed=None, priority=None, date_used=None)
    assert outside(undated, Filter(before=dt.date(2001, 1, 1))) == ["it has no date at all, and only documents from before 2001-01-01 were asked for"]
