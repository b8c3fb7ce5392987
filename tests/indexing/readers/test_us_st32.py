"""The readers of US grants in the tags of ST.32: SGML of 2001, XML of 2002 to 2004."""

from __future__ import annotations

import datetime as dt

import pytest

from indexing.model import Claim, Drawing, Patent, PriorityClaim, Reading
from indexing.reading.sources import read
from tests.kits.readers import FORMATS, bytes_source, readings

XML = (FORMATS / "us-st32-xml" / "US06336130.xml").read_bytes()
SGML = (FORMATS / "us-sgml" / "USD435854.sgml").read_bytes()
DESIGN = (FORMATS / "us-st32-xml" / "USD435854S1.xml").read_bytes()


def grant(body: str = "", bib: str = "", *, xml: bool = True) -> bytes:
    """A small grant with `body` after its bibliography, and `bib` within it."""
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE PATDOC SYSTEM "ST32-US-Grant-025xml.dtd" [ ]>\n' if xml else ""
    return (
        f"{declaration}<PATDOC>\n<SDOBI>\n<B100><B110><DNUM><PDAT>06336131</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130>"
        f"<B140><DATE><PDAT>20020101</PDAT></DATE></B140><B190><PDAT>US</PDAT></B190></B100>\n{bib}\n</SDOBI>\n{body}\n</PATDOC>\n"
    ).encode()


def one(data: bytes) -> Reading:
    (reading,) = readings("us-st32-xml" if data.startswith(b"<?xml") else "us-sgml", data, "grant")
    return reading


def patent(data: bytes) -> Patent:
    document = one(data).patent
    assert document is not None
    return document


def test_priorities_are_foreign_ones_and_parents() -> None:
    assert patent(XML).priorities == (
        PriorityClaim("971605", "NO", dt.date(1997, 4, 8)),
        PriorityClaim("PCT/NO98/00107", "WO", dt.date(1998, 4, 2)),
    )


def test_a_reissue_a_substitution_and_an_earlier_publication_are_no_priorities() -> None:
    parent = "<PARENT-US><CDOC/><PDOC><DOC><DNUM><PDAT>{}</PDAT></DNUM><DATE><PDAT>19990101</PDAT></DATE></DOC></PDOC></PARENT-US>"
    related = "".join(f"<{tag}>{parent.format(n)}</{tag}>" for n, tag in enumerate(("B620", "B640", "B660", "B645")))
    related += "<B680US><DOC><DNUM><PDAT>60123456</PDAT></DNUM></DOC></B680US><B690US><DOC><DNUM><PDAT>20010001</PDAT></DNUM></DOC></B690US>"
    assert [p.number for p in patent(grant("<SDOAB><PARA/>A.</SDOAB>", f"<B600>{related}</B600>")).priorities] == ["0", "60123456"]


def test_classes_are_those_of_the_ipc_in_fixed_width() -> None:
    assert patent(XML).ipc == ("G06F15/16", "G06F13/00")
    assert patent(DESIGN).ipc == ()


def test_citations_say_who_cited_them_and_keep_literature_as_printed() -> None:
    cited = patent(XML).citations
    assert [(c.number, c.cited_by) for c in cited[4:6]] == [("US6085086A", "examiner"), ("WO1996025012", "other")]
    assert cited[8].text == "Telektronikk, vol. 90, No. 2, 1994, Norway, T. Handegåard, “The TINA Consortium”."
    assert {c.number for c in cited[6:]} == {None}


def test_sgml_reads_as_the_same_document_as_its_xml() -> None:
    sgml, xml = patent(SGML), patent(DESIGN)
    assert sgml.units() == xml.units()
    assert (sgml.citations, sgml.drawings, sgml.application_number, sgml.applicants) == (
        xml.citations,
        xml.drawings,
        "US29116510",
        ("Hitachi Maxell, Ltd.", "Sanyo Electric Co.,Ltd.", "Olympus Optical Co., Ltd."),
    )
    assert one(SGML).findings == ()


