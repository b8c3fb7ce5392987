"""The reader of ST.96 publications."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from indexing.model import CitedDocument, Drawing, PriorityClaim
from tests.kits.readers import FORMATS, readings

if TYPE_CHECKING:
    from indexing.model import Patent

MADE = (FORMATS / "st96" / "made-publication.xml").read_bytes()
JAPANESE = (FORMATS / "st96" / "made-japanese.xml").read_bytes()


def patent(data: bytes) -> Patent:
    (reading,) = readings("st96", data)
    assert reading.patent is not None
    return reading.patent


def test_the_front_page() -> None:
    document = patent(MADE)
    assert (document.id, document.application_number, document.language) == ("CA3012345A1", "CA3012345", "en")
    assert document.priorities == (PriorityClaim("1712345.6", "GB", dt.date(2017, 8, 1)),)
    assert [t.language for t in document.titles] == ["en", "fr"]
    assert (document.applicants, document.inventors) == (("Example Ltd",), ("Jane Q. Public",))


def test_classes_that_were_searched_are_not_the_documents_own() -> None:
    document = patent(MADE)
    assert (document.ipc, document.cpc) == (("A45D20/12",), ("A45D20/122",))


def test_citations_say_who_cited() -> None:
    assert patent(MADE).citations == (
        CitedDocument("US6054363A", cited_by="examiner"),
        CitedDocument(None, cited_by="applicant", text="Doe J., Warm air, 2001."),
    )


def test_claims_and_their_references() -> None:
    first, second = patent(MADE).claims
    assert first.text.splitlines() == ["A dryer, comprising:", "a fan; and", "a nozzle."]
    assert (second.text, second.depends_on) == ("The dryer according to claim 1, with a grip.", (1,))


def test_paragraphs_tables_and_images() -> None:
    document = patent(MADE)
    assert [(p.unit, p.heading) for p in document.description] == [("desc.1", None), ("desc.2", "TECHNICAL FIELD"), ("desc.3", "DRAWINGS")]
    assert document.units()["desc.2"] == "A dryer for H2O at 10^2 Pa, see FIG. 1."
    assert document.units()["desc.3"] == "speed | heat"
    assert document.drawings == (
        Drawing("formula", "M1.TIF", unit="desc.3"),
        Drawing("drawing", "D1.TIF", figure="1A"),
        Drawing("drawing", "D2.TIF", 2),
    )


def test_a_japanese_patent_is_read_by_its_own_front_page_only() -> None:
    document = patent(JAPANESE)
    assert (document.id, document.publication_date, document.application_number) == ("JP7012345B2", dt.date(2022, 2, 3), "JP2018123456")
    assert (document.ipc, document.applicants, document.inventors) == (("A45D20/12", "H05B3/00"), ("見本電機株式会社",), ("見本 花子",))
    assert [(p.unit, p.heading) for p in document.description] == [
        ("desc.1", "技術分野"),
        ("desc.2", "背景技術"),
        ("desc.3", "発明が解決しようとする課題"),
    ]
    assert [c.depends_on for c in document.claims] == [(), (1,)]


def test_an_unexamined_publication_is_of_kind_a() -> None:
    data = JAPANESE.replace(b"RegisteredPatentPublication", b"UnexaminedPatentPublication").replace("特許公報(B2)".encode(), "公開特許公報".encode())
    assert patent(data.replace(b">7012345<", b">2020004567<")).id == "JP2020004567A"


def test_an_amendment_is_no_publication() -> None:
    data = JAPANESE.replace(b"<jppat:RegisteredPatentPublication ", b"<jppat:UnexaminedPatentPublicationAmendment ")
    data = data.replace(b"</jppat:RegisteredPatentPublication>", b"</jppat:UnexaminedPatentPublicationAmendment>")
    assert [r.entry.code for r in readings("st96", data)] == ["amendment-only"]


def test_other_prefixes_read_the_same() -> None:
    data = MADE.replace(b"pat:", b"p9:").replace(b"xmlns:pat", b"xmlns:p9").replace(b"com:", b"c9:").replace(b"xmlns:com", b"xmlns:c9")
    assert patent(data) == patent(MADE)


def test_damaged_documents_and_those_without_number_are_refused() -> None:
    nameless = MADE.replace(b"<pat:PublicationNumber>03012345</pat:PublicationNumber>", b"")
    found = readings("st96", nameless + MADE[:-100] + b"\n" + MADE)
    assert [r.entry.code for r in found] == ["no-number", "truncated-xml", None]


def test_a_japanese_grant_says_what_its_examiner_cited() -> None:
    cited = "<pat:PatentCitationText>特開２０１８－１２３４５６（ＪＰ，Ａ）</pat:PatentCitationText>"
    front = f"<pat:ReferenceCitation><pat:PatentCitation>{cited}</pat:PatentCitation></pat:ReferenceCitation>"
    end = b"</jppat:RegisteredPatentPublicationBibliographicData>"
    assert end in JAPANESE
    citations = patent(JAPANESE.replace(end, front.encode() + end)).citations
    assert CitedDocument("JP2018123456A", cited_by="examiner") in citations
