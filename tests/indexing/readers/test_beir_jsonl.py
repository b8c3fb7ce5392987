"""The reader of JSON lines in BEIR layout."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from tests.kits.readers import readings

if TYPE_CHECKING:
    from indexing.model import Patent, Reading


def read_lines(*lines: object) -> list[Reading]:
    data = b"\n".join(text if isinstance(text, bytes) else json.dumps(text).encode() for text in lines)
    return readings("beir-jsonl", data, "set.jsonl")


def read_one(**fields: object) -> Patent:
    (reading,) = read_lines({"_id": "US7002836", "title": "T", "text": "A.", **fields})
    assert reading.patent is not None
    return reading.patent


def test_the_fields_of_our_sets_go_where_they_belong() -> None:
    patent = read_one(
        metadata={"filing_date": "20050303", "owner": "Sony Corporation", "country": "US", "language": "en"},
        description="First.\r\n\r\nSecond.",
        claims="I claim:\n 1. A dryer.\n 2. The dryer of claim 1.",
        date="19860403",
        ipc="A45D20/12 | A45D20/30",
        family="25301188",
    )
    assert (patent.filing_date, patent.priority_date) == (dt.date(2005, 3, 3), dt.date(1986, 4, 3))
    assert (patent.language, patent.applicants, patent.family) == ("en", ("Sony Corporation",), "25301188")
    assert patent.ipc == ("A45D20/12", "A45D20/30")
    assert list(patent.units()) == ["title", "abstract", "desc.1", "desc.2", "claim.1", "claim.2"]


def test_a_document_of_another_field_keeps_its_name() -> None:
    (reading,) = read_lines({"_id": "doc123", "title": "", "text": "Aspirin lowers fever.", "metadata": {}})
    assert reading.patent is not None
    assert (reading.patent.id, reading.patent.office, reading.patent.titles) == ("doc123", None, ())


def test_an_id_may_be_a_number() -> None:
    assert [r.entry.number for r in read_lines({"_id": 4983, "text": "x y"})] == ["4983"]


def test_character_references_are_decoded() -> None:
    assert read_one(title="A &#34;smart&#34; dryer", text="R&amp;D").units() == {"title": 'A "smart" dryer', "abstract": "R&D"}


def test_a_bad_line_is_refused_by_its_number_and_the_others_go_on() -> None:
    found = read_lines(
        {"_id": "a", "text": "x"}, b"{broken", b"[1]", {"text": "no id"}, {"_id": "b", "text": {"x": 1}}, b"", {"_id": "c", "text": "y"}
    )
    assert [(r.entry.source, r.entry.outcome, r.entry.code) for r in found] == [
        ("set.jsonl:1", "indexed", None),
        ("set.jsonl:2", "refused", "bad-json"),
        ("set.jsonl:3", "refused", "bad-record"),
        ("set.jsonl:4", "refused", "no-number"),
        ("set.jsonl:5", "refused", "bad-record"),
        ("set.jsonl:7", "indexed", None),
    ]


def test_what_is_not_utf8_is_mended_and_said() -> None:
    (reading,) = read_lines(b'{"_id": "a", "text": "caf\xe9"}')
    assert reading.entry.code == "bad-encoding"
    assert reading.patent is not None
    assert reading.patent.units()["abstract"] == "caf\ufffd"


def test_a_lone_surrogate_is_mended() -> None:
    (reading,) = read_lines(b'{"_id": "a", "text": "x \\ud800 y"}')
    assert reading.patent is not None
    assert reading.patent.units()["abstract"] == "x \ufffd y"


def test_a_title_alone_is_warned_of_and_no_text_is_refused() -> None:
    found = read_lines({"_id": "a", "title": "Only a title", "text": ""}, {"_id": "b", "title": " ", "text": ""})
    assert [(r.entry.outcome, r.entry.code) for r in found] == [("warned", "title-only"), ("refused", "no-text")]


def test_a_deeply_nested_line_is_refused() -> None:
    (reading,) = read_lines(b'{"_id": "a", "text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    assert reading.entry.outcome == "refused"


def test_claims_and_description_may_be_lists() -> None:
    patent = read_one(claims=["A dryer.", "The dryer of claim 1."], description=["One.", "Two."])
    assert [c.depends_on for c in patent.claims] == [(), (1,)]
    assert [p.unit for p in patent.description] == ["desc.1", "desc.2"]
