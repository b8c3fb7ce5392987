"""Citation links as a shard keeps them: which numbers each document cites. Which of these are in the index is found out when it is searched.

So a document that is added later is found by citations that were there before it. Links follow from the documents alone (`Patent.citations`);
they are no part of a shard's content digest.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.errors import IndexFault
from indexing.numbers import lookup_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from indexing.model import Patent

_PAGE = 200


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A cited publication: the alias key of its number as cited, and the last key it is looked up under (mostly the number without kind code)."""

    key: str
    base: str


def links_of(patent: Patent) -> tuple[Link, ...]:
    """The publications that a document cites, each once, sorted; literature is left out."""
    return _links(c.number for c in patent.citations)


def link(number: str) -> Link | None:
    """The link to a publication that is cited so; None for a blank number."""
    keys = lookup_keys(number)
    return Link(keys[0], keys[-1]) if keys else None


def _links(numbers: Iterable[str | None]) -> tuple[Link, ...]:
    return tuple(sorted({found for number in numbers if number and (found := link(number))}))


def insert_links(db: sqlite3.Connection, document: int, links: Iterable[Link]) -> None:
    """Write a document's links."""
    db.executemany("INSERT INTO links VALUES (?,?,?)", [(document, one.key, one.base) for one in links])


def copy_links(db: sqlite3.Connection, first: int, last: int, shift: int) -> None:
    """Copy the links of the documents `first` to `last` (included) of the attached file `part`, their numbers raised by `shift`.

    A file from before links were kept has none: they are read out of its documents. Raises `IndexFault` for a document that is damaged.
    """
    if db.execute("SELECT 1 FROM part.sqlite_master WHERE type = 'table' AND name = 'links'").fetchone():
        sql = "INSERT INTO links SELECT document + ?, key, base FROM part.links WHERE document BETWEEN ? AND ? ORDER BY rowid"
        db.execute(sql, (shift, first, last))
        return
    for start in range(first, last + 1, _PAGE):
        sql = "SELECT ordinal, body FROM part.bodies WHERE ordinal BETWEEN ? AND ? ORDER BY ordinal"
        for ordinal, body in db.execute(sql, (start, min(start + _PAGE - 1, last))).fetchall():
            insert_links(db, ordinal + shift, _stored(ordinal, body))


def _stored(ordinal: int, body: bytes) -> tuple[Link, ...]:
    """The links of a stored document, without making a Patent of all its text."""
    try:
        return _links(cited.get("number") for cited in json.loads(zlib.decompress(body)).get("citations", ()))
    except (zlib.error, ValueError) as error:
        raise IndexFault(f"document number {ordinal} of the index is damaged", "run `priorart index verify`, then restore or rebuild") from error
