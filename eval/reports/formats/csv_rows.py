"""Every score as a row of its own, for spreadsheets, R and pandas.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection): names of runs and topics come from files.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from eval.reports.parts import sections, set_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAD = ("dataset", "run", "topic", "measure", "value")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(result: Mapping[str, Any]) -> str:
    """Rows dataset, run, topic, measure, value under their head (RFC 4180, CRLF), values with all their digits."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEAD)
    writer.writerows(_rows(result))
    return stream.getvalue()


def _rows(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for section in sections(result):
        dataset = safe(set_name(section))
        for run in section["runs"]:
            for topic, scores in run["scores"].items():
                for measure in section["measures"]:
                    yield (dataset, safe(run["name"]), safe(topic), safe(measure), repr(float(scores[measure])))


def safe(cell: str) -> str:
    """`cell` such that no spreadsheet computes it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
