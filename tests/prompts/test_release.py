"""A released recipe or template never changes."""

import pytest

from indexing.errors import UsageError
from prompts.recipes import LOCK, locked
from prompts.release import HOME, changed, current, release


def test_no_released_file_has_changed_without_a_new_version():
    assert changed(locked(HOME), current()) == []


def test_a_changed_or_missing_file_is_named():
    lock = {"recipe words@1": "old", "template gone@1": "x"}
    faults = changed(lock, {"recipe words@1": "new", "recipe more@1": "y"})
    assert len(faults) == 2
    assert "recipe words@1 was released and has changed" in faults[0]
    assert "template gone@1 was released and has gone" in faults[1]


def test_releasing_adds_what_is_new_and_refuses_what_changed(tmp_path):
    lock = tmp_path / LOCK
    assert release(tmp_path) == sorted(current())
    assert release(tmp_path) == []
    lock.write_text(lock.read_text().replace(current()["recipe words@1"], "0" * 64))
    with pytest.raises(UsageError, match=r"recipe words@1"):
        release(tmp_path)
