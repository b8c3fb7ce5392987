"""The faces of the plugin families of this floor and of the index; each family has a conformance kit in `tests/kits`.

Vendors' types (faiss, tantivy, openvino, torch) never pass through these faces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from indexing.model import DocumentFacts, Filter, Hit, Passage, Patent, Piece, Reading, Subquery


class Source(Protocol):
    """A stream of bytes within the given sources: a file, or a member of an archive. `label` names it in the ledger (path, `zip!member`)."""

    @property
    def label(self) -> str: ...
    def open(self) -> BinaryIO: ...


class Reader(Protocol):
    """Reads one format, in two steps. Listed in `indexing.readers.READERS`.

    `recognises` judges by content: the first 64 KiB of the (decompressed) bytes. `split` cuts a source into pieces, one document each wherever
    the format allows, quickly and without parsing what is in them; memory is bounded by one piece. What cannot be cut out is a refused Reading
    in its place. `read` makes Readings of one piece, alone: a document it cannot read is a refused Reading, not an exception. Reading runs in a
    process that is killed when one piece takes too long; it goes on with the next one, so both steps depend on nothing but their arguments.
    A reader that is slow by nature may have a method `seconds(piece) -> float`: the time that it asks for (`indexing.reading.limits`).
    """

    def recognises(self, head: bytes) -> bool: ...
    def split(self, source: Source) -> Iterator[Piece | Reading]: ...
    def read(self, piece: Piece) -> Iterator[Reading]: ...


class Embedder(Protocol):
    """Turns texts into L2-normalised float32 vectors. Listed in `indexing.embedders.EMBEDDERS`.

    `identity` is name, weights' SHA-256 and precision; vectors of different identities are never compared.
    Texts over `max_tokens` are cut there; `windows` says where to cut them instead.
    """

    @property
    def name(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...
    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special ones included, uncut."""
        ...

    def windows(self, text: str) -> list[tuple[int, int]]:
        """Code-point ranges that cover all of `text`'s words, in order, each of at most `max_tokens` tokens (special ones included)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), in the order of `texts`."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `encode_passages`, but each vector is bit for bit the same whatever else is in the call (one batch shape for all)."""
        ...


class SearchIndex(Protocol):
    """One open generation, free of paths and vendors: what recipes search and what answers quote from."""

    @property
    def generation(self) -> int: ...
    @property
    def manifest_sha256(self) -> str: ...
    @property
    def embedder_identity(self) -> str: ...
    def search(self, subquery: Subquery, filters: Filter, k: int) -> list[Hit]:
        """The best `k` documents or passages (by `subquery.level`) under `filters`, ranked, ties by id. Encodes `text` where `vector` is None."""
        ...

    def best_passages(self, subquery: Subquery, documents: Sequence[str], per_document: int) -> dict[str, list[Hit]]:
        """For each of `documents` its best passages for `subquery`, best first; at least one passage wherever the document has any."""
        ...

    def encode(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Query vectors, for a record to keep."""
        ...

    def document_vectors(self, document_ids: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """For each document the mean of its stored vectors, L2-normalised; none for a document without any text."""
        ...

    def class_frequency(self, symbols: Sequence[str]) -> tuple[list[int], int]:
        """For each class symbol the number of documents that bear it or one below it, and the number of documents in all."""
        ...

    def document(self, document_id: str) -> Patent:
        """The whole document. Raises `UsageError` for an id that is not in this generation, with the nearest ones."""
        ...

    def passage(self, passage_id: str) -> Passage:
        """The passage with its text. Raises `UsageError` for one that does not exist."""
        ...

    def passages_of(self, document_id: str) -> list[Passage]:
        """All passages of a document, in reading order."""
        ...

    def facts(self, document_id: str) -> DocumentFacts: ...
    def facts_of(self, document_ids: Sequence[str]) -> dict[str, DocumentFacts]:
        """`facts` of many documents at once."""
        ...

    def resolve(self, name: str) -> str | None:
        """The id of the document that is called `name` in any form (printed, DOCDB, a data set's id, without kind code); None if not here."""
        ...

    def family(self, document_id: str) -> tuple[str, ...]:
        """Ids of the documents of the same family in this generation, the document itself included, sorted."""
        ...

    def document_frequency(self, terms: Sequence[str]) -> tuple[list[int], int]:
        """For each term (as a person writes it) the number of documents that hold it, and the number of documents in all."""
        ...
