"""The reader of tables of patents."""

from __future__ import annotations

import datetime as dt

import pytest

from indexing.model import CitedDocument, PriorityClaim
from tests.kits.readers import readings, recognised_as

HEADER = "Publication Number,Title,Abstract"


def read(text: str, encoding: str = "utf-8"):
    return readings("csv-table", text.encode(encoding), "t.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_common_way_to_write_a_table_is_read_alike(encoding: str, line_end: str, delimiter: str) -> None:
    text = f'{HEADER}\nUS-4712313-A,Gerät,"First line,\nsecond ""line"""\nEP-1234567-B1,Säge,Other'.replace(",", delimiter).replace("\n", line_end)
    assert recognised_as(text.encode(encoding)) == ["csv-table"]
    found = read(text, encoding)
    patents = [r.patent for r in found if r.patent]
    assert [(p.id, p.title) for p in patents] == [("US4712313A", "Gerät"), ("EP1234567B1", "Säge")]
    assert patents[0].units()["abstract"] == " ".join(f'First line{delimiter} second "line"'.split())
    assert {f.code for r in found for f in r.findings} == ({"encoding-repaired"} if encoding == "cp1252" else set())


def test_a_number_may_stand_in_parts() -> None:
    found = read("Country,Publication Number,Kind,Title\nEP,1234567,B1,Saw\n,US 10,x\nWO,2019012345,A1,Axe")
    assert [r.entry.number for r in found][:1] == ["EP1234567B1"]
    assert found[-1].entry.number == "WO2019012345A1"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019-03-31", dt.date(2019, 3, 31)),
        ("31.03.2019", dt.date(2019, 3, 31)),
        ("20190331", dt.date(2019, 3, 31)),
        ("3/31/2019", dt.date(2019, 3, 31)),
        ("31/03/2019", dt.date(2019, 3, 31)),
        ("31 Mar 2019", dt.date(2019, 3, 31)),
        ("2019-03-31; 2020-01-01", dt.date(2019, 3, 31)),
        ("03/04/2019", None),
        ("99/99/2019", None),
        ("soon", None),
    ],
)
def test_days_are_read_where_they_are_one_day_only(written: str, expected: dt.date | None) -> None:
    (reading,) = read(f"{HEADER},Publication Date\nUS-4712313-A,T,A,{written}")
    assert reading.patent is not None
    assert reading.patent.publication_date == expected
    assert [f.code for f in reading.findings] == ([] if expected else ["bad-date"])


def test_lists_and_classes_are_parted() -> None:
    (reading,) = read(
        f"{HEADER},IPCR Classifications,Inventors,Cited Patents\nUS-4712313-A,T,A,A45D 20/16;;H05B3/00,Ann One;;Bob Two,US-2834866-A;;x"
    )
    assert reading.patent is not None
    assert (reading.patent.ipc, reading.patent.inventors) == (("A45D20/16", "H05B3/00"), ("Ann One", "Bob Two"))
    assert [c.number for c in reading.patent.citations] == ["US2834866A"]


def test_languages_named_in_the_header_are_kept_apart() -> None:
    (reading,) = read("Publication Number,Title (English),Title (German)\nEP-1234567-B1,Saw,Säge")
    assert reading.patent is not None
    assert [(t.text, t.language) for t in reading.patent.titles] == [("Saw", "en"), ("Säge", "de")]


def test_bad_rows_are_refused_by_their_line_and_the_others_go_on() -> None:
    found = read(f'{HEADER}\nUS-4712313-A,T,A\n,no number,A\nUS-4712314-A,too,many,cells\nUS-4712315-A,"open,A\nUS-4712316-A,T,A\nUS-4712317-A\n')
    assert [(r.entry.source, r.entry.code) for r in found] == [
        ("t.csv:2", None),
        ("t.csv:3", "no-number"),
        ("t.csv:4", "bad-row"),
        ("t.csv:5", "bad-row"),
        ("t.csv:6", None),
        ("t.csv:7", "no-text"),
    ]


def test_a_cell_of_four_megabytes_is_read() -> None:
    (reading,) = read(f'Publication Number,Title,Claims\nUS-4712313-A,T,"1. A pump {"x " * 2_000_000}"')
    assert reading.patent is not None
    assert len(reading.patent.claims[0].text) > 3_000_000


def test_a_header_alone_is_in_the_ledger() -> None:
    assert [r.entry.code for r in read(HEADER)] == ["no-records"]


