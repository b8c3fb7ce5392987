"""How long work tells a person where it is, and how a person stops it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexing.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of a piece of work: `stage` names it, `done` of `total` are counted in `unit` (total None: not known yet)."""

    stage: str
    done: int = 0
    total: int | None = None
    unit: str = ""
    detail: str = ""


def silent(_: Progress) -> None:
    """The listener of those who do not listen."""


@dataclass(frozen=True, slots=True)
class Control:
    """A listener for progress and a switch to stop. Long work calls `report` often and `check` between its pieces."""

    report: Callable[[Progress], None] = silent
    stop: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise `Cancelled` when the person has stopped the work."""
        if self.stop.is_set():
            raise Cancelled
