"""PDFs made by hand, so that tests need no writer and no binary files: plain lines, set pages, hidden text, scans."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

A4 = (595, 842)


@dataclass(frozen=True)
class Picture:
    """A grey picture that covers its page: rows of `width` bytes from the top."""

    width: int
    height: int
    grey: bytes


@dataclass(frozen=True)
class Sheet:
    """A page: what is drawn on it, over its picture where it has one."""

    content: bytes = b""
    size: tuple[int, int] = A4
    rotate: int = 0
    picture: Picture | None = None


def make_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with one text line after another on each page, in Helvetica; an empty page has no text layer."""
    return pdf_of([Sheet(b"".join(text(line, 40, 800 - 12 * n) for n, line in enumerate(lines))) for lines in pages])


def text(line: str, x: float, y: float, *, size: float = 10, grey: float = 0, mode: int = 0, angle: float = 0) -> bytes:
    """A line of Helvetica that begins at (x, y), y upwards; `mode` is the render mode (3 invisible), `angle` in degrees against the clock."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    place = b"%.4f %.4f %.4f %.4f %.2f %.2f Tm" % (cos, sin, -sin, cos, x, y)
    return b"BT /F1 %g Tf %g g %d Tr %s (%s) Tj ET\n" % (size, grey, mode, place, _escaped(line))


def rectangle(x: float, y: float, width: float, height: float, *, grey: float = 0) -> bytes:
    return b"%g g %.2f %.2f %.2f %.2f re f\n" % (grey, x, y, width, height)


def column(lines: Sequence[str], x: float, *, top: float = 740, leading: float = 11.5, indents: Sequence[float] = ()) -> bytes:
    """Lines of 9 points one under the other, each indented by so much."""
    return b"".join(text(line, x + (indents[n] if n < len(indents) else 0), top - leading * n, size=9) for n, line in enumerate(lines))


def two_columns(left: Sequence[str], right: Sequence[str], numbers: tuple[int, int] | None, header: str = "US 9,999,999 B2") -> Sheet:
    """A page as patents are printed: header, column numbers, two columns, and every fifth line's number between them."""
    head = text(header, 250, 790, size=11)
    if numbers:
        head += text(str(numbers[0]), 165, 765) + text(str(numbers[1]), 425, 765)
    rows = range(4, max(len(left), len(right)), 5)
    beside = b"".join(text(str(n + 1), 293 if n > 5 else 296, 740 - 11.5 * n, size=7) for n in rows)
    return Sheet(head + column(left, 50) + beside + column(right, 315))


def pdf_of(sheets: Sequence[Sheet]) -> bytes:
    """The file with these pages."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for sheet in sheets:
        content, resources = sheet.content, b"/Font << /F1 3 0 R >>"
        if sheet.picture is not None:
            objects.append(_image(sheet.picture))
            resources += b" /XObject << /Im %d 0 R >>" % len(objects)
            content = b"q %d 0 0 %d 0 0 cm /Im Do Q\n" % sheet.size + content
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
        kids.append(len(objects) + 1)
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R /Resources << %s >> >>"
        objects.append(page % (*sheet.size, sheet.rotate, len(objects), resources))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    return _file(objects)


def scan(data: bytes, *, dpi: int = 150, page: int = 0) -> Picture:
    """A page of a PDF as a scanner sees it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    bitmap = document[page].render(scale=dpi / 72, grayscale=True)
    rows = [bytes(bitmap.buffer)[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height)]
    return Picture(bitmap.width, bitmap.height, b"".join(rows))


def blank(width: int = 600, height: int = 850) -> Picture:
    return Picture(width, height, b"\xff" * (width * height))


def _image(picture: Picture) -> bytes:
    packed = zlib.compress(picture.grey)
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>"
    return head % (picture.width, picture.height, len(packed)) + b"\nstream\n" + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer % (len(objects) + 1, len(out))


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
