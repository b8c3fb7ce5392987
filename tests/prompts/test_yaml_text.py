"""YAML is read as plain data, with lines, or refused with the line of the fault."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.errors import InputError
from prompts.yaml_text import parse


def test_values_are_plain_and_lines_are_kept():
    document = parse("a: 1\nb:\n  - x\n  - y: 0.5\n", "f.yaml")
    assert document.value == {"a": 1, "b": ["x", {"y": 0.5}]}
    assert document.line(("b", 1, "y")) == 4
    assert document.line(("b", 1, "y", "unknown")) == 4


@pytest.mark.parametrize("text", ["no", "yes", "012", "2020-01-01", "1_000", "0x10", "on", "12:30:00", "1e5000"])
def test_words_that_yaml_1_1_would_turn_into_something_else_stay_text(text):
    assert parse(f"a: {text}", "f").value == {"a": text}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2\n", 2, "'a' is given twice"),
        ("a: &x [1]\nb: *x\n", 1, "anchors and aliases"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tag"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document"),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("a: 1\n? [x, y]\n: 2\n", 2, "a key must be a word"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
        ("[" * 50 + "]" * 50, 1, "deep"),
        ("a: \x00", None, "not YAML"),
        ('a: 1\nb: "\\ud800"', 2, "lone surrogate"),
    ],
)
def test_a_fault_is_refused_with_its_line(text, line, words):
    with pytest.raises(InputError) as caught:
        parse(text, "f.yaml")
    assert words in str(caught.value)
    assert line is None or caught.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)),
        "x: " + "a" * (10 * 1024 * 1024),
        "[" * 200_000,
        "- 1\n" * 60_000,
    ],
    ids=["aliases", "size", "depth", "count"],
)
def test_a_bomb_is_refused_quickly(text):
    start = time.process_time()
    with pytest.raises(InputError):
        parse(text, "bomb.yaml")
    assert time.process_time() - start < 5


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.text("abcxyz", min_size=1, max_size=5), st.lists(st.text(max_size=20) | st.integers(-9999, 9999) | st.booleans()), max_size=4)
)
def test_json_reads_as_itself(value):
    """JSON is YAML: what json.dumps writes comes back as it was."""
    assert parse(json.dumps(value), "f").value == value


@settings(max_examples=150, deadline=None)
@given(st.text("ab:-[]{}\n &*!?|>'\"#%@,\t1", max_size=60))
def test_any_text_reads_as_a_document_or_is_refused_with_its_line(text):
    faults: list[InputError] = []
    try:
        parse(text, "f")
    except InputError as fault:
        faults.append(fault)
    assert all(str(fault).startswith("f") for fault in faults), "the file is named"
    assert all(fault.line is None or 1 <= fault.line <= text.count("\n") + 2 for fault in faults)
