"""Removing earlier generations. What later ones share with them (files of several names) stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.errors import UsageError
from indexing.storage.files import flush, remove
from indexing.storage.generation import current, folder_name, generations
from indexing.storage.publishing import writing

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class PruneReport:
    """Generations removed and kept, by number; `bytes` is the room on the disk that was freed."""

    removed: tuple[int, ...]
    kept: tuple[int, ...]
    bytes: int


def prune(index_dir: Path, keep: int = 1) -> PruneReport:
    """Remove all generations but the newest `keep`; the one that serves always stays.

    Who has an earlier one open keeps it until closing it. Each goes by one rename first, so that none is ever there in part.
    """
    if keep < 1:
        raise UsageError("the generation that serves cannot be removed", "keep at least 1")
    with writing(index_dir, "removing old generations"):
        live = current(index_dir)
        there = [past.generation for past in generations(index_dir, live)]
        removed = there[: max(0, len(there) - (keep - 1))]
        freed = 0
        for number in removed:
            folder = index_dir / folder_name(number)
            aside = folder.with_name(f".removed-{folder.name}")
            folder.rename(aside)
            flush(folder.parent)
            freed += sum(s.st_size for p in aside.rglob("*") if p.is_file() and (s := p.stat()).st_nlink == 1)
            remove(aside)
            remove(index_dir / "verified" / f"{number:06d}.json")
        kept = (*there[len(removed) :], live.manifest.generation)
        return PruneReport(tuple(removed), kept, freed)
