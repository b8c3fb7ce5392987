"""Test collections as Parquet tables, as hubs of data sets publish them. The columns tell which table is which.

DAPFAM   corpus.parquet     relevant_id, title_en, abstract_en, claims_text, description_en, …
         queries.parquet    query_id, title_en, abstract_en, …
         qrels_all.parquet  query_id, relevant_id, relevance_score, domain_rel (IN, OUT: kept as marks)
BEIR     corpus, queries    _id, title, text        qrels   query-id, corpus-id, score
PatenTEB pairs              q, pos, neg, q_text, pos_text, neg_text     `pos` is relevant (1), `neg` is not (0), `pos_link_type` is a mark
         fragments          q, <fragment>, full_text    the topic is the fragment, its one relevant document is `q` (fragment: effect, problem …)

A topic's text is its title and abstract (the shortest of the views that DAPFAM's paper measures). A table may stand in several files
(`test-00000-of-00002.parquet`). The split is the word before the dash of a file's name, or `qrels_<split>`, or the folder it stands in.
Sources: cards of datalyes/DAPFAM_patent (I. Ayaou et al., arXiv:2506.22141) and of datalyes/retrieval_IN, effect2full (PatenTEB, arXiv:2510.22264),
MTEB's task for DAPFAM. Owns pyarrow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from eval.judgments import Judgments, choose_split
from eval.model import Dataset, Topic
from eval.topic_files import sentences
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_TOPIC = ("query_id", "query-id", "qid", "topic")
_DOCUMENT = ("relevant_id", "corpus_id", "corpus-id", "doc_id", "doc-id", "docid")
_GRADE = ("relevance_score", "score", "relevance", "grade", "label")
_TEXTS = (("title_en", "abstract_en"), ("title", "abstract"), ("title", "text"), ("text",), ("query",))
_MARKS = ("domain_rel", "pos_link_type", "category", "cited_by")
_PAIRS = {"q", "pos", "q_text", "pos_text"}
_FACTS = {"date": "date", "earliest_claim_date": "date", "filing_date": "date", "lang": "language", "language": "language", "first_ipcr3": "classes"}
_ROWS = 4096


def recognises(path: Path) -> bool:
    """Whether `path` is, or holds, Parquet files."""
    return bool(_files(path))


def load(path: Path, split: str = "test") -> Dataset:
    """The collection in `path`. Raises `InputError` (with file and row) for tables that are none of the above, `UsageError` for an unknown split."""
    tables = {file: _columns(file) for file in _files(path)}
    if pairs := {f: c for f, c in tables.items() if c >= _PAIRS or _fragment(c)}:
        return _from_pairs(path, split, pairs)
    judged = _by_split([f for f, c in tables.items() if _find(c, _TOPIC) and _find(c, _DOCUMENT) and _find(c, _GRADE)], path)
    split = choose_split(judged, split, path)
    topics = _topics({f: c for f, c in tables.items() if _is_queries(f, c)})
    documents = [f for f, c in tables.items() if _is_corpus(f, c)]
    found = Judgments()
    for file in judged[split]:
        _read_qrels(file, found)
    ids = frozenset(_ids(documents)) if documents else None
    read = [*judged[split], *(f for f, c in tables.items() if _is_queries(f, c)), *documents]
    return found.dataset(path, split, "parquet", topics, sorted(read), documents=ids)


def corpus(path: Path) -> Iterator[dict[str, Any]]:
    """The documents as records of a BEIR corpus (`_id`, `title`, `text`, `claims` …), so that an index can be built of them; each id once."""
    seen: set[str] = set()
    for file in _files(path):
        columns = _columns(file)
        for _, row in _rows(file, sorted(columns)):
            for record in _documents(file, columns, row):
                if record["_id"] not in seen:
                    seen.add(record["_id"])
                    yield record


def _documents(file: Path, columns: frozenset[str], row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the row of any table says of documents."""
    if columns >= _PAIRS:
        yield from (_parted(row[key], row[text]) for key, text in (("pos", "pos_text"), ("neg", "neg_text")) if row.get(key) and row.get(text))
    elif _fragment(columns):
        yield _parted(row["q"], row["full_text"])
    elif _is_corpus(file, columns):
        record = {"_id": _word(row[_id_column(columns)])}
        record["title"] = _word(row.get("title_en") or row.get("title"))
        record["text"] = _word(row.get("abstract_en") or row.get("abstract") or row.get("text"))
        further = {"claims": _word(row.get("claims_text")), "description": _word(row.get("description_en"))}
        yield record | {name: text for name, text in further.items() if text}