def test_tags_in_small_letters_and_ends_left_out_are_mended_and_said_so() -> None:
    body = "<sdode><drwdesc><btext><para id=P-1 lvl=7><ptext><pdat>FIG. 1 & so on.<para><ptext><pdat>A < B.</btext></drwdesc></sdode></nothing>"
    reading = one(grant(body, xml=False))
    assert reading.patent is not None
    assert [p.text for p in reading.patent.description] == ["FIG. 1 & so on.", "A < B."]
    assert [f.code for f in reading.findings] == ["markup-repaired"]


def test_a_weekly_sgml_file_is_parted_at_its_doctypes_and_roots() -> None:
    week = SGML + SGML.replace(b"D0435854", b"D0435855") + grant(xml=False)[:150] + b"\n" + SGML.replace(b"D0435854", b"D0435856")
    found = readings("us-sgml", week, "week")
    assert [(r.entry.code, r.patent and r.patent.id) for r in found] == [
        (None, "USD435854S"),
        (None, "USD435855S"),
        ("truncated-sgml", None),
        (None, "USD435856S"),
    ]
    line = int(found[2].entry.source.partition(":")[2])
    assert week.split(b"\n")[line - 1] in grant(xml=False)


@pytest.mark.parametrize("change", [lambda d: d.replace(b"\r\n", b"\n"), lambda d: d.replace(b">\r\n<", b">\r\n\r\n<"), lambda d: b"\n\n" + d])
def test_line_ends_and_blank_lines_change_nothing(change) -> None:  # type: ignore[no-untyped-def]
    for data in (SGML, DESIGN):
        (reading,) = read(bytes_source(change(data)))
        assert reading.patent is not None
        assert reading.patent.units() == patent(data).units()


def test_entities_of_old_files_are_characters_and_unknown_ones_a_finding() -> None:
    body = (
        "<SDOAB><BTEXT><PARA><PTEXT><PDAT>&thgr;&equals;90&deg;, &lsqb;&num;&rsqb; AT&amp;T &foo; &PHgr;&it;x</PDAT></PTEXT></PARA></BTEXT></SDOAB>"
    )
    for xml in (True, False):
        reading = one(grant(body, xml=xml))
        assert reading.patent is not None
        assert reading.patent.abstracts[0].text == "θ=90°, [#] AT&T &foo; Φx"
        assert [(f.code, f.detail) for f in reading.findings] == [("unknown-entity", "&foo;")]


def test_another_encoding_is_repaired_and_said_so() -> None:
    body = "<SDOAB><BTEXT><PARA><PTEXT><PDAT>M\u00fcller’s dryer.</PDAT></PTEXT></PARA></BTEXT></SDOAB>"
    for xml in (True, False):
        good = grant(body, xml=xml)
        reading = one(good.decode().encode("cp1252"))
        assert reading.patent is not None
        assert reading.patent.units() == patent(good).units()
        assert [f.code for f in reading.findings] == ["encoding-repaired"]


def test_formulas_tables_and_indices_are_text_with_their_images_by_reference() -> None:
    body = (
        '<SDODE><DETDESC><BTEXT><H LVL="1"><STEXT><PDAT>EXAMPLE</PDAT></STEXT></H><PARA><PTEXT><PDAT>CO</PDAT><HIL><SB>'
        "<PDAT>2</PDAT></SB></HIL><PDAT> at 10"
        "</PDAT><HIL><SP><PDAT>&minus;3</PDAT></SP></HIL>\n<CWU><MATH-US><MATHEMATICA FILE='M1.NB'/><MATHML>\n<math>\n"
        "<mi>t</mi>\n<mo>=</mo><mfrac><mi>a</mi>"
        "<mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math></MATHML><EMI FILE='M1.TIF'/></MATH-US></CWU></PTEXT></PARA>"
        "<PARA><PTEXT><CWU><TABLE-US><TABLE-CALS><table><tgroup cols='3'><colspec colname='offset'/><colspec colname='1'/>"
        "<colspec colname='2'/><tbody>"
        "<row><entry/><entry><PTEXT><PDAT>Run</PDAT></PTEXT></entry><entry>Yield</entry></row><row>"
        "<entry namest='offset' nameend='2' rowsep='1'/></row>"
        "<row><entry/><entry namest='2' nameend='2'>93</entry></row></tbody></tgroup></table></TABLE-CALS></TABLE-US></CWU></PTEXT></PARA>"
        "</BTEXT></DETDESC></SDODE><SDODR ID='D'><EMI FILE='US1-20020101-D00000.TIF'/><EMI FILE='US1-20020101-D00002.TIF'/></SDODR>"
    )
    found = patent(grant(body))
    assert [p.text for p in found.description] == ["CO2 at 10^−3\nt = a/(b + 1)", "Run | Yield\n| 93"]
    assert found.description[0].heading == "EXAMPLE"
    assert found.drawings == (
        Drawing("drawing", "US1-20020101-D00000.TIF"),
        Drawing("drawing", "US1-20020101-D00002.TIF", 2),
        Drawing("formula", "M1.TIF", unit="desc.1"),
    )


