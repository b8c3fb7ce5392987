"""The reader of the open data portal's file wrappers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tests.kits.readers import readings, recognised_as

META: dict[str, Any] = {
    "inventionTitle": "Pump",
    "filingDate": "2021-01-05",
    "earliestPublicationNumber": "US20210210819A1",
    "earliestPublicationDate": "2021-07-08",
}


def bag(*wrappers: dict[str, Any]) -> bytes:
    return json.dumps({"count": len(wrappers), "patentFileWrapperDataBag": list(wrappers), "requestIdentifier": "x"}).encode()


def wrapper(number: str, **meta: Any) -> dict[str, Any]:
    return {"applicationNumberText": number, "applicationMetaData": {**META, **meta}, "eventDataBag": [{"eventCode": "X"}]}


def test_a_publication_is_read_as_such_and_a_grant_as_the_grant() -> None:
    found = readings("odp-json", bag(wrapper("17248024"), wrapper("17248025", patentNumber="11646472", grantDate="2023-05-09")))
    patents = [r.patent for r in found if r.patent]
    assert [(p.id, p.kind, p.publication_date) for p in patents] == [
        ("US20210210819A1", "A1", dt.date(2021, 7, 8)),
        ("US11646472", None, dt.date(2023, 5, 9)),
    ]
    assert {r.entry.code for r in found} == {"title-only"}


def test_priorities_are_foreign_ones_and_parents() -> None:
    one = wrapper("17248024")
    one["foreignPriorityBag"] = [{"ipOfficeName": "FRANCE", "filingDate": "2012-12-19", "applicationNumberText": "08 020 164.3"}]
    one["parentContinuityBag"] = [
        {"claimParentageTypeCode": "CON", "parentApplicationNumberText": "16695054", "parentApplicationFilingDate": "2019-11-25"},
    ]
    (reading,) = readings("odp-json", bag(one))
    assert reading.patent is not None
    assert [(p.number, p.country, p.date) for p in reading.patent.priorities] == [
        ("08 020 164.3", "FR", dt.date(2012, 12, 19)),
        ("US16695054", "US", dt.date(2019, 11, 25)),
    ]


def test_an_unpublished_application_takes_no_grants_number() -> None:
    (reading,) = readings("odp-json", bag(wrapper("12345678", earliestPublicationNumber=None)))
    assert reading.patent is not None
    assert reading.patent.id == "application-US12345678"


def test_responses_one_after_the_other_and_wrappers_alone_are_read() -> None:
    two = bag(wrapper("17248024")) + b"\n" + bag(wrapper("17248025"))
    assert len(readings("odp-json", two)) == 2
    alone = json.dumps([wrapper("17248024"), wrapper("17248025")]).encode()
    assert recognised_as(alone) == ["odp-json"]
    assert len(readings("odp-json", alone)) == 2


def test_a_wrapper_that_names_nothing_is_refused_and_the_next_one_read() -> None:
    found = readings("odp-json", bag({"applicationMetaData": {"inventionTitle": "x"}}, wrapper("17248024")))
    assert [r.entry.code for r in found] == ["no-number", "title-only"]


def test_an_empty_response_is_in_the_ledger() -> None:
    assert [r.entry.code for r in readings("odp-json", b'{"count": 0, "patentFileWrapperDataBag": []}')] == ["no-records"]


def test_an_answer_of_chosen_fields_without_an_inner_object_is_read() -> None:
    wrapper = {"filingDate": "2024-02-13", "applicationNumberText": "18254067", "inventionTitle": "Solar cell"}
    data = json.dumps({"count": 1, "patentFileWrapperDataBag": [wrapper]}).encode()
    (reading,) = readings("odp-json", data, "search.json")
    assert reading.patent is not None
    assert [t.text for t in reading.patent.titles] == ["Solar cell"]
    assert str(reading.patent.filing_date) == "2024-02-13"
