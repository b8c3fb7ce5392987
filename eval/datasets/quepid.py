"""Ratings that Quepid exports as CSV: a file, or a folder with one such file a split.

    query,docid,rating                                       a case's ratings ("basic"), and what is imported again
    Team Name,…,Query Text,Doc ID,…,Rating,…                 a case in detail; columns are found by their names

A query has no id of its own: it is made from its words, so that it is the same in every export. A query without a rating is a topic without
judgments; a row without a rating is not yet judged, and is said. Quepid puts a blank before a value that begins with = @ + - : it is taken away.
Source: Quepid, `app/views/api/v1/export/ratings/*.erb`, `utils/case_csv` (o19s/quepid).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from eval.judgments import Judgments, choose_split
from eval.model import Dataset, Topic
from eval.topic_files import whole_text
from eval.trec import lines
from indexing.canonical import sha256
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLUMNS = {
    "query": ("query", "querytext"),
    "document": ("docid", "documentid"),
    "rating": ("rating", "ratings", "judgement", "judgment"),
    "need": ("informationneed",),
}
_LONGEST = 40
_HINT = "export the ratings of the case as CSV: query,docid,rating"


def recognises(path: Path) -> bool:
    """Whether `path` is, or holds, a CSV file with Quepid's columns."""
    return any(_header(file) is not None for file in _files(path))


def load(path: Path, split: str = "test") -> Dataset:
    """The ratings in `path`. Raises `InputError` (with file and line) for rows that are none, `UsageError` for an unknown split."""
    files = {file.name.removesuffix(".gz").removesuffix(".csv"): file for file in _files(path) if _header(file)}
    if path.is_file() and not files:
        raise InputError("has no columns for query, document and rating", _HINT, source=str(path), line=1, code="malformed-line")
    split = choose_split(files, split, path)
    file = files[split]
    topics: dict[str, Topic] = {}
    judgments = Judgments()
    unrated = 0
    for line, query, document, rating, need in _rows(file):
        if not query:
            raise InputError("names no query", _HINT, source=str(file), line=line, code="malformed-line")
        key = topic_id(query)
        topics.setdefault(key, Topic(key, query, metadata={"information_need": need} if need else {}))
        if document and rating:
            judgments.add(file, line, key, document, rating)
        unrated += bool(document) and not rating
    if unrated:
        judgments.notes.append(f"{unrated} document{'s' if unrated > 1 else ''} without a rating left out: not judged is not irrelevant")
    return judgments.dataset(path, split, "quepid", topics, [file])


def topic_id(query: str) -> str:
    """An id made from the query's words; where they do not tell it wholly, with the head of their hash."""
    words = "-".join(re.findall(r"\w+", query.casefold()))
    if words and len(words) <= _LONGEST and words.replace("-", " ") == query:
        return words
    return f"{words[:_LONGEST].strip('-') or 'q'}-{sha256(query.encode())[:8]}"


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if ".csv" in path.suffixes[-2:] else []
    return sorted([*path.glob("*.csv"), *path.glob("*.csv.gz")]) if path.is_dir() else []


def _header(file: Path) -> dict[str, int] | None:
    """The places of the columns; None where the first line does not name them."""
    try:
        first = next((line for _, line in lines(file)), "")
        cells = next(csv.reader([first]), [])
    except (InputError, csv.Error):
        return None
    names = [re.sub(r"[^a-z]", "", cell.casefold()) for cell in cells]
    found = {what: next((n for n, name in enumerate(names) if name in known), -1) for what, known in _COLUMNS.items()}
    return found if min(found["query"], found["document"], found["rating"]) >= 0 else None


def _rows(file: Path) -> Iterator[tuple[int, str, str, str, str]]:
    """(line, query, document, rating, information need) of each row; a text may hold line ends."""
    at = _header(file)
    reader = csv.reader(io.StringIO(whole_text(file), newline=""), strict=True)
    first = 1
    try:
        for row in reader:
            line, first = first, reader.line_num + 1
            if at is None or not any(cell.strip() for cell in row) or line == 1:
                continue
            cells = {what: row[n].strip() if 0 <= n < len(row) else "" for what, n in at.items()}
            yield line, cells["query"], cells["document"], cells["rating"], cells["need"]
    except csv.Error as fault:
        raise InputError(f"is no CSV: {fault}", _HINT, source=str(file), line=first, code="malformed-line") from fault
