"""Runs brought for pooling and for estimates: by a short name, read from an output folder of `eval run` or a TREC run file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.trec import read_run
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eval.model import Ranked


def named_runs(paths: Sequence[Path]) -> dict[str, Ranked]:
    """Each run at `paths` under its folder's or file's name, or its whole path where two would be alike. Raises `InputError`, `UsageError`."""
    files = [path / "run.trec" if path.is_dir() else path for path in paths]
    for file in files:
        if not file.is_file():
            raise InputError("there is no such run", "name an output folder of `eval run` or a TREC run file", source=str(file), code="missing")
    if len({file.resolve() for file in files}) < len(files):
        raise UsageError("a run is named twice", "name each run once: the same list twice is no second opinion")
    short = [f.resolve().parent.name if f.name == "run.trec" else f.name for f in files]
    names = [str(path) if short.count(name) > 1 else name for path, name in zip(paths, short, strict=True)]
    return {name: read_run(file) for name, file in zip(names, files, strict=True)}