def test_cells_of_espacenet_with_several_numbers_names_and_classes_are_read() -> None:
    header = "No,Title,Inventors,Applicants,Publication number,Earliest priority,IPC,CPC,Publication date,Earliest publication,Family number"
    row = (
        '1,FLYING DEVICE,"SMITH JOHN [US] MILLER ANN [DE]",ACME CORP [US],US2019123456A1 US10123456B2,2017-10-20,'
        '"B64C39/02 B64D1/02","B64C39/024 (US), B64D1/02 (US)",2019-04-25 2020-01-01,2019-04-25,66170123'
    )
    (reading,) = read(f"{header}\n{row}")
    assert reading.patent is not None
    patent = reading.patent
    assert (patent.id, patent.family, patent.publication_date) == ("US20190123456A1", "66170123", dt.date(2019, 4, 25))
    assert (patent.inventors, patent.applicants) == (("SMITH JOHN", "MILLER ANN"), ("ACME CORP",))
    assert (patent.ipc, patent.cpc) == (("B64C39/02", "B64D1/02"), ("B64C39/024", "B64D1/02"))


@pytest.mark.parametrize("cell", ["US2019123456A1", "US2019123456 (A1)", "US2019123456A1\nUS10123456B2", "US 2019/0123456 A1"])
def test_the_first_number_of_a_cell_names_the_document(cell: str) -> None:
    (reading,) = read(f'Publication number,Title\n"{cell}",Saw')
    assert reading.entry.number == "US20190123456A1"


def test_an_export_of_espacenet_with_lines_before_the_header_and_in_its_cells_is_read() -> None:
    text = (
        '"Espacenet";"";"";\n"Patent search";"";"";\n"";"";"";\n'
        '"No";"Title";"Applicants";"Publication number";"Earliest priority";"CPC";"Family number";\n'
        '"1";"LENTILLE";"KIM YOUNG [KR] \nTOP CO [KR]";"WO2007091771A1";"2006-02-06";"G02B26/005 (EP,US) \nG02B3/14 (EP)";"038345342";\n'
    )
    (reading,) = read(text)
    assert reading.patent is not None
    patent = reading.patent
    assert (patent.id, patent.applicants, patent.family) == ("WO2007091771A1", ("KIM YOUNG", "TOP CO"), "38345342")
    assert (patent.cpc, patent.priorities) == (("G02B26/005", "G02B3/14"), (PriorityClaim(date=dt.date(2006, 2, 6)),))


def test_columns_tell_who_cited_and_which_priorities_are_claimed() -> None:
    header = "Title,Publication number,Date of application,Priority number(s),Patents cited in the search report,Patents cited during examination"
    row = "BOX,KR20140005675 (U); KR200475295 (Y1),20130426,KR20130003263U 20130426; KR20130003264U 20130427,JP2004217270 (A),US5720991 (A)"
    (reading,) = read(f"{header}\n{row}")
    assert reading.patent is not None
    patent = reading.patent
    assert (patent.id, patent.filing_date) == ("KR20140005675U", dt.date(2013, 4, 26))
    assert patent.priorities == (
        PriorityClaim("KR20130003263U", "KR", dt.date(2013, 4, 26)),
        PriorityClaim("KR20130003264U", "KR", dt.date(2013, 4, 27)),
    )
    assert patent.citations == (CitedDocument("JP2004217270A", cited_by="search"), CitedDocument("US5720991A", cited_by="examiner"))


def test_a_column_that_tells_whether_there_is_a_text_holds_none() -> None:
    (reading,) = read("Publication Number,Title,Full Text\nUS 2013/0101709 A1,Pizza,yes")
    assert reading.patent is not None
    assert reading.patent.description == ()


def test_an_export_of_patentscope_is_read() -> None:
    text = (
        "Publication Number,Publication Date,Title,Priority Data,IPC,Applicants,Inventors\n"
        'WO2002014184,22.02.2002,PIZZA SEPARATOR,"[60/225,166 14.08.2000 US]",B65D 85/36;A21D 13/00,NA,"DEPOORTERE, Thomas;ROE, Ann"\n'
        'US20050011939,21.01.2005,Box,"[10889835 2004-07-13T23:59:59.000Z US, 60487171 2003-07-14T23:59:59.000Z US]",NA,Roe Ann,NA\n'
    )
    first, second = (r.patent for r in read(text))
    assert first is not None
    assert second is not None
    assert (first.id, first.publication_date, first.applicants) == ("WO2002014184", dt.date(2002, 2, 22), ())
    assert (first.inventors, first.ipc) == (("DEPOORTERE, Thomas", "ROE, Ann"), ("B65D85/36", "A21D13/00"))
    assert first.priorities == (PriorityClaim("60/225,166", "US", dt.date(2000, 8, 14)),)
    assert [(p.number, p.date) for p in second.priorities] == [("10889835", dt.date(2004, 7, 13)), ("60487171", dt.date(2003, 7, 14))]
