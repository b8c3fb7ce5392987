"""Fields of JSON records and of tables as the readers take them: what is there is taken, what is of the wrong type is said and left out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from indexing.classes import symbol
from indexing.dates import parse_date
from indexing.findings import refused
from indexing.formats.utf8 import text_of_bytes
from indexing.model import Finding
from indexing.text import one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from indexing.model import Piece, Reading

_NOTHING = frozenset({"", "none", "null", "nan", "n/a", "na", "-", "\\n", "0"})
_TAIL = " \t\r\n,]\x00\x1a"


def load_record(piece: Piece, findings: list[Finding]) -> dict[str, Any] | Reading:
    """The JSON object of a piece, or why there is none. A line's end within a text is let pass, as are a comma or bracket left behind."""
    text = text_of_bytes(piece.data, piece.where, findings)
    try:
        record = json.loads(text.rstrip(_TAIL), strict=False)
    except (ValueError, RecursionError) as error:
        return refused(piece.where, "bad-json", f"not JSON ({error}); mend or remove the record")
    if not isinstance(record, dict):
        return refused(piece.where, "bad-record", "a record must be a JSON object; mend or remove it")
    return record


def text_field(value: object) -> str:
    """A field as text; None is empty, a number its digits. Raises TypeError for an object or a list."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "" if value != value else str(value)  # noqa: PLR0124 - not a number
    msg = f"a text was expected, not {type(value).__name__}"
    raise TypeError(msg)


class Fields:
    """A record's fields by name. One that is of the wrong type becomes a finding and counts as missing."""

    def __init__(self, record: dict[str, Any], where: str, findings: list[Finding]) -> None:
        self.record, self._where, self._findings = record, where, findings

    def text(self, *names: str) -> str:
        """The first of the fields that holds a text; empty where none does, or where it says that there is none (`None`, `nan`)."""
        for name in names:
            try:
                found = text_field(self.record.get(name))
            except TypeError as error:
                self.wrong(name, str(error))
                continue
            if found.strip().casefold() not in _NOTHING:
                return found
        return ""

    def objects(self, name: str) -> list[dict[str, Any]]:
        """The objects of a list (or the one object), others left out."""
        value = self.record.get(name)
        if value is None or value == "":
            return []
        items = value if isinstance(value, list) else [value]
        found = [i for i in items if isinstance(i, dict)]
        if len(found) != len(items):
            self.wrong(name, "a list of objects was expected")
        return found

    def texts(self, name: str, *inner: str) -> tuple[str, ...]:
        """The texts of a list, or the first of the fields `inner` of each of its objects; each once, in order."""
        value = self.record.get(name)
        items = value if isinstance(value, list) else [] if value is None else [value]
        found: list[str] = []
        for item in items:
            part = next((item[k] for k in inner if item.get(k)), None) if isinstance(item, dict) else item
            try:
                found.append(one_line(text_field(part)))
            except TypeError as error:
                self.wrong(name, str(error))
        return tuple(dict.fromkeys(filter(None, found)))

    def day(self, *names: str) -> dt.date | None:
        """The first of the fields that holds a day; a value that is no day is a finding (0 and `None` are none)."""
        for name in names:
            value = self.record.get(name)
            day = parse_date(value)
            if day:
                return day
            if value is not None and str(value).strip().casefold() not in _NOTHING:
                self._findings.append(Finding("bad-date", self._where, name, f"'{str(value)[:40]}' is no date"))
        return None

    def wrong(self, name: str, detail: str) -> None:
        self._findings.append(Finding("bad-field", self._where, name, detail))


def symbols(values: Iterable[str]) -> tuple[str, ...]:
    """Class symbols in one form (`A45D20/12`), each once, in order; what is none is left out."""
    return tuple(dict.fromkeys(filter(None, (printed_symbol(v) for v in values))))


_PRINTED = re.compile(r"([A-HY]\d{2}[A-Z])\s*0*(\d{1,4})\s*/\s*(\d{2,6})")


def printed_symbol(text: str) -> str | None:
    """A class symbol as it is printed, without its blanks and leading zeros; a main group keeps its `/00`. Editions and marks behind are dropped."""
    match = _PRINTED.match(text.strip().upper())
    if match:
        return f"{match[1]}{match[2]}/{match[3]}"
    return symbol(text.partition("(")[0]) if "/" not in text else None
