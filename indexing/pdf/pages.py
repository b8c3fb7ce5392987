"""A PDF's pages as lines in reading order. Owns pypdfium2 and pypdf; runs in a child process (`indexing.pdf.parsing_child`).

`parse` reads a PDF's bytes and returns `{"pages": [...]}`, each page a `indexing.pdf.page.Page` as JSON, or `{"fault": CODE, "message": …}`.
Pages without text are recognised by tesseract where that is asked for; what a reader of the page cannot see is left out of its lines and
listed beside them.
"""

from __future__ import annotations

import ctypes
import dataclasses
import io
from typing import TYPE_CHECKING, Any

from indexing.pdf import ocr
from indexing.pdf.hidden_text import CLIPPED, Print, Shown, sift, suspicious
from indexing.pdf.layout import lay_out
from indexing.pdf.objects import sizeless_text, survey
from indexing.pdf.page import Hidden, RawPage
from indexing.pdf.words import gather

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES = 20_000
MAX_CHARACTERS = 50_000_000
_FEW = 12
"""A page with fewer letters than this beside a picture that covers it is a scan: its text layer is a stamp or a page number."""
_COVERS = 0.5
_OCR_DPI = 300
_OCR_LONGEST = 4400
"""Pixels of the longer side at most, whatever size a page claims to have."""
_PROOF = 700
"""Pixels of the longer side of the picture in which hidden text is looked for."""
Result = dict[str, Any]


def _fault(code: str, message: object) -> Result:
    return {"fault": code, "message": " ".join(str(message).split())[:300]}


def parse(data: bytes, options: dict[str, Any]) -> Result:
    """The pages of a PDF, by PDFium; what PDFium cannot open is written anew by pypdf first. Options: `ocr` (bool), `seconds` for recognition."""
    result = _with_pdfium(data, options)
    if result.get("fault") != "damaged-pdf":
        return result
    mended = _mended(data)
    if isinstance(mended, dict):
        return mended if mended["fault"] == "encrypted-pdf" else result
    second = _with_pdfium(mended, options)
    return result if "fault" in second else {**second, "mended": True}


def _with_pdfium(data: bytes, options: dict[str, Any]) -> Result:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        encrypted = "assword" in str(error) or "ecurity" in str(error)
        return _fault("encrypted-pdf" if encrypted else "damaged-pdf", error)
    try:
        return _pages(document, min(count, MAX_PAGES), options)
    finally:
        document.close()


def _pages(document: Any, count: int, options: dict[str, Any]) -> Result:  # noqa: ANN401 - the vendor's document
    import pypdfium2

    reader = ocr.Recogniser(float(options.get("seconds", 0.0))) if options.get("ocr") and ocr.available() else None
    pages: list[RawPage] = []
    total = failed = scans = left_out = 0
    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            failed += 1
            pages.append(RawPage(0, 0))
            continue
        try:
            raw = _raw_page(page)
            if _is_scan(raw):
                scans += 1
                raw, done = _recognised(page, raw, reader)
                left_out += not done
        except (pypdfium2.PdfiumError, ValueError, UnicodeError, OverflowError):
            failed += 1
            raw = RawPage(0, 0)
        finally:
            page.close()
        total += sum(len(w.text) + 1 for w in raw.words)
        if total > MAX_CHARACTERS:
            return _fault("too-large", f"holds more than {MAX_CHARACTERS:,} characters")
        pages.append(raw)
    if failed == len(pages):
        return _fault("damaged-pdf", "no page can be read" if pages else "it has no pages")
    return {"pages": [dataclasses.asdict(p) for p in lay_out(pages)], "failed": failed, "scans": scans, "unrecognised": left_out}


def _is_scan(raw: RawPage) -> bool:
    """Whether the page is a picture without a text layer of its own."""
    return raw.image and sum(c.isalnum() for w in (*raw.words, *raw.sideways) for c in w.text) < _FEW


def _recognised(page: Any, raw: RawPage, reader: ocr.Recogniser | None) -> tuple[RawPage, bool]:  # noqa: ANN401 - the vendor's page
    """The page with its words recognised, and whether that was done in full."""
    if reader is None or reader.spent():
        return raw, False
    width, height = page.get_size()
    scale = min(_OCR_DPI / 72, _OCR_LONGEST / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        seen = reader.read(ocr.Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), scale))
    finally:
        bitmap.close()
    if seen is None:
        return raw, False
    return dataclasses.replace(raw, width=seen.width, height=seen.height, words=seen.words, sideways=(), confidence=seen.confidence), True


