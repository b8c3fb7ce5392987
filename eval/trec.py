"""TREC's files, read strictly: runs (`topic Q0 document rank score tag`) and judgments (`topic 0 document grade`), split by blanks.

A run's order is its scores', read as trec_eval reads them: as 32-bit floats, falling, equal ones by document id in reverse. The printed rank is
not looked at. What we write has strictly falling scores in that sense, so that every program sees the same order.
"""

from __future__ import annotations

import array
import gzip
import math
import operator
import struct
from typing import TYPE_CHECKING, TextIO

from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from eval.model import Ranked

_RUN_COLUMNS = 6
_QRELS_COLUMNS = 4
_BEIR_HEADER = {"query-id", "query_id"}
_LARGEST = 1e38


def read_run(path: Path) -> dict[str, tuple[tuple[str, float], ...]]:
    """The run in `path` (plain or .gz): topic to (document, score), best first.

    Raises `InputError` with file and line for a line of another shape, a score that is no finite number, and a document twice for a topic.
    """
    found: dict[str, dict[str, float]] = {}
    for number, line in _raw_lines(path):
        cells = line.split()
        if len(cells) != _RUN_COLUMNS:
            if not cells:
                continue
            raise _bad(path, number, f"{len(cells)} columns where a run has {_RUN_COLUMNS}", "write: topic Q0 document rank score tag")
        topic, _, document, _, score, _ = cells
        results = found.get(topic)
        if results is None:
            results = found[topic] = {}
        elif document in results:
            raise _bad(path, number, f"document '{document}' is twice in the results of topic '{topic}'", "keep the better one")
        try:
            value = float(score)
        except ValueError:
            value = math.nan
        if not -math.inf < value < math.inf:
            raise _bad(path, number, f"'{score}' is no finite number", "correct or remove the line")
        results[document] = value
    return {topic: _by_score(results) for topic, results in found.items()}


def _by_score(results: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """`results` in the order of their scores. Most files stand in it already, which is quickly seen."""
    scores = array.array("f", results.values())
    if scores and abs(scores[0]) < _LARGEST and abs(scores[-1]) < _LARGEST and all(map(operator.gt, scores, scores[1:])):
        return tuple(results.items())
    return tuple(sorted(sorted(results.items(), reverse=True), key=lambda r: -_float32(r[1])))


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """The judgments in `path` (plain or .gz): topic to document to grade. Raises `InputError` with file and line as `read_run` does."""
    found: dict[str, dict[str, int]] = {}
    for number, line in lines(path):
        cells = line.split()
        if not found and cells[0].casefold() in _BEIR_HEADER:
            raise _bad(path, number, "has a header, as BEIR's judgments have", "name the data set's folder, or write: topic 0 document grade")
        if len(cells) != _QRELS_COLUMNS:
            raise _bad(path, number, f"{len(cells)} columns where judgments have {_QRELS_COLUMNS}", "write: topic 0 document grade")
        topic, _, document, grade = cells
        judged = found.setdefault(topic, {})
        if document in judged:
            raise _bad(path, number, f"document '{document}' is judged twice for topic '{topic}'", "keep one of them")
        judged[document] = whole(path, number, grade)
    return found


def write_run(stream: TextIO, run: Ranked, tag: str) -> None:
    """Write `run` in its order, with scores that fall strictly even as 32-bit floats: an equal one is lowered by the least step there is.

    Raises `InputError` for ids that hold white space, which the format cannot carry.
    """
    word = "-".join(tag.split()) or "run"
    for topic, results in run.items():
        names = [topic, *(document for document, _ in results)]
        if results and " ".join(names).split() != names:
            bad = next(name for name in names if len(name.split()) != 1 or name.split() != [name])
            raise InputError(f"'{bad}' holds white space, which a TREC run cannot carry", "rename the id", code="bad-id")
        rows = enumerate(zip(names[1:], falling([s for _, s in results]), strict=True), 1)
        stream.write("".join([f"{topic} Q0 {document} {rank} {score:.9g} {word}\n" for rank, (document, score) in rows]))


def falling(scores: Sequence[float]) -> list[float]:
    """`scores` as 32-bit floats, each strictly below the one before."""
    below = math.inf
    fallen: list[float] = []
    small = all(-_LARGEST < score < _LARGEST for score in scores)  # false where one is NaN
    for value in array.array("f", scores) if small else map(_float32, scores):
        below = value if value < below else _next_below(below)
        fallen.append(below)
    return fallen


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of `path` (plain or .gz) that are not blank, with their numbers from 1. Raises `InputError` for what cannot be read as UTF-8."""
    for number, line in _raw_lines(path):
        if line.strip():
            yield number, line.rstrip("\r\n")


def _raw_lines(path: Path) -> Iterator[tuple[int, str]]:
    """All lines of `path`, blank ones and line ends included."""
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, 1):
                yield number, line
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise InputError(f"cannot be read: {fault}", "give a whole UTF-8 text file", source=str(path), line=number + 1) from fault


def whole(path: Path, number: int, cell: str) -> int:
    """The grade in `cell`: a whole number, also as `1.0`. Raises `InputError`."""
    value = _number(path, number, cell)
    if value != int(value):
        raise _bad(path, number, f"'{cell}' is no whole number", "grades are 0, 1, 2 …")
    return int(value)


def _number(path: Path, number: int, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _bad(path, number, f"'{cell}' is no finite number", "correct or remove the line")
    return value


def _bad(path: Path, number: int, what: str, hint: str) -> InputError:
    return InputError(what, hint, source=str(path), line=number, code="malformed-line")


def _float32(value: float) -> float:
    """`value` rounded to the nearest 32-bit float, kept within ±1e38 so that there is room below; NaN counts as the least."""
    bounded = -_LARGEST if math.isnan(value) else max(-_LARGEST, min(_LARGEST, value))
    return float(struct.unpack("<f", struct.pack("<f", bounded))[0])


def _next_below(value: float) -> float:
    """The next smaller 32-bit float."""
    if value == math.inf:
        return _float32(_LARGEST)
    bits = struct.unpack("<i", struct.pack("<f", value))[0]
    if value == 0.0:
        return -1.401298464324817e-45
    return float(struct.unpack("<f", struct.pack("<i", bits - 1 if value > 0 else bits + 1))[0])