def _parted(key: object, text: object) -> dict[str, Any]:
    """PatenTEB joins title and abstract by a mark."""
    title, mark, rest = str(text).partition("[SEP]")
    return {"_id": str(key), "title": title.strip() if mark else "", "text": rest.strip() if mark else title.strip()}


def _from_pairs(path: Path, split: str, tables: Mapping[Path, frozenset[str]]) -> Dataset:
    """PatenTEB's rows as topics and judgments. A document that is `pos` in one row of a topic and `neg` in another is relevant."""
    files = _by_split(list(tables), path)
    split = choose_split(files, split, path)
    found, topics = Judgments(), dict[str, Topic]()
    negative: list[tuple[Path, int, str, str]] = []
    for file in files[split]:
        fragment = _fragment(tables[file])
        wanted = ["q", *([fragment] if fragment else ("pos", "q_text")), *("neg", "pos_link_type", *_FACTS)]
        for number, row in _rows(file, [c for c in wanted if c in tables[file]]):
            name, text = _word(row["q"]), _word(row[fragment or "q_text"])
            if not name or not text:
                raise _bad(file, number, "has no topic or no text")
            key = f"{name}:{fragment}" if fragment else name  # the topic is no document, else it would never be among its own results
            topics.setdefault(key, Topic(key, text.replace(" [SEP] ", ". "), (), _facts(row)))
            link = _word(row.get("pos_link_type"))
            found.add(file, number, key, name if fragment else _word(row["pos"]), "1", [f"pos_link_type:{link}"] if link else ())
            if row.get("neg"):
                negative.append((file, number, key, _word(row["neg"])))
    for file, number, key, document in negative:
        if document not in found.grades[key]:
            found.add(file, number, key, document, "0")
    documents = frozenset(document for judged in found.grades.values() for document in judged)
    return found.dataset(path, split, "parquet", topics, files[split], documents=documents)


def _fragment(columns: frozenset[str]) -> str | None:
    """The topic's column in a table of fragments and full texts."""
    if "q" not in columns or "full_text" not in columns:
        return None
    others = columns - {"q", "full_text", "first_ipcr3", "first_ipcr3_count", "label", "domain", "objective", "__index_level_0__"}
    return next(iter(others)) if len(others) == 1 else None


def _topics(tables: Mapping[Path, frozenset[str]]) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for file, columns in tables.items():
        name = _id_column(columns)
        view = next((texts for texts in _TEXTS if columns >= set(texts)), ())
        if not view:
            raise InputError("has no text of the topics", "columns: title_en and abstract_en, or text", source=str(file), code="malformed-line")
        for number, row in _rows(file, [c for c in (name, *view, *_FACTS) if c in columns]):
            key, text = _word(row[name]), sentences([part for c in view if (part := _word(row[c]))])
            if not key or not text:
                raise _bad(file, number, "has no topic or no text")
            if key in topics:
                raise _bad(file, number, f"id '{key}' is given twice", "duplicate-id")
            topics[key] = Topic(key, text, (), _facts(row))
    return topics


def _facts(row: Mapping[str, Any]) -> dict[str, object]:
    return {name: str(row[column]) for column, name in _FACTS.items() if row.get(column) not in (None, "")}


