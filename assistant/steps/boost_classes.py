"""Documents that share classes with the case, moved up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.strategy.class_votes import classes_of_case, symbols_at, votes
from assistant.strategy.own_family import own_documents
from assistant.strategy.rank_fusion import RRF_K, in_order
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Hit, Ranking, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence


class BoostClasses(Join):
    """Moves documents up by the share of the case's classes that they bear; where the case bears none, of the classes of the first documents.

    The score is 1 / (60 + rank) times (1 + weight times share): scores of lists are arbitrary, ranks are not (Cormack, Clarke and Buettcher, SIGIR
    2009). Nothing is dropped. Classes as a soft signal: Harris, Arens and Srinivasan, "Comparison of IPC and USPC classification systems in patent
    prior art searches", PaIR 2010.
    """

    weight: float = Field(default=0.1, ge=0, le=10, description="how much a document that bears all the classes gains; 0: nothing")
    level: Literal["subclass", "group", "subgroup"] = Field(default="group", description="how deep in the hierarchy: A45D, A45D20 or A45D20/12")
    learn_from: Literal["case", "first", "case_or_first"] = Field(
        default="case_or_first", description="whose classes: the application's, the first documents', or the latter where the former bears none"
    )
    first: int = Field(default=10, ge=1, le=1000, description="how many first documents have a vote, all alike")

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        hits = in_order([hit for ranking in inputs for hit in ranking.hits])
        wanted = self._wanted(hits, context)
        shares = self._shares(hits, wanted, context)
        return Ranking(ranked(Hit(h.document, h.passage, self._score(h.rank, shares.get(h.document, 0.0)), 0, h.subquery, "classes") for h in hits))

    def _score(self, rank: int, share: float) -> float:
        return (1 + self.weight * share) / (RRF_K + rank)

    def _wanted(self, hits: Sequence[Hit], context: RunContext) -> dict[str, float]:
        """Each class with its weight."""
        own = classes_of_case(context.case, self.level) if self.learn_from != "first" else ()
        if own or self.learn_from == "case":
            return dict.fromkeys(own, 1.0)
        never = own_documents(context.case, context.index)
        first = [d for d in dict.fromkeys(hit.document for hit in hits) if d not in never][: self.first]
        return {vote.symbol: vote.share for vote in votes(dict.fromkeys(first, 1.0), context.index, self.level)}

    def _shares(self, hits: Sequence[Hit], wanted: dict[str, float], context: RunContext) -> dict[str, float]:
        """By document its share of the weights, 0 to 1."""
        whole = math.fsum(wanted.values())
        if not whole:
            return {}
        facts = context.index.facts_of(list(dict.fromkeys(hit.document for hit in hits)))
        return {name: math.fsum(wanted.get(symbol, 0.0) for symbol in symbols_at(fact.classes, self.level)) / whole for name, fact in facts.items()}
