"""The rank of the first relevant document: how many results a searcher reads until the first that matters. Fewer is better.

A list that has none within the cutoff k counts k + 1: all k were read in vain. A search length in the sense of W. S. Cooper, Expected search
length, American Documentation 19(1), 1968, for one relevant document and a list without ties, with that document itself counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def first_rank(ranking: Sequence[str], judged: Mapping[str, int], cutoff: int, rel: int = 1) -> float:
    """The rank, from 1, of the first document graded at least `rel` within `cutoff`, else `cutoff` + 1."""
    return float(next((rank for rank, document in enumerate(ranking[:cutoff], 1) if judged.get(document, rel - 1) >= rel), cutoff + 1))
