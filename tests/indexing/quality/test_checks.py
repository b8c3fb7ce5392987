"""What is wrong with a document's data."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.claims import dependencies
from indexing.findings import FINDINGS
from indexing.model import CitedDocument, Claim, Paragraph, Patent, PriorityClaim, Text
from indexing.quality.checks import check

TODAY = dt.date(2024, 6, 1)
SOUND: dict[str, Any] = {
    "id": "US10123456B2",
    "source_id": "US10123456B2",
    "office": "US",
    "kind": "B2",
    "application_number": "US14345678",
    "language": "en",
    "titles": (Text("A hair dryer", "en"),),
    "abstracts": (Text("A dryer for hair that has a fan and a heater in one housing.", "en"),),
    "claims": (Claim(1, "A dryer with a fan.", (), "en"), Claim(2, "The dryer of claim 1, with a heater.", (1,), "en")),
    "description": (Paragraph("desc.1", "The invention concerns hair dryers. " * 10, None, "en"),),
    "filing_date": dt.date(2016, 1, 5),
    "publication_date": dt.date(2018, 11, 13),
    "priorities": (PriorityClaim("62/123,456", "US", dt.date(2015, 1, 6)),),
    "cpc": ("A45D20/12", "A45D20/00"),
    "ipc": ("A45D",),
    "citations": (CitedDocument("US7002836B2"), CitedDocument(None, text="A book")),
}


def codes(**changes: object) -> list[tuple[str, str | None]]:
    patent = Patent(**{**SOUND, **changes})  # type: ignore[arg-type]
    return [(f.code, f.field) for f in check(patent, "file.xml:7", TODAY)]


def claims(*texts: str) -> tuple[Claim, ...]:
    return tuple(Claim(n, text, dependencies(text, n), "en") for n, text in enumerate(texts, 1))


def test_a_sound_document_has_no_findings() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"publication_date": dt.date(2015, 2, 1)}, [("published-before-filed", "publication_date")]),
        ({"filing_date": dt.date(2014, 2, 1)}, [("filed-before-priority", "filing_date")]),
        ({"filing_date": None, "publication_date": dt.date(2014, 2, 1)}, [("published-before-priority", "publication_date")]),
        ({"publication_date": dt.date(2024, 6, 2)}, [("date-in-future", "publication_date")]),
        ({"priorities": (PriorityClaim(date=dt.date(1066, 1, 1)),)}, [("date-too-old", "priority_date")]),
        ({"publication_date": None, "filing_date": None, "priorities": (), "application_number": None}, [("no-date", None)]),
        ({"id": "doc123"}, [("bad-number", "id")]),
        ({"kind": "B22"}, [("bad-kind", "kind")]),
        ({"office": "QQ", "application_number": None}, [("bad-office", "office")]),
        ({"application_number": "12"}, [("bad-number", "application_number")]),
        ({"priorities": (PriorityClaim("n/a", "JP", dt.date(2015, 1, 6)),)}, [("bad-number", "priorities")]),
        ({"priorities": (PriorityClaim("201410408762.6", "CN", dt.date(2014, 8, 19)),)}, [("wrong-check-digit", "priorities")]),
        ({"citations": (CitedDocument("see below"),)}, [("bad-number", "citations")]),
        ({"cpc": ("A45D20/12", "A45D/")}, [("bad-class", "cpc")]),
        ({"ipc": ("electric",)}, [("bad-class", "ipc")]),
        ({"language": "english"}, [("bad-language", "language")]),
        ({"titles": ()}, [("no-title", "title")]),
        ({"abstracts": ()}, [("no-abstract", "abstract")]),
        ({"claims": ()}, [("no-claims", "claims")]),
        ({"description": ()}, [("no-description", "description")]),
        ({"description": (), "claims": ()}, [("no-full-text", None)]),
        ({"titles": (Text("  ", "en"),)}, [("empty-unit", "title")]),
        ({"titles": (Text("x" * 600, "en"),)}, [("long-part", "title")]),
        ({"abstracts": (Text("See Fig. 1", "en"),)}, [("short-part", "abstract")]),
        ({"description": (Paragraph("desc.1", "Not available."),)}, [("short-part", "description")]),
        ({"titles": (Text("Caf\ufffd", "en"),)}, [("replacement-characters", "title")]),
        ({"titles": (Text("CafÃ© crÃ¨me", "en"),)}, [("mojibake", "title")]),
        ({"titles": (Text("the dryerâ€™s fan", "en"),)}, [("mojibake", "title")]),
        ({"titles": (Text("a\x07b", "en"),)}, [("control-characters", "title")]),
        ({"titles": (Text("Ünlü saç kurutma: café, Ångström, 25 µm ± 3 °C", "en"),)}, []),
        ({"titles": (Text("ÂNCORA E SÃO PAULO", "pt"),)}, []),
        ({"claims": claims("A dryer of claim 1.")}, [("self-dependent-claim", "claim.1")]),
        ({"claims": claims("A dryer.", "The dryer of claim 3.", "A fan.")}, [("forward-claim", "claim.2")]),
        ({"claims": claims("A dryer.", "The dryer of claim 12.")}, [("absent-claim", "claim.2")]),
        ({"claims": claims("A dryer.", "The dryer of any preceding claim.")}, []),
        ({"claims": (Claim(1, "A dryer."), Claim(3, "The dryer of claim 1."))}, [("claim-missing", "claim.2")]),
        ({"claims": (Claim(1, "A dryer."), Claim(1, "A fan."))}, [("claim-doubled", "claim.1")]),
        ({"claims": (Claim(1, "A dryer.", (), "en"), Claim(1, "Ein Trockner.", (), "de"))}, []),
    ],
)
def test_each_fault_is_named_with_its_field(changes: dict[str, object], found: list[tuple[str, str | None]]) -> None:
    assert codes(**changes) == found


def test_claims_that_depend_on_one_another_in_a_circle_are_found() -> None:
    found = codes(claims=claims("The dryer of claim 2.", "The dryer of claim 3.", "The dryer of claim 1."))
    assert ("cyclic-claims", "claim.1") in found
    (finding,) = [
        f for f in check(Patent(**{**SOUND, "claims": claims("As in claim 2.", "As in claim 1.")}), "x", TODAY) if f.code == "cyclic-claims"
    ]
    assert finding.detail.endswith("1 → 2 → 1")


def test_a_reference_among_many_languages_names_the_language() -> None:
    both = (Claim(1, "A dryer of claim 1.", (), "en"), Claim(1, "Ein Trockner.", (), "de"))
    assert codes(claims=both) == [("self-dependent-claim", "claim.1@en")]


def test_long_texts_that_stand_twice_are_one_finding() -> None:
    text = "The housing of the dryer holds a fan, a heater and a switch, and the fan is driven by a motor within the housing itself; " * 2
    paragraphs = tuple(Paragraph(f"desc.{n}", text, None, "en") for n in range(1, 6))
    assert codes(description=paragraphs) == [("repeated-text", "desc.2")]


def test_every_finding_says_where_to_mend_it_and_what_its_code_means() -> None:
    broken = Patent(**{**SOUND, "id": "x", "titles": (), "cpc": ("?",), "claims": claims("As in claim 9."), "publication_date": dt.date(2030, 1, 1)})
    found = check(broken, "file.xml:7", TODAY)
    assert len(found) == 5
    assert {f.where for f in found} == {"file.xml:7"}
    assert all(FINDINGS[f.code].advice for f in found)


def test_claims_in_a_circle_of_thousands_are_no_trouble() -> None:
    many = claims(*(f"The dryer of claim {n % 3000 + 1}." for n in range(1, 3001)))
    found = check(Patent(**{**SOUND, "claims": many}), "x", TODAY)
    assert "cyclic-claims" in {f.code for f in found}
    assert len(found) <= 250


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 6), st.text(max_size=40)), max_size=5), st.text(max_size=60), st.text(max_size=10))
def test_no_text_makes_the_checks_fail(numbered: list[tuple[int, str]], title: str, symbol: str) -> None:
    odd = Patent(
        id=symbol or "x",
        source_id="x",
        application_number=title,
        titles=(Text(title),),
        claims=tuple(Claim(n, t) for n, t in numbered),
        cpc=(symbol,),
        priorities=(PriorityClaim(title, symbol, TODAY),),
    )
    assert all(f.code in FINDINGS for f in check(odd, "x", TODAY))
