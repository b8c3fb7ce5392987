"""Many cases: each stands alone, nothing is lost, and what is done is not done again."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from assistant.casework.batch import Batch
from assistant.casework.cases_file import Entry
from indexing.control import Control
from indexing.errors import Cancelled
from indexing.model import Filter
from tests.assistant.small_index import SmallIndex

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = [Entry(name, n, text, "", (), None) for n, (name, text) in enumerate([("a", "foldable handle"), ("b", "  "), ("c", "negative ions")], 1)]


def batch(folder: Path, index: SmallIndex | None = None, k: int = 3) -> Batch:
    return Batch(Assistant(index or SmallIndex()), "words", Filter(), k, answered=False, cases_folder=folder, out=folder / "out")


def test_a_case_that_fails_costs_only_itself(tmp_path):
    results = batch(tmp_path).run(ENTRIES, Control())
    assert [r.state for r in results] == ["done", "failed", "done"]
    assert results[1].fault.startswith("line 2: the question is empty")
    found = json.loads((tmp_path / "out" / "a.json").read_text("utf-8"))
    assert [h["id"] for h in found["hits"]] == list(results[0].hits)
    assert found["case"] == "a"
    assert not (tmp_path / "out" / "b.json").exists()
    assert stat.S_IMODE((tmp_path / "out" / "a.json").stat().st_mode) == 0o600


def test_a_second_run_searches_only_what_is_not_done(tmp_path):
    first = batch(tmp_path).run(ENTRIES, Control())

    class Untouched(SmallIndex):
        def search(self, subquery, filters, k):
            raise AssertionError("nothing is to be searched")

    again = batch(tmp_path, Untouched()).run(ENTRIES, Control())
    assert [r.state for r in again] == ["kept", "failed", "kept"]
    assert [r.hits for r in again] == [r.hits for r in first]


def test_whatever_changes_a_result_makes_it_done_again(tmp_path):
    batch(tmp_path).run(ENTRIES, Control())
    assert [r.state for r in batch(tmp_path, k=4).run(ENTRIES, Control())] == ["done", "failed", "done"]
    changed = [Entry("a", 1, "another text on handles", "", (), None), *ENTRIES[1:]]
    assert [r.state for r in batch(tmp_path, k=4).run(changed, Control())] == ["done", "failed", "kept"]


def test_a_damaged_result_is_made_again(tmp_path):
    batch(tmp_path).run(ENTRIES, Control())
    (tmp_path / "out" / "a.json").write_text("{", encoding="utf-8")
    assert [r.state for r in batch(tmp_path).run(ENTRIES, Control())] == ["done", "failed", "kept"]


def test_a_stopped_batch_leaves_a_summary_and_goes_on_later(tmp_path):
    control = Control()

    class Stopping(SmallIndex):
        def search(self, subquery, filters, k):
            hits = super().search(subquery, filters, k)
            if "ions" in subquery.text:
                control.stop.set()
            return hits

    with pytest.raises(Cancelled):
        batch(tmp_path, Stopping()).run(ENTRIES, control)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert [c["state"] for c in summary["cases"]] == ["done", "failed"]
    assert summary["of"] == 3
    assert [r.state for r in batch(tmp_path).run(ENTRIES, Control())] == ["kept", "failed", "done"]
