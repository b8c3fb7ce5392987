"""The quality report: counts, examples by id, and the place to mend."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from indexing.build import build
from indexing.codec import patent_to_json
from indexing.errors import IndexFault
from indexing.findings import FINDINGS
from indexing.model import Claim, Finding, LedgerEntry, Paragraph, Patent, PriorityClaim, Text
from indexing.quality.page import quality_html
from indexing.quality.report import EVERYTHING, GROUPS, MOST_SOURCES, Sources, group_of, quality, report
from indexing.quality.rows import FIELDS, document_row
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from indexing.quality.rows import DocumentRow

LONG = "A dryer for hair with a fan and a heater in one housing. " * 6


def row(name: str, source: str = "a.jsonl", *findings: Finding, **fields: Any) -> DocumentRow:
    patent = Patent(id=name, source_id=name, source=source, **fields)
    return document_row(patent_to_json(patent), findings)


def test_each_field_is_counted_once_a_document_and_in_all() -> None:
    full = row(
        "US1A",
        titles=(Text("A dryer", "en"), Text("Ein Trockner", "de")),
        claims=(Claim(1, "A dryer.", (), "en"), Claim(1, "Ein Trockner.", (), "de"), Claim(2, "A fan.", (), "en")),
        description=(Paragraph("desc.1", "It dries."),),
        publication_date=dt.date(2001, 2, 3),
        priorities=(PriorityClaim("1", "US"),),
        kind="A",
        office="US",
        language="en",
    )
    total = report([full, row("doc2", titles=(Text("A fan"),))], [])["total"]
    assert total["documents"] == 2
    assert total["fields"]["title"] == {"documents": 2, "share": 1.0, "total": 3}
    assert total["fields"]["claims"] == {"documents": 1, "share": 0.5, "total": 2}
    assert total["fields"]["abstract"] == {"documents": 0, "share": 0.0, "total": 0}
    assert list(total["fields"]) == list(FIELDS)
    assert total["languages"] == {"de": 1, "en": 1, "unknown": 1}
    assert total["offices"] == {"US": 1, "unknown": 1}
    assert total["published"] == {"first": "2001-02-03", "last": "2001-02-03"}


def test_findings_are_gathered_by_code_serious_ones_first_with_where_to_mend() -> None:
    faults = [Finding("bad-class", f"a.jsonl:{n}", "ipc", "'A45D/'") for n in range(30)]
    late = Finding("published-before-filed", "a.jsonl:7", "publication_date", "published 2001-01-01, filed 2002-01-01")
    rows = [row(f"US{n}A", "a.jsonl", fault, *([late] if n == 7 else [])) for n, fault in enumerate(faults)]
    rows.append(row("US99A", "a.jsonl", Finding("bad-class", "a.jsonl:99", "ipc"), Finding("bad-class", "a.jsonl:99", "cpc")))
    first, second = report(rows, [])["total"]["problems"]
    assert (first["code"], first["severity"], first["group"]) == ("published-before-filed", "warning", "dates")
    assert first["examples"] == [
        {"id": "US7A", "where": "a.jsonl:7", "field": "publication_date", "detail": "published 2001-01-01, filed 2002-01-01"}
    ]
    assert (second["code"], second["documents"], second["count"], len(second["examples"])) == ("bad-class", 31, 32, 10)
    assert second["advice"]


def test_refusals_and_duplicates_come_from_the_ledger() -> None:
    ledger = [
        LedgerEntry("a.jsonl:1", "US1A", "indexed"),
        LedgerEntry("a.jsonl:2", None, "refused", "bad-json", "mend the line"),
        LedgerEntry("a.jsonl:3", "US1A", "warned", "duplicate", "read before"),
        LedgerEntry("a.jsonl:4", "US2A", "warned", "title-only", "the document has a title only"),
    ]
    total = report([], ledger)["total"]
    assert total["outcomes"] == {"indexed": 1, "refused": 1, "warned": 2}
    assert total["refusals"] == [{"code": "bad-json", "count": 1, "examples": [{"source": "a.jsonl:2", "number": None, "reason": "mend the line"}]}]
    assert [r["code"] for r in total["remarks"]] == ["duplicate"]


def test_documents_with_the_very_same_text_are_found() -> None:
    rows = [row(name, abstracts=(Text(LONG),), claims=(Claim(1, "A fan."),)) for name in ("US1A", "US2A")] + [
        row(name, titles=(Text("A fan"),), abstracts=(Text(LONG),)) for name in ("US3A", "US4A")
    ]
    (problem,) = report(rows, [])["total"]["problems"]
    assert (problem["code"], problem["group"], problem["documents"]) == ("same-text", "duplicates", 1)
    assert problem["examples"][0]["detail"] == "the same text as US1A"


def test_the_confidence_of_recognised_text_is_averaged_and_low_ones_are_named() -> None:
    details = {"US1A": "mean confidence 90 of 100 over 4 recognised pages", "US2A": "mean confidence 50 of 100 over 3 recognised pages"}
    rows = [row(name, f"{name}.pdf", Finding("ocr-confidence", f"{name}.pdf", None, detail)) for name, detail in details.items()]
    found = report(rows, [])
    assert found["total"]["ocr"]["documents"] == 2
    assert found["total"]["ocr"]["mean_confidence"] == 70.0
    assert [e["id"] for e in found["total"]["ocr"]["low"]["examples"]] == ["US2A"]
    assert [s["ocr"]["mean_confidence"] for s in found["sources"]] == [90.0, 50.0]


def test_a_member_of_an_archive_and_a_line_count_for_their_file() -> None:
    ledger = [LedgerEntry(source, None, "indexed") for source in ("d/a.zip!x.xml:12", "d/a.zip!y.xml", "d/b.pdf, page 3", "d/b.pdf", "d/c.jsonl:9")]
    assert [s["source"] for s in report([], ledger)["sources"]] == ["d/a.zip", "d/b.pdf", "d/c.jsonl"]


def test_many_files_are_gathered_by_folder_and_nothing_is_lost() -> None:
    sources = Sources()
    for n in range(1000):
        sources.of(f"in/{n % 3}/{n % 7}/{n}.xml:5").entry(LedgerEntry("x", None, "indexed"))
    names = [name for name, _ in sources.listed()]
    assert len(names) < MOST_SOURCES
    assert all(name.startswith("in/") and name.endswith("/") for name in names)
    assert sum(tally.outcomes["indexed"] for _, tally in sources.listed()) == 1000


def test_files_without_folders_are_gathered_into_one() -> None:
    sources = Sources()
    for n in range(100):
        sources.of(f"{n}.xml").entry(LedgerEntry("x", None, "indexed"))
    assert [(name, tally.outcomes["indexed"]) for name, tally in sources.listed()] == [(EVERYTHING, 100)]


def test_every_code_has_a_group() -> None:
    assert {group_of(code) for code in FINDINGS} <= set(GROUPS)
    assert [group_of(c) for c in ("no-date", "no-title", "self-dependent-claim", "mojibake", "hidden-text", "low-ocr-confidence", "new-code")] == [
        "dates", "missing parts", "claims", "encoding", "hidden text", "recognised text", "form",
    ]  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> Path:
    documents = collections.rows(12)
    documents[3]["metadata"] = {"filing_date": "20010203", "publication_date": "19990203", "language": "en"}
    path = collections.write(tmp_path / "set.jsonl", documents)
    with path.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    build([path], tmp_path / "index", HashEmbedder())
    return tmp_path / "index"


def test_the_report_on_an_index_names_document_line_and_refusal(index: Path) -> None:
    found = quality(index)
    assert json.loads(json.dumps(found)) == found
    total = found["total"]
    assert (found["generation"], total["documents"]) == (1, 12)
    assert total["outcomes"]["refused"] == 1
    assert total["refusals"][0]["examples"][0]["source"].endswith("set.jsonl:13")
    (problem,) = [p for p in total["problems"] if p["code"] == "published-before-filed"]
    assert problem["examples"][0]["where"].endswith("set.jsonl:4")
    assert [s["documents"] for s in found["sources"]] == [12]


def test_without_an_index_the_fault_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexFault):
        quality(tmp_path / "none")


def test_the_page_escapes_what_documents_say_and_loads_nothing() -> None:
    attack = "<script>alert(1)</script><img src=http://x.example/y>"
    found = report(
        [row("US1A", f"{attack}.xml", Finding("mojibake", attack, "title", attack))], [LedgerEntry(attack, attack, "refused", "bad-json", attack)]
    )
    page = quality_html({"generation": 3, "created": "2024-06-01", **found})
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page.replace("img src=", "")
    assert "url(" not in page
    assert "Generation 3" in page


def test_the_page_of_an_index_names_faults_and_places(index: Path) -> None:
    page = quality_html(quality(index))
    assert "published before it was filed" in page
    assert "set.jsonl:4" in page
    assert page.count("<table") == page.count("<caption")
    assert page.count("<details") == page.count("</details")


def test_the_page_of_nothing_is_a_page() -> None:
    assert "No source document was refused" in quality_html({"generation": 1, "created": "", **report([], [])})
