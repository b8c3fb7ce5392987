"""Tables of delimited text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.formats.table_rows import cells, layout_of, rows_in, rows_of
from indexing.reading.archives import FileSource

CELL = st.text(alphabet=st.sampled_from('ab ",;\t\n\r|é0'), max_size=8)


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_rows_written_by_the_standard_library_are_read_back(table: list[list[str]], delimiter: str, line_end: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(table)
    data = stream.getvalue().encode()
    source = FileSource("t", lambda: io.BytesIO(data))
    assert [cells(row.data.decode(), delimiter) for row in rows_of(source, delimiter)] == table
    assert [cells(row.data.decode(), delimiter) for row in rows_in(data, delimiter)] == table


def test_rows_know_their_first_line() -> None:
    assert [(r.line, r.fault) for r in rows_in(b'a,b\n"x\ny",c\n\nd,e', ",")] == [(1, ""), (2, ""), (5, "")]


def test_a_mark_within_a_cell_is_a_character() -> None:
    assert cells('a 5" pipe,"say ""yes""",', ",") == ['a 5" pipe', 'say "yes"', ""]
    assert [r.line for r in rows_in(b'5" pipe,x\n6" pipe,y\n', ",")] == [1, 2]


def test_a_mark_never_closed_costs_its_own_row() -> None:
    data = b'"1","one"\n"2","two\n"3","three"\n"4","four\nfour"\n'
    found = list(rows_of(FileSource("t", lambda: io.BytesIO(data)), ",", lambda c: len(c) == 2 and c[0].isdigit()))
    assert [(r.line, bool(r.fault)) for r in found] == [(1, False), (2, True), (3, False), (4, False)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_tells_the_delimiter(delimiter: str) -> None:
    head = delimiter.join(["number", "title, and; more"]).encode() + b"\n"
    layout = layout_of(b"made by a program\n\n" + head, lambda names: int(names[0] == "number"))
    assert layout is not None
    assert (layout.delimiter, layout.line) == (delimiter, 3)


def test_a_long_cell_is_whole() -> None:
    long = "x" * 3_000_000
    (row,) = rows_of(FileSource("t", lambda: io.BytesIO(f'"1","{long}"'.encode())), ",")
    assert cells(row.data.decode(), ",")[1] == long
