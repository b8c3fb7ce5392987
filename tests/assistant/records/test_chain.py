"""The chain shows what was deleted, reordered or cut off; what was erased on purpose leaves a tombstone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from assistant.records.chain import Chain
from assistant.records.record import Recorder, erase, read_anchor, verify, write_anchor
from indexing.errors import InputError, UsageError
from tests.assistant.records.test_record import written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def four(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("chain") / "records"
    for _ in range(4):
        written(folder, "words")
    return folder


@pytest.fixture
def folder(four, tmp_path) -> Path:
    return shutil.copytree(four, tmp_path / "records")


def records(folder: Path) -> list[Path]:
    return sorted(folder.glob("2*.json"))


def faults(folder: Path, anchor=None) -> str:
    return "; ".join(verify(records(folder)[0], anchor).faults)


def test_whole_it_has_no_fault(folder):
    assert faults(folder, Chain(folder).anchor()) == ""


def test_a_deleted_record_is_missed_by_all_others(folder):
    gone = records(folder)[2]
    gone.unlink()
    assert faults(folder) == f"the record {gone.stem} was deleted: its file is missing and no tombstone says that it was erased"


def test_reordered_lines_are_found(folder):
    chain = folder / "chain.jsonl"
    lines = chain.read_bytes().splitlines(keepends=True)
    chain.write_bytes(lines[0] + lines[2] + lines[1] + lines[3])
    assert "does not follow the line before it" in faults(folder)


def test_a_record_and_its_line_cut_off_the_end_are_found_by_the_anchor_alone(folder):
    anchor = Chain(folder).anchor()
    records(folder)[-1].unlink()
    chain = folder / "chain.jsonl"
    chain.write_bytes(b"".join(chain.read_bytes().splitlines(keepends=True)[:3]))
    assert faults(folder) == "", "a shorter chain is a whole chain: this is what the anchor is for"
    assert faults(folder, anchor) == "the chain's tail was cut: it has 3 entries, the anchor knows 4"


def test_a_tail_written_anew_does_not_fit_the_anchor(folder):
    anchor = Chain(folder).anchor()
    records(folder)[-1].unlink()
    chain = folder / "chain.jsonl"
    chain.write_bytes(b"".join(chain.read_bytes().splitlines(keepends=True)[:3]))
    written(folder, "words")
    assert faults(folder, anchor) == "entry 4 of the chain is not the one that the anchor knows"


def test_an_erased_record_leaves_a_tombstone_and_the_rest_verifies(folder):
    gone = records(folder)[2]
    text = gone.read_text("utf-8")
    erase(gone)
    assert not gone.exists()
    assert faults(folder, Chain(folder).anchor()) == ""
    last = Chain(folder).entries()[-1]
    assert last is not None
    assert (last["kind"], last["id"]) == ("erased", gone.stem)
    assert "foldable" in text
    assert not any(b"foldable" in file.read_bytes() for file in [folder / "chain.jsonl"])
    written(folder, "words")
    assert faults(folder) == ""


def test_an_erased_record_cannot_come_back_changed(folder):
    target = records(folder)[2]
    data = target.read_bytes()
    erase(target)
    target.write_bytes(data.replace(b"foldable", b"unfolded"))
    assert not verify(target).ok


def test_the_recorder_keeps_the_anchor_up_to_date_elsewhere(tmp_path):
    file = tmp_path / "elsewhere" / "anchor.json"
    file.parent.mkdir()
    Recorder(tmp_path / "records")
    for n in (1, 2):
        write_one(tmp_path / "records", file)
        assert read_anchor(file).entries == n
    assert read_anchor(file) == Chain(tmp_path / "records").anchor()


def write_one(folder: Path, anchor: Path) -> None:
    from assistant.assistant import Assistant
    from assistant.case import make_case
    from tests.assistant.small_index import SmallIndex

    assistant = Assistant(SmallIndex(), recorder=Recorder(folder, anchor))
    assistant.search(assistant.plan(make_case("foldable handle"), "words"), k=1, passages=0)


def test_an_anchor_that_knows_more_is_never_put_back(folder, tmp_path):
    """Else a cut chain would bring its own anchor along."""
    file = tmp_path / "anchor.json"
    whole = Chain(folder).anchor()
    write_anchor(whole, file)
    chain = folder / "chain.jsonl"
    chain.write_bytes(b"".join(chain.read_bytes().splitlines(keepends=True)[:2]))
    write_anchor(Chain(folder).anchor(), file)
    assert read_anchor(file) == whole


def test_what_is_no_anchor_is_refused(tmp_path):
    file = tmp_path / "anchor.json"
    for text in ("", "[]", "{}", '{"format":1,"entries":"many","hash":"","time":""}'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="no anchor"):
            read_anchor(file)
    with pytest.raises(UsageError, match="no chain of records"):
        Chain(tmp_path).anchor()
