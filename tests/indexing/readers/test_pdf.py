"""The reader of PDFs with a text layer, its front page and its child process."""

from __future__ import annotations

import datetime as dt
import io
import time
from typing import TYPE_CHECKING

import pypdf
import pytest

from indexing.errors import InputError
from indexing.model import Piece
from indexing.pdf.front_page import read_front_page
from indexing.pdf.parsing_child import ParsingChild, parse_in_child
from indexing.readers.pdf import PdfReader
from tests.kits.pdf_maker import Sheet, blank, make_pdf, pdf_of, text

if TYPE_CHECKING:
    from indexing.model import Reading


READER = PdfReader(ocr=False)


def one(data: bytes, label: str = "folder/us-6331181-davinci.pdf") -> Reading:
    (reading,) = READER.read(Piece(data, label, label))
    return reading


def test_blocks_are_named_by_page_and_line_and_parted_words_are_joined() -> None:
    lines = [f"Sentence {n} tells of a dryer and its nozzle at some length, and ends." for n in range(12)]
    document = one(make_pdf([["A hair dry-", "er with a nozzle."], [], lines])).patent
    assert document is not None
    assert document.units()["p1.l1"] == "A hair dryer with a nozzle."
    assert [p.unit for p in document.description] == ["p1.l1", "p3.l1", "p3.l10"]


def test_without_a_front_page_the_number_is_the_file_names() -> None:
    reading = one(make_pdf([["Some text about dryers."]]))
    assert (reading.entry.number, reading.entry.outcome, reading.entry.code) == ("US6331181", "warned", "number-from-file-name")
    assert one(make_pdf([["Some text."]]), "set.zip!a/My notes.pdf").entry.number == "My%20notes"


def test_the_front_pages_number_goes_before_the_file_names() -> None:
    front = [
        "United States Patent [19] [11] 3,858,232",
        "Boyle et al. [45] Dec. 31, 1974",
        "[54] INFORMATION STORAGE DEVICES",
        "[22] Filed: Nov. 9, 1971",
    ]
    document = one(make_pdf([front]), "us-3923554.pdf").patent
    assert document is not None
    assert (document.id, document.source_id, document.title) == ("US3858232", "US3858232", "INFORMATION STORAGE DEVICES")
    assert (document.publication_date, document.filing_date) == (dt.date(1974, 12, 31), dt.date(1971, 11, 9))


@pytest.mark.parametrize(
    ("lines", "number", "published"),
    [
        (
            ["(12) Patent Application Publication", "(10) Pub. No.: US 2001/0000044 A1", "(43) Pub. Date: Mar. 15, 2001"],
            "US20010000044A1",
            dt.date(2001, 3, 15),
        ),
        (["(19) Europäisches Patentamt", "(11) EP 1 234 567 A1", "(43) Date of publication: 28.08.2002"], "EP1234567A1", dt.date(2002, 8, 28)),
        (["(10) International Publication Number", "WO 2022/259205 A1", "(43) 15 December 2022"], "WO2022259205A1", dt.date(2022, 12, 15)),
        (["UNITED STATES PATENT OFFICE.", "No. 124,404. Patented March 5, 1872,"], "US124404", dt.date(1872, 3, 5)),
        (
            ["United States Design Patent", "(10) Patent No.: US D558,217 S", "(45) Date of Patent: ** Dec. 25, 2007"],
            "USD558217S",
            dt.date(2007, 12, 25),
        ),
    ],
)
def test_a_front_page_says_number_and_date(lines: list[str], number: str, published: dt.date | None) -> None:
    front = read_front_page([lines])
    assert (str(front.number), front.published) == (number, published)


def test_a_number_that_is_only_cited_is_not_the_documents_own() -> None:
    assert read_front_page([["A report on dryers", "US 6,331,181 B1 describes one, filed Oct. 15, 1999."]]).number is None


