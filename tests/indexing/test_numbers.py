"""Publication numbers, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.numbering.application_numbers import parse_application
from indexing.numbering.writing import Style, write
from indexing.numbers import OFFICES, PublicationNumber, alias_key, aliases, document_id, lookup_keys, parse, public_page


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("US10123456B2", "US10123456B2"),
        ("US 10,123,456 B2", "US10123456B2"),
        ("US-10123456-B2", "US10123456B2"),
        ("us.7272630.b2", "US7272630B2"),
        ("US07272630B2", "US7272630B2"),
        ("US-4712313-A", "US4712313A"),
        ("US7002836", "US7002836"),
        ("U.S. Pat. No. 7,002,836", "US7002836"),
        ("US Patent 7,002,836 B1", "US7002836B1"),
        ("USD558217S1", "USD558217S1"),
        ("USD0967598S1", "USD967598S1"),
        ("US D558,217 S", "USD558217S"),
        ("USRE12345E1", "USRE12345E1"),
        ("USRE049257E1", "USRE49257E1"),
        ("USPP034694P2", "USPP34694P2"),
        ("USH0001234H", "USH1234H"),
        ("US20010000044A1", "US20010000044A1"),
        ("US 2001/0000044 A1", "US20010000044A1"),
        ("US2001000044A1", "US20010000044A1"),
        ("EP-1234567-A1", "EP1234567A1"),
        ("EP 1 234 567 A1", "EP1234567A1"),
        ("EP0012345B1", "EP12345B1"),
        ("WO2022/259205 A1", "WO2022259205A1"),
        ("WO 99/12345 A1", "WO1999012345A1"),
        ("WO1999012345A1", "WO1999012345A1"),
        ("WO 03/012345", "WO2003012345"),
        ("DE102005012345A1", "DE102005012345A1"),
        ("CN101234567A", "CN101234567A"),
        ("JP H10-123456 A", "JPH10123456A"),
        ("RE39,123", "USRE39123"),
        ("D558,217", "USD558217"),
        ("U.S. Pat. No. Re. 39,123", "USRE39123"),
        ("U.S. Pat. No. Des. 558,217", "USD558217"),
        ("US Plant Pat. No. 12,345", "USPP12345"),
        ("US T109,201 I4", "UST109201I4"),
        ("US AI 000,318", "USAI318"),
        ("US B1 4,712,313", "US4712313B1"),
        ("U.S. Pub. No.: 2001/0000044 A1", "US20010000044A1"),
        ("WO 2012/012345", "WO2012012345"),
        ("特開平8-123456", "JPH08123456A"),
        ("特開平08-123456号公報", "JPH08123456A"),
        ("ＪＰ　Ｈ０８－１２３４５６　Ａ", "JPH08123456A"),
        ("JP H8-123456 A", "JPH08123456A"),
        ("JP08123456A", "JPH08123456A"),
        ("JP8123456A", "JPH08123456A"),
        ("JP60123456A", "JPS60123456A"),
        ("JPS6012345A", "JPS6012345A"),
        ("特開昭60-12345", "JPS6012345A"),
        ("特開2001-123456", "JP2001123456A"),
        ("特開2001-1234", "JP2001001234A"),
        ("JP 2001-123456 A", "JP2001123456A"),
        ("特公平8-12345", "JPH0812345B"),
        ("実開昭60-123456", "JPS60123456U"),
        ("特許第3456789号", "JP3456789"),
        ("特許第3456789号(B2)", "JP3456789B2"),
        ("再表2001/012345", "JPWO2001012345A1"),
        ("CN 1234567 C", "CN1234567C"),
        ("CN 101 234 567 A", "CN101234567A"),
        ("KR 10-2005-0012345 A", "KR20050012345A"),
        ("KR1020050012345A", "KR20050012345A"),
        ("KR 20-2005-0012345", "KR20050012345U"),
        ("KR 10-0123456 B1", "KR100123456B1"),
        ("DE 10 2005 012 345 A1", "DE102005012345A1"),
        ("DE000004446098C2", "DE4446098C2"),
        ("RU 2123456 С1", "RU2123456C1"),  # a Cyrillic kind code
        ("(19) RU (11) 2 123 456 (13) C1", "RU2123456C1"),
        ("TWI234567B", "TWI234567B"),
        ("BR PI 0401234-5 A2", "BRPI0401234A2"),
        ("BR 10 2012 012345 6 A2", "BR102012012345A2"),
        ("IN2005DE01234A", "IN2005DE01234A"),
        ("ITMI20051234A1", "ITMI20051234A1"),
        ("MXPA05012345A", "MXPA05012345A"),
        ("FR 2 812 345 A1", "FR2812345A1"),
        ("CA 2,123,456 A1", "CA2123456A1"),
        ("US\u00a010\u202f123\u202f456 B2", "US10123456B2"),
    ],
)
def test_every_way_of_writing_a_number_gives_one_id(written: str, meant: str) -> None:
    assert document_id(written) == meant
    assert str(parse(written)) == meant


@pytest.mark.parametrize(
    "name",
    [
        "doc123",
        "4983",
        "7002836",
        "MT12",
        "US",
        "USA",
        "US B2",
        "XX1234567",
        "EP12345678",
        "US123456789",
        "a claim of a US patent",
        "",
        "ITEM20051234",
        "D558217",
        "RE39123",
    ],
)
def test_what_is_no_publication_number_is_none(name: str) -> None:
    assert parse(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "US 12/345,678",
        "US12/345678",
        "U.S. Patent Application No. 12345678",
        "US Ser. No. 345,678",
        "PCT/EP2012/001234",
        "US2012/012345",
        "EP 05012345.6",
        "EP2012/001234",
        "DE 44 12 345.6",
        "DE 10 2005 012 345.6",
        "CN 200710012345.9",
        "CN200710012345",
        "ZL200710012345.9",
        "特願平8-123456",
        "JP20010123456",
    ],
)
def test_an_applications_number_is_never_taken_for_a_publications(name: str) -> None:
    assert parse(name) is None


def test_another_name_is_kept_but_for_what_breaks_a_passage_id() -> None:
    assert document_id("doc123") == "doc123"
    assert document_id(" my doc#1\n") == "my%20doc%231"
    assert document_id(document_id("my doc#1")) == "my%20doc%231"
    with pytest.raises(ValueError, match="name"):
        document_id("  ")


def test_a_document_is_found_by_its_number_with_and_without_kind_and_by_its_sources_name() -> None:
    assert aliases("US7272630B2", "US07272630B2") == ("US7272630", "US7272630B2")
    assert aliases("doc123", "doc123") == ("DOC123",)
    assert alias_key("US 7,272,630") in aliases("US7272630B2", "x")
    assert lookup_keys("US 7,002,836 B2") == ("US7002836B2", "US7002836")
    assert lookup_keys("") == ()


def test_a_japanese_number_with_a_kind_never_finds_the_publication_of_another_application() -> None:
    unexamined, examined = aliases("JPH0812345A", "特開平8-12345"), aliases("JPH0812345B2", "x")
    assert [key for key in lookup_keys("特公平8-12345") if key in unexamined] == []
    assert [key for key in lookup_keys("特公平8-12345") if key in examined] == ["JPH0812345B"]
    assert [key for key in lookup_keys("JP H08-12345") if key in unexamined] == ["JPH0812345"]
    assert lookup_keys("JP 3456789 B2") == ("JP3456789B2", "JP3456789")


@given(st.sampled_from(sorted(OFFICES)), st.from_regex(r"[ A-Z0-9./,-]{1,20}", fullmatch=True))
def test_nothing_is_ever_read_as_another_offices(office: str, rest: str) -> None:
    read = parse(office + rest)
    assert read is None or read.office == office
    application = parse_application(office + rest)
    assert application is None or application.office in {office, "WO"}
    if application and application.office == "WO":
        assert application.number.startswith(office) or office == "WO"


@pytest.mark.parametrize(
    ("identity", "query"),
    [
        ("US10123456B2", "pn%3DUS10123456B2"),
        ("US20010000044A1", "pn%3DUS2001000044A1"),
        ("WO1999012345A1", "pn%3DWO9912345A1"),
        ("WO2022259205A1", "pn%3DWO2022259205A1"),
        ("EP12345B1", "pn%3DEP0012345B1"),
        ("USD558217S1", "pn%3DUSD558217"),
        ("US7002836", "pn%3DUS7002836"),
    ],
)
def test_the_public_page_is_asked_for_by_docdbs_number(identity: str, query: str) -> None:
    assert public_page(identity) == f"https://worldwide.espacenet.com/patent/search?q={query}"


def test_a_document_without_publication_number_has_no_public_page() -> None:
    assert not public_page("doc123")


PLAIN_OFFICES = sorted(OFFICES - {"US", "EP", "WO", "JP", "KR", "CN", "BR"})
OTHER = st.builds(
    PublicationNumber, st.sampled_from(PLAIN_OFFICES), st.integers(1000, 10**12).map(str), st.none() | st.from_regex(r"[A-Z][0-9]?", fullmatch=True)
)
KINDS = st.none() | st.sampled_from(["A", "A1", "B1", "B2", "E1", "S1", "P2", "H"])
AMERICAN = st.builds(PublicationNumber, st.just("US"), st.integers(1, 99_999_999).map(str), KINDS)
APPLICATION = st.builds(lambda y, n, k: PublicationNumber("US", f"{y}{n:07d}", k), st.integers(2001, 2099), st.integers(1, 999_999), KINDS)
LETTERED = st.builds(
    lambda p, n, k: PublicationNumber("US", f"{p}{n}", k), st.sampled_from(["D", "RE", "PP", "H", "T"]), st.integers(1, 9_999_999), KINDS
)
EUROPEAN = st.builds(PublicationNumber, st.just("EP"), st.integers(1, 9_999_999).map(str), KINDS)
WORLD = st.builds(lambda y, n, k: PublicationNumber("WO", f"{y}{n:06d}", k), st.integers(1978, 2077), st.integers(1, 999_999), KINDS)
JAPANESE_KINDS = st.none() | st.sampled_from(["A", "B2", "U", "Y2"])
ERA_YEARS = st.sampled_from([("S", y) for y in range(46, 65)] + [("H", y) for y in range(1, 13)] + [("T", 11), ("M", 40)])
ERA = st.builds(lambda y, n, k: PublicationNumber("JP", f"{y[0]}{y[1]:02d}{n}", k), ERA_YEARS, st.integers(10, 999_999), JAPANESE_KINDS)
JAPANESE = st.builds(lambda y, n, k: PublicationNumber("JP", f"{y}{n:06d}", k), st.integers(2000, 2077), st.integers(1, 999_999), JAPANESE_KINDS)
REGISTERED = st.builds(PublicationNumber, st.just("JP"), st.integers(2_500_000, 9_999_999).map(str), st.sampled_from([None, "B1", "B2"]))
KOREAN = st.builds(lambda y, n, k: PublicationNumber("KR", f"{y}{n:07d}", k), st.integers(1983, 2077), st.integers(1, 9_999_999), KINDS)
KOREAN_GRANT = st.builds(lambda n: PublicationNumber("KR", f"10{n:07d}", "B1"), st.integers(1, 9_999_999))
CHINESE = st.builds(PublicationNumber, st.just("CN"), st.integers(1_000_000, 399_999_999).map(str), st.none() | st.sampled_from("ABCUYS"))
BRAZILIAN = st.builds(lambda n, k: PublicationNumber("BR", f"PI{n:07d}", k), st.integers(1, 9_999_999), KINDS)
TAIWANESE = st.builds(lambda p, n: PublicationNumber("TW", f"{p}{n}", "B"), st.sampled_from("IM"), st.integers(100_000, 999_999))
ASIAN = st.one_of(ERA, JAPANESE, REGISTERED, KOREAN, KOREAN_GRANT, CHINESE, TAIWANESE)
NUMBERS = st.one_of(OTHER, AMERICAN, APPLICATION, LETTERED, EUROPEAN, WORLD, ASIAN, BRAZILIAN)


STYLES: tuple[Style, ...] = ("docdb", "epodoc", "st16", "printed")


@given(NUMBERS)
def test_an_id_reads_back_as_its_number(number: PublicationNumber) -> None:
    assert parse(str(number)) == number
    assert document_id(document_id(str(number))) == str(number)


@given(NUMBERS, st.sampled_from(["docdb", "st16", "printed"]))
def test_every_form_reads_back_as_its_number(number: PublicationNumber, style: Style) -> None:
    written = write(number, style)
    assert parse(written) == number
    assert parse(f" {written.lower()} ") == number


@given(NUMBERS)
def test_epodoc_reads_back_as_the_number_without_the_kind_it_leaves_out(number: PublicationNumber) -> None:
    written = write(number, "epodoc")
    read = parse(written)
    assert read is not None
    assert read.office == number.office
    if number.kind is not None or read.kind is None:
        assert read.number == number.number
    assert write(read, "epodoc") == written


def test_the_forms_are_the_ones_of_their_sources() -> None:
    number = PublicationNumber("US", "20010000044", "A1")
    assert [write(number, s) for s in STYLES] == ["US.2001000044.A1", "US2001000044", "US-20010000044-A1", "US 2001/0000044 A1"]
    grant = PublicationNumber("US", "10123456", "B2")
    assert [write(grant, s) for s in STYLES] == ["US.10123456.B2", "US10123456", "US-10123456-B2", "US 10,123,456 B2"]
    assert write(PublicationNumber("EP", "12345", "B1"), "docdb") == "EP.0012345.B1"
    assert write(PublicationNumber("WO", "1999012345", "A1"), "epodoc") == "WO9912345"
    assert write(PublicationNumber("JP", "H0812345", "B2"), "printed") == "JP H08-12345 B2"
    assert write(PublicationNumber("JP", "3456789", "B2"), "epodoc") == "JP3456789B2"
    assert write(PublicationNumber("KR", "100123456", "B1"), "epodoc") == "KR100123456B"
    assert write(PublicationNumber("US", "RE39123", "E"), "printed") == "US RE39,123 E"


@given(NUMBERS, st.sampled_from(["-", " ", ".", "/", " - "]))
def test_separators_between_the_parts_change_nothing(number: PublicationNumber, separator: str) -> None:
    written = separator.join(filter(None, [number.office, number.number, number.kind]))
    assert parse(written) == number
    assert parse(written.lower()) == number


@given(NUMBERS)
def test_thousands_separators_and_leading_zeros_change_nothing(number: PublicationNumber) -> None:
    if number.office == "US" and number.number.isdigit() and len(number.number) <= 8:
        assert parse(f"US {int(number.number):,} {number.kind or ''}") == number
        assert parse(f"US{number.number.zfill(8)}{number.kind or ''}") == number


@given(st.text())
def test_any_text_has_an_id_that_can_stand_in_a_passage_id(text: str) -> None:
    if text.strip():
        identity = document_id(text)
        assert identity
        assert "#" not in identity
        assert not any(c.isspace() for c in identity)
        assert document_id(identity) == identity
