"""The reader of Japanese gazettes after ST.36."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from indexing.model import CitedDocument, Drawing, PriorityClaim
from tests.kits.readers import FORMATS, readings

if TYPE_CHECKING:
    from indexing.model import Patent

GAZETTE = (FORMATS / "jp-xml" / "made-gazette.xml").read_bytes()


def patent(data: bytes) -> Patent:
    (reading,) = readings("jp-xml", data)
    assert reading.patent is not None
    return reading.patent


def test_the_front_page() -> None:
    document = patent(GAZETTE)
    assert (document.id, document.application_number, document.language) == ("JP2019012345A", "JP2017123456", "ja")
    assert (document.publication_date, document.filing_date) == (dt.date(2019, 1, 31), dt.date(2017, 6, 23))
    assert document.priorities == (PriorityClaim("15/192,001", "US", dt.date(2016, 6, 24)),)
    assert (document.applicants, document.inventors) == (("見本電機株式会社",), ("見本 花子",))


def test_national_classes_are_neither_ipc_nor_cpc() -> None:
    document = patent(GAZETTE)
    assert (document.ipc, document.cpc) == (("A45D20/12", "H05B3/00"), ())


@pytest.mark.parametrize(
    ("attribute", "printed", "kind"),
    [
        (b'kind-of-st16="B2"', "特許公報(B2)", "B2"),
        (b"", "特許公報（Ｂ２）", "B2"),
        (b"", "登録実用新案公報(U)", "U"),
        (b'kind-of-st16="Y2"', "実用新案公報", "Y2"),
    ],
)
def test_the_kind_is_st16s_or_stands_behind_the_name_of_the_gazette(attribute: bytes, printed: str, kind: str) -> None:
    data = GAZETTE.replace(b'kind-of-jp="A" kind-of-st16="A"', attribute).replace("公開特許公報(A)".encode(), printed.encode())
    assert patent(data).kind == kind


def test_claims_depend_by_their_words_and_amendments_are_left_out() -> None:
    claims = patent(GAZETTE).claims
    assert claims[0].text.splitlines() == ["本体と、", "ノズルと、", "を備えるヘアドライヤー。"]
    assert [c.depends_on for c in claims] == [(), (1,), (1, 2), (1, 2, 3)]


def test_sections_bear_the_heading_that_the_gazette_prints() -> None:
    found = [(p.unit, p.heading) for p in patent(GAZETTE).description]
    assert found == [
        ("desc.1", "技術分野"),
        ("desc.2", "特許文献"),
        ("desc.3", "非特許文献"),
        ("desc.4", "発明が解決しようとする課題"),
        ("desc.5", "発明を実施するための形態"),
    ]
    assert patent(GAZETTE).units()["desc.1"] == "本発明は、ヘアドライヤーに関する。"


def test_documents_listed_as_prior_art_are_citations_of_the_applicant() -> None:
    cited = patent(GAZETTE).citations
    assert [c.number for c in cited][:1] == ["JP2015123456A"]
    assert cited[2].number in {"WO2013012345", "WO2013012345A1"}
    assert cited[3] == CitedDocument(None, cited_by="applicant", text="温風学会誌、第３巻、２００１年")


def test_images_are_kept_by_kind_and_figure() -> None:
    assert patent(GAZETTE).drawings == (
        Drawing("table", "2019012345.tif", unit="desc.5"),
        Drawing("formula", "2019012345.tif", unit="desc.5"),
        Drawing("drawing", "2019012345.tif", figure="1"),
    )


@pytest.mark.parametrize(("encoding", "codes"), [("euc_jp", ["encoding-repaired"]), ("cp932", ["encoding-repaired"]), ("utf-8", [])])
def test_old_encodings_are_read_whatever_is_declared(encoding: str, codes: list[str]) -> None:
    text = GAZETTE.decode().replace("−", "－") if encoding == "cp932" else GAZETTE.decode()
    (reading,) = readings("jp-xml", text.encode(encoding))
    assert reading.patent is not None
    assert (reading.patent.title, [f.code for f in reading.findings]) == ("ヘアドライヤー", codes)


def test_gazettes_one_after_the_other_without_declarations_are_parted() -> None:
    root = GAZETTE[GAZETTE.index(b"<jp-official") :]
    found = readings("jp-xml", root + root[:-400] + root.replace(b"2019012345</doc", b"2019012346</doc"), "b.xml")
    assert [(r.entry.number, r.entry.code) for r in found] == [("JP2019012345A", None), (None, "truncated-xml"), ("JP2019012346A", None)]


def test_a_gazette_without_number_is_refused() -> None:
    (reading,) = readings("jp-xml", GAZETTE.replace(b"<doc-number>2019012345</doc-number>", b""))
    assert reading.entry.code == "no-number"