def _raw_page(page: Any) -> RawPage:  # noqa: ANN401 - the vendor's page
    """The page's words, with what is hidden taken out."""
    import pypdfium2.raw as pdfium

    box = left, bottom, right, top = page.get_bbox()
    objects = survey(pdfium, page)
    text_page = page.get_textpage()
    try:
        prints = list(_prints(pdfium, text_page, objects.clipped))
    finally:
        text_page.close()
    image = objects.pictures >= _COVERS * (right - left) * (top - bottom)
    proof = _proof(page) if suspicious(prints, filled=objects.filled) else None
    shown, hidden = sift(prints, box, proof)
    if objects.sizeless and (said := sizeless_text(pdfium, page, objects.sizeless)):
        hidden.append(Hidden("tiny", said))
    words, sideways, size = gather(shown, box)
    return RawPage(size[0], size[1], tuple(words), tuple(sideways), tuple(hidden), None, image)


def _proof(page: Any) -> Shown:  # noqa: ANN401 - the vendor's page
    """A small grey picture of the page as a person sees it, not turned."""
    width, height = page.get_size()
    scale = _PROOF / max(width, height, 1)
    bitmap = page.render(scale=scale, grayscale=True, no_smoothimage=True, rotation=(360 - page.get_rotation()) % 360)
    try:
        left, _, _, top = page.get_bbox()
        return Shown(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), scale, left, top)
    finally:
        bitmap.close()


def _prints(pdfium: Any, text_page: Any, clipped: set[int]) -> Iterator[Print]:  # noqa: ANN401 - the vendor's module and page
    """Runs of characters of one text object without a space among them, as the page's stream has them."""
    raw = text_page.raw
    unicode_of = pdfium.FPDFText_GetUnicode
    object_of = ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.CFUNCTYPE(ctypes.c_void_p, pdfium.FPDF_TEXTPAGE, ctypes.c_int))
    styles: dict[int, tuple[int, int]] = {}
    run: list[str] = []
    begin = current = end = 0
    glued = False
    for n in range(pdfium.FPDFText_CountChars(raw)):
        code = unicode_of(raw, n)
        owner = object_of(raw, n) or 0
        hyphen = code in {0x02, 0xFFFE, 0xAD}
        blank = not hyphen and (code <= 32 or code == 0xA0 or 0x2000 <= code <= 0x200B)  # noqa: PLR2004 - white space and control characters
        if run and (blank or owner != current):
            style = styles.get(current) or styles.setdefault(current, _style(pdfium, raw, begin, off=current in clipped))
            yield _print(pdfium, text_page, "".join(run), (begin, end), style, glued=glued)
            run = []
            glued = not blank
        if blank:
            glued = False
            continue
        if not run:
            begin, current = n, owner
        run.append("-" if hyphen else chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")  # noqa: PLR2004 - Unicode's own bounds
        end = n
    if run:
        yield _print(pdfium, text_page, "".join(run), (begin, end), _style(pdfium, raw, begin, off=current in clipped), glued=glued)


def _style(pdfium: Any, raw: Any, n: int, *, off: bool) -> tuple[int, int]:  # noqa: ANN401 - the vendor's module and page
    """Render mode (`CLIPPED` for what its clip path cuts off), and lightness (0 black to 255 white or transparent) of a character."""
    if off:
        return CLIPPED, 0
    item = pdfium.FPDFText_GetTextObject(raw, n)
    mode = int(pdfium.FPDFTextObj_GetTextRenderMode(item)) if item else 0
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFText_GetFillColor(raw, n, *(ctypes.byref(p) for p in parts))
    red, green, blue, alpha = (p.value for p in parts)
    if not known:
        return mode, 0
    return mode, 255 if alpha < 16 else min(red, green, blue)  # noqa: PLR2004 - nearly transparent


def _print(pdfium: Any, text_page: Any, text: str, span: tuple[int, int], style: tuple[int, int], *, glued: bool) -> Print:  # noqa: ANN401
    box, last = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    raw = text_page.raw
    pdfium.FPDFText_GetLooseCharBox(raw, span[0], ctypes.byref(box))
    pdfium.FPDFText_GetLooseCharBox(raw, span[1], ctypes.byref(last))
    angle = -float(pdfium.FPDFText_GetCharAngle(raw, span[0]))  # PDFium counts with the clock
    x0, x1 = min(box.left, last.left), max(box.right, last.right)
    y0, y1 = min(box.bottom, last.bottom), max(box.top, last.top)
    return Print(text, x0, y0, x1, y1, angle, style[0], style[1], glued)


def _mended(data: bytes) -> bytes | Result:
    """The PDF written anew by pypdf, which forgives where PDFium opens nothing; a fault where it cannot either."""
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return _fault("encrypted-pdf", "a password is needed")
        writer = pypdf.PdfWriter()
        for page in reader.pages[:MAX_PAGES]:
            writer.add_page(page)
        made = io.BytesIO()
        writer.write(made)
    except (FileNotDecryptedError, DependencyError) as error:
        return _fault("encrypted-pdf", error)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - on damaged files pypdf raises whatever its code runs into
        return _fault("damaged-pdf", error)
    return made.getvalue()
