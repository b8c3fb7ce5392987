"""The queries on file: real ones with the page they stand on, generated ones marked so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant.dialects import DIALECTS

FOLDER = Path(__file__).parent / "queries"
NAMES = tuple(name for name in DIALECTS if name != "own")


@dataclass(frozen=True, slots=True)
class Found:
    """One query of a dialect; `address` is empty where it was made here."""

    dialect: str
    query: str
    address: str
    note: str


def queries(name: str) -> list[Found]:
    """All queries on file of the dialect `name`."""
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["queries"]
    for row in rows:
        assert ("address" in row) != row.get("generated", False), f"{row['query']}: either an address or generated"
    return [Found(name, row["query"], row.get("address", ""), row.get("note", "")) for row in rows]


ALL = [found for name in NAMES for found in queries(name)]
