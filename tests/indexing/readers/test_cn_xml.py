"""The reader of Chinese publications, new schema and old."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from indexing.model import CitedDocument, Drawing, PriorityClaim
from tests.kits.readers import FORMATS, readings

if TYPE_CHECKING:
    from indexing.model import Patent

NEW = (FORMATS / "cn-xml" / "made-2012.xml").read_bytes()
OLD = (FORMATS / "cn-xml" / "made-st36.xml").read_bytes()


def patent(data: bytes) -> Patent:
    (reading,) = readings("cn-xml", data)
    assert reading.patent is not None
    return reading.patent


def test_the_front_page_of_the_new_schema() -> None:
    document = patent(NEW)
    assert (document.id, document.application_number, document.language) == ("CN109999999A", "CN201910000001", "zh")
    assert document.priorities == (PriorityClaim("2018-000123", "JP", dt.date(2018, 1, 4)),)
    assert (document.ipc, document.applicants, document.inventors) == (("A45D20/12",), ("示例电器有限公司",), ("张三", "李四"))
    assert document.units()["abstract"] == "本发明公开了一种吹风机，包括壳体和喷嘴。"


def test_unnumbered_headings_are_no_paragraphs() -> None:
    found = [(p.unit, p.heading) for p in patent(NEW).description]
    assert found == [("desc.1", "技术领域"), ("desc.2", "背景技术"), ("desc.3", "具体实施方式")]


def test_numbered_headings_stay_paragraphs_and_stand_above_the_next_ones() -> None:
    found = [(p.unit, p.text.splitlines()[0], p.heading) for p in patent(OLD).description]
    assert found[0] == ("desc.1", "技术领域", "技术领域")
    assert found[1] == ("desc.2", "本实用新型涉及吹风机，具体涉及一种静音吹风机。", "技术领域")
    assert found[3] == ("desc.4", "见下表：", "具体实施方式")


def test_claims_lose_their_number_and_depend_by_their_words() -> None:
    claims = patent(NEW).claims
    assert claims[0].text.splitlines() == ["一种吹风机，包括：", "壳体；以及", "喷嘴。"]
    assert [c.depends_on for c in claims] == [(), (1,), (1, 2)]


def test_lines_wrapped_within_a_sentence_are_joined() -> None:
    first, second = patent(OLD).claims
    assert first.text == "一种静音吹风机，其特征在于：包括壳体与喷嘴；\n所述壳体内设有风机。"
    assert (second.text, second.depends_on) == ("根据权利要求1所述的静音吹风机，其特征在于：所述喷嘴为圆形。", (1,))


def test_tables_powers_and_images_are_kept() -> None:
    document = patent(NEW)
    assert document.units()["desc.2"].endswith("10^3W。")
    assert document.units()["desc.3"].splitlines()[1] == "风速 | 温度"
    assert document.drawings == (
        Drawing("formula", "M1.JPG", unit="desc.3"),
        Drawing("drawing", "D1.JPG", figure="1"),
        Drawing("drawing", "D2.JPG", figure="2A"),
    )


def test_the_kind_and_people_of_the_old_schema() -> None:
    document = patent(OLD)
    assert (document.id, document.kind, document.publication_date) == ("CN203333333U", "U", dt.date(2013, 12, 11))
    assert (document.applicants, document.inventors) == (("示例大学",), ("赵六",))


def test_other_prefixes_read_the_same() -> None:
    assert patent(
        NEW.replace(b"business:", b"b1:").replace(b":business", b":b1").replace(b"base:", b"x:").replace(b"xmlns:base", b"xmlns:x")
    ) == patent(NEW)


def test_another_encoding_than_declared_is_repaired_and_said() -> None:
    (reading,) = readings("cn-xml", OLD.decode().encode("gb18030"))
    assert reading.patent == patent(OLD)
    assert [f.code for f in reading.findings] == ["encoding-repaired"]


def test_a_document_without_number_and_one_cut_short_are_refused() -> None:
    nameless = OLD.replace(b"<doc-number>203333333</doc-number>", b"")
    found = readings("cn-xml", nameless + NEW[:-200].replace(b"<?xml", b"\n<?xml") + OLD)
    assert [r.entry.code for r in found] == ["no-number", "truncated-xml", None]
    assert found[1].entry.number == "CN109999999A"


DESIGN = """<business:PatentDocumentAndRelated xmlns:base="urn:base" xmlns:business="urn:business" lang="zh" country="CN" docNumber="307000001"
 kind="S"><business:DesignBibliographicData><business:PublicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>307000001</base:DocNumber><base:Kind>S</base:Kind><base:Date>20220201</base:Date></base:DocumentID></business:PublicationReference>
<business:ClassificationLocarno><business:MainClassification>28-03(13)</business:MainClassification></business:ClassificationLocarno>
<business:DesignTitle>吹风机</business:DesignTitle><business:DesignerDetails><business:Designer><base:AddressBook><base:Name>张三</base:Name>
</base:AddressBook></business:Designer></business:DesignerDetails></business:DesignBibliographicData><business:DesignBriefExplanation>
<base:Paragraphs>1.本外观设计产品的名称：吹风机。</base:Paragraphs></business:DesignBriefExplanation></business:PatentDocumentAndRelated>"""
CITING = """<business:ReferencesCited><business:Citation><business:ApplicationCitation><business:PublicationReference><base:DocumentID>
<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>203000001</base:DocNumber><base:Kind>U</base:Kind><base:Date>20131009</base:Date>
</base:DocumentID></business:PublicationReference></business:ApplicationCitation></business:Citation></business:ReferencesCited>"""


def test_a_design_has_its_title_its_designer_and_its_brief_explanation() -> None:
    document = patent(DESIGN.encode())
    assert (document.id, document.publication_date, document.title) == ("CN307000001S", dt.date(2022, 2, 1), "吹风机")
    assert (document.inventors, document.ipc, document.units()["desc.1"]) == (("张三",), (), "1.本外观设计产品的名称：吹风机。")


def test_a_grant_names_what_its_examiner_cited() -> None:
    data = NEW.replace(b"</business:BibliographicData>", f"{CITING}</business:BibliographicData>".encode())
    assert CitedDocument("CN203000001U", cited_by="examiner") in patent(data).citations


def test_a_section_without_a_printed_heading_begins_under_its_own() -> None:
    body = "<business:Description><business:TechnicalField><base:Paragraphs>技术领域</base:Paragraphs><base:Paragraphs>吹风。</base:Paragraphs>"
    body += "</business:TechnicalField><business:BackgroundArt>现有的吹风机很响。</business:BackgroundArt></business:Description>"
    data = DESIGN.replace("</business:DesignBibliographicData>", f"</business:DesignBibliographicData>{body}")
    assert [(p.text, p.heading) for p in patent(data.encode()).description][1:3] == [("吹风。", "技术领域"), ("现有的吹风机很响。", "背景技术")]
