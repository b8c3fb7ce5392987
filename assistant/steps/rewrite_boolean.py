"""A Boolean query drafted from the case by corpus statistics."""

from __future__ import annotations

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


class RewriteBoolean(Rewrite):
    """An expression as examiners write it: the case's concepts joined by AND, the ways to write each by OR; fewer until enough documents match.

    Concepts are key terms (tf·idf) that stand together in the case; alternatives are what documents found by these terms write in their place. A
    concept that fewer than `least` documents have is left out; then, until at least `least` documents match, the one is dropped without which most
    match, as a searcher broadens (Bates, "Information search tactics", 1979: REDUCE). The plan says how many matched at each step. A person may put
    any other expression in its place; with `given` the case's own text is one.
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
        found = found or every[:1]
        count = self._count(_joined(found), tools, self.most + 1)
        tried = [(len(found), count)]
        while count < self.least and len(found) > 1:
            tools.control.check()
            fewer = [[*found[:n], *found[n + 1 :]] for n in reversed(range(len(found)))]
            counts = [self._count(_joined(some), tools, self.most + 1) for some in fewer]
            count = max(counts)
            found = fewer[counts.index(count)]  # of equals the one that drops the lightest concept
            tried.append((len(found), count))
        path = ", ".join(f"{n} concept{'s' if n > 1 else ''}: {self._said(count)}" for n, count in tried)
        named = "; ".join(str(c) for c in found)
        return Drafts((_draft(_joined(found), f"concepts by tf·idf ({named}); {path}"),), self._notes(count))

    def _count(self, node: Node, tools: PlanTools, most: int) -> int:
        """How many documents match, at most `most`."""
        try:
            return len(tools.index.search(Subquery("count", "count", "boolean", write(node)), Filter(), most))
        except UsageError:  # more than can be read
            return most

    def _said(self, count: int) -> str:
        return f"more than {self.most} documents" if count > self.most else f"{count} documents"

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
