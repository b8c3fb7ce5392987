"""Labelled pairs of any layout, by the path of a file or a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.attribution.layouts import LAYOUTS, RECOGNISERS
from eval.attribution.texts import head_of
from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from eval.attribution.model import Loaded


@dataclass(frozen=True, slots=True)
class Sets:
    """What was read, and what must be said of files that could not be."""

    loaded: tuple[Loaded, ...]
    notes: tuple[str, ...]


def load(paths: list[Path], layout: str | None = None, context: Path | None = None) -> Sets:
    """Every file at `paths` (folders with all below them), each a data set; `layout` names the layout where the content does not tell.

    Within a folder, files that no reader knows or that cannot be read are said, not fatal. Raises `InputError` for a file that was named itself, and
    where nothing was read, `UsageError` for an unknown layout.
    """
    loaded: list[Loaded] = []
    notes: list[str] = []
    for path in paths:
        if not path.is_dir():
            loaded.append(_read(path, layout or _layout(path), context))
            continue
        for file in sorted(f for f in path.rglob("*") if f.is_file() and not f.name.startswith(".")):
            try:
                loaded.append(_read(file, layout or _layout(file), context))
            except InputError as fault:
                notes.append(str(fault))
    kept = [one for one in loaded if one.items]
    notes += [f"{one.name}: {count} left out: {reason}" for one in loaded for reason, count in one.left_out.items()]
    if not kept:
        raise InputError("holds no labelled pair that is read here", notes[0] if notes else "name another file", source=str(paths[0]), code="empty")
    return Sets(tuple(kept), tuple(notes))


def _read(path: Path, layout: str, context: Path | None) -> Loaded:
    read: Loaded = LAYOUTS.load(layout)(path, context)
    return read


def _layout(path: Path) -> str:
    """The layout of a file by its beginning. Raises `InputError` where no reader knows it."""
    if not path.exists():
        raise InputError("there is no such file", "name a file or a folder", source=str(path), code="missing")
    head = head_of(path)
    for name in RECOGNISERS:
        if RECOGNISERS.load(name)(path, head):
            return name
    raise InputError(
        "is in no layout of labelled pairs", f"known are {', '.join(LAYOUTS)}: say which with --layout", source=str(path), code="unknown"
    )
