"""Test collections in BEIR's layout.

    corpus.jsonl[.gz]     {"_id", "title", "text", …}     optional: the index may hold the documents already
    queries.jsonl[.gz]    {"_id", "text", "metadata"}     SPLIT-queries.jsonl[.gz] goes before it where there is one
    qrels/SPLIT.tsv       query-id  corpus-id  score      header optional, grades kept; further named columns are marks (`X|Y`: two)

Where there is one qrels file only, it is the split unless another is named. Source: N. Thakur et al., BEIR, NeurIPS 2021, and its data files.
"""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any

from eval.judgments import Judgments, choose_split
from eval.model import Dataset, Topic
from eval.trec import lines
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_HEAD = re.compile(r'\s*\{\s*"_id"\s*:\s*"([^"\\]*[^"\\\s][^"\\]*)"')
_TOPIC = ("query-id", "query_id", "qid", "query", "topic", "topic-id")
_DOCUMENT = ("corpus-id", "corpus_id", "doc-id", "doc_id", "docid", "document", "document-id")
_GRADE = ("score", "relevance", "grade", "rel", "label")


def recognises(path: Path) -> bool:
    """Whether `path` is a folder with qrels/*.tsv and some queries file."""
    return path.is_dir() and any((path / "qrels").glob("*.tsv*")) and any(path.glob("*queries.jsonl*"))


def load(folder: Path, split: str = "test") -> Dataset:
    """The collection in `folder`. Topics without judgments are left out, and `notes` says so.

    Raises `InputError` (with file and line) for a folder or line that is not as above and for an id given twice; `UsageError` for an unknown split.
    """
    qrels_file, split = _qrels_file(folder, split)
    queries_file = _either(folder, f"{split}-queries.jsonl") or _either(folder, "queries.jsonl")
    if queries_file is None:
        raise InputError("has no queries.jsonl", "give a folder in BEIR's layout", source=str(folder), code="no-queries")
    corpus_file = _either(folder, "corpus.jsonl")
    topics = {key: _topic(key, record) for _, key, record in _records(queries_file)}
    judgments = _read_qrels(qrels_file)
    documents = _ids(corpus_file) if corpus_file else None
    read = [file for file in (corpus_file, queries_file, qrels_file) if file]
    return judgments.dataset(folder, split, "beir", topics, read, documents=documents)


def _qrels_file(folder: Path, split: str) -> tuple[Path, str]:
    """The file of judgments and the split it is."""
    files = {file.name.removesuffix(".gz").removesuffix(".tsv"): file for file in sorted((folder / "qrels").glob("*.tsv*"))}
    if not files:
        raise InputError("has no qrels/*.tsv", "give a folder in BEIR's layout", source=str(folder), code="no-qrels")
    split = choose_split(files, split, folder)
    return files[split], split


def _either(folder: Path, name: str) -> Path | None:
    """`name` in `folder`, plain or compressed."""
    return next((file for file in (folder / name, folder / f"{name}.gz") if file.is_file()), None)


def _topic(key: str, record: dict[str, Any]) -> Topic:
    said = record.get("metadata")
    metadata = dict(said) if isinstance(said, dict) else {}
    own = metadata.get("own")
    return Topic(key, record["text"], tuple(map(str, own)) if isinstance(own, list) else (), metadata)


def _records(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(line number, id, record) of a JSONL file whose records bear an `_id` and a `text`; each id once."""
    seen: set[str] = set()
    for number, line in lines(path):
        try:
            record = _parsed(line)
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


def _ids(corpus: Path) -> frozenset[str]:
    """The ids of a corpus, each once. Nothing else of it is needed here, and reading all of it is most of what opening a data set costs: a line that
    begins with its id, has a text and is whole is not read further. `eval dataset` and an index look into the documents.
    """
    found: set[str] = set()
    for number, line in lines(corpus):
        head = _HEAD.match(line)
        if head is None or '"text"' not in line or not line.rstrip().endswith("}"):
            return frozenset(key for _, key, _ in _records(corpus))
        if head[1] in found:
            raise InputError(f"id '{head[1]}' is given twice", "keep one of them", source=str(corpus), line=number, code="duplicate-id")
        found.add(head[1])
    return frozenset(found)


def _parsed(line: str) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value in `line`. A corpus is most of what opening a data set costs, so by pydantic's parser, three times as fast; what that
    refuses (half a surrogate pair, among others) is left to Python's own.
    """
    try:
        return _fast_parser()(line, cache_strings="keys")
    except ValueError:
        return json.loads(line)


@functools.cache
def _fast_parser() -> Callable[..., Any]:
    from pydantic_core import from_json

    return from_json


def _read_qrels(path: Path) -> Judgments:
    """The judgments of a tab-separated file."""
    at = (0, 1, 2)
    further: list[tuple[int, str]] = []
    found = Judgments()
    for count, (number, line) in enumerate(lines(path)):
        cells = [cell.strip() for cell in line.split("\t")]
        if count == 0 and (header := _header(cells)):
            at = header
            further = [(n, name) for n, name in enumerate(cells) if n not in at and name]
            continue
        if len(cells) <= max(at) or not cells[at[0]] or not cells[at[1]]:
            hint = "write: query-id TAB corpus-id TAB score"
            raise InputError("is no judgment", hint, source=str(path), line=number, code="malformed-line")
        marks = [f"{name}:{word}" for n, name in further if n < len(cells) for word in cells[n].split("|") if word]
        found.add(path, number, cells[at[0]], cells[at[1]], cells[at[2]], marks)
    return found


def _header(cells: list[str]) -> tuple[int, int, int] | None:
    """Where topic, document and grade stand by the names of a header, None where the line is no header."""
    names = [cell.casefold() for cell in cells]
    places = tuple(next((n for n, name in enumerate(names) if name in known), -1) for known in (_TOPIC, _DOCUMENT, _GRADE))
    return places if min(places) >= 0 else None  # type: ignore[return-value]
