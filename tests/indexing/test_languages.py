"""The language of a document's parts, where the source does not say."""

from __future__ import annotations

import gzip
import json

import pytest

from indexing.languages import detect, with_languages
from indexing.model import Claim, Paragraph, Patent, Text
from tests.conftest import SAMPLE

TEXTS = {
    "en": "A hair dryer comprising a housing, a fan and a heating element arranged in the housing.",
    "de": "Haartrockner mit einem Gehäuse, einem Gebläse und einem in dem Gehäuse angeordneten Heizelement.",
    "fr": "Sèche-cheveux comprenant un boîtier, un ventilateur et un élément chauffant disposé dans le boîtier.",
    "es": "Secador de pelo que comprende una carcasa, un ventilador y un elemento calefactor dispuesto en la carcasa.",
    "ja": "筐体と、前記筐体内に配置された送風機とを備えるヘアドライヤー。",
    "zh": "一种吹风机，包括壳体以及设置在所述壳体内的风扇和加热元件。",
    "ko": "하우징 및 상기 하우징 내에 배치된 팬을 포함하는 헤어 드라이어.",
    "ru": "Фен для волос, содержащий корпус, вентилятор и нагревательный элемент, расположенный в корпусе.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells_its_language(language: str) -> None:
    """Each of the languages that offices publish in."""
    assert detect(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "1 2 3", "HAIR DRYER", "Pyrimidine derivatives", "C12H22O11, 4.5 kPa"])
def test_what_is_too_short_tells_nothing(text: str) -> None:
    """No guess from a name, a formula or a number."""
    assert detect(text) is None


def test_real_abstracts_in_english_are_english() -> None:
    """Of real English abstracts of some length none is taken for another language."""
    with gzip.open(SAMPLE / "us" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(300), lines, strict=False)]
    found = [detect(text) for text in texts if len(text) > 100]
    assert len(found) > 200
    assert set(found) == {"en"}


def test_parts_in_several_languages_are_told_apart() -> None:
    """Claims in German beside an English abstract; a short title follows the document."""
    patent = with_languages(
        Patent(
            id="EP1A1",
            source_id="EP1A1",
            titles=(Text("Dryer"),),
            abstracts=(Text(TEXTS["en"]),),
            claims=(Claim(1, TEXTS["de"]), Claim(2, "Haartrockner nach Anspruch 1.")),
            description=(Paragraph("desc.1", TEXTS["fr"]),),
        )
    )
    assert patent.language == "en"
    assert [t.language for t in patent.titles] == ["en"]
    assert {c.language for c in patent.claims} == {"de"}
    assert [p.language for p in patent.description] == ["fr"]


def test_what_the_source_says_stands() -> None:
    """A declared language is never overruled, and a document without anything to tell by keeps None."""
    declared = Patent(id="X1", source_id="X1", language="nl", titles=(Text(TEXTS["de"], "nl"),))
    assert with_languages(declared) == declared
    silent = Patent(id="X2", source_id="X2", titles=(Text("Pump"),))
    assert with_languages(silent) == silent
