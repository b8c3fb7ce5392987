"""A record holds what a replay needs, cannot be changed unseen, and stands in a chain."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.decoding import decode
from assistant.records.content import SearchRecord
from assistant.records.record import Recorder, show, verify
from indexing.canonical import canonical_json, sha256
from indexing.errors import InputError, UsageError
from indexing.model import Subquery
from prompts.recipes import load_recipe
from tests.assistant.small_index import SmallIndex

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, recipe: str = "hybrid") -> Path:
    assistant = Assistant(SmallIndex(), recorder=Recorder(folder))
    outcome = assistant.search(assistant.plan(make_case("foldable handle"), recipe), k=2, passages=1)
    assert outcome.record is not None
    return outcome.record


@pytest.fixture(scope="module")
def record(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("records") / "kept")


def test_a_record_holds_what_a_replay_needs(record):
    """Recipe text, generation, model, queries with their vectors, each step's hits, the ledger and the hits."""
    content = show(record)
    assert sha256(content["recipe_text"].encode()) == content["recipe_sha256"] == load_recipe("hybrid").sha256
    assert content["generation"] == 1
    assert content["embedder"] == "hashed-words@64"
    assert [len(q["vector"] or ()) for q in content["queries"]] == [0, 64]
    assert [s["name"] for s in content["steps"]] == ["words.1", "words", "meaning.1", "meaning", "fused", "own", "depth"]
    found = {row[0] for s in content["steps"] for row in s["hits"]}
    assert found == {h["id"] for h in content["hits"]} | {e["id"] for e in content["excluded"]}
    assert content["case"]["text"] == "foldable handle"
    assert content["software"]["python"]
    assert content["answer"] is None


def test_queries_come_back_bit_for_bit(record):
    """A replay can use the vectors as they were."""
    queries = [decode(Subquery, q) for q in show(record)["queries"]]
    assert list(queries[1].vector) == list(SmallIndex().encode(["foldable handle"])[0])


def test_an_untouched_record_verifies(record):
    verification = verify(record)
    assert verification.ok
    assert verification.faults == ()
    assert verification.seal == sha256(canonical_json(show(record)))


def test_only_the_owner_may_read(record):
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((record.parent / "chain.jsonl").stat().st_mode) == 0o600


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_is_found(record, tmp_path_factory, data):
    """Whichever byte of the file changes, in the content, the seal, the salt or between them."""
    folder = tmp_path_factory.mktemp("changed")
    (folder / "chain.jsonl").write_bytes((record.parent / "chain.jsonl").read_bytes())
    original = record.read_bytes()
    at = data.draw(st.integers(0, len(original) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != original[at]))
    copy = folder / record.name
    copy.write_bytes(original[:at] + bytes([byte]) + original[at + 1 :])
    verification = verify(copy)
    assert not verification.ok
    assert verification.faults


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_cut_record_is_found(record, tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("cut")
    (folder / "chain.jsonl").write_bytes((record.parent / "chain.jsonl").read_bytes())
    data = record.read_bytes()
    (folder / record.name).write_bytes(data[: int(len(data) * cut)])
    assert not verify(folder / record.name).ok


def test_a_changed_text_is_named_as_such(tmp_path):
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"foldable handle", b"foldable candle", 1))
    assert "the content was changed" in verify(path).faults[0]


def test_a_record_sealed_anew_does_not_fit_the_chain(tmp_path):
    """Who changes content and seal alike is caught by the commitment."""
    path = written(tmp_path)
    value = json.loads(path.read_bytes())
    value["content"]["notes"] = ["nothing found"]
    value["seal"] = sha256(canonical_json(value["content"]))
    head = canonical_json({k: v for k, v in value.items() if k != "content"})
    path.write_bytes(head[:-1] + b',"content":' + canonical_json(value["content"]) + b"}\n")
    assert verify(path).faults == ("the chain's commitment is to another content or salt",)


def test_faults_of_the_chain_are_told_apart(tmp_path):
    paths = [written(tmp_path, "words") for _ in range(3)]
    chain = tmp_path / "chain.jsonl"
    lines = chain.read_text().splitlines(keepends=True)
    chain.write_text(lines[0] + lines[2])
    assert "line 2 does not follow" in verify(paths[0]).faults[0]
    assert "the record is not in the chain" in verify(paths[1]).faults
    chain.write_text(lines[1] + lines[0] + lines[2])
    assert "line 1 does not follow" in verify(paths[0]).faults[0]
    chain.write_text(lines[0].replace("20", "19", 1) + lines[1] + lines[2])
    assert "line 1 was changed" in verify(paths[2]).faults[0]
    chain.write_text("".join(lines[:2]) + "nonsense\n")
    assert "line 3 is no entry" in verify(paths[0]).faults[0]
    chain.unlink()
    assert verify(paths[0]).faults == ("the chain chain.jsonl beside the record is missing",)
    chain.write_text("".join(lines))
    assert all(verify(path).ok for path in paths)


def test_a_line_cut_by_a_crash_is_taken_away_by_the_next_writer(tmp_path):
    first = written(tmp_path)
    with (tmp_path / "chain.jsonl").open("a") as stream:
        stream.write('{"commitment":"12')
    second = written(tmp_path)
    assert verify(first).ok
    assert verify(second).ok


def _write_some(folder: Path) -> None:
    for _ in range(5):
        written(folder, "words")


def test_many_writers_share_one_chain(tmp_path):
    writers = [multiprocessing.get_context("fork").Process(target=_write_some, args=(tmp_path,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    paths = sorted(tmp_path.glob("2*.json"))
    assert len(paths) == 20
    assert len((tmp_path / "chain.jsonl").read_text().splitlines()) == 20
    assert all(verify(path).ok for path in paths)
    assert not list(tmp_path.glob(".*"))


def test_what_is_no_record_is_refused(tmp_path):
    for name, data in {"a.json": b"{}", "b.json": b"\xff", "c.json": b"[" * 100_000}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError):
            show(tmp_path / name)
        assert not verify(tmp_path / name).ok
    with pytest.raises(InputError, match="cannot be read"):
        show(tmp_path / "none.json")


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot make the records' folder"):
        written(tmp_path / "file" / "records")


def test_the_record_s_fields_are_those_documented(record):
    assert set(show(record)) == {f.name for f in dataclasses.fields(SearchRecord)}
