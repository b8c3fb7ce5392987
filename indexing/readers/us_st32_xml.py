"""US grants of 2002 to 2004: XML 2.5, one document or a weekly file of concatenated ones.

The tags are those of ST.32 (see `indexing.formats.st32`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.formats.markup import parse_xml, xml_pieces
from indexing.formats.st32 import BEGIN, reading
from indexing.formats.us_parts import read_piece
from indexing.formats.utf8 import utf8_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.model import Piece, Reading
    from indexing.protocols import Source


class St32XmlReader:
    """One XML document after the other; one that is damaged is refused with its line, and the next one is read."""

    def recognises(self, head: bytes) -> bool:
        text = utf8_head(head)
        return text.lstrip().startswith(b"<?xml") and BEGIN.search(text) is not None

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from xml_pieces(source, BEGIN)

    def read(self, piece: Piece) -> Iterator[Reading]:
        yield from read_piece(piece, lambda findings: parse_xml(piece.data, piece.source, piece.line, findings), reading)
