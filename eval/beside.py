"""Systems to be measured beside a recipe, as a person names them: `bm25s`, or the path of a run from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eval.systems import SYSTEMS
from indexing.errors import UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from eval.collection import Collection
    from eval.protocols import System

BROUGHT = "brought"


def open_systems(named: Sequence[str], collection: Collection, taken: Sequence[str] = ()) -> list[System]:
    """The systems `named`, in that order: each a name of `SYSTEMS`, else the path of a run.

    No two bear one name, nor one that is `taken` (by recipes): a run whose tag is taken is called by tag and file. Raises `UsageError` for what is
    neither, and for the same twice; what the systems themselves raise.
    """
    used = set(taken)
    found: list[System] = []
    for name in named:
        system = _open(name, collection, used)
        if system.name in used:
            raise UsageError(f"two systems are called '{system.name}'", "leave one out, or give the run's file another name")
        used.add(system.name)
        found.append(system)
    return found


def _open(name: str, collection: Collection, used: AbstractSet[str]) -> System:
    opened: System
    if name in SYSTEMS and name != BROUGHT:
        opened = SYSTEMS.load(name)(collection, None)
    elif Path(name).exists():
        opened = SYSTEMS.load(BROUGHT)(collection, Path(name), used)
    else:
        known = [known for known in SYSTEMS if known != BROUGHT]
        raise UsageError(f"'{name}' is neither a system nor the path of a run", nearest(name, known))
    return opened
