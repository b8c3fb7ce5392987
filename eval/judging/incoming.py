"""Judgments brought from elsewhere: CSV, JSON lines as `eval judge list --history --json` has them, TREC qrels."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

from eval.judging.model import Judgment
from eval.trec import lines, read_qrels
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_FIELDS = ("topic", "document", "judge", "grade", "passage", "note", "time")
_HINT = "columns are topic, document, grade, and where wanted judge, passage, note, time"


def read_judgments(path: Path, judge: str | None = None) -> list[Judgment]:
    """The judgments in `path`: `.csv` with a header, `.jsonl` or `.json` (a list), else TREC qrels; `.gz` too, CSV apart.

    `judge` is who judged where the file does not say. Raises `InputError` with file and line for anything malformed: nothing is taken in part.
    """
    kind = path.name.removesuffix(".gz").rpartition(".")[2].casefold()
    rows = _csv(path) if kind == "csv" else _json(path) if kind in {"jsonl", "json"} else _qrels(path)
    return [_judgment(path, number, row, judge) for number, row in rows]


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if missing := {"topic", "document", "grade"} - set(reader.fieldnames or ()):
            raise InputError(f"has no column {', '.join(sorted(missing))}", _HINT, source=str(path), line=1, code="malformed-line")
        for row in reader:
            if None in row or None in row.values():
                raise InputError("has not as many cells as the header", _HINT, source=str(path), line=reader.line_num, code="malformed-line")
            yield reader.line_num, {name: value for name, value in row.items() if value != ""}
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise InputError(f"cannot be read: {fault}", "give a whole UTF-8 file", source=str(path), code="malformed-line") from fault


def _json(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = list(lines(path))
    if found and found[0][1].lstrip().startswith("["):
        try:
            yield from enumerate(json.loads("\n".join(line for _, line in found)), 1)
        except (ValueError, RecursionError) as fault:
            raise InputError(f"is no JSON: {fault}", "a list of objects", source=str(path), code="malformed-line") from fault
        return
    for number, line in found:
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise InputError(f"is no JSON: {fault}", "one object a line", source=str(path), line=number, code="malformed-line") from fault


def _qrels(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for topic, judged in read_qrels(path).items():
        for document, grade in judged.items():
            yield 0, {"topic": topic, "document": document, "grade": grade}


def _judgment(path: Path, number: int, row: Any, judge: str | None) -> Judgment:  # noqa: ANN401 - what a file holds
    """One judgment out of a row. Raises `InputError`."""
    try:
        if not isinstance(row, dict):
            raise InputError("is no judgment", _HINT, source=str(path), line=number, code="malformed-line")
        cells = {name: row[name] for name in _FIELDS if row.get(name) is not None}
        if any(not isinstance(value, str | int) for value in cells.values()) or "grade" not in row:
            raise InputError("is no judgment", _HINT, source=str(path), line=number, code="malformed-line")
        grade = int(cells["grade"]) if "grade" in cells else None
        texts = {name: str(cells.get(name, "")) for name in ("topic", "document", "note")}
        passage = str(cells["passage"]) if "passage" in cells else None
        return Judgment(**texts, judge=str(cells.get("judge", judge or "")), grade=grade, passage=passage, time=moment(str(cells.get("time", ""))))
    except (ValueError, UsageError) as fault:
        hint = fault.hint if isinstance(fault, UsageError) else "grades are whole numbers, times as 2026-01-31T12:00:00+00:00"
        said = fault.message if isinstance(fault, UsageError) else str(fault)
        raise InputError(said, hint, source=str(path), line=number or None, code="malformed-line") from fault


def moment(text: str) -> str:
    """An ISO 8601 moment in UTC; one without a zone is taken as UTC. Empty stays empty. Raises ValueError."""
    if not text:
        return ""
    when = dt.datetime.fromisoformat(text)
    return (when.replace(tzinfo=dt.UTC) if when.tzinfo is None else when.astimezone(dt.UTC)).isoformat()
