"""Documents that an examiner must read, from the top, to have met a given share of the relevant ones. Fewer is better.

A list that does not reach that share within the cutoff k counts k + 1: all k were read and it was not enough. The search length of
W. S. Cooper, Expected search length, American Documentation 19(1), 1968 (irrelevant documents read until q relevant ones are found, here for a
list without ties), plus those q, with q = ⌈recall × number of relevant documents⌉.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def read_to(ranking: Sequence[str], judged: Mapping[str, int], cutoff: int, rel: int = 1, *, recall: float = 0.8) -> float:
    """The rank, from 1, at which `recall` (above 0, at most 1) of the documents graded at least `rel` are met within `cutoff`, else `cutoff` + 1."""
    relevant = sum(grade >= rel for grade in judged.values())
    wanted = needed(relevant, recall)
    if wanted < 1:
        return float(cutoff + 1)
    met = (rank for rank, document in enumerate(ranking[:cutoff], 1) if judged.get(document, rel - 1) >= rel)
    return float(next((rank for count, rank in enumerate(met, 1) if count == wanted), cutoff + 1))


def needed(relevant: int, recall: float) -> int:
    """How many of the `relevant` documents make `recall`."""
    # 0.7 × 10 is a little more than 7 in floating point, and means 7.
    return math.ceil(recall * relevant - 1e-9)
