"""SummEdits: summaries with small edits beside their documents, as a JSON list.

Fields `id`, `doc`, `summary`, `label` (1 consistent, 0 not), `edit_types`. Source: P. Laban, W. Kryściński, D. Agarwal, A. Fabbri, C. Xiong, S. Joty,
C.-S. Wu, SummEdits: measuring LLM ability at factual reasoning through the lens of summarization, EMNLP 2023.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, Any

from eval.attribution.model import Item, Loaded
from eval.attribution.texts import json_list

if TYPE_CHECKING:
    from pathlib import Path

_LABELS = {"1": True, "0": False}


def recognises(path: Path, head: str) -> bool:
    """A JSON list of records with a document and a summary."""
    return path.suffix.casefold() == ".json" and head.lstrip().startswith("[") and '"doc"' in head and '"summary"' in head


def read(path: Path, context: Path | None = None) -> Loaded:  # noqa: ARG001 - the sources stand in the file itself
    """Every record; those without texts or label are counted and left out. Raises `InputError`."""
    items, left_out = [], Counter[str]()
    for number, record in enumerate(json_list(path), 1):
        values = record if isinstance(record, dict) else {}
        label = _LABELS.get(str(values.get("label")).strip())
        statement, source = str(values.get("summary") or "").strip(), str(values.get("doc") or "").strip()
        if label is None:
            left_out["another label, or none"] += 1
        elif not statement or not source:
            left_out["without a summary or its document"] += 1
        else:
            items.append(Item(f"{path.stem}:{values.get('id', number)}", statement, source, label, _kind(values, supported=label), path.stem))
    return Loaded(path.stem, tuple(items), dict(left_out))


def _kind(values: dict[str, Any], *, supported: bool) -> str:
    """How the summary was edited, the kinds of edit in order; the field is a list, or a list written as text."""
    if supported:
        return "consistent"
    edits = values.get("edit_types") or []
    if isinstance(edits, str):
        try:
            edits = ast.literal_eval(edits)
        except (ValueError, SyntaxError):
            edits = [edits]
    named = sorted(str(e) for e in edits) if isinstance(edits, list | tuple) else []
    return " + ".join(named) or "not said"