def test_an_encrypted_pdf_is_refused_and_says_what_to_do() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf([["secret"]])))
    writer.encrypt("password", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    entry = one(buffer.getvalue()).entry
    assert (entry.outcome, entry.code) == ("refused", "encrypted-pdf")
    assert "remove its password" in (entry.reason or "")


def test_a_scan_is_refused_and_says_what_is_missing() -> None:
    entry = one(pdf_of([Sheet(picture=blank())])).entry
    assert (entry.outcome, entry.code) == ("refused", "no-text-layer")
    assert "install tesseract" in (entry.reason or "")


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    entry = one(data).entry
    assert (entry.outcome, entry.code) == ("refused", "damaged-pdf")


def test_pages_that_are_pictures_are_warned_of() -> None:
    front = ["(12) United States Patent", "(10) Patent No.: US 6,331,181 B1"]
    first = make_pdf([front])
    assert one(first).entry.code is None
    entry = one(pdf_of([_sheet(front), Sheet(picture=blank())])).entry
    assert (entry.outcome, entry.code) == ("warned", "pages-without-text")
    assert "1 of its 2 pages" in (entry.reason or "")
    assert "install tesseract" in (entry.reason or "")


def _sheet(lines: list[str]) -> Sheet:
    return Sheet(b"".join(text(line, 40, 800 - 12 * n) for n, line in enumerate(lines)))


def test_a_pdf_that_pdfium_cannot_open_is_repaired_first() -> None:
    whole = make_pdf([["A hair dryer with a nozzle."]])
    broken = whole.replace(b"/Type /Pages", b"/Type /Pagez").replace(b"startxref", b"startxxxx")
    reading = one(broken)
    assert reading.patent is not None
    assert reading.patent.description[0].text == "A hair dryer with a nozzle."


def test_an_encrypted_pdf_with_an_empty_password_is_read() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf([["A hair dryer."]])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert one(buffer.getvalue()).entry.outcome == "warned"


def test_one_child_serves_one_source_after_the_other() -> None:
    child = ParsingChild("tests.kits.misbehaving_parser")
    assert [child.parse(b"", {"how": "count"}, 20.0, "x")["count"] for _ in range(3)] == [1, 2, 3]
    child.close()


@pytest.mark.parametrize("how", ["die", pytest.param("huge", marks=pytest.mark.slow), "memory"])
def test_a_source_that_kills_the_serving_child_is_a_fault_and_the_next_one_is_read(how: str) -> None:
    child = ParsingChild("tests.kits.misbehaving_parser")
    child.parse(b"", {"how": "count"}, 20.0, "x")
    if how == "memory":
        assert child.parse(b"", {"how": how}, 20.0, "bad.pdf")["fault"] == "too-large"
    else:
        with pytest.raises(InputError) as caught:
            child.parse(b"", {"how": how}, 20.0, "bad.pdf")
        assert caught.value.code == "parser-crashed"
    assert child.parse(b"", {"how": "count"}, 20.0, "x")["count"] >= 1
    child.close()


def test_a_source_that_takes_too_long_is_a_fault_and_the_next_one_is_read() -> None:
    child = ParsingChild("tests.kits.misbehaving_parser")
    with pytest.raises(InputError, match="longer than") as caught:
        child.parse(b"", {"how": "sleep"}, 1.0, "slow.pdf")
    assert caught.value.code == "too-slow"
    assert child.parse(b"", {"how": "count"}, 20.0, "x")["count"] == 1
    child.close()


def test_what_a_parser_prints_does_not_disturb_its_answers() -> None:
    child = ParsingChild("tests.kits.misbehaving_parser")
    assert child.parse(b"", {"how": "chatter"}, 20.0, "x") == {"count": 1}
    child.close()


def test_a_child_that_takes_too_long_is_killed() -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match="longer than") as caught:
        parse_in_child("tests.kits.misbehaving_child", ["sleep"], b"", 1.0, "slow.pdf")
    assert caught.value.code == "too-slow"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("how", ["die", "chatter", "memory"])
def test_a_child_that_dies_or_talks_nonsense_is_a_coded_fault(how: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_in_child("tests.kits.misbehaving_child", [how], b"", 20.0, "bad.pdf")
    assert caught.value.code == "parser-crashed"
