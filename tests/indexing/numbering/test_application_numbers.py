"""One key for an application, whoever wrote its number."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.numbering.application_forms import check_digit
from indexing.numbering.application_numbers import ApplicationNumber, application_key, is_unknown, parse_application, wrong_check_digit
from indexing.numbering.us_series import is_series, series_in

IN_1996, IN_2008 = dt.date(1996, 7, 31), dt.date(2008, 11, 20)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (
            "US12345678",
            ["US 12/345,678", "12/345,678", "US12/345678", "US12345678", "US20080345678", "US34567808A", "US Patent Application No. 12/345,678"],
        ),
        ("US61432100", ["US 61/432,100", "US201161432100P", "61/432,100", "U.S. Provisional Application No. 61/432,100"]),
        ("US60462389", ["60/462,389", "US46238903P", "US20030462389P"]),
        ("US09123456", ["US 9/123,456", "09/123,456", "US09123456"]),
        ("US08690496", ["US1996690496", "US69049696A", "US19960690496"]),
        ("PCT/EP2012/001234", ["PCT/EP2012/001234", "PCT/EP2012/1234", "PCT EP 2012/001234", "EP2012001234W", "WO2012EP01234", "EP2012/001234"]),
        ("PCT/US2001/017544", ["PCT/US01/17544", "US0117544W", "WO2001US17544", "WOPCT/US01/17544"]),
        ("PCT/IB2022/055385", ["PCT/IB2022/055385", "IB2022/055385", "IB2022055385W", "WO2022IB55385"]),
        (
            "EP05012345",
            ["EP 05012345.6", "EP05012345", "EP20050012345", "EP05012345A", "EP application 05012345.6"],
        ),
        (
            "JP1996123456",
            ["特願平8-123456", "特願平08-123456号", "JP12345696A", "JP19960123456", "平成8年特許願第123456号", "JP H08-123456", "JP H8-123456"],
        ),
        ("JP2001123456", ["特願2001-123456", "JP2001123456", "JP20010123456", "JP 2001-123456", "JP2001123456A", "JP P2001-123456"]),
        ("JP1985012345U", ["実願昭60-12345", "JP S60-12345 U", "JP19850012345U", "昭和60年実用新案登録願第12345号"]),
        ("CN201410408762", ["CN 201410408762.5", "CN201410408762.5", "CN2014104087625", "ZL201410408762.5", "ZL 2014 1 0408762.5"]),
        ("CN200710012345", ["CN 200710012345.9", "CN200710012345", "CN20071012345", "CN200710012345A"]),
        ("CN199510008192", ["CN 95108192.6", "CN 95 1 08192.6", "CN19951008192", "CN95108192A"]),
        ("KR20050012345", ["KR 10-2005-0012345", "KR20050012345", "KR1020050012345", "KR20050012345A", "KR 2005-12345"]),
        ("KR20050012345U", ["KR 20-2005-0012345", "KR20050012345U", "KR2020050012345"]),
        ("DE102005012345", ["DE 10 2005 012 345.6", "DE102005012345", "DE200510012345", "DE102005012345A"]),
        ("DE19812345", ["DE 198 12 345.6", "DE19812345", "DE19981012345", "DE19812345A"]),
        ("DE10012345", ["DE 100 12 345.6", "DE10012345", "DE20001012345"]),
        ("DE4412345", ["DE P 44 12 345.6", "DE4412345", "DE19944412345", "DE4412345A"]),
        ("FR200512345", ["FR 05 12345", "FR0512345", "FR20050012345", "FR0512345A"]),
        ("GB200512345", ["GB 0512345.6", "GB0512345", "GB20050012345", "GB0512345A"]),
        ("CA2525122", ["CA 2,525,122", "CA2525122", "CA20042525122"]),
        ("TW2005112345", ["TW 094112345", "TW94112345", "TW20050112345"]),
        ("IN2005DE01234", ["IN 1234/DEL/2005", "INDE12342005", "IN2005DE01234"]),
        ("RU2005112345", ["RU 2005112345/12", "RU2005112345", "RU20050112345"]),
        ("AU2002254345", ["AU 2002254345", "AU20020254345", "AU2002254345A"]),
    ],
)
def test_an_application_written_by_any_source_has_one_key(key: str, written: list[str]) -> None:
    assert {w: application_key(w) for w in [*written, key]} == dict.fromkeys([*written, key], key)


@pytest.mark.parametrize(
    ("text", "office", "day", "key"),
    [
        ("34567808", "US", IN_2008, "US12345678"),
        ("12345678", "US", IN_2008, "US12345678"),
        ("15123456", "US", dt.date(2013, 2, 1), "US15123456"),  # a national stage has the international filing date
        ("690497", "US", IN_1996, "US08690497"),
        ("8-123456", "JP", IN_1996, "JP1996123456"),
        ("08123456", "JP", IN_1996, "JP1996123456"),
        ("12345696", "JP", IN_1996, "JP1996123456"),
        ("60-123456", "JP", dt.date(1985, 6, 4), "JP1985123456"),
        ("1234575", "GB", dt.date(1975, 3, 1), "GB197512345"),
        ("B0077613", "DE", dt.date(1964, 7, 10), "DE1964B77613"),
        ("B77613", "DE", dt.date(1964, 7, 10), "DE1964B77613"),
        ("331477 P", "US", dt.date(2001, 11, 16), "US60331477"),
        ("60410 P", "US", dt.date(1997, 9, 30), "US60060410"),
        ("6041097P", "US", dt.date(1997, 9, 30), "US60060410"),
        ("933870", "US", dt.date(2007, 11, 1), "US11933870"),
        ("201817260187A", "US", dt.date(2018, 7, 13), "US17260187"),
        ("G0034437A", "DE", dt.date(1962, 3, 6), "DE1962G34437"),
        ("918235", "FR", dt.date(1962, 12, 11), "FR1962918235"),
        ("FR19620918235", None, None, "FR1962918235"),
        ("53/84696", "JP", dt.date(1978, 7, 10), "JP1978084696"),
        ("102016000063019", "KR", dt.date(2016, 5, 23), "KR20160063019"),
        ("11728321", "PT", dt.date(2021, 6, 11), "PT2021117283"),
        ("11728321A", "PT", dt.date(2021, 6, 11), "PT2021117283"),
        ("117283", "PT", dt.date(2021, 6, 11), "PT2021117283"),
        ("PT20210117283", "PT", dt.date(2021, 6, 11), "PT2021117283"),
        ("2022055385", "IB", dt.date(2022, 6, 9), "PCT/IB2022/055385"),
        ("PCT/US2005/012345", "US", None, "PCT/US2005/012345"),
        ("PCT/US2005/012345", "WO", None, "PCT/US2005/012345"),
        ("US2005012345", "WO", None, "PCT/US2005/012345"),
    ],
)
def test_the_office_and_the_day_of_filing_settle_what_the_number_leaves_open(text: str, office: str, day: dt.date | None, key: str) -> None:
    assert application_key(text, office, day) == key


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("8-123456", "JP"),
        ("1258190XA", "US"),
        ("CSX1258191", None),
        ("12345696", "JP"),
        ("345678", "US"),
        ("99/345,678", "US"),
        ("690496", "US"),
        ("PCT/ZZ2005/012345", None),
        ("PCT", None),
        ("12345678", None),
        ("doc-12", None),
        ("", None),
        ("EP1234567", None),
        ("a claim of " * 20, None),
        ("JP H40-1234", None),
        ("US 10,123,456,789,012", None),
    ],
)
def test_what_could_be_two_applications_or_none_has_no_key(text: str, office: str | None) -> None:
    assert application_key(text, office) == ""


def test_a_serial_that_looks_like_serial_and_year_has_no_key() -> None:
    assert application_key("690496", "US", IN_1996) == ""


def test_a_number_that_nobody_knows_is_told_from_a_wrong_one() -> None:
    assert is_unknown("1258190XA", "US")
    assert is_unknown("CSX1258191")
    assert not is_unknown("69049696A", "US")
    assert not is_unknown("20141040876X", "CN")


def test_a_check_digit_of_a_chinese_application_is_checked() -> None:
    assert check_digit("201410408762") == "5"
    assert check_digit("95108192") == "6"
    assert not wrong_check_digit("CN 201410408762.5")
    assert wrong_check_digit("201410408762.6", "CN")
    assert not wrong_check_digit("201410408762", "CN")
    assert not wrong_check_digit("EP 05012345.6")


@pytest.mark.parametrize(
    ("year", "serial", "kind", "series"),
    [
        (1993, 990000, None, "07"),
        (1994, 123456, None, "08"),
        (2001, 900000, None, "09"),
        (2001, 12345, None, "10"),
        (2008, 345678, None, "12"),
        (2005, 612345, "P", "60"),
        (2011, 432100, "P", "61"),
        (2005, 234567, "F", "29"),
        (1900, 1, None, None),
    ],
)
def test_the_series_follows_from_year_and_serial(year: int, serial: int, kind: str | None, series: str | None) -> None:
    assert series_in(year, serial, kind=kind) == series
    assert series is None or is_series(series, year)


YEARS = st.integers(2004, 2068)


@given(YEARS, st.integers(1, 999_999))
def test_an_application_of_europe_reads_back_from_every_form(year: int, n: int) -> None:
    key = f"EP{year % 100:02d}{n:06d}"
    assert {application_key(w) for w in (key, f"{key}.3", f"EP{year}{n:07d}", f"EP.{key[2:]}.A")} == {key}


@given(YEARS, st.integers(1, 999_999), st.sampled_from(["US", "EP", "JP", "CN", "KR", "IB", "DE"]))
def test_an_international_application_reads_back_from_every_form(year: int, n: int, office: str) -> None:
    key = f"PCT/{office}{year}/{n:06d}"
    assert {application_key(w) for w in (key, f"WO{year}{office}{n:05d}", f"{office}{year}{n:06d}W", f"PCT/{office}{year % 100:02d}/{n:05d}")} == {
        key
    }


@given(st.sampled_from([("S", 1925), ("H", 1988)]), st.integers(60, 63) | st.integers(1, 11), st.integers(1, 999_999))
def test_a_japanese_application_of_an_era_reads_back_from_every_form(era: tuple[str, int], year: int, n: int) -> None:
    letter, before = era
    if (letter == "S") != (year > 11):
        return
    western = before + year
    sign = {"S": "昭", "H": "平"}[letter]
    forms = [f"特願{sign}{year}-{n}", f"JP{letter}{year:02d}-{n:06d}", f"JP{western}{n:07d}", f"JP{western}{n:06d}"]
    forms += [f"JP{n}{western % 100:02d}A"] if western < 2000 else []
    assert {application_key(w) for w in forms} == {f"JP{western}{n:06d}"}


@given(YEARS, st.sampled_from("123"), st.integers(1, 9_999_999))
def test_a_chinese_application_reads_back_from_every_form(year: int, kind: str, n: int) -> None:
    number = f"{year}{kind}{n:07d}"
    assert {application_key(w) for w in (f"CN{number}", f"CN{number}.{check_digit(number)}", f"CN{number}{check_digit(number)}")} == {f"CN{number}"}
    assert not wrong_check_digit(f"CN{number}.{check_digit(number)}")


@given(YEARS, st.integers(1, 999_999))
def test_a_german_application_reads_back_from_every_form(year: int, n: int) -> None:
    key = f"DE10{year}{n:06d}"
    printed = f"DE 10 {year} {n // 1000:03d} {n % 1000:03d}.7"
    assert {application_key(w) for w in (key, printed, f"DE{year}10{n:06d}", f"{key}A")} == {key}


@given(st.sampled_from(["10", "11", "12", "14", "16", "29", "61", "63"]), st.integers(1, 999_999))
def test_an_american_application_reads_back_from_its_printed_form(series: str, n: int) -> None:
    key = f"US{series}{n:06d}"
    assert {application_key(w) for w in (key, f"US {series}/{n // 1000:03d},{n % 1000:03d}", f"US{series}/{n:06d}")} == {key}


@given(st.text(max_size=30))
def test_any_text_is_read_or_left_alone(text: str) -> None:
    found = parse_application(text)
    assert found is None or parse_application(str(found)) == found


def test_the_number_says_office_and_number() -> None:
    assert parse_application("PCT/EP2012/001234") == ApplicationNumber("WO", "EP2012001234")
    assert parse_application("特願平8-123456") == ApplicationNumber("JP", "1996123456")


def test_an_international_application_whose_office_stands_apart_from_epodocs_number_is_the_same_one() -> None:
    assert application_key("2013US64552", "WO") == application_key("WO2013US64552") == "PCT/US2013/064552"
