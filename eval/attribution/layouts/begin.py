"""BEGIN: replies of dialogue models beside the knowledge they were given, as TSV.

Columns `model_name`, `data_source`, `knowledge`, `message`, `response`, `begin_label` (Fully attributable, Not fully attributable, Generic).
Only a fully attributable reply is supported: a generic one says nothing that its source says. Source: N. Dziri, H. Rashkin, T. Linzen, D. Reitter,
Evaluating attribution in dialogue systems: the BEGIN benchmark, TACL 10:1066-1083, 2022.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from eval.attribution.model import Item, Loaded
from eval.attribution.texts import read_text

if TYPE_CHECKING:
    from pathlib import Path

_NEEDED = {"knowledge", "response", "begin_label"}
_LABELS = {"fully attributable": True, "not fully attributable": False, "generic": False}
_LONGEST = 10_000_000
"""Characters of one field; the csv module's own limit is too small for whole pages of knowledge."""


def recognises(path: Path, head: str) -> bool:
    """A table with BEGIN's columns."""
    return path.suffix.casefold() in {".tsv", ".txt"} and set(head.partition("\n")[0].strip().split("\t")) >= _NEEDED


def read(path: Path, context: Path | None = None) -> Loaded:  # noqa: ARG001 - the sources stand in the file itself
    """Every row; rows without texts or with another label are counted and left out. Raises `InputError`."""
    text = read_text(path)
    before = csv.field_size_limit(_LONGEST)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quotechar='"', strict=False))
    finally:
        csv.field_size_limit(before)
    items, left_out = [], Counter[str]()
    for number, row in enumerate(rows, 1):
        label = _LABELS.get((row.get("begin_label") or "").strip().casefold())
        statement, source = (row.get("response") or "").strip(), (row.get("knowledge") or "").strip()
        if label is None:
            left_out["another label, or none"] += 1
        elif not statement or not source:
            left_out["without a reply or its knowledge"] += 1
        else:
            kind = str(row["begin_label"]).strip().casefold()
            items.append(Item(f"{path.stem}:{number}", statement, source, label, kind, path.stem))
    return Loaded(path.stem, tuple(items), dict(left_out))
