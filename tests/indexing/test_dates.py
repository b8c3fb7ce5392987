"""Dates, however a source writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.dates import is_partial, parse_date, parse_short_date, required_date
from indexing.errors import UsageError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20050331", "2005-03-31"),
        (20050331, "2005-03-31"),
        ("2005-03-31", "2005-03-31"),
        ("2005.3.1", "2005-03-01"),
        ("2005-03-31T12:00:00Z", "2005-03-31"),
        ("2024-05-06+02:00", "2024-05-06"),
        ("14.05.1996", "1996-05-14"),
        ("05.06.2001", "2001-06-05"),
        ("14/05/2001", "2001-05-14"),
        ("05/14/2001", "2001-05-14"),
        ("05/05/2001", "2001-05-05"),
        ("March 5, 1872", "1872-03-05"),
        ("Mar. 5, 1872", "1872-03-05"),
        ("5. März 1996", "1996-03-05"),
        ("1er février 1999", "1999-02-01"),
        ("5 de mayo de 1999", "1999-05-05"),
        ("16-MAY-1996", "1996-05-16"),
        ("平成8年5月14日", "1996-05-14"),
        ("平成元年1月8日", "1989-01-08"),
        ("H08.05.14", "1996-05-14"),
        ("Ｈ８．５．１４", "1996-05-14"),
        ("昭和60年(1985)".replace("(1985)", "6月4日"), "1985-06-04"),
        ("令和3年3月18日(2021.3.18)", "2021-03-18"),
        ("2021年3月18日", "2021-03-18"),
        ("2005년 3월 1일", "2005-03-01"),
        (dt.date(2001, 2, 3), "2001-02-03"),
        (dt.datetime(2001, 2, 3, 4, 5, tzinfo=dt.UTC), "2001-02-03"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: object, meant: str) -> None:
    assert parse_date(written) == dt.date.fromisoformat(meant)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "19930400",
        "19930000",
        "1993",
        "00000000",
        "20010230",
        "2001-13-01",
        "05/06/2001",
        "5-6-2001",
        "2001-W05-3",
        "2001W053",
        "May 2001",
        "June 31, 2001",
        "平成32年1月1日",
        "平成8年5月14日(1997.5.14)",
        "010203",
        "soon",
        "x" * 100,
        None,
        True,
        3.5,
        ["20010101"],
    ],
)
def test_what_is_no_day_or_could_be_two_is_none(written: object) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    ("written", "near", "meant"),
    [("760217", 1976, "1976-02-17"), ("010203", 1999, "2001-02-03"), ("991231", dt.date(2000, 1, 4), "1999-12-31"), ("19760217", 1976, "1976-02-17")],
)
def test_a_year_of_two_digits_is_the_one_near_the_file(written: str, near: dt.date | int, meant: str) -> None:
    assert parse_short_date(written, near) == dt.date.fromisoformat(meant)


def test_a_short_date_that_is_none_is_none() -> None:
    assert parse_short_date("761301", 1976) is None
    assert parse_short_date("760200", 1976) is None


@pytest.mark.parametrize(
    ("text", "partial"), [("19930400", True), ("1993", True), ("1993-04", True), ("19930000", True), ("19931300", False), ("19930401", False)]
)
def test_a_month_or_a_year_alone_is_no_fault(text: str, partial: bool) -> None:
    assert is_partial(text) is partial


@given(st.dates(dt.date(1790, 1, 1), dt.date(2100, 1, 1)))
def test_every_way_of_writing_a_day_gives_that_day(day: dt.date) -> None:
    forms = [day.isoformat(), day.strftime("%Y%m%d"), f"{day.day}.{day.month}.{day.year}", day.strftime("%B %d, %Y"), day.strftime("%d %b %Y")]
    assert {parse_date(form) for form in forms} == {day}


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), dt.date)


def test_what_a_person_typed_must_be_a_date() -> None:
    assert required_date("2005-03-31") == dt.date(2005, 3, 31)
    with pytest.raises(UsageError, match="year-month-day"):
        required_date("31st of June")
