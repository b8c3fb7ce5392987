"""What a filter leaves, by the plain reading of `indexing.model.Filter`: the oracle of narrowing, and the small index's own rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.classes import above, symbol

if TYPE_CHECKING:
    from indexing.model import Filter, Patent


def passes(patent: Patent, filters: Filter) -> bool:
    """Whether a document meets hard conditions."""
    day = patent.cutoff_date()[0]
    if filters.before and (day is None or day >= filters.before):
        return False
    held = {name for text in (*patent.cpc, *patent.ipc) for name in above(text)}
    if filters.classes and not held & {symbol(text) for text in filters.classes}:
        return False
    if filters.countries and (patent.office or "").upper() not in {c.upper() for c in filters.countries}:
        return False
    if filters.kinds and not any((patent.kind or "").upper().startswith(k.upper()) for k in filters.kinds):
        return False
    return not filters.languages or (patent.language or "").lower() in {x.lower() for x in filters.languages}
