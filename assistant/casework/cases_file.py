"""Many cases in one file: JSON lines or CSV, one case a line."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.case import case_from_file, make_case
from indexing.dates import required_date
from indexing.errors import InputError, PriorArtError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from indexing.model import Case

FIELDS = ("id", "text", "file", "own", "effective_date")
_NAME = re.compile(r"[\w.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file: `id` names the case (and its result's file), `text` or `file` says what it is, `own` its own publications."""

    id: str
    line: int
    text: str
    file: str
    own: tuple[str, ...]
    effective_date: dt.date | None

    def case(self, folder: Path) -> Case:
        """The case; a `file` is looked for beside the list, in `folder`. Raises what reading a case raises."""
        if self.file:
            return case_from_file(folder / self.file, own=self.own, effective_date=self.effective_date)
        return make_case(self.text, own=self.own, effective_date=self.effective_date)


def read_cases(path: Path) -> list[Entry]:
    """The cases in `path`, JSON lines or CSV with a header: `id`, `text` or `file`, `own` (numbers; in CSV parted by blanks), `effective_date`.

    Raises `InputError` with the line for the first entry that cannot be meant: nothing is searched before the whole list is right.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(getattr(error, "strerror", None) or "not UTF-8 text", "name a file that can be read", source=str(path)) from error
    rows = _json_lines(text, path) if text.lstrip().startswith("{") else _csv_rows(text, path)
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        entry = _entry(row, line, path)
        if entry.id in seen:
            raise _fault(f"the id '{entry.id}' stands on line {seen[entry.id]} too", "give each case its own id", path, line)
        seen[entry.id] = line
        entries.append(entry)
    if not entries:
        raise _fault("no case in it", f"write one a line, with {', '.join(FIELDS)}", path, 1)
    return entries


def _json_lines(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _fault(f"not JSON: {error}", "write one object a line", path, number) from error
        if not isinstance(row, dict):
            raise _fault("not an object", "write one object a line", path, number)
        yield number, row


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            if None in row:
                raise _fault("more columns than the header names", "quote values with commas", path, reader.line_num)
            yield reader.line_num, {name: value for name, value in row.items() if value}
    except csv.Error as error:
        raise _fault(f"not CSV: {error}", "save the list as CSV with a header, or as JSON lines", path, reader.line_num) from error


def _entry(row: dict[str, Any], line: int, path: Path) -> Entry:
    if unknown := sorted(set(row) - set(FIELDS)):
        raise _fault(f"unknown field '{unknown[0]}'", f"the fields are {', '.join(FIELDS)}", path, line)
    name, text, file = (row.get(field, "") for field in ("id", "text", "file"))
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not name.strip("."):
        raise _fault("no usable id", "letters, digits, '_', '.' and '-', at most 100: it names the result's file", path, line)
    if not isinstance(text, str) or not isinstance(file, str) or bool(text.strip()) == bool(file.strip()):
        raise _fault("a case has either a text or a file", "give one of the two", path, line)
    own = row.get("own", ())
    own = tuple(own.split()) if isinstance(own, str) else own
    if not isinstance(own, (list, tuple)) or not all(isinstance(number, str) for number in own):
        raise _fault("'own' is a list of publication numbers", 'write ["US1234567A"], in CSV parted by blanks', path, line)
    try:
        day = required_date(row["effective_date"]) if row.get("effective_date") else None
    except (UsageError, TypeError, AttributeError) as error:
        message = error.message if isinstance(error, PriorArtError) else "no date"
        raise _fault(f"effective_date: {message}", "write it as 2020-12-31", path, line) from error
    return Entry(name, line, text, file, tuple(own), day)


def _fault(message: str, hint: str, path: Path, line: int) -> InputError:
    return InputError(message, hint, source=str(path), line=line, code="bad-cases")
