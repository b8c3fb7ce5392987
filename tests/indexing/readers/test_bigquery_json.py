"""The reader of BigQuery's publications."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.kits.readers import readings, recognised_as

if TYPE_CHECKING:
    from indexing.model import Patent, Reading

BASE = {"publication_number": "US-4712313-A", "country_code": "US", "title_localized": [{"text": "Holder", "language": "en"}]}


def read(*records: object) -> list[Reading]:
    return readings("bigquery-json", json.dumps(list(records)).encode(), "b.json")


def read_one(**fields: Any) -> Patent:
    (reading,) = read({**BASE, "abstract_localized": [{"text": "A holder.", "language": "en"}], **fields})
    assert reading.patent is not None
    return reading.patent


def test_languages_are_kept_apart() -> None:
    patent = read_one(
        title_localized=[{"text": "Halter", "language": "de"}, {"text": "Holder", "language": "en"}],
        claims_localized=[{"text": "1. Halter.\n2. Halter nach Anspruch 1.", "language": "de"}, {"text": "1. A holder.", "language": "en"}],
    )
    assert [(t.text, t.language) for t in patent.titles] == [("Halter", "de"), ("Holder", "en")]
    assert [(c.number, c.language, c.depends_on) for c in patent.claims] == [(1, "de", ()), (2, "de", (1,)), (1, "en", ())]
    assert "claim.1@de" in patent.units()


def test_two_texts_of_one_language_are_one() -> None:
    patent = read_one(title_localized=[{"text": "Holder", "language": "en"}, {"text": "Stand", "language": "en"}])
    assert [t.text for t in patent.titles] == ["Holder"]


def test_dates_are_integers_or_texts_and_zero_is_none() -> None:
    patent = read_one(publication_date=19871215, filing_date="19860403", priority_date=0)
    assert (patent.publication_date, patent.filing_date, patent.priorities) == (dt.date(1987, 12, 15), dt.date(1986, 4, 3), ())


def test_citations_bear_category_and_who_cited() -> None:
    patent = read_one(
        citation=[
            {"publication_number": "DE-3830867-A1", "npl_text": "", "type": "X", "category": "SEA"},
            {"publication_number": "US-2013572-A", "npl_text": "", "type": "", "category": "EXA"},
            {"publication_number": "", "npl_text": "Hair care, page 17", "type": "A", "category": "APP"},
        ]
    )
    assert [(c.number, c.category, c.cited_by, c.text) for c in patent.citations] == [
        ("DE3830867A1", "X", "search", None),
        ("US2013572A", None, "examiner", None),
        (None, "A", "applicant", "Hair care, page 17"),
    ]


def test_markup_gives_claims_and_paragraphs_their_numbers() -> None:
    patent = read_one(
        claims_localized_html=[
            {
                "text": '<div class="claims"><div class="claim"><div id="CLM-1" num="00001" class="claim">'
                '<div class="claim-text">1. A holder.</div></div></div>'
                '<div class="claim-dependent"><div num="00002" class="claim"><div class="claim-text">2. The holder of '
                '<claim-ref idref="CLM-1">claim 1</claim-ref>.</div></div></div></div>',
                "language": "en",
            }
        ],
        description_localized_html=[{"text": '<heading>FIELD</heading><p num="0007">It holds.</p><p num="0008">It turns.</p>', "language": "en"}],
        claims_localized=[{"text": "1. A holder. 2. The holder of claim 1.", "language": "en"}],
    )
    assert [(c.number, c.text, c.depends_on) for c in patent.claims] == [(1, "A holder.", ()), (2, "The holder of claim 1.", (1,))]
    assert [(p.unit, p.heading) for p in patent.description] == [("desc.7", "FIELD"), ("desc.8", "FIELD")]


def test_a_flattened_query_is_read() -> None:
    (reading,) = read(
        {"publication_number": "EP-1234567-B1", "title": "Pump", "abstract": "A pump.", "claims": "1. A pump.", "cpc_codes": ["F04B 1/02"]}
    )
    assert reading.patent is not None
    assert (reading.patent.id, list(reading.patent.units()), reading.patent.cpc) == ("EP1234567B1", ["title", "abstract", "claim.1"], ("F04B1/02",))


def test_a_field_of_the_wrong_type_is_said_and_the_rest_is_read() -> None:
    (reading,) = read({**BASE, "family_id": {"x": 1}, "inventor": 7, "cpc": "none", "citation": [3], "publication_date": "soon"})
    assert reading.patent is not None
    assert reading.patent.title == "Holder"
    assert {f.code for f in reading.findings} >= {"bad-field", "bad-date"}


@pytest.mark.parametrize("number", [None, "", " ", [], {}])
def test_a_record_without_a_number_is_refused_and_its_neighbour_read(number: object) -> None:
    found = read({**BASE, "publication_number": number}, BASE)
    assert [r.entry.code for r in found] == ["no-number", "title-only"]


def test_a_list_without_end_in_depth_is_refused() -> None:
    data = b'[{"publication_number": "US-1-A", "title_text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]"
    assert [r.entry.outcome for r in readings("bigquery-json", data)] == ["refused"]


def test_a_set_in_beir_layout_is_left_to_its_reader() -> None:
    assert recognised_as(json.dumps({"_id": "US1", "publication_number": "US-1-A", "title": "t", "text": "x"}).encode()) == ["beir-jsonl"]
