"""The reader of ST.36 publications: European, international, and those of collections."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from indexing.model import CitedDocument, Drawing, PriorityClaim
from tests.kits.readers import FORMATS, readings

if TYPE_CHECKING:
    from indexing.model import Patent, Reading

FOLDER = FORMATS / "st36"
GRANT = (FOLDER / "grant-v1-5-1-B1.xml").read_bytes()
WORLD = (FOLDER / "made-wo.xml").read_bytes()


def one(data: bytes, label: str = "file.xml") -> Reading:
    (reading,) = readings("st36", data, label)
    return reading


def patent(data: bytes, label: str = "file.xml") -> Patent:
    document = one(data, label).patent
    assert document is not None
    return document


def european(body: str = "", tags: str = "", attributes: str = 'lang="en"') -> bytes:
    """A small European publication with `tags` on its front page and `body` behind it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ep-patent-document SYSTEM "ep-patent-document-v1-5.dtd">\n'
        f'<ep-patent-document country="EP" doc-number="1234567" kind="A1" {attributes}><SDOBI><B100><B110>1234567</B110><B130>A1</B130>'
        "<B140><date>20020828</date></B140><B190>EP</B190></B100><B200><B210>02001234.5</B210><B220><date>20020117</date></B220><B260>en</B260></B200>"
        f"<B500><B540><B541>de</B541><B542>Trockner</B542><B541>en</B541><B542>Dryer</B542></B540></B500>{tags}</SDOBI>{body}</ep-patent-document>\n"
    ).encode()


def test_claims_are_kept_apart_by_language() -> None:
    document = patent(GRANT)
    assert [sum(c.language == code for c in document.claims) for code in ("en", "de", "fr")] == [8, 8, 8]
    german = next(c for c in document.claims if c.language == "de" and c.number == 3)
    assert german.depends_on == (2,)
    assert {"claim.1@en", "claim.1@de", "claim.1@fr"} <= set(document.units())


def test_the_front_page_is_read_by_its_tags() -> None:
    document = patent(GRANT)
    assert (document.application_number, document.language) == ("EP16849316", "en")
    assert {t.language: t.text[:14] for t in document.titles} == {"de": "SCHRAUBVERSCHL", "en": "SCREW-TYPE CLO", "fr": "SYSTÈMES DE FE"}
    assert document.priorities == (PriorityClaim("201514865040", "US", dt.date(2015, 9, 25)),)
    assert CitedDocument("CN202128028U", cited_by="search") in document.citations
    assert CitedDocument("FR2973005A1", cited_by="applicant") in document.citations


def test_figures_are_kept_with_sheet_and_number() -> None:
    assert Drawing("drawing", "imgf0006.tif", 6, "6A,6B") in patent(GRANT).drawings


def test_several_priorities_may_share_one_group() -> None:
    group = "<B310>1</B310><B320><date>20010101</date></B320><B330><ctry>DE</ctry></B330>"
    tags = f"<B300>{group}{group.replace('1</B310>', '2</B310>')}</B300><B300>{group.replace('DE', 'FR')}</B300>"
    assert [(p.number, p.country) for p in patent(european(tags=tags)).priorities] == [("1", "DE"), ("2", "DE"), ("1", "FR")]


def test_symbols_of_all_editions_are_read() -> None:
    old = "<B500><B510><B516>7</B516><B511>7C 07C 29/44 A</B511><B512>7A 01N 43/08 B</B512><B517EP>// A01N43/08, B01D53/14</B517EP></B510></B500>"
    new = (
        "<B500><B510EP><classification-ipcr><text>A61K  31/4166      20060101ALI20221215BHEP</text></classification-ipcr></B510EP><B520EP>"
        "<classifications-cpc><classification-cpc><text>A61K2800/10 20130101 LI20200617BCEP</text></classification-cpc></classifications-cpc>"
        "</B520EP></B500>"
    )
    assert patent(european(tags=old)).ipc == ("C07C29/44", "A01N43/08", "B01D53/14")
    document = patent(european(tags=new))
    assert (document.ipc, document.cpc) == (("A61K31/4166",), ("A61K2800/10",))


def test_a_search_report_pairs_category_claims_and_passage() -> None:
    document = patent(WORLD)
    assert document.citations == (
        CitedDocument("US20050091877A1", "X", "paragraph [0012]; figure 3", "search", "1,2"),
        CitedDocument("US20050091877A1", "Y", "claim 4", "search", "3"),
        CitedDocument("EP1234567A1", "A", None, "search", "1-3"),
        CitedDocument(None, "Y", None, "search", "3", 'DOE J.: "Warm air", Journal of Dryers, vol. 3, 2001, pages 4-18'),
    )


