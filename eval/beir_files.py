"""A data set written as a folder in BEIR's layout, which every loader's content can be brought to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.files import replacing
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from eval.model import Dataset, Marks, Qrels, Topic


def write_queries(path: Path, topics: Iterable[Topic]) -> None:
    """`queries.jsonl`: id, text, and what is known of the topic."""
    with replacing(path) as stream:
        for topic in topics:
            said = {**topic.metadata, **({"own": list(topic.own)} if topic.own else {})}
            row: dict[str, Any] = {"_id": topic.id, "text": topic.text} | ({"metadata": said} if said else {})
            stream.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")


def write_qrels(path: Path, qrels: Qrels, marks: Marks) -> None:
    """`qrels/SPLIT.tsv`; marks (`name:word`) become columns, several words of one name stand with `|` between them.

    Raises `InputError` for an id that holds a tab or a line end, which the format cannot carry.
    """
    named = {mark.partition(":")[0] for judged in marks.values() for words in judged.values() for mark in words}
    names = sorted(name for name in named if name not in {"query-id", "corpus-id", "score"})
    with replacing(path) as stream:
        stream.write("\t".join(["query-id", "corpus-id", "score", *names]) + "\n")
        for topic, judged in qrels.items():
            for document, grade in judged.items():
                if any(c in "\t\r\n" for c in topic + document):
                    raise InputError(f"'{topic}' or '{document}' holds a tab or a line end", "rename the id", code="bad-id")
                cells = [_cell(marks.get(topic, {}).get(document, ()), name) for name in names]
                stream.write("\t".join([topic, document, str(grade), *cells]).rstrip("\t") + "\n")


def write_corpus(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    """`corpus.jsonl`, from which an index is built; how many documents it has."""
    count = 0
    with replacing(path) as stream:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_dataset(folder: Path, dataset: Dataset) -> None:
    """Topics and judgments of `dataset` in `folder`; read again they are the same topics, grades and marks."""
    write_queries(folder / "queries.jsonl", dataset.topics)
    write_qrels(folder / "qrels" / f"{dataset.split}.tsv", dataset.qrels, dataset.marks)


def _cell(words: Iterable[str], name: str) -> str:
    said = [word.partition(":")[2] for word in words if word.partition(":")[0] == name]
    return "|".join(" ".join(word.replace("|", "/").split()) for word in said)
