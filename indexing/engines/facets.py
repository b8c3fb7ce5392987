"""What a document is filtered by: cut-off day, country, kind, language and classes; columns and postings mapped from their files.

What lies where, beside the shard's other files:

    facets.columns.npy    (4, documents) uint32: day (YYYYMMDD, 0: none), country, kind, language, each up to four ASCII characters as one number
    facets.symbols.npy    class symbols that any document stands at or below, sorted
    facets.starts.npy     where each symbol's documents begin in the next file; one more at the end
    facets.documents.npy  the documents (from 0 within the shard) of each symbol, rising
"""

from __future__ import annotations

import functools
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from indexing.arrays import load_array
from indexing.classes import above
from indexing.errors import IndexFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from indexing.engines.lexical import Conditions
    from indexing.storage.generation import ShardInfo

_COLUMNS, _SYMBOLS, _STARTS, _DOCUMENTS = "facets.columns.npy", "facets.symbols.npy", "facets.starts.npy", "facets.documents.npy"
_LETTERS = 4
_REPAIR = "restore the index from a backup, or build it again"


@dataclass(frozen=True, slots=True)
class FacetRow:
    """The facets of one document: cut-off day as YYYYMMDD (0: none), ST.3 country, ST.16 kind, ISO 639-1 language (empty: not known), class symbols.

    Codes are kept to four ASCII characters. `classes` are CPC and IPC symbols in any form; those above them are added, what is no symbol left out.
    """

    day: int
    country: str
    kind: str
    language: str
    classes: tuple[str, ...]


def code(text: str) -> int:
    """Up to four ASCII characters as a number, so that the numbers are in the order of the texts; 0 for none."""
    return int.from_bytes(text.encode("ascii", "replace")[:_LETTERS].ljust(_LETTERS, b"\0"), "big")


@functools.lru_cache(maxsize=4096)
def _text(number: int) -> str:
    return number.to_bytes(_LETTERS, "big").rstrip(b"\0").decode("ascii")


def write_facets(folder: Path, rows: Iterable[FacetRow]) -> None:
    """Write the files `facets.*` of a shard's documents, in their order. Held in memory: 24 bytes a document and 8 a class symbol of a document."""
    columns = [array("I") for _ in range(4)]
    terms: dict[str, int] = {}
    held, holders = array("I"), array("I")
    for number, row in enumerate(rows):
        for column, value in zip(columns, (row.day, code(row.country.upper()), code(row.kind.upper()), code(row.language.lower())), strict=True):
            column.append(value)
        for term in {term for symbol in row.classes for term in above(symbol)}:
            held.append(terms.setdefault(term, len(terms)))
            holders.append(number)
    np.save(folder / _COLUMNS, np.array([np.frombuffer(c, np.uint32) for c in columns], np.uint32).reshape(4, -1))
    symbols = np.array([term.encode("ascii") for term in terms], np.bytes_)
    order = np.argsort(symbols, kind="stable")
    rank = np.empty(len(terms), np.uint32)
    rank[order] = np.arange(len(terms), dtype=np.uint32)
    keys = rank[np.frombuffer(held, np.uint32)] if terms else np.empty(0, np.uint32)
    np.save(folder / _SYMBOLS, symbols[order])
    np.save(folder / _STARTS, np.searchsorted(np.sort(keys), np.arange(len(terms) + 1)).astype(np.int64))
    np.save(folder / _DOCUMENTS, np.frombuffer(holders, np.uint32)[np.argsort(keys, kind="stable")].astype(np.int32))


def _array(path: Path) -> NDArray[Any]:
    try:
        try:
            found: NDArray[Any] = load_array(path, mmap_mode="r")
        except ValueError:  # an empty array cannot be mapped
            found = load_array(path)
    except (ValueError, OSError, EOFError) as error:
        raise IndexFault(f"{path} is damaged ({error})", _REPAIR) from error
    return found


