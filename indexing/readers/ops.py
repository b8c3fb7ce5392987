"""Responses of the EPO's Open Patent Services (`world-patent-data`): front pages, abstracts, claims, descriptions, families, searches.

A response often holds a part of a document only; it is read as far as it goes, under the id that all endpoints share. Publications that a
response merely names (members of a family, results of a search) are no documents, and the ledger says how many there were.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.findings import refused
from indexing.formats.exchange import read_exchange_document
from indexing.formats.markup import field, local
from indexing.formats.st36_bibliography import references
from indexing.formats.xml_cutting import element_pieces, first_tags
from indexing.formats.xml_reading import read_tree, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.formats.markup import Element
    from indexing.model import Piece, Reading
    from indexing.protocols import Source

_ROOTS = frozenset({"world-patent-data", "fulltext-documents", "fulltext-document"})
_DOCUMENTS = ("exchange-document", "fulltext-document")
_SHOWN = 5
_JSON = re.compile(rb"\s{0,100}\{\s{0,100}\"(?:ops:)?world-patent-data\"")
_LOOKED_AT = 1 << 10


class OpsReader:
    """Several documents a response, one piece each; a response without any is one piece."""

    def recognises(self, head: bytes) -> bool:
        tags = first_tags(head)
        return not _ROOTS.isdisjoint(tags) or (tags[:1] == ["fault"] and b"ops.epo.org" in head) or bool(_JSON.match(head))

    def split(self, source: Source) -> Iterator[Piece | Reading]:
        with source.open() as stream:
            if _JSON.match(stream.read(_LOOKED_AT)):
                yield refused(source.label, "ops-json", "a response as JSON has lost the order of its text; ask the service for XML")
                return
        yield from element_pieces(source, _DOCUMENTS, gaps=False)

    def read(self, piece: Piece) -> Iterator[Reading]:
        try:
            root, findings = read_tree(piece, layout=True)
        except InputError as error:
            yield refusal(piece, error)
            return
        if local(root) in _DOCUMENTS:
            yield read_exchange_document(root, findings, piece)
        else:
            yield _without_documents(root, piece)


def _without_documents(root: Element, piece: Piece) -> Reading:
    """A response that names documents, or says why it has none."""
    if local(root) == "fault":
        return refused(piece.where, "service-fault", f"the service answered '{field(root, 'message') or field(root, 'code')}'; ask it again")
    named = list(dict.fromkeys(r.printed for e in root.iter("publication-reference") for r in references([e])[:1] if r.number and "#" not in r.kind))
    if named:
        shown = ", ".join(named[:_SHOWN]) + (", …" if len(named) > _SHOWN else "")
        count = f"{len(named)} publication{'s' if len(named) > 1 else ''}"
        return refused(piece.where, "references-only", f"it only names {count} ({shown}); fetch the text of each")
    return refused(piece.where, "no-documents", f"'{local(root)}' holds no document")
