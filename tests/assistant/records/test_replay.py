"""A record's search run again: the same on the same generation, and accounted for on a newer one."""

from __future__ import annotations

import copy
import dataclasses
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.links import Links
from assistant.records.comparison import difference
from assistant.records.record import Recorder, show
from assistant.records.replay import replay, run_again
from indexing.control import Control
from indexing.errors import InputError, ModelFault, UsageError
from indexing.model import Filter
from tests.assistant.small_index import SmallIndex, sample

if TYPE_CHECKING:
    from pathlib import Path

LINKS = Links()


def recorded(folder: Path, index: SmallIndex | None = None, recipe: str = "hybrid", k: int = 4) -> dict:
    assistant = Assistant(index or SmallIndex(), recorder=Recorder(folder))
    plan = assistant.plan(make_case("hair dryer with a foldable handle"), recipe)
    outcome = assistant.search(plan, k=k, passages=1)
    assert outcome.record is not None
    return show(outcome.record)


class Later(SmallIndex):
    """Another generation."""

    generation = 2
    manifest_sha256 = "1" * 64


@pytest.mark.parametrize("recipe", ["words", "meaning", "hybrid", "hybrid-llm"])
def test_a_search_replayed_on_its_generation_is_identical(tmp_path, recipe):
    again = replay(recorded(tmp_path, recipe=recipe), SmallIndex(), Control(), LINKS)
    assert again.identical
    assert again.differences == ()
    assert again.ranking_then == again.ranking_now


def test_a_replay_uses_the_recorded_vectors(tmp_path):
    """No encoder is needed, so that another processor's rounding cannot change the ranking."""
    content, index = recorded(tmp_path), SmallIndex()
    assert replay(content, index, Control(), LINKS).identical
    assert index.encoded == []


@pytest.mark.parametrize("part", ["hits", "steps", "excluded"])
def test_what_differs_is_named(tmp_path, part):
    content = copy.deepcopy(recorded(tmp_path))
    content[part][1], content[part][0] = content[part][0], content[part][1]
    again = replay(content, SmallIndex(), Control(), LINKS)
    assert not again.identical
    assert len(again.differences) == 1
    assert "2 entries differ" in again.differences[0]


def test_a_query_that_had_failed_is_left_out_again(tmp_path):
    content = recorded(tmp_path, SmallIndex(faults={"meaning.1": ModelFault("the embedder is missing")}))
    assert content["incomplete"] == [["meaning.1", "the embedder is missing"]]
    assert replay(content, SmallIndex(), Control(), LINKS).identical


def test_another_generation_is_refused_with_its_number(tmp_path):
    with pytest.raises(UsageError, match=r"generation 1 .*generation 2 .*--generation 1"):
        replay(recorded(tmp_path), Later(), Control(), LINKS)


def test_a_record_that_lacks_a_part_is_refused(tmp_path):
    content = recorded(tmp_path)
    del content["queries"][0]["engine"]
    with pytest.raises(InputError, match="engine"):
        replay(content, SmallIndex(), Control(), LINKS)


def test_a_newer_generation_shows_what_came_went_and_moved_and_why(tmp_path):
    """The best document is withdrawn, a copy of the second arrives."""
    before = recorded(tmp_path)
    first, second = (hit["id"] for hit in before["hits"][:2])
    kept = [p for p in sample() if p.id != first]
    copied = dataclasses.replace(next(p for p in kept if p.id == second), id="US9999999A", source_id="US9999999A")
    old, new = SmallIndex(), Later((*kept, copied))
    after = run_again(before, new, Control(), LINKS)
    found = difference(before, after, lambda d: d in old.by_id, lambda d: d in new.by_id)
    assert found.context[0] == "generation 1 then, 2 now; scores by words follow the whole collection"
    assert {c.id: c.why for c in found.came}["US9999999A"] == "new in the collection since then"
    assert {c.id: c.why for c in found.went}[first] == "withdrawn from the collection, or replaced, since then"
    assert {c.id for c in found.came} | {c.id for c in found.went} | {c.id for c in found.moved} | {h["id"] for h in before["hits"]} >= {second}
    assert all(c.why and c.before != c.after for c in (*found.came, *found.went, *found.moved))
    shown = {h["id"] for h in before["hits"]} & {h["id"] for h in after["hits"]}
    assert found.same == len(shown) - len(found.moved)


def test_a_document_that_fell_beyond_the_list_is_said_with_its_ranks(tmp_path):
    before = recorded(tmp_path, k=4)
    after = copy.deepcopy(before)
    after["hits"] = after["hits"][:3]
    gone = before["hits"][3]["id"]
    after["excluded"].append({"id": gone, "step": "shown", "reason": "rank 4, beyond the 3 asked for", "rule": ""})
    (went,) = difference(before, after).went
    assert went.why == "now at rank 4, beyond the 3 asked for"


def test_two_records_are_compared_with_what_was_different_about_them(tmp_path):
    one, two = recorded(tmp_path, recipe="words"), recorded(tmp_path, recipe="meaning")
    found = difference(one, two)
    assert found.context[0].startswith("the recipe was words@")
    assert any(line.startswith("other queries: ") for line in found.context)
    assert found.came
    assert all("in the collection" in c.why or "now" in c.why or "left out" in c.why for c in found.came)


def test_a_search_compared_with_itself_has_no_changes(tmp_path):
    one = recorded(tmp_path)
    found = difference(one, one)
    assert (found.context, found.came, found.went, found.moved, found.same) == ((), (), (), (), 4)


def test_filters_of_a_record_hold_in_its_replay(tmp_path):
    assistant = Assistant(SmallIndex(), recorder=Recorder(tmp_path))
    plan = assistant.plan(make_case("hair dryer"), "hybrid")
    outcome = assistant.search(plan, filters=Filter(before=sample()[30].cutoff_date()[0]), k=3)
    assert outcome.record is not None
    assert replay(show(outcome.record), SmallIndex(), Control(), LINKS).identical
