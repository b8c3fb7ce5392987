"""Stand-in until numq lands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexing.model import Patent


def family_keys(patent: Patent) -> tuple[str, ...]:
    """The keys under which the document's family is looked for."""
    keys = [f"family {patent.family}"] if patent.family else []
    return tuple([*keys, *(f"priority {p.number}" for p in patent.priorities if p.number)])
