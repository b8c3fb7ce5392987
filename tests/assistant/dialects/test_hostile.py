"""What cannot be read is refused at once, with the column and what to do."""

from __future__ import annotations

import pytest

from assistant.dialects import DIALECTS
from indexing.errors import UsageError

names = pytest.mark.parametrize("name", list(DIALECTS))
sites = pytest.mark.parametrize("name", [name for name in DIALECTS if name != "own"])


def refused(name: str, text: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        DIALECTS.load(name)().parse(text)
    assert caught.value.hint
    return caught.value


@sites
@pytest.mark.parametrize(
    ("text", "column"),
    [("(hair AND dryer", 1), ("hair AND dryer)", 15), ('hair AND "dryer', 10), ("hair AND", 9), ("hair AND ()", 11), ("", 1), ("   ", 1),
     ("hair \x00 dryer", 6), ("hair \x1b[31m", 6), ("hair \ud800", 6)],
)  # fmt: skip
def test_a_fault_names_its_column(name: str, text: str, column: int) -> None:
    assert refused(name, text).message.startswith(f"column {column}: ")


@names
@pytest.mark.parametrize("text", ["(" * 100_000, "(" * 100_000 + "a" + ")" * 100_000, ")" * 100_000, "(a OR " * 5000 + "a" + ")" * 5000])
def test_parentheses_without_end_are_refused(name: str, text: str) -> None:
    assert refused(name, text).hint


@names
def test_ten_megabytes_are_refused(name: str) -> None:
    assert refused(name, "hair " * 2_000_000).hint


@sites
def test_operators_that_copy_their_operands_do_not_grow_without_bound(name: str) -> None:
    text = {
        "pps": "a XOR b ADJ c" + " XOR d" * 60,
        "cql": "a prox/distance<3 " * 100 + "a",
        "patentscope": "NOT " * 500 + "a",
        "google": "-" * 500 + "a",
    }[name]
    if name == "cql":
        assert DIALECTS.load(name)().parse(text).node
    else:
        assert refused(name, text).hint


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [("pps", "hair.zz.", "unknown field 'zz'"), ("cql", "zz=hair", "unknown field 'zz'"), ("patentscope", "ZZ:hair", "unknown field 'zz'"),
     ("google", "zz:hair", "unknown field 'zz'"), ("cql", "pd=2005-13-45", "is no day"), ("pps", "20051345.pd.", "is no day"),
     ("patentscope", "DP:[2000 TO", "the range cannot be read"),
     ("cql", "a prox/distance<x b", "cannot be read"), ("pps", "hair ADJ0 dryer", "a distance of 0"),
     ("cql", "ti=", "something is missing"), ("pps", ".ti.", "needs something before it"), ("google", "$$$", "no letter and no digit")],
)  # fmt: skip
def test_what_is_wrong_is_said(name: str, text: str, says: str) -> None:
    assert says in refused(name, text).message


def test_a_query_pasted_from_an_office_file_is_read_as_it_was_meant() -> None:
    cql = DIALECTS.load("cql")()
    assert cql.parse("\ufeffti=”mouse\u00a0trap”\u200b and ab=lens").node == cql.parse('ti="mouse trap" and ab=lens').node
