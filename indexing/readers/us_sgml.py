"""US grants of 2001: SGML 2.4, one document or a weekly file of concatenated ones. The tags are those of ST.32 (see `indexing.formats.st32`).

SGML is no XML: empty elements are not closed, attributes may be without quotes, tags in any case; `indexing.formats.sgml` makes XML of it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.formats.markup import parse_xml, xml_pieces
from indexing.formats.sgml import as_xml
from indexing.formats.st32 import BEGIN, reading
from indexing.formats.us_parts import read_piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Finding, Piece, Reading
    from indexing.protocols import Source


class SgmlReader:
    """One document after the other; one that is cut short is refused with its line, and the next one is read."""

    def recognises(self, head: bytes) -> bool:
        return BEGIN.search(head) is not None and not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml")

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from xml_pieces(source, BEGIN)

    def read(self, piece: Piece) -> Iterator[Reading]:
        yield from read_piece(piece, lambda findings: _tree(piece, findings), reading)


def _tree(piece: Piece, findings: list[Finding]) -> Element:
    markup = as_xml(piece.data, piece.source, piece.line, findings)
    return parse_xml(markup, piece.source, piece.line, findings)