def test_an_international_application_is_read() -> None:
    document = patent(WORLD)
    assert (document.id, document.application_number, document.ipc) == ("WO2021123456A1", "PCT/EP2020/086001", ("A45D20/12", "F24H3/04"))
    assert [a.language for a in document.abstracts] == ["en", "fr"]
    assert [c.depends_on for c in document.claims] == [(), (1,), (1, 2)]
    assert document.claims[0].text.splitlines() == ["A hair dryer (1), comprising:", "a fan, and", "a nozzle (2)."]


def test_paragraphs_keep_their_printed_numbers_and_images_their_place() -> None:
    document = patent(WORLD)
    assert [(p.unit, p.heading) for p in document.description] == [
        ("desc.1", "Technical field"),
        ("desc.2", "Background art"),
        ("desc.4", "Background art"),
    ]
    assert document.description[1].text.splitlines()[1:] == ["speed | heat", "1 | 2"]
    assert [(d.kind, d.file, d.unit) for d in document.drawings if d.unit] == [("chemistry", "imgb0001.tif", "desc.4")]


def test_a_second_set_of_claims_in_one_language_is_numbered_on() -> None:
    second = '<claim num="0002"><claim-text>As claim 1.</claim-text></claim>'
    text = f'<claims lang="en"><claim num="0001"><claim-text>A.</claim-text></claim>{second}</claims>'
    reading = one(european(text + text))
    assert reading.patent is not None
    assert [(c.number, c.depends_on) for c in reading.patent.claims] == [(1, ()), (2, (1,)), (3, ()), (4, (3,))]
    assert [f.code for f in reading.findings] == ["second-claim-set"]
    assert len(reading.patent.units()) == 6


def test_claims_without_usable_numbers_are_numbered_by_what_is_printed() -> None:
    texts = ("1.) Trockner.", "2.) Nach Anspruch 1.")
    body = '<claims lang="de">' + "".join(f'<claim num=""><claim-text>{t}</claim-text></claim>' for t in texts) + "</claims>"
    assert [(c.number, c.text, c.depends_on) for c in patent(european(body)).claims] == [(1, "Trockner.", ()), (2, "Nach Anspruch 1.", (1,))]


def test_claims_in_running_text_are_parted() -> None:
    body = '<claims lang="en"><p>1. A dryer.</p><p>2. The dryer of claim 1.</p></claims>'
    assert [(c.number, c.text) for c in patent(european(body)).claims] == [(1, "A dryer."), (2, "The dryer of claim 1.")]


def test_unnumbered_blocks_are_headings_or_go_on_with_the_paragraph_above() -> None:
    body = (
        '<description lang="en"><p>FIELD</p><p num="0001">One.</p><p>which goes on here.</p><p>BACKGROUND</p><p num="0002">Two.</p>'
        '<p num="0003">Three.</p><p num="0004">Four.</p></description>'
    )
    found = [(p.unit, p.text, p.heading) for p in patent(european(body)).description]
    assert found[:2] == [("desc.1", "One.\nwhich goes on here.", "FIELD"), ("desc.2", "Two.", "BACKGROUND")]


def test_paragraphs_without_numbers_are_counted() -> None:
    body = "<description><heading>H</heading><p>[0007] One.</p><p>[0009] Two.</p></description>"
    assert [(p.unit, p.text) for p in patent(european(body)).description] == [("desc.7", "One."), ("desc.9", "Two.")]
    body = "<description><p>One.</p><p>Two.</p></description>"
    assert [p.unit for p in patent(european(body)).description] == ["desc.1", "desc.2"]


def test_a_damaged_document_leaves_its_neighbours_alone() -> None:
    found = readings("st36", european() + european()[:-30] + european("<abstract><p>x</abstract>") + GRANT, "week.xml")
    assert [r.entry.outcome for r in found] == ["warned", "refused", "refused", "indexed"]
    assert [r.entry.code for r in found[1:3]] == ["truncated-xml", "bad-xml"]
    assert found[1].entry.number == "EP1234567A1"


def test_other_prefixes_read_the_same() -> None:
    prefixed = WORLD.replace(b"<wo-published-application ", b'<q:wo-published-application xmlns:q="urn:q" ').replace(
        b"</wo-published-application>", b"</q:wo-published-application>"
    )
    prefixed = prefixed.replace(b"<claims ", b"<q:claims ").replace(b"</claims>", b"</q:claims>")
    assert patent(prefixed) == patent(WORLD)


