"""Pages of a PDF as lines in reading order: columns, margins, printed numbers, rotated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexing.pdf.pages import parse
from indexing.readers.pdf import _page
from tests.kits.pdf_maker import Sheet, column, make_pdf, pdf_of, text, two_columns

if TYPE_CHECKING:
    from indexing.pdf.page import Page

WORDS = [
    *("the", "dryer", "has", "a", "nozzle", "through", "which", "heated", "air", "flows", "and", "an", "impeller", "that"),
    *("turns", "at", "a", "speed", "chosen", "by", "whoever", "holds", "it", "by", "its", "handle"),
]


def prose(first: str, seed: int, characters: int) -> list[str]:
    """Thirty lines of about so many characters, no two alike."""
    lines = []
    for n in range(30):
        line = f"{first}{n}"
        for k in range(40):
            word = WORDS[(seed + 7 * n + 5 * k * (1 + n % 3)) % len(WORDS)]
            if len(line) + len(word) >= characters:
                break
            line += " " + word
        lines.append(line)
    return lines


LEFT, RIGHT, WIDE = prose("L", 3, 48), prose("R", 11, 48), prose("W", 5, 96)


def pages_of(*sheets: Sheet) -> list[Page]:
    result = parse(pdf_of(sheets), {})
    assert "fault" not in result, result
    return [_page(p) for p in result["pages"]]


def test_the_left_column_is_read_before_the_right_one() -> None:
    (page,) = pages_of(two_columns(LEFT, RIGHT, (1, 2)))
    assert [line.text for line in page.lines if line.text[0] in "LR"] == LEFT + RIGHT
    assert page.columns == 2


def test_header_column_numbers_and_line_numbers_are_no_text_but_known() -> None:
    _, page = pages_of(two_columns(LEFT, RIGHT, (1, 2)), two_columns(LEFT, RIGHT, (3, 4)))
    assert [line.text for line in page.lines] == LEFT + RIGHT
    assert {(line.place, line.column) for line in page.lines} == {(1, 3), (2, 4)}
    assert [line.number for line in page.lines] == [*range(1, 31), *range(1, 31)]
    assert page.header == ("US 9,999,999 B2", "3 4")


def test_a_column_number_that_was_not_read_follows_from_its_neighbours() -> None:
    found = pages_of(*(two_columns(LEFT, RIGHT, numbers) for numbers in ((1, 2), (3, 4), (5, 61), (7, 8))))
    assert [page.lines[-1].column for page in found] == [2, 4, 6, 8]


def test_numbers_in_either_margin_number_the_column_beside_them() -> None:
    left = b"".join(text(str(n), 30, 740 - 11.5 * (n - 1), size=7) for n in range(5, 31, 5))
    right = b"".join(text(str(n), 560, 740 - 11.5 * (n - 36), size=7) for n in range(40, 66, 5))
    (page,) = pages_of(Sheet(left + column(LEFT, 50) + column(RIGHT, 315) + right))
    assert [line.text for line in page.lines] == LEFT + RIGHT
    assert [line.number for line in page.lines] == [*range(1, 31), *range(36, 66)]


def test_line_numbers_of_a_page_with_one_column_stand_at_its_left() -> None:
    beside = b"".join(text(str(n), 30, 740 - 11.5 * (n - 1), size=7) for n in range(5, 31, 5))
    (page,) = pages_of(Sheet(beside + column(WIDE, 60)))
    assert [line.text for line in page.lines] == WIDE
    assert [line.number for line in page.lines] == list(range(1, 31))
    assert page.columns == 1


def test_numbers_that_stand_one_above_another_in_the_text_are_text() -> None:
    lines = [f"On its line, this page tells of {n} nozzles that are heated" for n in range(1, 31)]
    (page,) = pages_of(Sheet(column(lines, 60)))
    assert [line.text for line in page.lines] == lines
    assert {line.number for line in page.lines} == {None}


def test_a_title_across_both_columns_is_read_between_what_is_above_and_below_it() -> None:
    wide = text("A TABLE THAT STANDS ACROSS BOTH OF THE COLUMNS OF THE PAGE", 100, 740 - 11.5 * 11.5, size=9)
    content = column(LEFT[:10], 50) + column(RIGHT[:10], 315) + wide
    content += column(LEFT[10:], 50, top=740 - 11.5 * 14) + column(RIGHT[10:], 315, top=740 - 11.5 * 14)
    (page,) = pages_of(Sheet(content))
    table = next(n for n, line in enumerate(page.lines) if "TABLE" in line.text)
    assert [line.text for line in page.lines[:table]] == LEFT[:10] + RIGHT[:10]
    assert [line.text for line in page.lines[table + 1 :]] == LEFT[10:] + RIGHT[10:]


def test_text_in_one_column_is_never_parted() -> None:
    lines = [
        "The invention provides tools which can be mounted on an arm, and that tell",
        "the processor of the arm what they are.",
        "A memory holds the",
    ]
    data = parse(make_pdf([lines, [*lines, "rest of it in few words."]]), {})
    assert [line["text"] for line in data["pages"][0]["lines"]] == lines


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_reads_the_same(rotate: int) -> None:
    (page,) = pages_of(Sheet(column(LEFT, 50) + column(RIGHT, 315), rotate=rotate))
    assert [line.text for line in page.lines] == LEFT + RIGHT


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_that_stands_on_its_side_is_read_in_its_own_direction(angle: int) -> None:
    step = {90: (14, 0), 180: (0, 14), 270: (-14, 0)}[angle]
    content = b"".join(text(line, 300 + step[0] * n, 300 + step[1] * n, angle=angle) for n, line in enumerate(LEFT[:8]))
    (page,) = pages_of(Sheet(content))
    assert [line.text for line in page.lines] == LEFT[:8]


def test_labels_that_run_another_way_than_the_page_stand_apart() -> None:
    (page,) = pages_of(Sheet(column(LEFT, 50) + text("FIG. 3A", 500, 300, angle=90)))
    assert page.labels == ("FIG. 3A",)
    assert [line.text for line in page.lines] == LEFT


def test_a_page_that_was_scanned_askew_reads_the_same() -> None:
    def askew(lines: list[str], x: float) -> bytes:
        words = []
        width = dict.fromkeys(" ", 5.0) | dict.fromkeys("iljtf", 2.5) | dict.fromkeys("mw", 7.5)
        for n, line in enumerate(lines):
            at = x
            for word in line.split():
                words.append(text(word, at, 740 - 11.5 * n + 0.02 * (at - 300), size=9))
                at += sum(width.get(c, 5.0) for c in word) + 5
        return b"".join(words)

    (page,) = pages_of(Sheet(askew(LEFT, 30) + askew(RIGHT, 320)))
    assert [line.text for line in page.lines] == LEFT + RIGHT


def test_a_header_that_repeats_on_every_page_is_no_text() -> None:
    texts = [prose("T", n * n, 60 + n) for n in range(1, 6)]
    found = pages_of(*(Sheet(text(f"Confidential draft {n}", 200, 800) + column(lines, 60)) for n, lines in enumerate(texts, 1)))
    assert [[line.text for line in page.lines] for page in found] == texts
    assert found[3].header == ("Confidential draft 4",)
