"""Tables of the CALS model (OASIS exchange tables) as lines of cells: a row a line, cells parted by ` | `.

Columns that are empty from top to bottom are layout (`offset` in US files) and left out; so are rules drawn as empty rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexing.formats.markup import Element

MAX_COLUMNS = 10_000


def rows(group: Element, local: Callable[[Element], str], text_of: Callable[[Element], str]) -> list[str]:
    """The rows of one `tgroup`, in order. `text_of` is what a cell says; line ends within it become blanks."""
    columns = {name: n for n, spec in enumerate(c for c in group if local(c) == "colspec") if (name := (spec.get("colname") or "").lower())}
    parts = [part for part in group if local(part) in {"thead", "tbody", "tfoot"}]
    table = [dict(_cells(row, columns, local, text_of)) for part in [*parts, group] for row in part if local(row) == "row"]
    used = sorted({n for cells in table for n, text in cells.items() if text})
    lines = (" | ".join(cells.get(n, "") for n in used) for cells in table if any(cells.values()))
    return [line.rstrip(" |") if line.endswith("| ") else line for line in lines]


def _cells(row: Element, columns: dict[str, int], local: Callable[[Element], str], text_of: Callable[[Element], str]) -> Iterator[tuple[int, str]]:
    """(column from 0, text) of a row's entries."""
    at = 0
    for entry in row:
        if local(entry) != "entry":
            continue
        start = columns.get((entry.get("namest") or entry.get("colname") or "").lower(), at)
        end = columns.get((entry.get("nameend") or "").lower(), start)
        yield start, " ".join(text_of(entry).split())
        at = min(max(end, start) + 1, MAX_COLUMNS)
