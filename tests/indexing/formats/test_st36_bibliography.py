"""Numbers and class symbols as front pages write them."""

from __future__ import annotations

import pytest

from indexing.formats.st36_bibliography import application_number, language_code, symbol_of, symbols_of
from indexing.formats.xml_citations import st14_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A61K  31/366       20060101ALI20221215BHEP        ", "A61K31/366"),
        ("H04W  84/    20            A I                    ", "H04W84/20"),
        ("A61K2800/10        ", "A61K2800/10"),
        ("7C 07C 29/44 A", "C07C29/44"),
        ("2A 01N 43/08 -", "A01N43/08"),
        ("G06F015/16", "G06F15/16"),
        ("C07d 307/12", "C07D307/12"),
        ("A24B   15/18    (2006.01)", "A24B15/18"),
        ("3B040CA01", None),
        ("", None),
    ],
)
def test_symbols_of_every_edition_have_one_form(text: str, expected: str | None) -> None:
    assert symbol_of(text) == expected


def test_all_symbols_of_a_line_are_found() -> None:
    assert symbols_of("// A01N43/08, (B01D 53/14, 53:26)") == ["A01N43/08", "B01D53/14"]


@pytest.mark.parametrize(
    ("office", "number", "expected"),
    [
        ("EP", "16849316.1", "EP16849316"),
        ("CN", "202111286633.X", "CN202111286633"),
        ("CN", "201410408762.5", "CN201410408762"),
        ("WO", "PCT/EP2020/086001", "PCT/EP2020/086001"),
        ("EP", "PCT/EP2020/86001", "PCT/EP2020/086001"),
        ("US", "13/797,521", "US13797521"),
        ("JP", "2019165329", "JP2019165329"),
        ("EP", "", None),
    ],
)
def test_application_numbers_lose_separators_and_check_digits(office: str, number: str, expected: str | None) -> None:
    assert application_number(office, number) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EP-A- 0 361 708", "EP361708A"),
        ("US-A1- 2007 204 872", "US20070204872A1"),
        ("WO-A-03/008444", "WO2003008444A"),
        ("CN-U- 202 128 028", "CN202128028U"),
        ("PATENT ABSTRACTS OF JAPAN vol. 097", None),
    ],
)
def test_citations_after_st14_are_numbers(text: str, expected: str | None) -> None:
    assert st14_number(text) == expected


@pytest.mark.parametrize(
    ("text", "code"), [("EN", "en"), ("zh-CN", "zh"), ("CN", "zh"), ("JP", "ja"), ("xx", None), ("", None), (None, None), ("english", None)]
)
def test_languages_are_of_two_letters(text: str | None, code: str | None) -> None:
    assert language_code(text) == code
