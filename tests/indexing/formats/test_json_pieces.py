"""The cutting of JSON into records."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.formats.json_pieces import head_keys, json_pieces
from indexing.model import Piece, Reading
from indexing.reading.archives import FileSource

FORMS = {
    "an array": json.dumps,
    "an indented array": lambda records: json.dumps(records, indent=2),
    "a line each": lambda records: "\n".join(json.dumps(r) for r in records),
    "objects without commas": lambda records: " ".join(json.dumps(r) for r in records),
}


def is_record(keys: frozenset[str]) -> bool:
    return {"n", "text"} <= keys


def cut(data: bytes | str, envelope: bytes | None = None) -> list[Piece | Reading]:
    raw = data.encode() if isinstance(data, str) else data
    return list(json_pieces(FileSource("f", lambda: io.BytesIO(raw)), is_record, envelope))


def records(pieces: list[Piece | Reading]) -> list[Any]:
    """What the whole pieces hold; a damaged one is `None`, a refusal its code."""
    found = []
    for piece in pieces:
        try:
            found.append(json.loads(piece.data.rstrip(b", \n]")) if isinstance(piece, Piece) else piece.entry.code)
        except (ValueError, RecursionError):
            found.append(None)
    return found


def make(n: int) -> dict[str, Any]:
    return {"n": n, "text": f'quote " brace }} {{ [ ] \\ and n {n}', "inner": [{"n": 1}, {"a": {"b": []}}]}


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c), max_leaves=8)


@given(st.lists(st.fixed_dictionaries({"n": st.integers(), "text": st.text(), "more": JSON}), min_size=1, max_size=6), st.sampled_from(sorted(FORMS)))
def test_every_form_gives_back_its_records(given_records: list[dict[str, Any]], form: str) -> None:
    assert records(cut(FORMS[form](given_records))) == given_records


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("harm", ["quote lost", "quote too many", "brace lost", "brace too many", "line end in a text"])
def test_a_damaged_record_costs_no_neighbour(form: str, harm: str) -> None:
    text = FORMS[form]([make(n) for n in range(9)])
    mark = '"n": 4'
    broken = {
        "quote lost": text.replace(mark, '"n: 4', 1),
        "quote too many": text.replace(mark, '"n": "4', 1),
        "brace lost": text.replace(mark, '"x": {"y": 1, "n": 4', 1),
        "brace too many": text.replace(mark, '"n": 4}', 1),
        "line end in a text": text.replace("and n 4", "and\nn 4", 1),
    }[harm]
    whole = [r for r in records(cut(broken)) if isinstance(r, dict)]
    assert [r for r in whole if r["n"] != 4 and "inner" in r] == [make(n) for n in range(9) if n != 4]


def test_a_damaged_record_is_given_to_the_reader_or_refused() -> None:
    found = records(cut('[{"n": 1, "text": "a"}, {"n": 2, "text": "b}, {"n": 3, "text": "c"}]'))
    assert found == [{"n": 1, "text": "a"}, None, {"n": 3, "text": "c"}]


def test_a_file_that_ends_in_the_middle_says_so() -> None:
    assert records(cut('[{"n": 1, "text": "a"}, {"n": 2, "te')) == [{"n": 1, "text": "a"}, "truncated-json"]


def test_what_stands_between_records_is_refused_and_they_go_on() -> None:
    assert records(cut('{"n": 1, "text": "a"}\ngarbage\n{"n": 2, "text": "b"}')) == [{"n": 1, "text": "a"}, "bad-json", {"n": 2, "text": "b"}]


def test_pieces_are_named_by_line_and_by_order_within_it() -> None:
    found = cut('{"n": 1, "text": "a"}\n\n{"n": 2, "text": "b"} {"n": 3, "text": "c"}\n')
    assert [(p.where, p.line) for p in found if isinstance(p, Piece)] == [("f:1", 1), ("f:3", 3), ("f:3 (record 2)", 3)]


def test_an_envelope_is_entered_wherever_its_array_stands() -> None:
    inner = [{"n": 1, "text": "a", "bag": [1]}, {"n": 2, "text": "b"}]
    data = json.dumps({"count": 2, "other": [{"n": 9, "text": "no"}], "bag": inner, "id": "x"}) + "\n" + json.dumps({"bag": [], "z": 1})
    assert records(cut(data, b"bag")) == inner


def test_a_file_without_records_says_so() -> None:
    assert records(cut("[]")) == ["no-records"]
    assert records(cut('{"bag": []}', b"bag")) == ["no-records"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_unicode_encodings_are_read(encoding: str) -> None:
    data = json.dumps([{"n": 1, "text": "Gerät 装置 😀"}], ensure_ascii=False)
    assert records(cut(data.encode(encoding))) == [{"n": 1, "text": "Gerät 装置 😀"}]


def test_memory_is_bounded_by_a_record_not_by_the_file() -> None:
    record = json.dumps({"n": 1, "text": "x" * 2000}).encode() + b","

    class Endless(io.RawIOBase):
        handed = 0

        def read(self, size: int = -1) -> bytes:
            self.handed += size
            return record * (size // len(record) + 1) if self.handed < 50_000_000 else b""

    stream = Endless()
    pieces = json_pieces(FileSource("f", lambda: stream), is_record)  # type: ignore[arg-type, return-value]
    for _ in range(100):
        next(pieces)
    assert stream.handed < 5_000_000


def test_a_long_record_is_read_whole() -> None:
    long = {"n": 1, "text": "claim " * 2_000_000}
    assert records(cut(json.dumps([long, make(2)]))) == [long, make(2)]


def test_a_record_that_never_ends_does_not_swallow_a_large_file() -> None:
    rest = [{"n": n, "text": "y" * 1000} for n in range(3000)]
    data = '[{"n": 0, "text": "open, ' + json.dumps([*rest])[1:]
    assert [r for r in records(cut(data)) if isinstance(r, dict)] == rest


def test_keys_are_those_of_the_object_itself() -> None:
    assert head_keys(b'[{"a": {"b": 1, "c": [{"d": 2}]}, "e": "f\\": {", "g"') == [frozenset({"a", "e"})]
    assert head_keys(b'{"a": 1}\n{"b": 2}') == [frozenset({"a"}), frozenset({"b"})]
    assert head_keys(b"<html>") == []


def test_depth_without_end_is_refused() -> None:
    assert records(cut('{"n": 1, "text": ' + '{"a": ' * 200_000)) == ["truncated-json"]
