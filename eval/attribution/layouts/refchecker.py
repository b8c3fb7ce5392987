"""RefChecker: answers cut into triplets, each labelled by people against a context, as a JSON list.

Fields `id`, `response` and `<extractor>_response_kg`, a list of {`triplet`: [subject, relation, object], `human_label`: Entailment, Neutral or
Contradiction}. The contexts are published apart (`dolly.json`, `msmarco.json`, `nq.json`: a list of {`id`, `question`, `context`: […]}, as the
project's `gather_benchmark_data.py` writes them): they are looked for beside the answers and may be named. Without them nothing can be judged.
Source: X. Hu et al., RefChecker: reference-based fine-grained hallucination checker and benchmark for large language models, 2024.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from eval.attribution.model import Item, Loaded
from eval.attribution.texts import json_list
from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_LABELS = {"entailment": True, "neutral": False, "contradiction": False}
_GRAPH = "_response_kg"


def recognises(path: Path, head: str) -> bool:
    """A JSON list of records with triplets of a response."""
    return path.suffix.casefold() == ".json" and head.lstrip().startswith("[") and '"response"' in head and _GRAPH in head


def read(path: Path, context: Path | None = None) -> Loaded:
    """Every triplet, read as a sentence; those without a context, of another shape or label are counted and left out. Raises `InputError`."""
    contexts = _contexts(path, context)
    items, left_out = [], Counter[str]()
    for record in json_list(path):
        if not isinstance(record, dict):
            left_out["no record"] += 1
            continue
        source = contexts.get(str(record.get("id")), "")
        for number, (triplet, label) in enumerate(_triplets(record), 1):
            if not source:
                left_out["without a context"] += 1
            elif label not in _LABELS or len(triplet) < 2:  # noqa: PLR2004 - a subject and something said of it
                left_out["another label or shape"] += 1
            else:
                items.append(Item(f"{path.stem}:{record['id']}:{number}", f"{' '.join(triplet)}.", source, _LABELS[label], label, path.stem))
    return Loaded(path.stem, tuple(items), dict(left_out))


def _triplets(record: dict[str, Any]) -> list[tuple[list[str], str]]:
    """The triplets of a record and their labels in small letters."""
    entries = [e for name, value in record.items() if name.endswith(_GRAPH) and isinstance(value, list) for e in value if isinstance(e, dict)]
    return [([_bare(part) for part in e.get("triplet") or () if _bare(part)], str(e.get("human_label")).casefold()) for e in entries]


def _bare(part: object) -> str:
    return str(part).strip().strip('"').strip()


def _contexts(path: Path, context: Path | None) -> dict[str, str]:
    """The context of each id. Raises `InputError` where there is no file of them."""
    beside = path.with_name(f"{path.stem.partition('_')[0]}.json")
    found = context or (beside if beside != path and beside.exists() else None)
    if found is None:
        raise InputError(
            "the contexts that these answers were judged against are not beside it",
            f"put them there as {beside.name}, or name the file with --context",
            source=str(path),
            code="no-context",
        )
    return {str(r["id"]): _joined(r.get("context")) for r in json_list(found) if isinstance(r, dict) and "id" in r}


def _joined(context: object) -> str:
    parts = context if isinstance(context, list) else [context]
    return "\n".join(str(p).strip() for p in parts if p)
