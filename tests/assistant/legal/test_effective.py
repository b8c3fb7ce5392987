"""Effective dates: a day where it is known, else a range, and every priority held against its period."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.legal.effective import effective_date, effective_dates
from assistant.legal.law import load_law
from assistant.legal.model import Dates
from assistant.legal.periods import add_months, end_of_period
from indexing.model import PriorityClaim

EPC, US = load_law().system("epc"), load_law().system("us")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def application(filed: str | None, *priorities: tuple[str, str]) -> Dates:
    return Dates(filed=day(filed) if filed else None, priorities=tuple(PriorityClaim(country=c, date=day(d)) for d, c in priorities), office="EP")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2014-06-02", "2015-06-02"),  # a Tuesday
        ("2014-05-31", "2015-06-01"),  # a Sunday
        ("2014-05-30", "2015-06-01"),  # a Saturday
        ("2012-02-29", "2013-02-28"),  # no such day: the month's last
    ],
)
def test_a_period_of_twelve_months_ends_on_the_same_day_or_the_next_weekday(start, end):
    assert end_of_period(day(start), 12) == day(end)


@pytest.mark.parametrize(
    ("start", "months", "end"), [("2015-01-31", 1, "2015-02-28"), ("2015-12-15", 14, "2017-02-15"), ("2016-02-29", -12, "2015-02-28")]
)
def test_months_are_counted_as_the_offices_count_them(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_without_priorities_the_filing_date_is_the_effective_date():
    date = effective_date(application("2015-06-01"), EPC)
    assert (date.earliest, date.latest, date.basis, date.missing) == (day("2015-06-01"), day("2015-06-01"), "filing", "")


def test_priorities_make_a_range():
    date = effective_date(application("2015-06-01", ("2014-11-03", "DE"), ("2014-06-02", "DE")), EPC)
    assert (date.earliest, date.latest, date.basis) == (day("2014-06-02"), day("2015-06-01"), "priority")


def test_a_priority_out_of_time_gives_no_date_and_is_said():
    date = effective_date(application("2015-06-01", ("2014-01-02", "DE")), EPC)
    assert date.earliest == date.latest == day("2015-06-01")
    assert "14 months" in date.notes[0]
    assert "Art. 87(1)" in date.notes[0]


def test_a_priority_that_needs_restoration_counts_and_is_said():
    date = effective_date(application("2015-06-01", ("2014-04-29", "DE")), EPC)
    assert date.earliest == day("2014-04-29")
    assert "only if restored" in date.notes[0]


def test_a_priority_without_a_date_is_said():
    case = Dates(filed=day("2015-06-01"), priorities=(PriorityClaim("102014001234", "DE"),))
    assert effective_date(case, EPC).notes == ("the priority of DE 102014001234 has no date",)


def test_a_parent_application_counts_however_old_in_the_united_states_only():
    case = application("2017-03-06", ("2010-02-03", "US"))
    assert effective_date(case, US).earliest == day("2010-02-03")
    assert effective_date(case, EPC).earliest == day("2017-03-06")


def test_a_foreign_priority_is_passed_on_by_the_parent_that_claimed_it_in_time():
    assert effective_date(application("2017-03-06", ("2014-02-03", "US"), ("2013-03-20", "DE")), US).earliest == day("2013-03-20")
    assert effective_date(application("2017-03-06", ("2014-02-03", "US"), ("2012-03-20", "DE")), US).earliest == day("2014-02-03")


def test_a_person_s_date_overrides_priorities_and_filing():
    date = effective_date(application("2015-06-01", ("2014-06-02", "DE")), EPC, day("2014-12-01"))
    assert (date.earliest, date.latest, date.basis) == (day("2014-12-01"), day("2014-12-01"), "given")


def test_a_case_without_dates_has_no_effective_date():
    date = effective_date(application(None), EPC)
    assert (date.earliest, date.latest, date.basis, date.missing) == (None, None, "unknown", "the case's effective date")


def test_the_united_states_bar_runs_from_the_first_application_there():
    date = effective_date(application("2006-05-10", ("2005-05-12", "KR")), US)
    assert (date.home_earliest, date.home_latest) == (day("2006-05-10"), day("2006-05-10"))
    chained = effective_date(application("2006-05-10", ("2005-09-12", "US"), ("2004-09-14", "KR")), US)
    assert (chained.earliest, chained.home_earliest) == (day("2004-09-14"), day("2005-09-12"))


def test_claims_have_the_dates_that_are_said_of_them_and_else_the_whole_range():
    case = application("2015-06-01", ("2014-11-03", "DE"), ("2014-06-02", "DE"))
    both = [day("2014-06-02"), day("2014-11-03")]
    found = effective_dates(case, [1, 2, 3, 4], EPC, enjoyed={1: both[:1], 2: [], 3: both})
    ranges = {number: (str(date.earliest), str(date.latest)) for number, date in found.items()}
    assert ranges == {
        1: ("2014-06-02", "2014-06-02"),
        2: ("2015-06-01", "2015-06-01"),
        3: ("2014-06-02", "2014-11-03"),
        4: ("2014-06-02", "2015-06-01"),
    }


def test_a_person_s_date_holds_for_every_claim():
    found = effective_dates(application("2015-06-01", ("2014-06-02", "DE")), [1, 2], EPC, given=day("2014-12-01"), enjoyed={1: []})
    assert {date.earliest for date in found.values()} == {day("2014-12-01")}