def test_claims_have_their_printed_number_their_steps_and_references() -> None:
    body = (
        "<SDOCL><CL><CLM ID='CLM-00001'><PARA><PTEXT><PDAT>1. A dryer having:</PDAT></PTEXT></PARA><CLMSTEP LVL='2'><PTEXT>"
        "<PDAT>a fan.</PDAT></PTEXT>"
        "</CLMSTEP></CLM><CLM ID='CLM-00002'><PARA><PTEXT><PDAT>2. The dryer of </PDAT><CLREF ID='CLM-00001'>"
        "<PDAT>the first</PDAT></CLREF><PDAT>.</PDAT>"
        "</PTEXT></PARA></CLM></CL></SDOCL>"
    )
    assert patent(grant(body)).claims == (Claim(1, "A dryer having:\na fan.", (), "en"), Claim(2, "The dryer of the first.", (1,), "en"))


def test_what_a_reissue_takes_out_is_in_brackets() -> None:
    text = 'The <DEL-S ID="D1">old<DEL-E ID="D1"> <INS-S ID="I1">new<INS-E ID="I1"> dryer'
    body = f"<SDOAB><BTEXT><PARA><PTEXT><PDAT>{text}</PDAT></PTEXT></PARA></BTEXT></SDOAB>"
    assert patent(grant(body, xml=False)).abstracts[0].text == "The [old] new dryer"


@pytest.mark.parametrize("cut", [2_000, 9_000, 30_000])
def test_truncated_xml_is_refused_with_its_line(cut: int) -> None:
    entry = one(XML[:cut]).entry
    assert (entry.outcome, entry.code) == ("refused", "truncated-xml")
    assert abs(int(entry.source.partition(":")[2]) - XML[:cut].count(b"\n")) <= 1


def test_damaged_xml_is_refused_and_a_missing_number_too() -> None:
    nameless = grant("<SDOAB>A.</SDOAB>").replace(b"<DNUM><PDAT>06336131</PDAT></DNUM>", b"")
    found = readings("us-st32-xml", XML.replace(b"</SDOCL>", b"</SDOC>") + nameless + XML)
    assert [r.entry.code for r in found] == ["bad-xml", "no-number", None]


def test_external_entities_are_never_opened(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    body = "<SDOAB><BTEXT><PARA><PTEXT><PDAT>A &x; dryer.</PDAT></PTEXT></PARA></BTEXT></SDOAB>"
    for xml in (True, False):
        doctype = f'<!DOCTYPE PATDOC SYSTEM "x.dtd" [ <!ENTITY x SYSTEM "file://{secret}"> ]>\n'.encode()
        data = grant(body, xml=xml)
        data = data.replace(b'<!DOCTYPE PATDOC SYSTEM "ST32-US-Grant-025xml.dtd" [ ]>\n', doctype) if xml else doctype + data
        assert patent(data).abstracts[0].text == "A &x; dryer."


def test_a_sequence_listing_is_lines() -> None:
    fields = "<S200><S210><PDAT>1</PDAT></S210><S211><PDAT>5</PDAT></S211></S200><S400>atgca</S400>"
    listing = f"<CWU><SEQLST-US><SEQ-LST-NEW>{fields}</SEQ-LST-NEW></SEQLST-US></CWU>"
    body = f"<SDODE><DETDESC><BTEXT><PARA><PTEXT><PDAT>Listing:</PDAT>{listing}</PTEXT></PARA></BTEXT></DETDESC></SDODE>"
    assert patent(grant(body)).description[0].text == "Listing:\n1\n5\natgca"
