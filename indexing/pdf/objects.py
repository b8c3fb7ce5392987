"""What PDFium says of the objects on a page: pictures, what may cover text, and text that its text page leaves out.

The vendor's module is handed in by `indexing.pdf.pages`, which owns it.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5  # FPDF_PAGEOBJ_…
_MOST = 60_000
"""Objects of a page that are looked at."""
_CLIPS_MOST = 4000
_SIZE = 6.0
"""Points: what is smaller covers no text."""
_NOTHING = 0.05
_FORMS_DEEP = 4
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Objects:
    """The area that pictures cover (square points), whether anything filled may lie over or under text, clipped-off and sizeless text objects."""

    pictures: float = 0.0
    filled: bool = False
    clipped: set[int] = field(default_factory=set)
    sizeless: list[Any] = field(default_factory=list)


def survey(pdfium: Any, page: Any) -> Objects:  # noqa: ANN401 - the vendor's module and page
    """Every object of a page, once."""
    found = Objects()
    clips = 0
    for item in _objects(pdfium, page.raw):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _TEXT:
            box = _bounds(pdfium, item)
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
            if abs(size.value) < _NOTHING or box is None or max(box[2] - box[0], box[3] - box[1]) < _NOTHING:
                found.sizeless.append(item)
            elif box is not None and clips < _CLIPS_MOST and (clip := _clip(pdfium, item)) is not None:
                clips += 1
                if not _within(box, clip):
                    found.clipped.add(ctypes.cast(item, ctypes.c_void_p).value or 0)
        elif kind in {_IMAGE, _SHADING} or (kind == _PATH and _is_filled(pdfium, item)):
            box = _bounds(pdfium, item)
            if box is None or min(box[2] - box[0], box[3] - box[1]) < _SIZE:
                continue
            found.filled = True
            if kind == _IMAGE:
                found.pictures += (box[2] - box[0]) * (box[3] - box[1])
    return found


def _objects(pdfium: Any, raw: Any) -> Any:  # noqa: ANN401 - the vendor's handles
    """The page's objects and those of its forms."""
    stack = [(pdfium.FPDFPage_GetObject, raw, pdfium.FPDFPage_CountObjects(raw), 0)]
    seen = 0
    while stack:
        get, owner, count, deep = stack.pop()
        for n in range(max(0, count)):
            item = get(owner, n)
            seen += 1
            if seen > _MOST:
                return
            if not item:
                continue
            if deep < _FORMS_DEEP and pdfium.FPDFPageObj_GetType(item) == _FORM:
                stack.append((pdfium.FPDFFormObj_GetObject, item, pdfium.FPDFFormObj_CountObjects(item), deep + 1))
            yield item


def _bounds(pdfium: Any, item: Any) -> Box | None:  # noqa: ANN401
    parts = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(p) for p in parts)):
        return None
    x0, y0, x1, y1 = (float(p.value) for p in parts)
    return x0, y0, x1, y1


def _is_filled(pdfium: Any, item: Any) -> bool:  # noqa: ANN401
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke))) and mode.value != 0


def _clip(pdfium: Any, item: Any) -> Box | None:  # noqa: ANN401
    """The box around an object's clip path; None where it has none."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    if not clip or pdfium.FPDFClipPath_CountPaths(clip) < 1:
        return None
    xs, ys = [], []
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(8, pdfium.FPDFClipPath_CountPaths(clip))):
        own = []
        for n in range(min(64, max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path)))):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, n)
            if segment and pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
                own.append((float(x.value), float(y.value)))
        if own:
            xs.append((min(p[0] for p in own), max(p[0] for p in own)))
            ys.append((min(p[1] for p in own), max(p[1] for p in own)))
    if not xs:
        return None
    return max(a for a, _ in xs), max(a for a, _ in ys), min(b for _, b in xs), min(b for _, b in ys)


def _within(box: Box, clip: Box) -> bool:
    """Whether any of an object is left by its clip path, a point's slack given."""
    return box[0] < clip[2] + 1 and box[2] > clip[0] - 1 and box[1] < clip[3] + 1 and box[3] > clip[1] - 1


def sizeless_text(pdfium: Any, page: Any, items: list[Any]) -> str:  # noqa: ANN401
    """What text objects without any size say: PDFium's text page leaves them out, so they are given a size (in memory) and asked."""
    upright = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    for item in items:
        pdfium.FPDFTextObj_SetFontSize(item, 10.0)
        pdfium.FPDFPageObj_SetMatrix(item, ctypes.byref(upright))
    text_page = page.get_textpage()
    try:
        said = []
        for item in items:
            length = pdfium.FPDFTextObj_GetText(item, text_page.raw, None, 0)
            if length > 2:  # noqa: PLR2004 - the closing zero
                buffer = ctypes.create_string_buffer(length)
                pdfium.FPDFTextObj_GetText(item, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
                said.append(buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip())
    finally:
        text_page.close()
    return " ".join(filter(None, said))
