"""A comparison written to files, each in the format that its suffix names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.files import replacing
from eval.reports.formats import FORMATS
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def check_targets(paths: Sequence[Path]) -> None:
    """Raise `UsageError` where a path has no suffix that we write, so that a typing slip is told before anything is computed."""
    for path in paths:
        if path.suffix.lower() not in FORMATS:
            known = ", ".join(FORMATS)
            raise UsageError(f"'{path.name}' names no report format", f"end --out with one of {known}")


def write_reports(result: Mapping[str, Any], paths: Sequence[Path]) -> None:
    """Write `result` (what `eval.runs.compare_runs` or `compare_over` returned) to each of `paths`, whole or not at all.

    Raises `UsageError` for an unknown suffix before anything is written, `InputError` where a file cannot be written.
    """
    check_targets(paths)
    for path in paths:
        text: str = FORMATS.load(path.suffix.lower())(result)
        with replacing(path) as stream:
            stream.write(text)