def _read_qrels(file: Path, found: Judgments) -> None:
    columns = _columns(file)
    topic, document, grade = (_find(columns, names) or "" for names in (_TOPIC, _DOCUMENT, _GRADE))
    marks = [c for c in _MARKS if c in columns]
    for number, row in _rows(file, [topic, document, grade, *marks]):
        said = [f"{name}:{row[name]}" for name in marks if row[name] not in (None, "")]
        found.add(file, number, _word(row[topic]), _word(row[document]), _word(row[grade]), said)


def _ids(files: Sequence[Path]) -> Iterator[str]:
    for file in files:
        name = _id_column(_columns(file))
        for number, row in _rows(file, [name]):
            if not _word(row[name]):
                raise _bad(file, number, "has no id")
            yield _word(row[name])


def _is_queries(file: Path, columns: frozenset[str]) -> bool:
    return not _find(columns, _GRADE) and ("quer" in _place(file) or (bool(_find(columns, _TOPIC)) and not _find(columns, _DOCUMENT)))


def _is_corpus(file: Path, columns: frozenset[str]) -> bool:
    return not _find(columns, _GRADE) and not _is_queries(file, columns) and ("_id" in columns or bool(_find(columns, _DOCUMENT)))


def _id_column(columns: frozenset[str]) -> str:
    return "_id" if "_id" in columns else _find(columns, (*_TOPIC, *_DOCUMENT, "id")) or "id"


def _place(file: Path) -> str:
    return f"{file.parent.name}/{file.name}".casefold()


def _by_split(files: Sequence[Path], top: Path) -> dict[str, list[Path]]:
    """The files by split: `test-00000-of-00001`, `qrels_all`, `qrels/test`, `retrieval_IN/test-…`."""
    found: dict[str, list[Path]] = defaultdict(list)
    for file in files:
        stem = re.sub(r"-\d{5}-of-\d{5}$", "", file.stem)
        stem = re.sub(r"^\d+$", "", stem) or (file.parent.name if file.parent != top else "test")
        found[re.sub(r"^(?:qrels|relations)[-_.]?", "", stem) or "test"].append(file)
    return dict(found)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix == ".parquet" else []
    return sorted(path.rglob("*.parquet")) if path.is_dir() else []


def _columns(file: Path) -> frozenset[str]:
    pyarrow = _pyarrow()
    try:
        return frozenset(_open(file).schema_arrow.names)
    except (pyarrow.ArrowException, OSError, ValueError) as fault:
        raise InputError(f"has no columns that can be read: {fault}", "give a whole Parquet file", source=str(file)) from fault


def _rows(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row from 1, its cells) of the table, a few thousand rows in memory at once."""
    pyarrow = _pyarrow()
    number = 0
    try:
        for batch in _open(file).iter_batches(batch_size=_ROWS, columns=list(columns)):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as fault:  # ValueError: text that is no UTF-8
        raise InputError(f"cannot be read: {fault}", "give a whole Parquet file", source=str(file), line=number + 1) from fault


def _open(file: Path) -> Any:  # noqa: ANN401 - pyarrow stays in this file
    pyarrow = _pyarrow()
    try:
        return pyarrow.parquet.ParquetFile(file)
    except (pyarrow.ArrowException, OSError, ValueError) as fault:
        raise InputError(f"is no Parquet file: {fault}", "give a whole Parquet file", source=str(file)) from fault


def _pyarrow() -> Any:  # noqa: ANN401
    import pyarrow.parquet  # type: ignore[import-untyped]

    return pyarrow


def _find(columns: frozenset[str], names: Sequence[str]) -> str | None:
    return next((name for name in names if name in columns), None)


def _word(cell: object) -> str:
    """A cell as text: None is empty; a whole number that was stored as a float stays one."""
    return "" if cell is None else str(cell).strip()


def _bad(file: Path, number: int, what: str, code: str = "malformed-line") -> InputError:
    return InputError(f"row {number} {what}", "correct or remove the row", source=str(file), line=number, code=code)