class Facets:
    """The facets of one shard's documents, mapped from their files; safe for many threads."""

    def __init__(self, folder: Path, info: ShardInfo) -> None:
        self._columns = _array(folder / _COLUMNS)
        self._symbols = _array(folder / _SYMBOLS)
        self._starts = _array(folder / _STARTS)
        self._documents = _array(folder / _DOCUMENTS)
        shapes = (self._columns.shape, self._starts.shape)
        if shapes != ((4, info.documents), (len(self._symbols) + 1,)) or int(self._starts[-1]) != len(self._documents):
            raise IndexFault(f"{folder / _COLUMNS} and the files beside it are damaged: their lengths do not agree", _REPAIR)

    @property
    def days(self) -> NDArray[np.uint32]:
        """The cut-off day of each document as YYYYMMDD, 0 where it has none."""
        days: NDArray[np.uint32] = self._columns[0]
        return days

    def allowed(self, conditions: Conditions) -> NDArray[np.bool_] | None:
        """Which documents meet the conditions, shape (documents,); None where there is none that concerns facets. The caller may change it."""
        days, countries, kinds, languages = self._columns
        parts: list[NDArray[np.bool_]] = []
        if conditions.before is not None:
            parts.append((days > 0) & (days < conditions.before))
        if conditions.countries:
            parts.append(_any(countries == code(c) for c in conditions.countries))
        if conditions.kinds:
            parts.append(_any(_beginning(kinds, kind) for kind in conditions.kinds))
        if conditions.languages:
            parts.append(_any(languages == code(name) for name in conditions.languages))
        if conditions.classes:
            mask = np.zeros(len(days), np.bool_)
            for symbol in conditions.classes:
                mask[self._holders(symbol).astype(np.intp)] = True  # numpy takes twice the time for other integers
            parts.append(mask)
        if not parts:
            return None
        whole = parts[0]
        for part in parts[1:]:
            whole &= part
        return whole

    def _holders(self, symbol: str) -> NDArray[np.int32]:
        name = symbol.encode("ascii")
        at = int(np.searchsorted(self._symbols, name)) if len(self._symbols) else 0
        if at == len(self._symbols) or self._symbols[at] != name:
            return np.empty(0, np.int32)
        found: NDArray[np.int32] = self._documents[self._starts[at] : self._starts[at + 1]]
        return found

    def holders(self, symbol: str) -> NDArray[np.int32]:
        """The documents (from 0 within the shard, rising) that bear this symbol, in the form of `indexing.classes.symbol`, or one below it."""
        return self._holders(symbol)

    def symbols(self, beginning: str) -> list[str]:
        """The symbols that begin so and that any document bears or stands below, sorted."""
        first, end = np.searchsorted(self._symbols, [beginning.encode("ascii"), (beginning + "~").encode("ascii")]) if len(self._symbols) else (0, 0)
        return [name.decode("ascii") for name in self._symbols[first:end].tolist()]

    def codes(self, documents: NDArray[np.int64]) -> list[tuple[str, str]]:
        """Country and kind of these documents (from 0 within the shard), empty where not known."""
        countries, kinds = np.asarray(self._columns)[1:3, documents].tolist()
        return [(_text(country), _text(kind)) for country, kind in zip(countries, kinds, strict=True)]

    def rows(self) -> Iterator[FacetRow]:
        """The facets of every document, in order, for merging."""
        numbers = np.repeat(np.arange(len(self._symbols)), np.diff(self._starts))
        order = np.argsort(self._documents, kind="stable")
        ends = np.cumsum(np.bincount(self._documents, minlength=self._columns.shape[1]))
        begin = 0
        for document, end in enumerate(ends.tolist()):
            day, country, kind, language = (int(v) for v in self._columns[:, document])
            classes = tuple(self._symbols[n].decode("ascii") for n in numbers[order[begin:end]])
            yield FacetRow(day, _text(country), _text(kind), _text(language), classes)
            begin = end


def _any(masks: Iterable[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    whole: NDArray[np.bool_] | None = None
    for mask in masks:
        whole = mask if whole is None else whole | mask
    return whole if whole is not None else np.zeros(0, np.bool_)


def _beginning(codes: NDArray[np.uint32], text: str) -> NDArray[np.bool_]:
    """Which codes begin with `text`: a run of numbers, since they are in the order of the texts."""
    first = code(text)
    return (codes >= first) & (codes < first + (1 << 8 * (_LETTERS - min(len(text), _LETTERS))))
