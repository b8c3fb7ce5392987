"""Publications as Japanese documents name them."""

from __future__ import annotations

import pytest

from indexing.formats.japanese import number_of, printed_kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("特開２０１５−１２３４５６号公報", "JP2015123456A"),
        ("特開2015-1234号公報（図１）", "JP2015001234A"),
        ("特表２０１０－５０１２３４号公報", "JP2010501234A"),
        ("特許第６１５１５５７号公報", "JP6151557B"),
        ("温風学会誌、第３巻", None),
        ("", None),
    ],
)
def test_a_citation_names_a_publication(text: str, expected: str | None) -> None:
    assert (number_of(text) or "").rstrip("12") == (expected or "").rstrip("12")


def test_eras_and_international_publications_are_numbers_too() -> None:
    assert (number_of("特開平８−１２３４５６号公報") or "").startswith("JPH")
    assert (number_of("国際公開第２０１３／０１２３４５号") or "").startswith("WO2013012345")
    assert (number_of("国際公開第９９／１２３４５号パンフレット") or "").startswith("WO1999012345")


@pytest.mark.parametrize(("text", "kind"), [("特許公報(B2)", "B2"), ("公開特許公報（Ａ）", "A"), ("実用新案公報", "")])
def test_the_kind_stands_in_brackets(text: str, kind: str) -> None:
    assert printed_kind(text) == kind
