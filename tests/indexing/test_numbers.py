"""Publication numbers, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("US\u00a010\u202f123\u202f456 B2", "US10123456B2"),
    ],
)
def test_every_way_of_writing_a_number_gives_one_id(written: str, meant: str) -> None:
    assert document_id(written) == meant
    assert str(parse(written)) == meant


@pytest.mark.parametrize(
    "name", ["doc123", "4983", "7002836", "MT12", "US", "USA", "US B2", "XX1234567", "EP12345678", "US123456789", "a claim of a US patent", ""]
)
def test_what_is_no_publication_number_is_none(name: str) -> None:
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


OTHER = st.builds(
    PublicationNumber,
    st.sampled_from(sorted(OFFICES - {"US", "EP", "WO"})),
    st.integers(1000, 10**12).map(str),
    st.none() | st.from_regex(r"[A-Z][0-9]?", fullmatch=True),
)
KINDS = st.none() | st.sampled_from(["A", "A1", "B1", "B2", "E1", "S1", "P2", "H"])
AMERICAN = st.builds(PublicationNumber, st.just("US"), st.integers(1, 99_999_999).map(str), KINDS)
APPLICATION = st.builds(lambda y, n, k: PublicationNumber("US", f"{y}{n:07d}", k), st.integers(2001, 2099), st.integers(1, 999_999), KINDS)
LETTERED = st.builds(
    lambda p, n, k: PublicationNumber("US", f"{p}{n}", k), st.sampled_from(["D", "RE", "PP", "H", "T"]), st.integers(1, 9_999_999), KINDS
)
EUROPEAN = st.builds(PublicationNumber, st.just("EP"), st.integers(1, 9_999_999).map(str), KINDS)
WORLD = st.builds(lambda y, n, k: PublicationNumber("WO", f"{y}{n:06d}", k), st.integers(1978, 2077), st.integers(1, 999_999), KINDS)
NUMBERS = st.one_of(OTHER, AMERICAN, APPLICATION, LETTERED, EUROPEAN, WORLD)


@given(NUMBERS)
def test_an_id_reads_back_as_its_number(number: PublicationNumber) -> None:
    assert parse(str(number)) == number
    assert document_id(document_id(str(number))) == str(number)


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
