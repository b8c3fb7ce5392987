"""What all people of one app share."""

from __future__ import annotations

import shutil

import pytest

from indexing.errors import IndexFault, UsageError
from indexing.model import Case
from pages.parts.rooms import Rooms
from settings import Settings


@pytest.fixture
def folder(small_index, tmp_path):
    """An index of its own, so that it may be built anew."""
    shutil.copytree(small_index, tmp_path / "index")
    return tmp_path / "index"


def test_the_index_is_opened_once(folder):
    """For all people."""
    rooms = Rooms(Settings(index=folder))
    assert rooms.assistant().index is rooms.assistant().index
    assert rooms.with_llm("none").index is rooms.assistant().index


def test_a_new_generation_is_taken_up(folder, small_collection):
    """An index that was built further while the app runs is the one that the next question searches."""
    from assistant.opening import open_registry
    from indexing.build import build
    from indexing.embedding import open_embedder

    rooms = Rooms(Settings(index=folder))
    before = rooms.assistant().index
    more = folder.parent / "more"
    more.mkdir()
    (more / "corpus.jsonl").write_text('{"_id": "US-9999999-A", "title": "A quokka trap", "text": "It holds a quokka."}\n', "utf-8")
    build([more], folder, open_embedder("all-MiniLM-L6-v2", open_registry(Settings().models)))
    assert rooms.assistant().index.generation > before.generation
    assert rooms.assistant().document("US9999999A").title == "A quokka trap"


def test_a_missing_index_may_come_later(folder):
    """The fault is not kept."""
    hidden = folder.rename(folder.parent / "hidden")
    rooms = Rooms(Settings(index=folder))
    with pytest.raises(IndexFault):
        rooms.assistant()
    hidden.rename(folder)
    assert rooms.assistant().recipes()


def test_an_unknown_model_is_a_fault_of_that_choice_alone(folder):
    """The next choice works."""
    rooms = Rooms(Settings(index=folder))
    with pytest.raises(UsageError):
        rooms.with_llm("qwn")
    assert rooms.with_llm("none").plan(Case("question", "a hair dryer"), "words").queries
