"""The lines of a PDF's pages. Owns pypdfium2 and pypdf; runs in a child process (`python -m indexing.pdf_pages SECONDS ENGINE`).

Reads a PDF on standard input; writes `{"pages": [{"lines": [...], "left": [...]}]}`, `left` being the lines of the first page's left half, or
`{"fault": CODE, "message": …}`.
"""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Any

from indexing.parsing_child import limit_myself

MAX_PAGES = 20_000
MAX_CHARACTERS = 50_000_000
_LINE = re.compile(r"\r\n|\r|\n")
# PDFium writes one of the first two for a hyphen at a line's end, and leaves the line's end out.
_HYPHEN_AT_END = re.compile("[\x02\ufffe]\\s*|\u00ad[ \t]*(?:\r\n|\r|\n|$)")
Result = dict[str, Any]


def _fault(code: str, message: object) -> Result:
    return {"fault": code, "message": " ".join(str(message).split())[:300]}


def lines_of(text: str) -> list[str]:
    """The lines of a page that hold anything; a word parted at a line's end keeps a plain hyphen there."""
    plain = _HYPHEN_AT_END.sub("-\n", text).replace("\u00ad", "")
    return [line for line in (" ".join(raw.split()) for raw in _LINE.split(plain)) if line]


def with_pdfium(data: bytes) -> Result:
    """Pages as PDFium reads them: fast, and its memory faults end the child only."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        encrypted = "assword" in str(error) or "ecurity" in str(error)
        return _fault("encrypted-pdf" if encrypted else "damaged-pdf", error)
    pages: list[Result] = []
    total = failed = 0
    for number in range(min(count, MAX_PAGES)):
        try:
            page = document[number]
            text_page = page.get_textpage()
            text = text_page.get_text_range()
            left = text_page.get_text_bounded(right=page.get_width() / 2) if number == 0 else ""
        except (pypdfium2.PdfiumError, ValueError, UnicodeError):
            failed += 1
            text = left = ""
        total += len(text)
        if total > MAX_CHARACTERS:
            return _fault("too-large", f"holds more than {MAX_CHARACTERS:,} characters")
        pages.append({"lines": lines_of(text), "left": lines_of(left)})
    return _fault("damaged-pdf", "no page can be read") if failed == len(pages) else {"pages": pages}


def with_pypdf(data: bytes) -> Result:
    """Pages as pypdf reads them: slower, but forgiving where PDFium opens nothing."""
    import pypdf
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return _fault("encrypted-pdf", "a password is needed")
        pages = []
        for number, page in enumerate(reader.pages):
            if number >= MAX_PAGES:
                break
            pages.append({"lines": lines_of(page.extract_text()), "left": []})
    except (FileNotDecryptedError, pypdf.errors.DependencyError) as error:
        return _fault("encrypted-pdf", error)
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        ArithmeticError,
        OSError,
        NotImplementedError,
    ) as error:
        return _fault("damaged-pdf", error)
    return {"pages": pages} if pages else _fault("damaged-pdf", "it has no pages")


ENGINES = {"pdfium": with_pdfium, "pypdf": with_pypdf}


def main() -> None:
    """One PDF from standard input to JSON on standard output."""
    limit_myself(int(sys.argv[1]))
    try:
        result = ENGINES[sys.argv[2]](sys.stdin.buffer.read())
    except MemoryError:
        result = _fault("too-large", "needs too much memory")
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
