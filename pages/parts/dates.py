"""The systems of law that a person may choose for the legal status of hits. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.legal.law import load_law
from assistant.legal.statuses import systems_for

if TYPE_CHECKING:
    from indexing.model import Case

ALL = "all"


def systems() -> dict[str, str]:
    """The systems of law by name, with their titles, and all of them at once."""
    return {name: system.title for name, system in load_law().systems.items()} | {ALL: "All of them"}


def asked(case: Case, law: str) -> tuple[str, ...]:
    """The systems to judge the hits by: those chosen, where the case has a date; else none."""
    return tuple(name for name in systems_for(case, None) if law in (ALL, name))
