"""Hard filters of a recipe that look at one datum of each document: country, kind, language, classes."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from assistant.strategy.rank_fusion import in_order, together
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Exclusion, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Case, DocumentFacts, Filter

Unknown = Annotated[
    Literal["drop", "keep"], Field(description="what becomes of documents of which the index does not know it; the ledger names those dropped")
]
_NAMED = 5


class FactFilter(Join):
    """Drops what bears none of the wanted values. Where nothing is wanted, all pass.

    The engines look for nothing else where every path to the result leads through the filter; what reaches it is checked by the document's facts.
    """

    what: ClassVar[str]
    """The datum, as the ledger names it."""
    condition: ClassVar[Literal["countries", "kinds", "languages", "classes"]]
    """The field of `Filter` that says the same to the engines."""
    unknown: Unknown = "drop"

    @abstractmethod
    def wanted(self) -> tuple[str, ...]:
        """The values that pass; empty: all."""

    @abstractmethod
    def values(self, facts: DocumentFacts) -> tuple[str, ...]:
        """The document's values; empty where they are not known."""

    @staticmethod
    @abstractmethod
    def within(value: str, wanted: str) -> bool:
        """Whether `value` is `wanted`, or a part of it."""

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        hits = in_order(together([ranking.hits for ranking in inputs]))
        if not self.wanted():
            return Ranking(hits)
        facts = context.index.facts_of(list(dict.fromkeys(hit.document for hit in hits)))
        dropped = {name: found for name, fact in facts.items() if (found := self._judge(fact, context.name))}
        return Ranking(in_order([hit for hit in hits if hit.document not in dropped]), tuple(dropped.values()))

    def _judge(self, facts: DocumentFacts, step: str) -> Exclusion | None:
        values = self.values(facts)
        if not values:
            rule = f"{self.what} not known"
            return Exclusion(facts.id, step, rule, rule) if self.unknown == "drop" else None
        if any(self.within(value, wanted) for value in values for wanted in self.wanted()):
            return None
        of = f"none of {', '.join(self.wanted())}"
        shown = ", ".join(values[:_NAMED]) + (f" and {len(values) - _NAMED} more" if len(values) > _NAMED else "")
        return Exclusion(facts.id, step, f"{self.what} {shown}, {of}", f"{self.what} {of}")

    def narrow(self, filters: Filter, case: Case) -> Filter:  # noqa: ARG002 - the face of all joins
        """What the person's filters leave of this one's values; where they leave none, theirs hold, and `apply` drops what they find."""
        wanted, given = self.wanted(), getattr(filters, self.condition)
        if not wanted or self.unknown == "keep":
            return filters
        both = [v for v in given if any(self.within(v, w) for w in wanted)]
        both += [w for w in wanted if any(self.within(w, v) and not self.within(v, w) for v in given)]
        values = tuple(dict.fromkeys(both)) if given else wanted
        return replace(filters, **{self.condition: values}) if values else filters  # type: ignore[arg-type] # mypy thinks of every field
