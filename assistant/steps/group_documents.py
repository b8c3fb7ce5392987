"""Passages to documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.strategy.rank_fusion import best_per_document
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence


class GroupDocuments(Join):
    """Each document once, at the score of its best passage (MaxP: Dai and Callan, "Deeper Text Understanding for IR", SIGIR 2019)."""

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:  # noqa: ARG002 - the face of all joins
        return Ranking(best_per_document([hit for ranking in inputs for hit in ranking.hits]))
