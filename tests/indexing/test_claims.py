"""Which claims a claim refers back to, in the languages of the offices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.claims import dependencies, without_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dryer of claim 1 or any of claims 3 to 5", (1, 3, 4, 5)),
        ("as claimed in any one of claims 1-3 and 5", (1, 2, 3, 5)),
        ("according to claim 1 or claim 2", (1, 2)),
        ("The dryer of any preceding claim", (1, 2, 3, 4, 5, 6, 7, 8)),
        ("an alloy of claim 1, 5% copper", (1,)),
        ("Vorrichtung nach einem der Ansprüche 1 bis 3", (1, 2, 3)),
        ("Vorrichtung nach Patentanspruch 2", (2,)),
        ("Vorrichtung nach einem der vorhergehenden Ansprüche", (1, 2, 3, 4, 5, 6, 7, 8)),
        ("selon l'une quelconque des revendications 1 à 3", (1, 2, 3)),
        ("selon l'une des revendications précédentes", (1, 2, 3, 4, 5, 6, 7, 8)),
        ("según cualquiera de las reivindicaciones 1 a 3", (1, 2, 3)),
        ("de acordo com a reivindicação 1", (1,)),
        ("secondo una qualsiasi delle rivendicazioni da 1 a 3", (1, 2, 3)),
        ("volgens een der conclusies 1 tot 3", (1, 2, 3)),
        ("enligt krav 1 eller 2", (1, 2)),
        ("patenttivaatimuksen 1 mukainen", (1,)),
        ("podle nároku 1", (1,)),
        ("по любому из пп. 1-3, отличающееся", (1, 2, 3)),
        ("如权利要求1所述的显示设备", (1,)),
        ("根据权利要求1至3任一项所述的装置，包括5个臂", (1, 2, 3)),
        ("根据权利要求1、2或4所述", (1, 2, 4)),
        ("根据前述任一项权利要求所述", (1, 2, 3, 4, 5, 6, 7, 8)),
        ("如申請專利範圍第1項至第3項中任一項所述", (1, 2, 3)),
        ("請求項１に記載の装置", (1,)),
        ("請求項１乃至３のいずれか１項に記載", (1, 2, 3)),
        ("請求項１から請求項３までのいずれか一項に記載", (1, 2, 3)),
        ("請求項１、２、または４に記載", (1, 2, 4)),
        ("제1항에 있어서,", (1,)),
        ("제 1 항 내지 제 3 항 중 어느 한 항에 있어서", (1, 2, 3)),
        ("제1 전극과 제2 전극을 포함하는 장치", ()),
        ("A dryer with 3 fans", ()),
    ],
)
def test_references_are_found_in_every_language(text: str, expected: tuple[int, ...]) -> None:
    assert dependencies(text, 9) == expected


@pytest.mark.parametrize(
    "text", ["claim " + "1" * 50_000, "claim 1" + ", 1" * 20_000 + "%", "請求項" * 20_000, "claim 1 " + " " * 50_000 + "x", "제" * 50_000]
)
def test_endless_references_end(text: str) -> None:
    assert set(dependencies(text, 3)) <= {1, 2}


@given(st.text(alphabet="claim請求項权利要求제항 0123456789至乃,、-%", max_size=60), st.integers(1, 30))
def test_a_claim_depends_on_earlier_ones_only_each_once_in_order(text: str, number: int) -> None:
    found = dependencies(text, number)
    assert list(found) == sorted(set(found))
    assert all(1 <= n < number for n in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. A dryer", (1, "A dryer")),
        ("1.) Derivate", (1, "Derivate")),
        ("2、一种吹风机", (2, "一种吹风机")),
        ("１．装置", (1, "装置")),
        ("【請求項３】装置", (3, "装置")),
        ("1.5 mg of salt", (None, "1.5 mg of salt")),
        ("A dryer", (None, "A dryer")),
    ],
)
def test_a_printed_number_is_taken_off(text: str, expected: tuple[int | None, str]) -> None:
    assert without_number(text) == expected


def test_another_number_than_the_claims_own_stays() -> None:
    assert without_number("3. stage of a rocket", 7) == (None, "3. stage of a rocket")
