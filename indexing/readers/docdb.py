"""DOCDB exchange files of the EPO (`exchange-documents`, schemas 2.x): thousands of documents a file, one piece each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.findings import refused
from indexing.formats.exchange import read_exchange_document
from indexing.formats.markup import local
from indexing.formats.xml_cutting import element_pieces, first_tags
from indexing.formats.xml_reading import read_tree, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.model import Piece, Reading
    from indexing.protocols import Source


class DocdbReader:
    """Front pages and abstracts; a document that is damaged leaves its neighbours alone."""

    def recognises(self, head: bytes) -> bool:
        return not {"exchange-documents", "exchange-document"}.isdisjoint(tags := first_tags(head)) and "world-patent-data" not in tags

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        yield from element_pieces(source, ["exchange-document"])

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            root, findings = read_tree(piece)
        except InputError as error:
            yield refusal(piece, error)
            return
        if local(root) == "exchange-document":
            yield read_exchange_document(root, findings, piece)
        else:
            yield refused(piece.where, "no-documents", f"'{local(root)}' holds no document")
