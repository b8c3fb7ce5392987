"""Drawings and images in the text, kept by reference: which file, on which sheet, in which unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.formats.markup import local
from indexing.model import Drawing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexing.formats.markup import Element

_IMAGES = frozenset({"img", "image", "EMI", "RTI", "CUSTOM-CHARACTER", "custom-character", "doc-page"})
_KINDS = {
    "maths": "formula", "math-cwu": "formula", "MATH-US": "formula", "us-math": "formula",
    "chemistry": "chemistry", "chemistry-cwu": "chemistry", "CHEM-US": "chemistry", "us-chemistry": "chemistry",
    "tables": "table", "table-cwu": "table", "TABLE-US": "table",
}  # fmt: skip
_CONTENT = {"math": "formula", "chem": "chemistry", "table": "table", "drawing": "drawing", "flowchart": "drawing", "photograph": "drawing"}
_SHEET = re.compile(r"-D0*(\d+)\.\w+\Z", re.IGNORECASE)


def images(element: Element | None, unit: str) -> Iterator[Drawing]:
    """The images within the text of `unit`, in order; those of a formula, a structure or a table by the kind of what they show."""
    for item in () if element is None else element.iter():
        if local(item) in _IMAGES and (file := _file(item)):
            yield Drawing(_kind(item, element), file, unit=unit)


def sheets(elements: Iterable[Element]) -> Iterator[Drawing]:
    """Sheets of drawings (`figure` or the image itself). US files number them in the file's name, the front page's own drawing with zero: no page.

    `figure-labels` names the figures on a sheet where the office has recorded them.
    """
    for order, element in enumerate(elements, 1):
        image = element if local(element) in _IMAGES else next((e for e in element.iter() if local(e) in _IMAGES), None)
        file = _file(image) if image is not None else ""
        if not file:
            continue
        sheet = _SHEET.search(file)
        page = int(sheet[1]) or None if sheet else order
        yield Drawing("drawing", file, page, " ".join((element.get("figure-labels") or "").split()) or None)


def _file(image: Element) -> str:
    return " ".join((image.get("file") or image.get("FILE") or "").split())


def _kind(image: Element, top: Element | None) -> str:
    """By what the image stands in, else by what it is said to show."""
    item: Element | None = image
    while item is not None:
        if (kind := _KINDS.get(local(item))) is not None:
            return kind
        item = None if item is top else item.getparent()
    return _CONTENT.get(image.get("img-content") or "", "other")
