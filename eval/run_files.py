"""Runs as others write them: TREC's six columns, or a table with a header as search products export it (topic, number, rank), by what is in them.

A table is CSV with commas, semicolons or tabs. One column names the topic, one the document; `rank` (1 is best) or `score` (more is better) orders
the results, else their order in the file. Both kinds may be gzipped.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.topic_files import whole_text
from eval.trec import lines, read_run
from indexing.canonical import sha256_file
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.model import Ranked

_TREC_COLUMNS = 6
_TOPIC = ("topic", "topic_id", "topicid", "query_id", "queryid", "qid", "query", "case", "application", "search")
_DOCUMENT = (
    "number",
    "publication_number",
    "publication",
    "document",
    "document_id",
    "documentid",
    "doc_id",
    "docid",
    "docno",
    "corpus_id",
    "patent",
    "patent_number",
    "id",
)
_RANK = ("rank", "position", "rank_no", "no")
_SCORE = ("score", "relevance", "similarity")


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run as it was read: `tag` is its own name for itself, `results` as `eval.trec.read_run` orders them.

    `tied` topics hold equal scores; in `contrary` ones the printed ranks say another order than the scores, which are followed.
    """

    name: str
    layout: str
    tag: str
    sha256: str
    results: Ranked
    tied: frozenset[str] = frozenset()
    contrary: frozenset[str] = frozenset()


def read_run_file(path: Path) -> RunFile:
    """The run in `path`. Raises `InputError` with file and line for what is malformed: columns, numbers, a document twice for a topic."""
    first = next((line for _, line in lines(path)), None)
    if first is None:
        raise InputError("holds no results", "is this the run's file?", source=str(path), code="empty")
    columns = _columns(first)
    stem = Path(path.name.removesuffix(".gz")).stem
    if columns is not None:
        table = _read_table(path, columns)
        if not table:
            raise InputError("holds no results below its header", "is this the run's file?", source=str(path), code="empty")
        return RunFile(path.name, "table", stem, sha256_file(path), table)
    results = read_run(path)
    tied = frozenset(topic for topic, found in results.items() if any(a[1] <= b[1] for a, b in itertools.pairwise(found)))
    return RunFile(path.name, "trec", first.split()[-1], sha256_file(path), results, tied, _contrary(path))


def _contrary(path: Path) -> frozenset[str]:
    """Topics in whose consecutive lines a worse rank has the better score."""
    found: set[str] = set()
    before: tuple[str, float, float] | None = None
    for _, line in lines(path):
        topic, _, _, rank, score, _ = line.split()
        try:
            this = (topic, float(rank), float(score))
        except ValueError:  # a rank that is no number says nothing
            before = None
            continue
        if before is not None and before[0] == topic and (this[1] - before[1]) * (this[2] - before[2]) > 0:
            found.add(topic)
        before = this
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Columns:
    delimiter: str
    width: int
    topic: int
    document: int
    rank: int | None
    score: int | None


def _columns(header: str) -> _Columns | None:
    """Where a table's columns stand; None where `header` names no topic and no document."""
    for delimiter in ",;\t":
        names = ["_".join(cell.split()).replace("-", "_").casefold() for cell in next(csv.reader([header], delimiter=delimiter), [])]
        topic, document = _place(names, _TOPIC), _place(names, _DOCUMENT)
        if topic is not None and document is not None and topic != document:
            return _Columns(delimiter, len(names), topic, document, _place(names, _RANK), _place(names, _SCORE))
    return None


def _place(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _read_table(path: Path, columns: _Columns) -> dict[str, tuple[tuple[str, float], ...]]:
    """Results by topic, best first. Where there is no score one falls from the number of a topic's results to 1."""
    found: dict[str, dict[str, float]] = {}
    reader = csv.reader(io.StringIO(whole_text(path), newline=""), delimiter=columns.delimiter, strict=True)
    try:
        next(row for row in reader if row)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != columns.width:
                raise _bad(path, reader.line_num, f"{len(cells)} columns where the header has {columns.width}", "quote cells that hold the delimiter")
            topic, document = ("-".join(cells[place].split()) for place in (columns.topic, columns.document))
            if not topic or not document:
                raise _bad(path, reader.line_num, "a result without topic or document", "fill or remove the line")
            results = found.setdefault(topic, {})
            if document in results:
                raise _bad(path, reader.line_num, f"document '{document}' is twice in the results of topic '{topic}'", "keep the better one")
            results[document] = _worth(path, reader.line_num, cells, columns, len(results))
    except csv.Error as fault:
        raise _bad(path, reader.line_num, f"is no CSV: {fault}", "export it again") from fault
    if columns.score is not None and columns.rank is None:
        return {topic: tuple(sorted(results.items(), key=lambda r: (-r[1], r[0]))) for topic, results in found.items()}
    ranked = {topic: sorted(results.items(), key=lambda r: -r[1]) for topic, results in found.items()}
    return {topic: tuple((document, float(len(results) - n)) for n, (document, _) in enumerate(results)) for topic, results in ranked.items()}


def _worth(path: Path, number: int, cells: Sequence[str], columns: _Columns, before: int) -> float:
    """What orders a result, more is better: its rank where there is one, else its score, else its place in the file (`before` came first)."""
    place = columns.score if columns.rank is None else columns.rank
    if place is None:
        return -float(before)
    try:
        value = float(cells[place])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _bad(path, number, f"'{cells[place]}' is no finite number", "correct or remove the line")
    return value if columns.rank is None else -value


def _bad(path: Path, number: int, what: str, hint: str) -> InputError:
    return InputError(what, hint, source=str(path), line=number, code="malformed-line")
