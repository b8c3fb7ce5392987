"""The reader of PDFs with a text layer, its front page and its child process."""

from __future__ import annotations

import datetime as dt
import io
import time
from typing import TYPE_CHECKING

import pypdf
import pytest

from indexing.errors import InputError
from indexing.front_page import read_front_page
from indexing.parsing_child import parse_in_child
from indexing.pdf_pages import with_pdfium, with_pypdf
from tests.kits.pdf_maker import make_pdf
from tests.kits.readers import readings

if TYPE_CHECKING:
    from indexing.model import Reading


def one(data: bytes, label: str = "folder/us-6331181-davinci.pdf") -> Reading:
    (reading,) = readings("pdf", data, label)
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
        (["(10) International Publication Number", "WO 2022/259205 A1", "(43) 15 December 2022"], "WO2022259205A1", None),
        (["UNITED STATES PATENT OFFICE.", "No. 124,404. Patented March 5, 1872,"], "US124404", dt.date(1872, 3, 5)),
        (
            ["United States Design Patent", "(10) Patent No.: US D558,217 S", "(45) Date of Patent: ** Dec. 25, 2007"],
            "USD558217S",
            dt.date(2007, 12, 25),
        ),
    ],
)
def test_a_front_page_says_number_and_date(lines: list[str], number: str, published: dt.date | None) -> None:
    front = read_front_page([lines], lines)
    assert (str(front.number), front.published) == (number, published)


def test_a_number_that_is_only_cited_is_not_the_documents_own() -> None:
    assert read_front_page([["A report on dryers", "US 6,331,181 B1 describes one, filed Oct. 15, 1999."]], []).number is None


def test_an_encrypted_pdf_is_refused_and_says_what_to_do() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf([["secret"]])))
    writer.encrypt("password", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    entry = one(buffer.getvalue()).entry
    assert (entry.outcome, entry.code) == ("refused", "encrypted-pdf")
    assert "remove its password" in (entry.reason or "")


def test_a_scan_is_refused_and_says_what_to_do() -> None:
    entry = one(make_pdf([[], []])).entry
    assert (entry.outcome, entry.code) == ("refused", "no-text-layer")
    assert "OCR" in (entry.reason or "")


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    entry = one(data).entry
    assert (entry.outcome, entry.code) == ("refused", "damaged-pdf")


def test_pages_without_text_are_warned_of() -> None:
    front = ["(12) United States Patent", "(10) Patent No.: US 6,331,181 B1"]
    assert one(make_pdf([front, [], []])).entry.code == "pages-without-text"


def test_both_engines_read_the_same_lines() -> None:
    data = make_pdf([["One line.", "Another line (with brackets)."], ["A hair dry-", "er."]])
    first, second = ([p["lines"] for p in engine(data)["pages"]] for engine in (with_pdfium, with_pypdf))
    assert first == second == [["One line.", "Another line (with brackets)."], ["A hair dry-", "er."]]


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