def test_the_number_comes_from_attributes_or_at_last_from_the_files_name() -> None:
    bare = b'<wo-published-application><abstract lang="en"><p>A dryer.</p></abstract></wo-published-application>'
    reading = one(bare, "set.zip!WO2020123456A1.xml")
    assert (reading.entry.number, reading.entry.outcome, reading.entry.code) == ("WO2020123456A1", "warned", "number-from-file-name")
    assert one(bare, "notes.xml").entry.code == "no-number"
    named = b'<patent-document ucid="EP-1000000-A1" country="EP" doc-number="1000000" kind="A1" date="20000517" lang="EN">'
    front = b'<bibliographic-data><technical-data><invention-title lang="EN">Dryer</invention-title><citations><patent-citations>'
    front += b'<patcit ucid="US-6331181-B1"/><patcit ucid="EP-1234567-A1"/></patent-citations></citations></technical-data></bibliographic-data>'
    document = patent(named + front + b"<claims lang='EN'><claim num='1'><claim-text>1 . A dryer.</claim-text></claim></claims></patent-document>")
    assert (document.id, document.publication_date, document.claims[0].text) == ("EP1000000A1", dt.date(2000, 5, 17), "A dryer.")
    assert ([c.number for c in document.citations], document.title) == (["US6331181B1", "EP1234567A1"], "Dryer")


def test_a_dtd_and_its_entities_are_not_fetched() -> None:
    data = european("<abstract lang='en'><p>5 &micro;m &x; &amp;</p></abstract>").replace(
        b'"ep-patent-document-v1-5.dtd"', b'"http://127.0.0.1:9/evil.dtd" [<!ENTITY x SYSTEM "file:///etc/hostname">]'
    )
    assert patent(data).units()["abstract"] == "5 µm &x; &"


@pytest.mark.parametrize("root", ["cn-patent-document", "us-patent-grant", "jp-official-gazette", "exchange-documents", "html"])
def test_documents_of_other_formats_are_left_to_their_readers(root: str) -> None:
    from indexing.readers.st36 import St36Reader

    assert not St36Reader().recognises(f"<{root}><a/><application-body><claims/></application-body></{root}>".encode())


def test_a_date_that_is_none_is_said() -> None:
    reading = one(european("<abstract><p>A dryer.</p></abstract>").replace(b"<date>20020828", b"<date>20021328"))
    assert reading.patent is not None
    assert (reading.patent.publication_date, reading.entry.outcome) == (None, "indexed")
    assert [(f.code, f.field, f.detail) for f in reading.findings] == [("bad-date", "publication_date", "20021328")]


def test_two_descriptions_in_one_language_share_no_unit() -> None:
    first = '<description lang="en"><p num="0001">One.</p><p num="0003">Three.</p></description>'
    document = patent(european(first + '<description lang="en"><p num="0001">Again.</p></description>'))
    assert list(document.units()) == ["title@de", "title@en", "desc.1", "desc.3", "desc.4"]


def test_an_application_body_alone_is_named_after_its_file() -> None:
    data = b'<application-body lang="en"><description><p num="1">A dryer.</p></description></application-body>'
    assert [(r.entry.number, r.entry.code) for r in readings("st36", data, "EP1234567A1.xml")] == [("EP1234567A1", "number-from-file-name")]


@pytest.mark.parametrize("written", ["PCT/AT2025/060321", "AT2025/060321"])
def test_an_international_application_has_one_number_however_it_is_written(written: str) -> None:
    front = f"<application-reference appl-type='international'><document-id><country>AT</country><doc-number>{written}</doc-number></document-id>"
    front += "</application-reference><invention-title>Dryer</invention-title>"
    data = f"<wo-published-application country='WO' doc-number='2026/044310' kind='A1'><wo-bibliographic-data>{front}</wo-bibliographic-data>"
    document = patent(f"{data}</wo-published-application>".encode())
    assert (document.id, document.application_number) == ("WO2026044310A1", "PCT/AT2025/060321")


def test_a_sequence_listing_beside_the_documents_is_refused_as_what_it_is() -> None:
    reading = one(b'<ST26SequenceListing dtdVersion="V1_3"><SequenceTotalQuantity>1</SequenceTotalQuantity></ST26SequenceListing>')
    assert (reading.entry.outcome, reading.entry.code) == ("refused", "sequence-listing")


def test_a_status_report_of_an_international_application_is_read_as_far_as_it_goes() -> None:
    front = b"<publication-reference><document-id><country>WO</country><doc-number>2020/123456</doc-number><kind>A1</kind></document-id>"
    front += b"</publication-reference><invention-title lang='EN'>Dryer</invention-title>"
    data = b"<wo-international-application-status><wo-bibliographic-data>" + front + b"</wo-bibliographic-data><abstract lang='EN'><p>It dries.</p>"
    document = patent(data + b"</abstract></wo-international-application-status>")
    assert (document.id, document.title, document.units()["abstract"]) == ("WO2020123456A1", "Dryer", "It dries.")
