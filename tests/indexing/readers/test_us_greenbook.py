"""The reader of US Greenbook text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.formats.greenbook import decode, table_text
from indexing.model import Claim, Drawing, Patent, PriorityClaim, Reading
from indexing.reading.sources import read
from tests.kits.readers import FORMATS, bytes_source, readings

BALANCE = (FORMATS / "us-greenbook" / "US04347903.greenbook").read_bytes()
LOADER = (FORMATS / "us-greenbook" / "US03937375.greenbook").read_bytes()
HEAD = "PATN\nWKU  039302717\nSRC  5\nAPN  5328756\nAPT  1\nAPD  19741216\nTTL  Golf glove\nISD  19760106\nNCL  1\n"
CLAIM = "CLMS\nNUM  1.\nPAR  1. A golf glove.\n"


def one(record: str | bytes) -> Reading:
    (reading,) = readings("us-greenbook", record if isinstance(record, bytes) else record.encode(), "week.txt")
    return reading


def patent(record: str | bytes) -> Patent:
    document = one(record).patent
    assert document is not None
    return document


def test_a_record_is_read_with_its_series_check_digits_and_kind() -> None:
    found = patent(BALANCE)
    assert (found.id, found.application_number, found.kind) == ("US4347903A", "US06192529", "A")
    assert (found.publication_date, found.filing_date) == (dt.date(1982, 9, 7), dt.date(1980, 3, 10))
    assert found.priorities == (PriorityClaim("53/84696", "JP", dt.date(1978, 7, 10)),)
    assert found.ipc == ("G01G19/04", "G01G23/10", "G06F7/28")
    assert found.inventors[0] == "Shozo Yano"


@pytest.mark.parametrize(
    ("number", "date", "identity"),
    [
        ("RE0286713", "19760106", "USRE28671E"),
        ("D02387180", "19760106", "USD238718S"),
        ("PP0038160", "19760106", "USPP3816P"),
        ("H00000019", "19851203", "USH1H"),
        ("T95000104", "19760106", "UST9500010"),
        ("03930271", "19760106", "US3930271A"),
        ("061674970", "20010102", "US6167497"),
        ("06332220&", "20011225", "US6332220"),
        ("0393027&", "19760106", "US393027A"),
        ("D0452361&", "20011225", "USD452361S1"),
        ("PP0121234", "20011016", "USPP12123"),
        ("H00020018", "20010102", "USH2001H1"),
        ("RE0373007", "20010717", "USRE37300E1"),
    ],
)
def test_every_kind_of_number_is_known(number: str, date: str, identity: str) -> None:
    assert patent(HEAD.replace("039302717", number).replace("ISD  19760106", f"ISD  {date}") + CLAIM).id == identity


@pytest.mark.parametrize(
    ("series", "number", "application"),
    [("SRC  5", "5328756", "US05532875"), ("SRC  9", "500649&", "US09500649"), ("SRC  D", "1348817", "US29134881"), ("", "134881&", "US29134881")],
)
def test_a_serial_number_is_read_without_its_check_character(series: str, number: str, application: str) -> None:
    record = HEAD.replace("SRC  5\nAPN  5328756", f"{series}\nAPN  {number}").replace("WKU  039302717", "WKU  D04520599").replace("1974", "2000")
    assert patent(record + CLAIM).application_number == application


def test_a_file_of_lines_filled_up_to_eighty_characters_reads_alike() -> None:
    week = f"HHHHHT        APS1        ISSUE - 760106\n{HEAD}{CLAIM}"
    filled = "".join(f"{line:<80}\r\n" for line in week.splitlines())
    assert readings("us-greenbook", filled.encode(), "week.txt") == readings("us-greenbook", week.encode(), "week.txt")


def test_a_weekly_file_holds_many_records_after_a_header() -> None:
    week = b"HHHHHT        APS1        ISSUE - 760106\n\n" + LOADER + BALANCE
    found = readings("us-greenbook", week, "week.txt")
    assert [r.entry.number for r in found] == ["US3937375A", "US4347903A"]
    second = week[: week.index(BALANCE)].count(b"\n") + 1
    assert [r.entry.source for r in found] == ["week.txt:3", f"week.txt:{second}"]


@pytest.mark.parametrize("change", [lambda d: d.replace(b"\n", b"\r\n"), lambda d: d.replace(b"\n", b"\n\n"), lambda d: b"\n\n" + d + b"\n\x1a"])
def test_line_ends_and_blank_lines_change_nothing(change) -> None:  # type: ignore[no-untyped-def]
    (reading,) = read(bytes_source(change(BALANCE), "balance.txt"))
    assert reading.patent is not None
    expected = patent(BALANCE)
    assert (reading.patent.claims, reading.patent.description, reading.patent.abstracts) == (
        expected.claims,
        expected.description,
        expected.abstracts,
    )


def test_claims_keep_their_limbs_and_their_dependencies() -> None:
    claims = (
        "CLMS\nSTM  I claim:\nNUM  1.\nPAR  1. A glove comprising:\nPA1  a. a finger, and\nPA1  b. a thumb.\nNUM  2.\n"
        "PAR  2. The glove of claim 1\n      made of H.sub.2 O.\n"
    )
    assert patent(HEAD + claims).claims == (
        Claim(1, "A glove comprising:\na. a finger, and\nb. a thumb.", (), "en"),
        Claim(2, "The glove of claim 1 made of H2O.", (1,), "en"),
    )


def test_a_design_has_one_claim_without_a_number_and_no_ipc() -> None:
    record = HEAD.replace("039302717", "D02387180") + "CLAS\nOCL  D 2 13\nICL  D0206\nDCLM\nPAR  The ornamental design for a glove, as shown.\n"
    found = patent(record)
    assert (found.claims, found.ipc) == ((Claim(1, "The ornamental design for a glove, as shown.", (), "en"),), ())


def test_paragraphs_stand_under_headings_and_a_heading_may_lack_its_tag() -> None:
    body = "BSUM\nPAC  BACKGROUND\nPAR  Gloves slip.\nDETD\n     DETAILED DESCRIPTION\nPAR  A thumb\n     is a finger.\n"
    found = patent(HEAD + body + CLAIM).description
    assert [(p.unit, p.text, p.heading) for p in found] == [
        ("desc.1", "Gloves slip.", "BACKGROUND"),
        ("desc.2", "A thumb is a finger.", "DETAILED DESCRIPTION"),
    ]


def test_tables_are_lines_of_cells_and_images_are_kept_by_reference() -> None:
    body = (
        "DETD\nPAR  Yields follow: ##EQU1## where it is so.\nTBL                 TABLE 1\n     ______________________\n"
        "     Run            Yield\n     1              93.\n     ______________________\n"
        "CLMS\nNUM  1.\nPAR  1. A compound ##STR1## as shown.\n"
    )
    found = patent(HEAD + body)
    assert [p.text for p in found.description] == ["Yields follow: where it is so.", "TABLE 1\nRun | Yield\n1 | 93."]
    assert found.claims[0].text == "A compound as shown."
    assert found.drawings == (Drawing("formula", "EQU1", unit="desc.1"), Drawing("chemistry", "STR1", unit="claim.1"))


def test_citations_are_patents_of_any_office_and_literature() -> None:
    body = (
        "UREF\nPNO  2379430\nISD  19450700\nNAM  Frost\nUREF\nPNO  D271298\nFREF\nPNO  2137652\nISD  19730200\nCNT  DTX\nFREF\n"
        "PNO  51-12345\nCNT  JAX\n"
        "OREF\nPAL  Smith, Gloves .alpha. and .beta., 1970,\n      pp. 1-3.\nPAL  Jones, Mittens.\n"
    )
    found = [c.number or c.text for c in patent(HEAD + body + CLAIM).citations]
    assert found == ["US2379430", "USD271298", "DE2137652", "JP5112345", "Smith, Gloves α and β, 1970, pp. 1-3.", "Jones, Mittens."]


def test_parents_are_priorities_and_other_relations_are_not() -> None:
    relations = "".join(
        f"RLAP\nCOD  {code}\nAPN  {number}\nAPD  19730416\n" for code, number in [("71", "1"), ("74", "2"), ("90", "3"), ("", "60123456")]
    )
    assert [p.number for p in patent(HEAD + relations + CLAIM).priorities] == ["1", "2", "60123456"]


def test_a_record_without_number_is_refused_and_the_next_one_is_read() -> None:
    week = HEAD.replace("WKU  039302717\n", "") + CLAIM + "PATN\nPATN\nWKU  not a number\n" + HEAD + CLAIM
    found = readings("us-greenbook", week.encode(), "week.txt")
    assert [(r.entry.code, r.entry.number) for r in found] == [("no-number", None)] * 3 + [(None, "US3930271A")]
    assert found[0].entry.source == "week.txt:1"


def test_a_record_cut_short_is_read_with_a_warning() -> None:
    reading = one(BALANCE[: BALANCE.index(b"NUM  2.")])
    assert (reading.entry.outcome, reading.entry.code) == ("warned", "truncated-record")
    assert reading.entry.reason == "1 of 3 claims"


def test_another_encoding_is_repaired_and_said_so() -> None:
    reading = one((HEAD + CLAIM).encode().replace(b"Golf glove", "Glove of Müller’s".encode("cp1252")))
    assert reading.patent is not None
    assert (reading.patent.title, [f.code for f in reading.findings]) == ("Glove of Müller’s", ["encoding-repaired"])


def test_a_date_that_is_none_is_a_finding() -> None:
    reading = one(HEAD.replace("19741216", "19741399") + CLAIM)
    assert reading.patent is not None
    assert reading.patent.filing_date is None
    assert [(f.code, f.field, f.detail) for f in reading.findings] == [("bad-date", "filing_date", "19741399")]


@pytest.mark.parametrize(
    ("coded", "text"),
    [
        ("H.sub.2 O and CO.sub.2 is", "H2O and CO2 is"),
        ("Fe.sub.2 O.sub.3, Al.sub.2 O.sub.3.", "Fe2O3, Al2O3."),
        ("10.sup.-3 m, 1.sup.st", "10^-3 m, 1st"),
        ("45.degree. C., .alpha.-olefin, .DELTA.T", "45° C., α-olefin, ΔT"),
        (".beta..sub.1 .gtoreq.5.mu.m", "β1 ≥5μm"),
        (".Iadd.new .Iaddend..[.old.].", "new [old]"),
        ("see FIG.a.b and U.S. Pat. No. 3", "see FIG.a.b and U.S. Pat. No. 3"),
        ("T.sub.A is the time", "TA is the time"),
    ],
)
def test_codes_become_characters(coded: str, text: str) -> None:
    assert decode(coded) == text


@given(st.text(alphabet="aA1 .,-+sup()[]", max_size=60))
def test_decoding_never_fails_and_adds_little(text: str) -> None:
    assert len(decode(text)) <= len(text) + text.count(".su")


def test_a_table_keeps_no_rules() -> None:
    assert table_text(["  TABLE 2", "", " _____", "  a     b", "  ====", "  c  d"]) == "TABLE 2\na | b\nc d"
