"""The reader of DOCDB exchange files."""

from __future__ import annotations

import datetime as dt

from indexing.model import CitedDocument, PriorityClaim
from tests.kits.readers import FORMATS, readings

BACKFILE = (FORMATS / "docdb" / "DE-backfile.xml").read_bytes()
WORLD = (FORMATS / "docdb" / "WO-2022259205-A1_544370561.xml").read_bytes()
OPEN = b'<?xml version="1.0" encoding="UTF-8"?><exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">\n'
CLOSE = b"</exch:exchange-documents>"


def document(number: str, body: str = "", attributes: str = "") -> bytes:
    text = body or '<exch:bibliographic-data><exch:invention-title lang="en">Dryer</exch:invention-title></exch:bibliographic-data>'
    return f'<exch:exchange-document country="EP" doc-number="{number}" kind="A1" {attributes}>{text}</exch:exchange-document>\n'.encode()


def test_all_documents_of_a_file_are_read_each_with_its_line() -> None:
    found = readings("docdb", BACKFILE, "week.xml")
    assert [r.entry.number for r in found] == [f"DE{n}B" for n in range(1258188, 1258198)]
    assert found[3].entry.source == "week.xml:4"


def test_a_front_page_without_its_wrapper_is_read_in_docdbs_form() -> None:
    (reading,) = readings("docdb", WORLD)
    patent = reading.patent
    assert patent is not None
    assert (patent.id, patent.family, patent.language, patent.application_number) == ("WO2022259205A1", "82558028", "en", "PCT/IB2022/055385")
    assert patent.priorities == (PriorityClaim("11728321", "PT", dt.date(2021, 6, 11)),)
    assert [a.language for a in patent.abstracts] == ["en", "fr"]
    assert patent.cpc[-1] == "A61Q19/00"
    assert (patent.applicants, len(patent.inventors)) == (("UNIV DA BEIRA INTERIOR",), 8)


def test_each_category_of_a_citation_is_one_with_its_claims_and_passage() -> None:
    (reading,) = readings("docdb", WORLD)
    assert reading.patent is not None
    first, second = reading.patent.citations[:2]
    assert (first.category, first.claims, second.category, second.claims) == ("X", "1-3,10,13-16,26-32", "Y", "1-32")
    assert first.text == second.text
    assert (first.text or "").startswith("BEZERRA-SOUZA ADRIANA ET AL")
    assert CitedDocument("WO2005013972A1", "Y", "page 17, line 10 to page 19 to line 5", "search", "1-32") in reading.patent.citations
    assert any("KOŚNIK" in (c.text or "") for c in reading.patent.citations)


def test_a_damaged_document_leaves_its_neighbours_alone() -> None:
    data = (
        OPEN
        + document("1000001")
        + document("1000002")[:-40]
        + b"\n"
        + document("1000003")
        + document("1000004").replace(b"</exch:inv", b"</inv")
        + CLOSE
    )
    assert [(r.entry.number, r.entry.outcome) for r in readings("docdb", data)] == [
        ("EP1000001A1", "warned"),
        ("EP1000002A1", "refused"),
        ("EP1000003A1", "warned"),
        ("EP1000004A1", "refused"),
    ]


def test_a_deleted_document_is_said_to_be_withdrawn() -> None:
    (reading,) = readings("docdb", OPEN + b'<exch:exchange-document country="EP" doc-number="1000001" kind="A1" status="D"/>' + CLOSE)
    assert (reading.entry.code, reading.entry.number) == ("withdrawn", "EP1000001A1")


def test_classes_of_other_schemes_are_not_cpc() -> None:
    classes = "".join(
        f'<patent-classification><classification-scheme office="JP" scheme="{scheme}"/><classification-symbol>{symbol}</classification-symbol>'
        "</patent-classification>"
        for scheme, symbol in (("FI", "A45D20/12@Z"), ("FTERM", "3B040/CA01"), ("CPCI", "A45D  20/12"), ("CPCA", "A45D2020/128"))
    )
    body = f"<exch:bibliographic-data><exch:patent-classifications>{classes}</exch:patent-classifications></exch:bibliographic-data>"
    (reading,) = readings("docdb", OPEN + document("1000001", body + '<exch:abstract lang="en"><exch:p>A dryer.</exch:p></exch:abstract>') + CLOSE)
    assert reading.patent is not None
    assert reading.patent.cpc == ("A45D20/12", "A45D2020/128")


def test_docdbs_turned_application_numbers_keep_the_kind_that_tells_them() -> None:
    form = (
        '<exch:{0} sequence="1" data-format="docdb"><document-id>'
        "<country>US</country><doc-number>{1}</doc-number><kind>{2}</kind><date>20080903</date></document-id></exch:{0}>"
    )
    body = (
        f"<exch:bibliographic-data>{form.format('application-reference', '34567808', 'A')}<exch:priority-claims>"
        f"{form.format('priority-claim', '201161432100', 'P')}</exch:priority-claims></exch:bibliographic-data>"
        '<exch:abstract lang="en"><exch:p>A dryer.</exch:p></exch:abstract>'
    )
    (reading,) = readings("docdb", OPEN + document("1000001", body) + CLOSE)
    assert reading.patent is not None
    assert (reading.patent.application_number, reading.patent.priorities[0].number) == ("US34567808A", "201161432100P")
    assert reading.patent.filing_date == dt.date(2008, 9, 3)


def test_a_document_without_number_is_refused() -> None:
    (reading,) = readings("docdb", OPEN + b"<exch:exchange-document><exch:bibliographic-data/></exch:exchange-document>" + CLOSE)
    assert reading.entry.code == "no-number"


def test_an_empty_exchange_file_holds_no_documents() -> None:
    (reading,) = readings("docdb", OPEN + CLOSE)
    assert reading.entry.code == "no-documents"
