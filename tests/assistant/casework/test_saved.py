"""A saved search tells what is new, once."""

from __future__ import annotations

import dataclasses
import stat
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.casework.saved import SavedSearches
from indexing.control import Control
from indexing.errors import InputError, UsageError
from indexing.model import Filter
from tests.assistant.small_index import SmallIndex, sample

if TYPE_CHECKING:
    from pathlib import Path

WATCH = Control()


class Later(SmallIndex):
    generation = 2
    manifest_sha256 = "1" * 64


def saved(folder: Path, k: int = 4) -> tuple[SavedSearches, tuple[str, ...]]:
    assistant = Assistant(SmallIndex())
    plan = assistant.plan(make_case("hair dryer with a foldable handle"), "hybrid")
    edited = dataclasses.replace(plan, queries=tuple(dataclasses.replace(q, text="foldable handle dryer") for q in plan.queries))
    searches = SavedSearches(folder / "saved")
    kept = searches.save("handles", assistant.search(edited, filters=Filter(), k=k), assistant)
    return searches, kept.shown


def test_a_new_document_is_told_once(tmp_path):
    searches, shown = saved(tmp_path)
    best = SmallIndex().document(shown[0])
    copy = dataclasses.replace(best, id="US9999999A", source_id="US9999999A")
    assistant = Assistant(Later((*sample(), copy)))
    news = searches.run("handles", assistant, WATCH)
    assert [hit.id for hit in news.new] == ["US9999999A"]
    assert news.ran
    assert not searches.run("handles", assistant, WATCH).ran, "the same generation again"
    assert searches.run("handles", assistant, WATCH, again=True).new == ()
    assert searches.load("handles").shown == (*shown, "US9999999A")


def test_the_queries_a_person_edited_are_asked_again(tmp_path):
    searches, _ = saved(tmp_path)
    assert {q.text for q in searches.load("handles").plan.queries} == {"foldable handle dryer"}


def test_what_left_the_collection_is_told(tmp_path):
    searches, shown = saved(tmp_path)
    assistant = Assistant(Later(tuple(p for p in sample() if p.id != shown[0])))
    assert searches.run("handles", assistant, WATCH).gone == (shown[0],)


def test_without_anything_new_nothing_is_told(tmp_path):
    searches, _ = saved(tmp_path)
    news = searches.run("handles", Assistant(Later()), WATCH)
    assert (news.ran, news.new, news.gone) == (True, (), ())


def test_only_the_owner_may_read_it(tmp_path):
    saved(tmp_path)
    assert stat.S_IMODE((tmp_path / "saved" / "handles.json").stat().st_mode) == 0o600


def test_names_are_safe_and_unknown_ones_are_said(tmp_path):
    searches, _ = saved(tmp_path)
    outcome = Assistant(SmallIndex()).search(Assistant(SmallIndex()).plan(make_case("handle"), "words"), k=1)
    for name in ("../x", "..", "", "a b"):
        with pytest.raises(UsageError, match="cannot name"):
            searches.save(name, outcome, Assistant(SmallIndex()))
    with pytest.raises(UsageError, match="already"):
        searches.save("handles", outcome, Assistant(SmallIndex()))
    for name in ("handle", "../handles"):
        with pytest.raises(UsageError, match=r"did you mean handles|known are handles"):
            searches.load(name)
    searches.remove("handles")
    assert searches.names() == []


def test_a_damaged_file_is_said(tmp_path):
    searches, _ = saved(tmp_path)
    (tmp_path / "saved" / "handles.json").write_text('{"format": 1, "name": "handles"}', encoding="utf-8")
    with pytest.raises(InputError, match="no saved search"):
        searches.load("handles")
