"""The exclusion ledger: every document that a query found and that is not shown, once, with the step and the rule that dropped it first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexing.model import Exclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexing.model import Hit, Ranking

LISTED = 10_000
"""A record and the command line list so many exclusions; the counts by rule hold all of them."""


class Ledger:
    """What was dropped so far. The first rule that dropped a document counts; whether it is shown in the end is asked last."""

    def __init__(self) -> None:
        self._dropped: dict[str, Exclusion] = {}

    def drop(self, exclusions: Iterable[Exclusion]) -> None:
        """Take in what a step dropped, passages as their documents."""
        for exclusion in exclusions:
            document = exclusion.id.partition("#")[0]
            if document not in self._dropped:
                self._dropped[document] = exclusion if exclusion.id == document else replace(exclusion, id=document)

    def drop_beyond(self, documents: Iterable[Hit], step: str, rule: str) -> None:
        """Take in documents that stand beyond a cut, each with its rank: by far the most of what is dropped, so without a detour."""
        dropped = self._dropped
        for hit in documents:
            if hit.document not in dropped:
                dropped[hit.document] = Exclusion(hit.document, step, f"rank {hit.rank}, {rule}", rule)

    def drop_vanished(self, inputs: Sequence[Ranking], output: Ranking, step: str, reason: str = "not in the step's output") -> None:
        """Documents that a join took and neither gave nor named: they are in the ledger all the same."""
        if len(inputs) == 1 and len(inputs[0].hits) == len(output.hits):
            return
        kept = {hit.document for hit in output.hits}
        gone = dict.fromkeys(hit.document for ranking in inputs for hit in ranking.hits if hit.document not in kept)
        self.drop(Exclusion(document, step, reason, reason) for document in gone)

    def of(self, found: Iterable[Hit], shown: Iterable[Hit]) -> tuple[Exclusion, ...]:
        """Every document among `found` that is not `shown`, in the order in which it was dropped."""
        visible = {hit.document for hit in shown}
        candidates = {hit.document for hit in found}
        listed = {document: entry for document, entry in self._dropped.items() if document in candidates and document not in visible}
        for document in sorted(candidates - visible - set(listed)):
            listed[document] = Exclusion(document, "run", "in no list that leads to the result", "in no list that leads to the result")
        return tuple(listed.values())


@dataclass(frozen=True, slots=True)
class ExclusionCount:
    """How many documents one rule of one step dropped."""

    step: str
    rule: str
    count: int


def counts(excluded: Sequence[Exclusion]) -> tuple[ExclusionCount, ...]:
    """How many documents each rule dropped, most first, ties by step and rule."""
    by: Mapping[tuple[str, str], int] = Counter((entry.step, entry.rule or entry.reason) for entry in excluded)
    return tuple(ExclusionCount(step, rule, n) for (step, rule), n in sorted(by.items(), key=lambda item: (-item[1], item[0])))
