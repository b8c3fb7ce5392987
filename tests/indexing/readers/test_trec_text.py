"""The reader of TREC-style text."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.kits.readers import readings, recognised_as

NTCIR = (
    "<DOC><DOCNO>PATENT-US-GRT-1993-05176894</DOCNO><APP-NO>07/800123</APP-NO><APP-DATE>19911129</APP-DATE><PUB-NO>05176894</PUB-NO>"
    "<PUB-DATE>19930105</PUB-DATE><PRI-IPC>C01C 03/16</PRI-IPC><CITATION>4832301/19890523\t3838193/19740900</CITATION>"
    "<INVENTOR>Ann One<tab>Bob Two</INVENTOR><TITLE>Salt &amp; water</TITLE><ABST>A salt.</ABST><SPEC>FIELD\nSalts x<SUB>2</SUB> are known.</SPEC>"
    "<CLAIM>1. A salt. 2. The salt of claim 1.</CLAIM></DOC>\n"
)


def read(text: str):
    return readings("trec-text", text.encode(), "t.trec")


def test_a_patent_of_ntcir_has_its_parts() -> None:
    (reading,) = read(NTCIR)
    patent = reading.patent
    assert patent is not None
    assert (patent.id, patent.source_id, patent.title) == ("US5176894", "PATENT-US-GRT-1993-05176894", "Salt & water")
    assert (patent.filing_date, patent.publication_date, patent.ipc) == (dt.date(1991, 11, 29), dt.date(1993, 1, 5), ("C01C3/16",))
    assert [(c.number, c.depends_on) for c in patent.claims] == [(1, ()), (2, (1,))]
    assert [(p.heading, p.text) for p in patent.description] == [("FIELD", "Salts x2 are known.")]
    assert [c.number for c in patent.citations] == ["US4832301", "US3838193"]
    assert patent.inventors == ("Ann One", "Bob Two")


def test_documents_are_cut_by_their_lines() -> None:
    found = read(NTCIR + "\n" + NTCIR.replace("05176894", "05176895"))
    assert [(r.entry.source, r.entry.number) for r in found] == [("t.trec:1", "US5176894"), ("t.trec:4", "US5176895")]


@pytest.mark.parametrize("tag", ["TEXT", "SPEC", "Description", "unknown"])
def test_any_tag_with_text_is_description(tag: str) -> None:
    (reading,) = read(f"<DOC>\n<DOCNO> WSJ870324-0001 </DOCNO>\n<HL> News </HL>\n<{tag}>\nA text.\n</{tag}>\n</DOC>")
    assert reading.patent is not None
    assert (reading.patent.id, reading.patent.title) == ("WSJ870324-0001", "News")
    assert [p.text for p in reading.patent.description] == ["A text."]


def test_a_document_never_closed_ends_where_the_next_begins() -> None:
    found = read("<DOC><DOCNO>a1</DOCNO><TEXT>One.</TEXT>\n<DOC><DOCNO>a2</DOCNO><TEXT>Two.</TEXT></DOC>\n<DOC><DOCNO>a3</DOCNO><TEXT>Thr")
    assert [(r.entry.number, [f.code for f in r.findings]) for r in found] == [("a1", ["bad-markup"]), ("a2", []), ("a3", ["bad-markup"])]
    assert found[2].patent is not None
    assert found[2].patent.description[0].text == "Thr"


def test_a_document_without_a_number_is_refused_and_the_next_one_read() -> None:
    found = read("<DOC><DOCNO></DOCNO><TEXT>One.</TEXT></DOC><DOC><DOCNO>a2</DOCNO><TEXT>Two.</TEXT></DOC>")
    assert [r.entry.code for r in found] == ["no-number", None]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = "<DOC>\r<DOCNO>a1</DOCNO>\r<TEXT>Gerät</TEXT>\r</DOC>"
    assert recognised_as(text.encode(encoding)) == ["trec-text"]
    (reading,) = readings("trec-text", text.encode(encoding))
    assert reading.patent is not None
    assert reading.patent.description[0].text == "Gerät"


def test_tags_opened_ten_thousand_times_end_in_the_ledger() -> None:
    (reading,) = read("<DOC><DOCNO>a1</DOCNO>" + "<P>x" * 10_000 + "".join(f"<T{n}>" for n in range(2000)) + "</DOC>")
    assert reading.entry.outcome == "indexed"


def test_a_document_longer_than_one_read_is_whole() -> None:
    (reading,) = read("<DOC><DOCNO>a1</DOCNO><TEXT>" + "word " * 500_000 + "</TEXT></DOC>")
    assert reading.patent is not None
    assert len(reading.patent.description[0].text) == 2_499_999
