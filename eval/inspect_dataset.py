"""What a data set holds, as the doors show it; written as a BEIR folder where that is asked for."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING, Any

from eval.beir_files import write_corpus, write_dataset
from eval.leaks import find_leaks, twins
from eval.opening import detect, open_dataset
from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from eval.model import Dataset
    from indexing.protocols import SearchIndex

_SHOWN = 10


def inspect_dataset(
    path: Path, split: str = "test", kind: str | None = None, index: SearchIndex | None = None, out: Path | None = None
) -> dict[str, Any]:
    """Layout, counts, grades, marks, notes and leaks of the data set at `path`; with `index` also what it lacks of the judged documents.

    With `out` it is written there in BEIR's layout, `corpus.jsonl` included where the data set has texts. Raises what `open_dataset` raises, and
    `InputError` where `out` is not empty.
    """
    dataset = open_dataset(path, split, kind or detect(path))
    if out is not None:
        _write(path, dataset, out)
    grades = Counter(grade for judged in dataset.qrels.values() for grade in judged.values())
    relevant = [sum(grade > 0 for grade in judged.values()) for judged in dataset.qrels.values()]
    marks = Counter(word for judged in dataset.marks.values() for words in judged.values() for word in words)
    leaks = find_leaks(dataset, *_from_index(index)) if index else find_leaks(dataset)
    pairs = twins({topic.id: topic.text for topic in dataset.topics})
    return {
        "name": dataset.name,
        "kind": dataset.kind,
        "split": dataset.split,
        "topics": len(dataset.topics),
        "judgments": grades.total(),
        "relevant a topic": {"least": min(relevant), "median": statistics.median(relevant), "most": max(relevant)},
        "grades": {str(grade): grades[grade] for grade in sorted(grades, reverse=True)},
        "marks": dict(sorted(marks.items())),
        "documents": None if dataset.documents is None else len(dataset.documents),
        "not in the index": _absent(dataset, index) if index else None,
        "judgments_sha256": dataset.judgments_sha256,
        "sha256": dict(dataset.sha256),
        "notes": list(dataset.notes),
        "leaks": [{"topic": k.topic, "document": k.document, "kind": k.kind, "shown": k.shown} for k in leaks],
        "near duplicate topics": [{"first": first, "second": second, "shown": shown} for first, second, shown in pairs],
    }


def as_lines(data: dict[str, Any]) -> list[str]:
    """The same for a person, one fact a line."""
    flat = [(key, value) for key, value in data.items() if isinstance(value, str | int | dict) and key != "sha256"]
    lines = [f"{key:<24}{', '.join(f'{k} {v}' for k, v in value.items()) if isinstance(value, dict) else value}" for key, value in flat if value]
    lines += [f"note: {note}" for note in data["notes"]]
    lines += [f"leak: {k['topic']} gives {k['document']} away: {k['kind']} ({k['shown']})" for k in data["leaks"][:_SHOWN]]
    lines += [f"leak: {k['first']} and {k['second']} are near duplicates ({k['shown']})" for k in data["near duplicate topics"][:_SHOWN]]
    more = max(0, len(data["leaks"]) - _SHOWN) + max(0, len(data["near duplicate topics"]) - _SHOWN)
    return [*lines, *([f"{more} further leaks: see --json"] if more else [])]


def _from_index(index: SearchIndex) -> tuple[Any, Any]:
    """Text and names of a judged document, out of the index; empty for one that it does not hold."""
    from assistant.case_text import application_text

    def text_of(document: str) -> str:
        here = index.resolve(document)
        return application_text(index.document(here), ("title", "abstract")) if here else ""

    def names_of(document: str) -> tuple[str, ...]:
        here = index.resolve(document)
        said = index.document(here).application_number if here else None
        return tuple(dict.fromkeys(name for name in (document, here, said) if name))

    return text_of, names_of


def _absent(dataset: Dataset, index: SearchIndex) -> int:
    return sum(index.resolve(document) is None for document in {d for judged in dataset.qrels.values() for d in judged})


def _write(path: Path, dataset: Dataset, out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError("is not empty", "give a new folder with --out", source=str(out), code="not-empty")
    write_dataset(out, dataset)
    if dataset.kind == "parquet":
        from eval.datasets.parquet import corpus

        write_corpus(out / "corpus.jsonl", corpus(path))
