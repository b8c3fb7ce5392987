"""PDF: blocks of consecutive lines, named by the page and the line where they begin (`p3.l12`), claims, abstract and the front page's facts.

Pages are parsed in a child process by PDFium. The number comes from the front page where it is there, else from the file's name; nothing is
guessed. Scanned pages are recognised where tesseract is installed; without it a PDF that has no text layer is refused and says what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indexing.errors import InputError
from indexing.findings import read_as, refused
from indexing.model import Finding, Piece, Reading
from indexing.pdf import ocr
from indexing.pdf.document import document
from indexing.pdf.hidden_text import excerpt
from indexing.pdf.page import Hidden, Line, Page
from indexing.pdf.parsing_child import ParsingChild

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexing.protocols import Source

MAX_BYTES = 512 * 2**20
SECONDS = 60.0
OCR_SECONDS = 600.0
"""So much more where pages have to be recognised; what is not done by then is reported as left out."""
LOW_CONFIDENCE = 70.0
_ADVICE = {
    "encrypted-pdf": "it is encrypted; remove its password and give it again",
    "damaged-pdf": "it is damaged; fetch it again, or print it to a new PDF",
    "too-large": "it is too large; part it",
}


class PdfReader:
    """One document a file. `ocr` False leaves scanned pages alone even where tesseract is installed."""

    def __init__(self, *, ocr: bool = True) -> None:
        self._ocr = ocr
        self._child = ParsingChild("indexing.pdf.pages")

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
        recognise = self._ocr and ocr.available()
        options = {"ocr": recognise, "seconds": OCR_SECONDS}
        try:
            result: dict[str, Any] = self._child.parse(piece.data, options, SECONDS + (OCR_SECONDS if recognise else 0.0), piece.source)
        except InputError as error:
            yield refused(piece.where, error.code, f"{error.message.removeprefix(f'{piece.source}: ')}; {error.hint}")
            return
        if "fault" in result:
            advice = _ADVICE.get(str(result["fault"]), "")
            yield refused(piece.where, str(result["fault"]), f"{result['message']}; {advice}".rstrip("; "))
            return
        yield _reading([_page(p) for p in result["pages"]], result, piece, recognise=recognise)


def _page(made: dict[str, Any]) -> Page:
    lines = tuple(Line(**line) for line in made["lines"])
    hidden = tuple(Hidden(**h) for h in made["hidden"])
    texts = {name: tuple(made[name]) for name in ("header", "top", "labels")}
    return Page(**{**made, **texts, "lines": lines, "hidden": hidden})


def _reading(pages: Sequence[Page], result: dict[str, Any], piece: Piece, *, recognise: bool) -> Reading:
    left_out = int(result["unrecognised"])
    if not any(c.isalpha() for page in pages for line in page.lines for c in line.text):
        hint = "recognition found no text in it" if recognise and not left_out else ocr.HOW_TO_INSTALL
        return refused(piece.where, "no-text-layer", f"it has no text layer (a scan); {hint}")
    patent, by_front = document(pages, piece.source)
    findings = list(_hidden(pages, piece.source))
    if left_out:
        detail = f"{left_out} of its {len(pages)} pages are pictures without text; only the others can be searched"
        findings.append(Finding("pages-without-text", piece.source, None, detail if recognise else f"{detail}; {ocr.HOW_TO_INSTALL}"))
    if result["failed"]:
        findings.append(Finding("damaged-pages", piece.source, None, f"{result['failed']} of its {len(pages)} pages cannot be read"))
    if result.get("mended"):
        findings.append(Finding("damage-repaired", piece.source))
    drawn = {drawing.page for drawing in patent.drawings}
    findings += _confidence([page for n, page in enumerate(pages, 1) if n not in drawn], piece.source)
    if not by_front:
        findings.append(Finding("number-from-file-name", piece.source, "number"))
    return read_as(patent, piece.where, findings)


def _hidden(pages: Sequence[Page], source: str) -> Iterator[Finding]:
    for n, page in enumerate(pages, 1):
        for hidden in page.hidden:
            yield Finding("hidden-text", f"{source}, page {n}", None, f"page {n} has text that nobody sees ({hidden.why}): {excerpt(hidden.text)!r}")


def _confidence(pages: Sequence[Page], source: str) -> list[Finding]:
    """How sure recognition was, as the mean over the recognised pages by their text's length."""
    done = [(page.confidence, sum(len(line.text) for line in page.lines)) for page in pages if page.confidence is not None]
    weight = sum(size for _, size in done)
    if not weight:
        return []
    mean = sum(confidence * size for confidence, size in done) / weight
    detail = f"mean confidence {mean:.0f} of 100 over {len(done)} recognised pages"
    return [Finding("low-ocr-confidence" if mean < LOW_CONFIDENCE else "ocr-confidence", source, None, detail)]
