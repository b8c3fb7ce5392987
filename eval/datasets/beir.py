"""Test collections in BEIR's layout.

    corpus.jsonl[.gz]     {"_id", "title", "text", …}     optional: the index may hold the documents already
    queries.jsonl[.gz]    {"_id", "text", …}              SPLIT-queries.jsonl[.gz] goes before it where there is one
    qrels/SPLIT.tsv       query-id  corpus-id  score      header optional, further columns tolerated, grades kept

Where there is one qrels file only, it is the split whatever was asked for. Source: N. Thakur et al., BEIR, NeurIPS 2021, and its data files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.model import Dataset, Topic
from eval.trec import lines, whole
from indexing.canonical import sha256_file
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TOPIC = ("query-id", "query_id", "qid", "query", "topic", "topic-id")
_DOCUMENT = ("corpus-id", "corpus_id", "doc-id", "doc_id", "docid", "document", "document-id")
_GRADE = ("score", "relevance", "grade", "rel", "label")


def load(folder: Path, split: str = "test") -> Dataset:
    """The collection in `folder`. Topics without judgments are left out, and `notes` says so.

    Raises `InputError` (with file and line) for a folder or line that is not as above and for an id given twice; `UsageError` for an unknown split.
    """
    qrels_file, split = _qrels_file(folder, split)
    queries_file = _either(folder, f"{split}-queries.jsonl") or _either(folder, "queries.jsonl")
    if queries_file is None:
        raise InputError("has no queries.jsonl", "give a folder in BEIR's layout", source=str(folder), code="no-queries")
    corpus_file = _either(folder, "corpus.jsonl")
    notes: list[str] = []
    topics = {key: Topic(key, str(record["text"])) for _, key, record in _records(queries_file)}
    qrels = _read_qrels(qrels_file, notes)
    documents = frozenset(key for _, key, _ in _records(corpus_file)) if corpus_file else None
    kept = _judged(topics, qrels, documents, notes)
    if not kept:
        raise InputError("no topic has both a text and a judgment", "do queries and judgments belong together?", source=str(qrels_file))
    read = [file for file in (corpus_file, queries_file, qrels_file) if file]
    return Dataset(
        name=folder.resolve().name,
        split=split,
        topics=tuple(topics[key] for key in topics if key in kept),
        qrels={key: qrels[key] for key in topics if key in kept},
        documents=documents,
        sha256={str(file.relative_to(folder)): sha256_file(file) for file in read},
        notes=tuple(notes),
    )


def _qrels_file(folder: Path, split: str) -> tuple[Path, str]:
    """The file of judgments and the split it is."""
    files = {file.name.removesuffix(".gz").removesuffix(".tsv"): file for file in sorted((folder / "qrels").glob("*.tsv*"))}
    if not files:
        raise InputError("has no qrels/*.tsv", "give a folder in BEIR's layout", source=str(folder), code="no-qrels")
    if len(files) == 1:
        split = next(iter(files))
    if split not in files:
        raise UsageError(f"{folder} has no split '{split}'", nearest(split, list(files)))
    return files[split], split


def _either(folder: Path, name: str) -> Path | None:
    """`name` in `folder`, plain or compressed."""
    return next((file for file in (folder / name, folder / f"{name}.gz") if file.is_file()), None)


def _records(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(line number, id, record) of a JSONL file whose records bear an `_id` and a `text`; each id once."""
    seen: set[str] = set()
    for number, line in lines(path):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise InputError(f"is no JSON: {fault}", "one JSON object a line", source=str(path), line=number, code="malformed-line") from fault
        key = record.get("_id") if isinstance(record, dict) else None
        if isinstance(key, bool) or not isinstance(key, str | int) or not str(key).strip() or not isinstance(record.get("text"), str):
            raise InputError("has no `_id` or no `text`", '{"_id": "…", "text": "…"}', source=str(path), line=number, code="malformed-line")
        key = str(key)
        if key in seen:
            raise InputError(f"id '{key}' is given twice", "keep one of them", source=str(path), line=number, code="duplicate-id")
        seen.add(key)
        yield number, key, record


def _read_qrels(path: Path, notes: list[str]) -> dict[str, dict[str, int]]:
    """The judgments of a tab-separated file. The same judgment twice counts once and is said; two grades for one pair are refused."""
    at = (0, 1, 2)
    found: dict[str, dict[str, int]] = {}
    repeated = 0
    for count, (number, line) in enumerate(lines(path)):
        cells = [cell.strip() for cell in line.split("\t")]
        if count == 0 and (header := _header(cells)):
            at = header
            continue
        if len(cells) <= max(at) or not cells[at[0]] or not cells[at[1]]:
            hint = "write: query-id TAB corpus-id TAB score"
            raise InputError("is no judgment", hint, source=str(path), line=number, code="malformed-line")
        topic, document, grade = cells[at[0]], cells[at[1]], whole(path, number, cells[at[2]])
        judged = found.setdefault(topic, {})
        repeated += document in judged
        if judged.setdefault(document, grade) != grade:
            what = f"'{document}' has two grades for '{topic}': {judged[document]} and {grade}"
            raise InputError(what, "keep one", source=str(path), line=number, code="duplicate-judgment")
    if repeated:
        notes.append(f"{repeated} judgment{'s' if repeated > 1 else ''} given more than once, counted once")
    return found


def _header(cells: list[str]) -> tuple[int, int, int] | None:
    """Where topic, document and grade stand by the names of a header, None where the line is no header."""
    names = [cell.casefold() for cell in cells]
    places = tuple(next((n for n, name in enumerate(names) if name in known), -1) for known in (_TOPIC, _DOCUMENT, _GRADE))
    return places if min(places) >= 0 else None  # type: ignore[return-value]


def _judged(topics: dict[str, Topic], qrels: dict[str, dict[str, int]], documents: frozenset[str] | None, notes: list[str]) -> set[str]:
    """The topics that have a text and a judgment; says in `notes` what is left out and what is odd."""
    kept = topics.keys() & qrels.keys()
    _say(notes, [t for t in topics if t not in qrels], "without judgments left out", "topic")
    _say(notes, [t for t in qrels if t not in topics], "judged without a text left out", "topic")
    _say(notes, [t for t in topics if t in kept and max(qrels[t].values()) < 1], "without a relevant document: it scores zero", "topic")
    _say(notes, [t for t in topics if t in kept and t in qrels[t]], "judged for itself, which is never among its own results", "topic")
    if documents is not None:
        _say(notes, sorted({d for t in kept for d in qrels[t]} - documents), "judged but not in the corpus", "document")
    return set(kept)


def _say(notes: list[str], ids: list[str], what: str, noun: str) -> None:
    """Add one note on `ids`, naming the first three."""
    if ids:
        some = ", ".join(ids[:3]) + (" …" if len(ids) > 3 else "")  # noqa: PLR2004
        notes.append(f"{len(ids)} {noun}{'s' if len(ids) > 1 else ''} {what}: {some}")
