"""The reader of Harvard's USPTO dataset."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.kits.readers import readings, recognised_as

BASE: dict[str, Any] = {
    "application_number": "13817165",
    "publication_number": "US20130296823A1-20131107",
    "title": "Pump",
    "decision": "ACCEPTED",
    "date_published": "20131107",
    "main_cpc_label": "A61M51723",
    "cpc_labels": ["A61M51723", "A61M5/14"],
    "patent_number": "None",
    "abstract": "A pump.",
    "claims": "1. A pump. 2. The pump of claim 1, wherein it is red.",
    "background": "Pumps are known.",
    "summary": "A pump is shown.",
    "full_description": "BACKGROUND\nPumps are known.\nSUMMARY\nA pump is shown.",
}


def test_the_publication_is_the_document() -> None:
    (reading,) = readings("hupd-json", json.dumps(BASE, indent=1).encode())
    patent = reading.patent
    assert patent is not None
    assert (patent.id, patent.kind, patent.application_number) == ("US20130296823A1", "A1", "US13817165")
    assert patent.publication_date == dt.date(2013, 11, 7)
    assert [c.depends_on for c in patent.claims] == [(), (1,)]


def test_a_label_that_lost_its_stroke_is_cut_to_the_subclass() -> None:
    (reading,) = readings("hupd-json", json.dumps(BASE).encode())
    assert reading.patent is not None
    assert reading.patent.cpc == ("A61M", "A61M5/14")


def test_background_and_summary_stand_in_for_a_missing_description_only() -> None:
    whole, parts = readings("hupd-json", json.dumps([BASE, {**BASE, "full_description": None}]).encode())
    for reading in (whole, parts):
        assert reading.patent is not None
        assert [(p.heading, p.text) for p in reading.patent.description] == [("BACKGROUND", "Pumps are known."), ("SUMMARY", "A pump is shown.")]


def test_an_application_without_publication_takes_no_grants_number() -> None:
    (reading,) = readings("hupd-json", json.dumps({**BASE, "publication_number": None}).encode())
    assert reading.patent is not None
    assert (reading.patent.id, reading.patent.number) == ("application-US13817165", None)
    assert [f.code for f in reading.findings] == ["unpublished"]


@pytest.mark.parametrize(
    ("field", "value"), [("claims", 5), ("cpc_labels", {"a": 1}), ("inventor_list", "x"), ("abstract", ["a"]), ("filing_date", "soon")]
)
def test_a_field_of_the_wrong_type_costs_only_itself(field: str, value: object) -> None:
    (reading,) = readings("hupd-json", json.dumps({**BASE, field: value}).encode())
    assert reading.patent is not None
    assert reading.patent.title == "Pump"


def test_neither_number_is_refused() -> None:
    (reading,) = readings("hupd-json", json.dumps({**BASE, "publication_number": None, "application_number": ""}).encode())
    assert reading.entry.code == "no-number"


def test_it_is_told_from_bigquery() -> None:
    assert recognised_as(json.dumps(BASE).encode()) == ["hupd-json"]


def test_marked_headings_stand_above_their_paragraphs() -> None:
    record = {
        "publication_number": "US20130296823A1-20131107",
        "application_number": "13817165",
        "decision": "ACCEPTED",
        "examiner_id": "1",
        "full_description": "First words. <SOH> Field of Use <EOH> Pumps.\n<SOH> SUMMARY <EOH>A pump.",
    }
    (reading,) = readings("hupd-json", json.dumps(record).encode(), "h.json")
    assert reading.patent is not None
    found = [(p.heading, p.text) for p in reading.patent.description]
    assert found == [(None, "First words."), ("Field of Use", "Pumps."), ("SUMMARY", "A pump.")]
