"""Scores of passages as scores of their documents. Sums are exact (`math.fsum`), so no order of the hits changes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from assistant.strategy.rank_fusion import best_per_item
from indexing.model import Hit, ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Section = Literal["title", "abstract", "claims", "description"]

_SECTIONS: dict[str, Section] = {"title": "title", "abstract": "abstract", "claim": "claims"}


def section_of(passage: str) -> Section:
    """The section that a passage stands in, by the first unit of its id; `desc.42` and `p3.l12` are description."""
    unit = passage.partition("#")[2].partition("@")[0].partition(":")[0]
    return _SECTIONS.get(unit.partition(".")[0], "description")


def sum_of_best(hits: Sequence[Hit], best: int) -> tuple[Hit, ...]:
    """Each document at the sum of its `best` best passages' scores; a passage that stands in several lists counts once, at its best."""
    return _documents(hits, lambda mine: math.fsum(hit.score for hit in mine[:best]))


def section_sums(hits: Sequence[Hit], best: int, weights: Mapping[Section, float]) -> tuple[Hit, ...]:
    """Each document at the sum over its sections of weight (1 where none is given) times the sum of the section's `best` best passages' scores.

    A hit of a whole document is a section of its own, of weight 1.
    """
    named = {str(section): weight for section, weight in weights.items()}

    def score(mine: list[Hit]) -> float:
        sections: dict[str, list[float]] = {}
        for hit in mine:
            sections.setdefault(section_of(hit.passage) if hit.passage else "", []).append(hit.score)
        return math.fsum(named.get(section, 1.0) * value for section, values in sections.items() for value in values[:best])

    return _documents(hits, score)


def _documents(hits: Sequence[Hit], score: Callable[[list[Hit]], float]) -> tuple[Hit, ...]:
    """Each document once; `score` is given its hits, best first. It names the query and engine of the best one."""
    found: dict[str, list[Hit]] = {}
    for (document, _), hit in best_per_item(hits).items():
        found.setdefault(document, []).append(hit)
    return ranked(Hit(document, None, score(mine), 0, mine[0].subquery, mine[0].engine) for document, mine in found.items())
