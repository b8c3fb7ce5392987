"""Which classes some documents bear, by weighted vote: what suggestion, feedback and boosting share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.class_scheme import at_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexing.class_scheme import ClassLevel
    from indexing.model import Case
    from indexing.protocols import SearchIndex


@dataclass(frozen=True, slots=True)
class Vote:
    """A class with its share of the votes (0 to 1) and the documents that bear it or one below it, in the order in which they were given."""

    symbol: str
    share: float
    documents: tuple[str, ...]


def votes(weights: Mapping[str, float], index: SearchIndex, level: ClassLevel) -> tuple[Vote, ...]:
    """The classes at this level of the documents in `weights`, by falling share, ties by symbol.

    A document gives its whole weight to each class that it bears; those without any class have no vote, and do not count in the whole.
    """
    facts = index.facts_of(list(weights))
    bearing: dict[str, list[str]] = {}
    for document in weights:
        for name in symbols_at(facts[document].classes, level):
            bearing.setdefault(name, []).append(document)
    whole = math.fsum(weight for document, weight in weights.items() if facts[document].classes)
    if whole <= 0:
        return ()
    found = [Vote(name, math.fsum(weights[d] for d in documents) / whole, tuple(documents)) for name, documents in bearing.items()]
    return tuple(sorted(found, key=lambda vote: (-vote.share, vote.symbol)))


def symbols_at(classes: Iterable[str], level: ClassLevel) -> tuple[str, ...]:
    """The symbols of `classes` at this level, each once, in order."""
    return tuple(dict.fromkeys(name for text in classes if (name := at_level(text, level))))


def classes_of_case(case: Case, level: ClassLevel) -> tuple[str, ...]:
    """The classes of the case's application at this level, CPC before IPC; none where it is no application or bears none."""
    return symbols_at((*case.application.cpc, *case.application.ipc), level) if case.application else ()
