"""The reader of OPS responses."""

from __future__ import annotations

import datetime as dt

import pytest

from indexing.model import CitedDocument, PriorityClaim
from indexing.readers.ops import OpsReader
from tests.kits.readers import FORMATS, readings

FOLDER = FORMATS / "ops"
OPEN = (
    b'<?xml version="1.0" encoding="UTF-8"?><ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org" '
    b'xmlns:ftxt="http://www.epo.org/fulltext">'
)
CLOSE = b"</ops:world-patent-data>"
REFERENCE = (
    "<publication-reference><document-id document-id-type='docdb'><country>EP</country><doc-number>{}</doc-number><kind>A1</kind></document-id>"
    "</publication-reference>"
)


def test_all_endpoints_give_one_document_the_same_id() -> None:
    parts = [readings("ops", (FOLDER / f"{name}.xml").read_bytes())[0].patent for name in ("abstract", "biblio", "claims")]
    assert [p.id for p in parts if p] == ["EP2400812A1"] * 3


def test_the_claims_of_a_response_are_parted_and_keep_their_limbs() -> None:
    (reading,) = readings("ops", (FOLDER / "claims.xml").read_bytes())
    assert reading.patent is not None
    claims = reading.patent.claims
    assert ([c.number for c in claims], {c.language for c in claims}) == (list(range(1, 16)), {"en"})
    assert (claims[3].depends_on, claims[6].depends_on) == ((2, 3), (1, 2, 3, 4, 5, 6))
    assert claims[0].text.splitlines()[1].startswith("a first Bluetooth transceiver circuitry (102) providing")


def test_a_claim_may_go_on_over_several_elements() -> None:
    texts = ["1. A device comprising:\na widget; and", "a gadget.", "2. The device of claim 1, wherein 3. is", "round."]
    body = "".join(f"<claim-text>{t}</claim-text>" for t in texts)
    data = f"<ftxt:fulltext-document>{REFERENCE.format(1)}<claims lang='EN'><claim>{body}</claim></claims></ftxt:fulltext-document>"
    data = data.replace(REFERENCE.format(1), f"<bibliographic-data>{REFERENCE.format(2400812)}</bibliographic-data>")
    (reading,) = readings("ops", OPEN + data.encode() + CLOSE)
    assert reading.patent is not None
    assert [(c.number, c.text, c.depends_on) for c in reading.patent.claims] == [
        (1, "A device comprising:\na widget; and\na gadget.", ()),
        (2, "The device of claim 1, wherein 3. is\nround.", (1,)),
    ]


def test_citations_keep_category_claims_and_passages() -> None:
    (reading,) = readings("ops", (FOLDER / "biblio.xml").read_bytes())
    assert reading.patent is not None
    cited = reading.patent.citations
    assert cited[2] == CitedDocument("WO2003067954A2", "A", "* the whole document *", "examiner", "1-15")
    assert [(c.category, c.claims) for c in cited if c.number == "EP1542377A2"] == [("Y", "1-12,15"), ("A", "13,14")]
    assert (reading.patent.applicants, reading.patent.cpc) == (("9SOLUTIONS OY",), ("H04W84/20", "H04W88/04"))


@pytest.mark.parametrize(
    "body",
    [
        "<ops:patent-family>"
        + "".join(f"<ops:family-member>{REFERENCE.format(n)}</ops:family-member>" for n in (2400812, 2400813))
        + "</ops:patent-family>",
        "<ops:biblio-search><ops:search-result>" + REFERENCE.format(2400812) + REFERENCE.format(2400813) + "</ops:search-result></ops:biblio-search>",
    ],
)
def test_publications_that_are_only_named_are_no_documents(body: str) -> None:
    (reading,) = readings("ops", OPEN + body.encode() + CLOSE)
    assert (reading.patent, reading.entry.code) == (None, "references-only")
    assert "2 publications (EP2400812A1, EP2400813A1)" in (reading.entry.reason or "")


def test_results_with_a_front_page_are_documents() -> None:
    found = readings("ops", (FOLDER / "search.xml").read_bytes(), "search.xml")
    assert [(r.entry.number, r.entry.code) for r in found] == [("EP2400812A1", "title-only"), ("EP2400813A1", "title-only")]


def test_a_damaged_document_leaves_its_neighbours_alone() -> None:
    one = "<exchange-document country='EP' doc-number='{}' kind='A1'><abstract lang='en'><p>A dryer.</p></abstract></exchange-document>"
    data = OPEN + (one.format(1000001) + one.format(1000002).replace("</p>", "") + one.format(1000003)).encode() + CLOSE
    assert [(r.entry.number, r.entry.code) for r in readings("ops", data)] == [
        ("EP1000001A1", None),
        ("EP1000002A1", "bad-xml"),
        ("EP1000003A1", None),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<fault xmlns="http://ops.epo.org"><code>SERVER.EntityNotFound</code><message>No results found</message></fault>', "service-fault"),
        (
            OPEN + b"<exchange-documents><exchange-document country='EP' doc-number='1' kind='A1' status='not found'/></exchange-documents>" + CLOSE,
            "not-found",
        ),
        (OPEN + CLOSE, "no-documents"),
    ],
)
def test_what_the_service_says_instead_of_a_document_is_coded(data: bytes, code: str) -> None:
    assert OpsReader().recognises(data)
    assert [r.entry.code for r in readings("ops", data)] == [code]


def test_a_priority_in_several_forms_keeps_the_one_that_says_its_country() -> None:
    forms = "<document-id document-id-type='epodoc'><doc-number>US201261713164P</doc-number><date>20121012</date></document-id>"
    forms += "<document-id document-id-type='original'><doc-number>201261713164 P</doc-number></document-id>"
    claims = f"<priority-claims><priority-claim sequence='1'>{forms}</priority-claim></priority-claims><invention-title>Dryer</invention-title>"
    data = f"<exchange-document country='EP' doc-number='2906782' kind='A4'><bibliographic-data>{claims}</bibliographic-data></exchange-document>"
    (reading,) = readings("ops", OPEN + data.encode() + CLOSE)
    assert reading.patent is not None
    assert reading.patent.priorities == (PriorityClaim("201261713164P", "US", dt.date(2012, 10, 12)),)


def test_a_paragraph_that_ran_into_the_one_before_is_one_of_its_own() -> None:
    body = "<p>[0004] It is loud. [0005] It is hot; see paragraph [0006]. [0002] said so.</p><p>SUMMARY</p><p>[0006] It dries.</p>"
    front = f"<bibliographic-data>{REFERENCE.format(2400812)}</bibliographic-data>"
    data = f"<ftxt:fulltext-document>{front}<description lang='EN'>{body}</description></ftxt:fulltext-document>"
    (reading,) = readings("ops", OPEN + data.encode() + CLOSE)
    assert reading.patent is not None
    assert [(p.unit, p.text, p.heading) for p in reading.patent.description] == [
        ("desc.4", "It is loud.", None),
        ("desc.5", "It is hot; see paragraph [0006]. [0002] said so.", None),
        ("desc.6", "It dries.", "SUMMARY"),
    ]


def test_a_response_as_json_is_refused_with_what_to_ask_for() -> None:
    (reading,) = readings("ops", b'{"ops:world-patent-data": {"exchange-documents": {"exchange-document": {"@country": "EP"}}}}')
    assert (reading.entry.outcome, reading.entry.code) == ("refused", "ops-json")
    assert not OpsReader().recognises(b'{"title": "ops:world-patent-data"}')
