"""A Boolean query drafted from the case by corpus statistics."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.case_text import search_text
from assistant.strategy.concepts import Concept, concepts
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite
from indexing.errors import UsageError
from indexing.expressions.notation import parse, write
from indexing.expressions.tree import All
from indexing.model import Filter, Subquery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.expressions.tree import Node
    from indexing.model import Case


_TRIES = 20
"""Ways to choose so many concepts that are tried."""


class RewriteBoolean(Rewrite):
    """An expression as examiners write it: the case's concepts joined by AND, the ways to write each by OR; fewer until enough documents match.

    Concepts are key terms (tf·idf) that stand together in the case; alternatives are what documents found by these terms write in their place. Of
    the concepts that at least `least` documents have, the most are joined that so many documents have together, the heaviest where several choices
    do, as a searcher broadens (Bates, "Information search tactics", 1979: REDUCE). The plan says how many match. A person may put any other
    expression in its place; with `given` the case's own text is one.
    """

    given: bool = Field(default=False, description="the case's text is an expression already: it is checked, and searched as it is")
    concepts: int = Field(default=5, ge=1, le=20, description="at most so many concepts joined by AND")
    alternatives: int = Field(default=2, ge=0, le=10, description="at most so many alternatives for a concept's last word")
    least: int = Field(default=20, ge=1, le=100_000, description="the fewest documents that should match")
    most: int = Field(default=2000, ge=1, le=100_000, description="the most documents that should match; more are said, not refused")
    parts: tuple[Literal["title", "abstract", "claims", "description"], ...] = Field(
        default=("title", "abstract", "claims"), description="parts of an application that are read"
    )

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        if self.given:
            return Drafts((_draft(parse(case.text), "the expression that was given"),))
        every = concepts(search_text(case, self.parts), tools.index, self.alternatives)
        if not every:
            return Drafts((), ("no Boolean query: no word of the case is in this collection",))
        found: list[Concept] = []
        for concept in every:
            tools.control.check()
            if len(found) < self.concepts and self._count(concept.expression(), tools, self.least) >= self.least:
                found.append(concept)
        kept, tried = self._kept(found or every[:1], tools)
        count = self._count(_joined(kept), tools, self.most + 1)
        named = "; ".join(str(c) for c in kept)
        said = f"more than {self.most}" if count > self.most else str(count)
        reason = f"{len(kept)} of {len(found or every[:1])} concepts by tf·idf ({named}): {said} documents match; {tried} expressions were tried"
        return Drafts((_draft(_joined(kept), reason),), self._notes(count))

    def _kept(self, found: Sequence[Concept], tools: PlanTools) -> tuple[list[Concept], int]:
        """The most concepts, and among as many the heaviest, that at least `least` documents have together; and how many ways were tried."""
        tried = 0
        for size in range(len(found), 1, -1):
            # combinations come in the order of `found`: the heaviest first
            for some in islice(combinations(found, size), _TRIES):
                tools.control.check()
                tried += 1
                if self._count(_joined(some), tools, self.least) >= self.least:
                    return list(some), tried
        return list(found[:1]), tried + 1

    def _count(self, node: Node, tools: PlanTools, most: int) -> int:
        """How many documents match, at most `most`."""
        try:
            return len(tools.index.search(Subquery("count", "count", "boolean", write(node)), Filter(), most))
        except UsageError:  # more than can be read
            return most

    def _notes(self, count: int) -> tuple[str, ...]:
        if count < self.least:
            return (f"the Boolean query matches {count} documents, fewer than {self.least}: its words are rare here",)
        if count > self.most:
            return (f"the Boolean query matches more than {self.most} documents; another concept would leave fewer than {self.least}",)
        return ()


def _joined(found: Sequence[Concept]) -> Node:
    return All(tuple(c.expression() for c in found))


def _draft(node: Node, reason: str) -> Draft:
    return Draft(write(node), "boolean", reason=reason, kind="expression")
