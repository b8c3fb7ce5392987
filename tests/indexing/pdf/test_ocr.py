"""Scanned pages are recognised by tesseract where it is installed, and pass through the same layout as pages with a text layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexing.model import Piece
from indexing.pdf import ocr
from indexing.readers.pdf import PdfReader
from tests.kits.pdf_maker import Picture, Sheet, column, pdf_of, scan, text, two_columns

SCANS = Path(__file__).parents[2] / "data" / "pdf_scans"
needs_tesseract = pytest.mark.skipif(
    not ocr.available(), reason="TESSERACT IS NOT INSTALLED: recognition of scans is not tested (apt-get install tesseract-ocr)"
)
LEFT = [
    "The dryer has a nozzle through which",
    "heated air flows, and a handle by which",
    "whoever dries hair holds it. An impeller",
    "turns in its housing. The nozzle",
] * 5
RIGHT = [
    "is round, so that air leaves it without",
    "noise. A second nozzle may be set upon",
    "the first one, and a third upon that.",
    "Their edges are smooth and cold.",
] * 5


def scanned(sheet: Sheet, dpi: int = 150) -> Sheet:
    return Sheet(picture=scan(pdf_of([sheet]), dpi=dpi))


def read(data: bytes, *, recognise: bool = True):
    (found,) = PdfReader(ocr=recognise).read(Piece(data, "scan.pdf", "scan.pdf"))
    return found


def test_a_picture_is_written_without_its_padding() -> None:
    assert ocr.Picture(2, 2, 3, b"ab.cd.", 1.0).pgm() == b"P5 2 2 255\nabcd"


@pytest.mark.parametrize(("degrees", "rows"), [(90, b"cadb"), (180, b"dcba"), (270, b"bdac")])
def test_a_picture_is_turned_with_the_clock(degrees: int, rows: bytes) -> None:
    assert ocr.Picture(2, 2, 3, b"ab.cd.", 1.0).turned(degrees).grey == rows


def test_tesseracts_table_becomes_words_with_their_mean_confidence() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [
        "4\t1\t1\t1\t1\t0\t10\t20\t90\t30\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t20\t40\t30\t90.0\tair",
        "5\t1\t1\t1\t1\t2\t60\t20\t40\t30\t60.0\tflows",
        "5\t1\t1\t1\t1\t3\t99\t1\t2\t2\t4\t.",
    ]
    seen = ocr._words(head + "\n".join(rows), ocr.Picture(200, 100, 200, b"", 2.0))
    assert [(w.text, w.x0, w.x1) for w in seen.words] == [("air", 5.0, 25.0), ("flows", 30.0, 50.0)]
    assert seen.confidence == round((3 * 90 + 5 * 60) / 8, 1)


def test_recognition_that_has_no_time_left_reads_nothing() -> None:
    reader = ocr.Recogniser(0.0)
    assert reader.spent()
    assert reader.read(ocr.Picture(10, 10, 10, b"\xff" * 100, 1.0)) is None


def test_without_recognition_a_scan_is_refused_with_the_way_out() -> None:
    entry = read(pdf_of([scanned(Sheet(column(LEFT, 50)), 50)]), recognise=False).entry
    assert (entry.outcome, entry.code) == ("refused", "no-text-layer")
    assert "apt-get install tesseract-ocr" in (entry.reason or "")


@needs_tesseract
def test_a_scanned_page_of_two_columns_is_read_in_order_with_its_printed_lines() -> None:
    page = two_columns(LEFT, RIGHT, (1, 2))
    reading = read(pdf_of([scanned(page), scanned(two_columns(LEFT, RIGHT, (3, 4)))]))
    assert reading.patent is not None
    words = " ".join(p.text for p in reading.patent.description if p.unit.startswith("p2."))
    assert words.count("heated air flows, and a handle by which whoever dries hair") == 5
    assert "999" not in words
    assert any((p.printed or "").startswith("column 3, line") for p in reading.patent.description)
    (finding,) = [f for f in reading.findings if f.code == "ocr-confidence"]
    assert "over 2 recognised pages" in finding.detail


@needs_tesseract
def test_pages_with_and_without_a_text_layer_are_read_together() -> None:
    reading = read(pdf_of([Sheet(column(LEFT, 50)), scanned(Sheet(column(RIGHT, 50)))]))
    assert reading.patent is not None
    assert {p.unit.partition(".")[0] for p in reading.patent.description} == {"p1", "p2"}


@pytest.mark.slow
@needs_tesseract
def test_a_page_that_was_scanned_on_its_side_is_turned_first() -> None:
    upright = scan(pdf_of([Sheet(column([*LEFT, *RIGHT], 50))]), dpi=200)
    turned = ocr.Picture(upright.width, upright.height, upright.width, upright.grey, 1.0).turned(90)
    reading = read(pdf_of([Sheet(picture=Picture(turned.width, turned.height, turned.grey), size=(842, 595))]))
    assert reading.patent is not None
    assert "heated air flows" in " ".join(p.text for p in reading.patent.description)


@pytest.mark.slow
@needs_tesseract
def test_a_picture_without_words_is_refused() -> None:
    noise = Picture(400, 560, bytes(255 if (x * 7 + x // 13) % 31 else 0 for x in range(400 * 560)))
    entry = read(pdf_of([Sheet(picture=noise)])).entry
    assert (entry.outcome, entry.code) == ("refused", "no-text-layer")


@pytest.mark.slow
@needs_tesseract
def test_a_printed_patent_is_recognised_with_columns_lines_and_number() -> None:
    reading = read((SCANS / "us6331181-last-page.pdf").read_bytes())
    assert reading.patent is not None
    texts = [p.text for p in reading.patent.description]
    (claim,) = [t for t in texts if t.startswith("21.")]
    assert claim == "21. The robotic surgical tool of claim 20, wherein the signal comprises an unique tool identifier."
    design = read((SCANS / "usd558217-front.pdf").read_bytes()).patent
    assert design is not None
    assert (design.id, design.title) == ("USD558217S", "DISPLAY WITH GRAPHIC USER INTERFACE")
    assert [c.text for c in design.claims] == ["The ornamental design for a display with graphic user interface, as shown and described."]


@pytest.mark.slow
@needs_tesseract
def test_text_that_only_a_machine_would_see_does_not_stop_recognition() -> None:
    page = scanned(Sheet(column(LEFT, 50)))
    reading = read(pdf_of([Sheet(text("stamp 1", 500, 20), picture=page.picture)]))
    assert reading.patent is not None
    assert "heated air flows" in " ".join(p.text for p in reading.patent.description)
