"""The column map of a table of patents: which column holds which part, from the names in its header (`csv_columns.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from indexing.formats.patentsview_tables import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEXTS = ("title", "abstract", "claims", "description")
_OWN = frozenset(
    {"publication_date", "filing_date", "priority_date", "cpc", "ipc", "application_number", "family", "inventors", "applicants", "kind", "claims"}
)
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: the part of a document, the language that its name tells, and how early its name stands in the part's list."""

    field: str
    language: str | None
    rank: int


@functools.cache
def _names() -> tuple[Mapping[str, tuple[str, int]], Mapping[str, str]]:
    table = tomllib.loads(resources.files("indexing.formats").joinpath("csv_columns.toml").read_text(encoding="utf-8"))
    known: dict[str, tuple[str, int]] = {}
    for field, names in table["columns"].items():
        for rank, name in enumerate(names):
            known.setdefault(_plain(name), (field, rank))
    return known, table["languages"]


def _plain(name: str) -> str:
    return " ".join(_SIGNS.sub(" ", name.casefold()).split())


def column(name: str) -> Column | None:
    """What the column called `name` holds; None where nobody knows."""
    known, languages = _names()
    plain = _plain(name)
    if plain in known:
        return Column(known[plain][0], None, known[plain][1])
    head, _, last = plain.rpartition(" ")
    if head in known and last in languages:
        return Column(known[head][0], languages[last], known[head][1])
    return None


def column_map(names: Sequence[str]) -> dict[int, Column]:
    """The columns that hold something, by their place; empty where the header names no number or no text of a document."""
    found = {n: c for n, c in enumerate(map(column, names)) if c}
    fields = {c.field for c in found.values()}
    strong = "number" in fields
    weak = "weak_number" in fields and len(fields & _OWN) > 1
    return found if (strong or weak) and fields.intersection(TEXTS) else {}


def score(names: Sequence[str]) -> int:
    """How many columns of a header are known; 0 where it is no table of patents, or one of PatentsView's."""
    return 0 if table_of(names) else len(column_map(names))
