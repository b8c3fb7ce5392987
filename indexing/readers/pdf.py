"""PDF with a text layer: blocks of consecutive lines, named by the page and the line where they begin (`p3.l12`).

Pages are parsed in a child process, by PDFium first, by pypdf where that fails. The number comes from the front page where it is there, else
from the file's name; nothing is guessed. A scanned PDF without text is refused: recognise its text first.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from indexing.errors import InputError
from indexing.findings import refused
from indexing.front_page import read_front_page
from indexing.model import LedgerEntry, Paragraph, Patent, Piece, Reading, Text
from indexing.numbers import aliases, document_id, parse
from indexing.parsing_child import parse_in_child
from indexing.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexing.protocols import Source

MAX_BYTES = 512 * 2**20
SECONDS = 60.0
BLOCK = 600
"""A block ends with the first sentence that ends on or after so many code points …"""
BLOCK_MOST = 1000
"""… and in any case before it grows longer than this."""
_NAME = re.compile(r"([A-Za-z]{2})[-_ ]?((?:RE|PP|D|H)?\d[\d,]{2,})[-_ ]?([A-Za-z]\d?)?(?=[-_. ]|$)", re.IGNORECASE)
_ENDS = re.compile(r"[.:;?!][\"')\]”]*$")
_ADVICE = {
    "encrypted-pdf": "it is encrypted; remove its password and give it again",
    "damaged-pdf": "it is damaged; fetch it again, or print it to a new PDF",
    "too-large": "it is too large; part it",
}


class PdfReader:
    """One document a file."""

    def recognises(self, head: bytes) -> bool:
        return b"%PDF-" in head[:1024] and not head.lstrip().startswith((b"{", b"<"))  # the header may follow other bytes

    def seconds(self, _: Piece) -> float:
        """The child that lays out and recognises pages keeps its own time, which for a long scan is many minutes."""
        return 1800.0

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            yield refused(source.label, "too-large", _ADVICE["too-large"])
        else:
            yield Piece(data, source.label, source.label)

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            pages, left = _pages(piece.data, piece.source)
        except InputError as error:
            yield refused(piece.where, error.code, f"{error.message.removeprefix(f'{piece.source}: ')}; {error.hint}")
            return
        yield _reading(pages, left, piece.source)


def _pages(data: bytes, label: str) -> tuple[list[list[str]], list[str]]:
    """The lines of each page and of the first page's left half. Raises `InputError`."""
    fault: InputError | None = None
    for engine in ("pdfium", "pypdf"):
        try:
            result: dict[str, Any] = parse_in_child("indexing.pdf_pages", [engine], data, SECONDS, label)
        except InputError as error:
            fault = fault or error
            continue
        if "fault" not in result:
            pages = [[clean(line) for line in page["lines"]] for page in result["pages"]]
            return pages, [clean(line) for line in result["pages"][0]["left"]] if result["pages"] else []
        code = str(result["fault"])
        fault = fault or InputError(str(result["message"]), _ADVICE.get(code, ""), source=label, code=code)
        if code == "encrypted-pdf":
            fault = InputError(str(result["message"]), _ADVICE[code], source=label, code=code)
            break
    raise fault or InputError("cannot be read", _ADVICE["damaged-pdf"], source=label, code="damaged-pdf")


def _reading(pages: list[list[str]], left: list[str], label: str) -> Reading:
    blocks = [block for number, lines in enumerate(pages, 1) for block in _blocks(number, lines)]
    if not any(c.isalpha() for block in blocks for c in block.text):
        return refused(label, "no-text-layer", "it has no text layer (a scan); recognise its text with an OCR program and give it again")
    stem = PurePosixPath(label.rpartition("!")[2].replace("\\", "/")).name.removesuffix(".gz").removesuffix(".pdf").removesuffix(".PDF")
    front = read_front_page(pages, left)
    named = _number_in(stem)
    identity = str(front.number) if front.number else named or document_id(stem or label)
    number = parse(identity)
    # The file's name is kept as a name of the document, unless it is the number of another one.
    source_id = stem if stem and (named is None or identity in aliases(named, named) or named in aliases(identity, identity)) else identity
    title = one_line(front.title or "")
    patent = Patent(
        id=identity,
        source_id=source_id,
        source=label,
        office=number.office if number else None,
        number=number.number if number else None,
        kind=number.kind if number else None,
        titles=(Text(title),) if title else (),
        description=tuple(blocks),
        filing_date=front.filed,
        publication_date=front.published,
    )
    empty = sum(not lines for lines in pages)
    if front.number and 3 * empty > len(pages):
        reason = f"{empty} of its {len(pages)} pages have no text (drawings, or a text layer in part); only the others can be searched"
        return Reading(patent, LedgerEntry(label, identity, "warned", "pages-without-text", reason))
    if front.number:
        return Reading(patent, LedgerEntry(label, identity, "indexed"))
    reason = "no publication number on the front page; the document is named after its file"
    return Reading(patent, LedgerEntry(label, identity, "warned", "number-from-file-name", reason))


def _number_in(stem: str) -> str | None:
    """The publication number that a file's name is or begins with (`us-6331181-davinci`)."""
    number = parse(stem)
    if number is None and (match := _NAME.match(stem)):
        number = parse("".join(part or "" for part in match.groups()))
    return str(number) if number else None


def _blocks(page: int, lines: Sequence[str]) -> Iterator[Paragraph]:
    """Consecutive lines as blocks that end with a sentence where they can."""
    text, begin = "", 1
    for number, line in enumerate(lines, 1):
        if text and len(text) + 1 + len(line) > BLOCK_MOST:
            yield Paragraph(f"p{page}.l{begin}", text)
            text = ""
        if not text:
            begin = number
        text = _joined(text, line)
        if len(text) >= BLOCK and _ENDS.search(line):
            yield Paragraph(f"p{page}.l{begin}", text)
            text = ""
    if text:
        yield Paragraph(f"p{page}.l{begin}", text)


def _joined(text: str, line: str) -> str:
    """A line added to a block; a word that was parted at the line's end is one word again."""
    if text.endswith("-") and text[-2:-1].islower() and line[:1].islower():
        return text[:-1] + line
    return f"{text} {line}" if text else line
