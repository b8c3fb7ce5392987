"""TREC's topics and judgments in one folder: files of topics (marked up, or `id TAB text`) and qrels (`topic iteration document grade`).

A topic's text is its title and its description; the narrative, which also says what is not relevant, is kept apart in `metadata`.
Grades are kept as they are: -1 and 0 are not relevant. Where there is one file of judgments, it is the split unless another is asked for
by name; else a file's name tells its split (`qrels.dev.txt`). Source: NIST's data sheets; `eval.topic_files`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.judgments import Judgments, choose_split
from eval.model import Dataset, Topic
from eval.topic_files import blocks, files_of, head, of_split, qrels_files, read_qrels, sentences, topic_files
from eval.trec import lines
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_TWO = 2


def recognises(path: Path) -> bool:
    """Whether `path` is a folder with topics and judgments in TREC's manner."""
    files = files_of(path)
    topics = [*topic_files(files), *_tables(files)]
    return bool(topics) and bool(qrels_files([f for f in files if f not in topics]))


def load(folder: Path, split: str = "test") -> Dataset:
    """The collection in `folder`. Raises `InputError` (with file and line) for a file that is not as above, `UsageError` for an unknown split."""
    files = files_of(folder)
    marked, tables = topic_files(files), _tables(files)
    if not marked and not tables:
        hint = "put files of topics (<top> … </top>, or id TAB text) and qrels into one folder"
        raise InputError("has no topics", hint, source=str(folder), code="no-queries")
    qrels = qrels_files([f for f in files if f not in {*marked, *tables}])
    split = choose_split(qrels, split, folder)
    chosen = of_split([*marked, *tables], split)
    topics: dict[str, Topic] = {}
    for file in chosen:
        for line, topic in _marked(file) if file in marked else _rows(file):
            if topic.id in topics:
                raise InputError(f"topic '{topic.id}' is given twice", "keep one of them", source=str(file), line=line, code="duplicate-id")
            topics[topic.id] = topic
    judgments = Judgments()
    read_qrels(qrels[split], judgments)
    return judgments.dataset(folder, split, "trec", topics, [*chosen, qrels[split]])


def _marked(file: Path) -> Iterator[tuple[int, Topic]]:
    for block in blocks(file):
        fields = dict(block.fields)
        text = sentences([fields[name] for name in ("title", "desc") if name in fields])
        if not text:
            what = f"topic '{fields['num']}' has neither title nor description"
            raise InputError(what, "give it one", source=str(file), line=block.line, code="malformed-line")
        names = {"title": "title", "desc": "description", "narr": "narrative"}
        yield block.line, Topic(fields["num"], text, metadata={names[name]: fields[name] for name in names if name in fields})


def _rows(file: Path) -> Iterator[tuple[int, Topic]]:
    for number, line in lines(file):
        key, tab, text = line.partition("\t")
        if not tab or not key.strip() or not text.strip() or len(key.split()) != 1:
            raise InputError("is no topic", "write: id TAB text", source=str(file), line=number, code="malformed-line")
        yield number, Topic(key.strip(), text.strip())


def _tables(files: Sequence[Path]) -> list[Path]:
    """Files called topics or queries whose first line is an id, a tab and a text."""
    found = []
    for file in files:
        first = next(iter(head(file).splitlines()), "")
        if any(word in file.name.casefold() for word in ("topic", "quer")) and len(first.split("\t")) == _TWO and not first.startswith("<"):
            found.append(file)
    return found
