"""A released recipe or template never changes."""

import pytest

from indexing.errors import UsageError
from prompts.release import LOCK_FILE, changed, current, locked, release


def test_no_released_file_has_changed_without_a_new_version():
    assert changed(locked(LOCK_FILE.read_text(encoding="utf-8")), current()) == []


def test_a_changed_or_missing_file_is_named():
    lock = {"recipe words@1": "old", "template gone@1": "x"}
    faults = changed(lock, {"recipe words@1": "new", "recipe more@1": "y"})
    assert len(faults) == 2
    assert "recipe words@1 was released and has changed" in faults[0]
    assert "template gone@1 was released and has gone" in faults[1]


def test_releasing_adds_what_is_new_and_refuses_what_changed(tmp_path):
    lock = tmp_path / "released.lock"
    assert release(lock) == sorted(current())
    assert release(lock) == []
    lock.write_text(lock.read_text().replace(current()["recipe words@1"], "0" * 64))
    with pytest.raises(UsageError, match=r"recipe words@1"):
        release(lock)
