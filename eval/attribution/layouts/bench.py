"""Our own layout: one item a line, as `priorart eval attribution make` writes it (`eval.attribution.model.Item` as JSON)."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from eval.attribution.model import Item, Loaded, Reference
from eval.attribution.texts import read_text

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = ("id", "statement", "source", "kind")


def recognises(path: Path, head: str) -> bool:
    """JSON lines with a statement, a source and a label."""
    first = head.lstrip().partition("\n")[0]
    return path.suffix.casefold() == ".jsonl" and '"statement"' in first


def read(path: Path, context: Path | None = None) -> Loaded:  # noqa: ARG001 - the sources stand in the file itself
    """Every line; lines that hold no item are counted and left out. Raises `InputError`."""
    items, left_out = [], Counter[str]()
    for line in read_text(path).splitlines():
        if not line.strip():
            continue
        item = _item(line, path.stem)
        if item:
            items.append(item)
        else:
            left_out["no item of this layout"] += 1
    return Loaded(path.stem, tuple(items), dict(left_out))


def _item(line: str, dataset: str) -> Item | None:
    """The item in `line`; None where it holds none."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict) or not all(isinstance(value.get(n), str) and value[n].strip() for n in _TEXTS):
        return None
    if not isinstance(value.get("supported"), bool):
        return None
    texts = {n: value[n] for n in _TEXTS}
    named = value.get("dataset")
    seed = value.get("seed")
    return Item(
        **texts,
        supported=value["supported"],
        dataset=named if isinstance(named, str) and named else dataset,
        quote=value["quote"] if isinstance(value.get("quote"), str) else "",
        reference=_reference(value.get("reference")),
        origin=_reference(value.get("origin")),
        seed=seed if isinstance(seed, int) else None,
    )


def _reference(value: Any) -> Reference | None:  # noqa: ANN401 - whatever JSON holds
    """A reference, None where `value` is none."""
    if not isinstance(value, dict):
        return None
    document, unit, start, end = (value.get(n) for n in ("document", "unit", "start", "end"))
    if isinstance(document, str) and isinstance(unit, str) and isinstance(start, int) and isinstance(end, int):
        return Reference(document, unit, start, end)
    return None
