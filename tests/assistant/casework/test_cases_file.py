"""A list of cases is right before anything is searched, or its fault is named with the line."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.casework.cases_file import Entry, read_cases
from indexing.errors import InputError


def test_json_lines_and_csv_say_the_same(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"id": "one", "text": "a dryer", "own": ["US1A", "US2A"], "effective_date": "2001-02-03"}\n\n{"id": "two", "file": "claims.txt"}\n'
    )
    (tmp_path / "a.csv").write_text("\ufeffid,text,file,own,effective_date\none,a dryer,,US1A US2A,2001-02-03\ntwo,,claims.txt,,\n", encoding="utf-8")
    one = Entry("one", 1, "a dryer", "", ("US1A", "US2A"), dt.date(2001, 2, 3))
    assert read_cases(tmp_path / "a.jsonl") == [one, Entry("two", 3, "", "claims.txt", (), None)]
    assert [(e.id, e.own, e.effective_date, e.file) for e in read_cases(tmp_path / "a.csv")] == [
        ("one", one.own, one.effective_date, ""), ("two", (), None, "claims.txt"),
    ]  # fmt: skip


def test_a_case_in_a_file_is_read_beside_the_list(tmp_path):
    (tmp_path / "claims.txt").write_text("1. A hair dryer comprising a handle that folds.\n")
    case = Entry("two", 1, "", "claims.txt", (), None).case(tmp_path)
    assert case.kind == "claims"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no case in it"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', 2, "the id 'a' stands on line 1 too"),
        ('{"id": "a", "text": "x"}\n{"id": "b"', 2, "not JSON"),
        ('{"id": "a", "text": "x", "claims": 1}', 1, "unknown field 'claims'"),
        ('{"id": "../a", "text": "x"}', 1, "no usable id"),
        ('{"id": "..", "text": "x"}', 1, "no usable id"),
        ('{"id": "a", "text": "x", "file": "y"}', 1, "either a text or a file"),
        ('{"id": "a"}', 1, "either a text or a file"),
        ('{"id": "a", "text": "x", "own": [1]}', 1, "'own' is a list"),
        ('{"id": "a", "text": "x", "effective_date": "soon"}', 1, "effective_date"),
        ('{"id": "a", "text": "x", "effective_date": 5}', 1, "effective_date"),
        ("id,text\na,x,y", 2, "more columns"),
        ("name,text\na,x", 2, "unknown field 'name'"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, text, line, words):
    file = tmp_path / "cases"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_cases(file)
    assert caught.value.line == line
    assert words in str(caught.value)
    assert caught.value.hint
