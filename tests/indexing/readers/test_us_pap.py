"""The reader of US application publications of 2001 to 2004."""

from __future__ import annotations

import datetime as dt

import pytest

from indexing.model import Claim, Drawing, Patent, PriorityClaim, Reading
from indexing.reading.sources import read
from tests.kits.readers import FORMATS, bytes_source, readings

SAMPLE = (FORMATS / "us-pap" / "US20010000044A1.xml").read_bytes()


def publication(body: str = "", bib: str = "", doctype: str = "") -> bytes:
    """A small publication with `body` after its bibliography, and `bib` at the end of that."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE patent-application-publication SYSTEM "pap-v16-2002-01-01.dtd" [ '
        f"{doctype} ]>\n<patent-application-publication><subdoc-bibliographic-information><document-id><doc-number>20020012345</doc-number>"
        "<kind-code>A1</kind-code><document-date>20020131</document-date></document-id><technical-information><classification-ipc>"
        "<classification-ipc-primary><ipc>A45D020/12</ipc></classification-ipc-primary></classification-ipc><title-of-invention>A dryer"
        f"</title-of-invention></technical-information>{bib}</subdoc-bibliographic-information>{body}</patent-application-publication>\n"
    ).encode()


def one(data: bytes) -> Reading:
    (reading,) = readings("us-pap", data, "pap.xml")
    return reading


def patent(data: bytes) -> Patent:
    document = one(data).patent
    assert document is not None
    return document


def test_a_publication_without_xml_declaration_and_with_a_foreign_doctype_is_read() -> None:
    found = patent(SAMPLE)
    assert SAMPLE.startswith(b"<!DOCTYPE simple")
    assert (found.id, found.application_number, found.publication_date) == ("US20010000044A1", "US09342866", dt.date(2001, 3, 15))
    assert (found.inventors, found.ipc) == (("Wayne W Lin",), ("G06F17/60",))
    assert found.title.endswith("Such As The Internet")


def test_paragraphs_have_their_printed_number_and_lose_it_from_their_text() -> None:
    body = (
        "<subdoc-description><background-of-invention><heading>FIELD</heading><section><paragraph><number>&lsqb;0002&rsqb;</number> Hair &amp; air:"
        "</paragraph><paragraph><in-line-formula>a&equals;b&emsp;(1) </in-line-formula></paragraph></section></background-of-invention>"
        "<detailed-description><paragraph><number>3.</number> A fan.</paragraph></detailed-description></subdoc-description>"
    )
    found = patent(publication(body)).description
    assert [(p.unit, p.text, p.heading) for p in found] == [("desc.2", "Hair & air:\na=b (1)", "FIELD"), ("desc.3", "A fan.", "FIELD")]


def test_paragraphs_without_numbers_are_counted() -> None:
    body = (
        "<subdoc-description><detailed-description><paragraph>One.</paragraph><paragraph>Two.</paragraph></detailed-description></subdoc-description>"
    )
    assert [p.unit for p in patent(publication(body)).description] == ["desc.1", "desc.2"]


def test_claims_lose_their_number_and_refer_by_reference_and_words() -> None:
    body = (
        '<subdoc-claims><heading>Claims</heading><claim id="CLM-00001"><claim-text><highlight><bold>1</bold>'
        "</highlight>. A dryer with:<claim-text>a fan."
        '</claim-text></claim-text></claim><claim id="CLM-00002"><claim-text>2. The one of <dependent-claim-reference depends_on="CLM-00001">claim 1'
        "</dependent-claim-reference>.</claim-text></claim></subdoc-claims>"
    )
    assert patent(publication(body)).claims == (Claim(1, "A dryer with:\na fan.", (), "en"), Claim(2, "The one of claim 1.", (1,), "en"))


def test_a_reference_to_a_claim_does_not_break_its_line() -> None:
    reference = '<dependent-claim-reference depends_on="CLM-00001"><claim-text>claim 1</claim-text></dependent-claim-reference>'
    body = (
        '<subdoc-claims><claim id="CLM-00001"><claim-text>1. A dryer.</claim-text></claim><claim id="CLM-00002"><claim-text>2. The dryer of '
        f"{reference}, with a fan.</claim-text></claim></subdoc-claims>"
    )
    assert patent(publication(body)).claims[1].text == "The dryer of claim 1, with a fan."


def test_priorities_are_foreign_ones_and_all_parents_of_the_chain() -> None:
    document = "<document-id><doc-number>{}</doc-number><document-date>20000101</document-date><country-code>US</country-code></document-id>"
    chain = f"<parent-child><child>{document.format('x')}</child><parent>{document.format('{}')}</parent></parent-child>"
    bib = (
        "<foreign-priority-data><priority-application-number><doc-number>11-097727</doc-number></priority-application-number><filing-date>19990405"
        f"</filing-date><country-code>JP</country-code></foreign-priority-data><continuity-data><division-of>{chain.format('1')}</division-of>"
        f"<continuations><continuation-of>{chain.format('2')}</continuation-of><continuation-in-part-of>{chain.format('PCT/JP00/02182')}"
        f"</continuation-in-part-of></continuations><reissue-of>{chain.format('4')}</reissue-of>"
        f"<substitution-for>{chain.format('5')}</substitution-for>"
        f"<non-provisional-of-provisional>{document.format('60123456')}</non-provisional-of-provisional></continuity-data>"
    )
    day = dt.date(2000, 1, 1)
    assert patent(publication("<subdoc-abstract><paragraph>A.</paragraph></subdoc-abstract>", bib)).priorities == (
        PriorityClaim("11-097727", "JP", dt.date(1999, 4, 5)),
        PriorityClaim("1", "US", day),
        PriorityClaim("2", "US", day),
        PriorityClaim("PCT/JP00/02182", "WO", day),
        PriorityClaim("60123456", "US", day),
    )


def test_tables_and_drawings_are_kept() -> None:
    body = (
        "<subdoc-description><detailed-description><paragraph><number>1</number>See<table-cwu><number>1</number><table><tgroup cols='2'>"
        "<tbody><row><entry>a</entry><entry>H<highlight><subscript>2</subscript></highlight>O</entry></row></tbody></tgroup></table></table-cwu>"
        "<chemistry-cwu><number>2</number><image file='C1.TIF'/></chemistry-cwu></paragraph></detailed-description></subdoc-description>"
        "<subdoc-drawings><figure><image file='US1-20010315-D00001.TIF'/></figure></subdoc-drawings>"
    )
    found = patent(publication(body))
    assert found.description[0].text == "See\na | H2O"
    assert found.drawings == (Drawing("drawing", "US1-20010315-D00001.TIF", 1), Drawing("chemistry", "C1.TIF", unit="desc.1"))


@pytest.mark.parametrize("change", [lambda d: d.replace(b"\r\n", b"\n"), lambda d: d.replace(b"\r\n", b"\r\n\r\n"), lambda d: b"\r\n \n" + d])
def test_line_ends_and_blank_lines_change_nothing(change) -> None:  # type: ignore[no-untyped-def]
    (reading,) = read(bytes_source(change(SAMPLE)))
    assert reading.patent is not None
    assert reading.patent.units() == patent(SAMPLE).units()


def test_a_weekly_file_is_parted_also_where_a_document_has_no_declaration() -> None:
    whole = publication("<subdoc-abstract><paragraph>A.</paragraph></subdoc-abstract>")
    bare = whole.partition(b"\n")[2]
    found = readings("us-pap", whole + bare + whole[:500] + b"\n" + whole, "week.xml")
    assert [r.entry.code for r in found] == [None, None, "truncated-xml", None]


def test_a_publication_without_number_is_refused() -> None:
    assert one(publication().replace(b"<doc-number>20020012345</doc-number>", b"")).entry.code == "no-number"


def test_another_encoding_is_repaired_and_unknown_entities_are_left() -> None:
    body = "<subdoc-abstract><paragraph>Müller’s &agr; &x; &nothing;</paragraph></subdoc-abstract>"
    secret = '<!ENTITY x SYSTEM "file:///etc/hostname">'
    reading = one(publication(body, doctype=secret).decode().encode("cp1252"))
    assert reading.patent is not None
    assert reading.patent.abstracts[0].text == "Müller’s α &x; &nothing;"
    assert [f.code for f in reading.findings] == ["encoding-repaired", "unknown-entity", "unknown-entity"]
