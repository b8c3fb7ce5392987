"""Whatever the recipe, nothing is hidden: found minus shown is listed, with the rule; and the same comes out twice. Random recipes of every step."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from assistant.case import make_case
from assistant.links import Links
from assistant.strategy.ledger import counts
from assistant.strategy.plan import make_plan
from assistant.strategy.run import run_plan
from indexing.control import Control
from indexing.errors import IndexFault, ModelFault, PriorArtError
from indexing.model import Case, Filter
from prompts.recipes import recipe_from_text
from tests.assistant.small_engines import varied
from tests.assistant.small_index import SmallIndex
from tests.kits.recipes import recipes

if TYPE_CHECKING:
    from assistant.model import SearchResult
    from indexing.model import Hit, Subquery
    from prompts.model import Recipe

EXAMPLES = 40
PATENTS = varied()
INDEX = SmallIndex(PATENTS)
IDS = [p.id for p in PATENTS]
CLAIMS = (
    "1. A hair dryer comprising a fan, a heating element and a foldable handle.\n2. The hair dryer of claim 1, wherein a filter covers the inlet."
)
TEXTS = [
    make_case("hair dryer with a foldable handle and a filter"),
    make_case(CLAIMS, effective_date=dt.date(1990, 1, 1)),
    Case("application", "", application=PATENTS[7], effective_date=dt.date(1985, 1, 1)),
]
FAULTS = [
    {f"s{n}.1": ModelFault("the model is gone") for n in range(0, 20, 2)},
    {f"s{n}.1": IndexFault("a shard is gone") for n in range(1, 20, 2)},
    {"encode": ModelFault("the embedder is missing")},
    {"best_passages": IndexFault("no passages")},
    {"document_vectors": IndexFault("no vectors")},
]
"""By query, or by what the index is asked."""


class Watched(SmallIndex):
    """The small index, remembering each document that it gave to any query."""

    def __init__(self, faults: dict[str, PriorArtError] | None = None) -> None:
        self.__dict__ |= vars(INDEX) | {"faults": faults or {}}
        self.gave: set[str] = set()

    def search(self, subquery: Subquery, filters: Filter, k: int) -> list[Hit]:
        hits = super().search(subquery, filters, k)
        self.gave.update(hit.document for hit in hits)
        return hits


@st.composite
def cases(draw: st.DrawFn) -> Case:
    some = st.lists(st.sampled_from(IDS), max_size=3, unique=True)
    return replace(draw(st.sampled_from(TEXTS)), own=tuple(draw(some)), relevant=tuple(draw(some)), irrelevant=tuple(draw(some)))


def run(recipe: Recipe, index: Watched, case: Case, filters: Filter, k: int) -> SearchResult | str:
    """What the search gives, or why there is nothing to give."""
    try:
        plan = make_plan(case, recipe, index, None, Control())
        index.gave.clear()  # what a rewrite looked up to count is no candidate
        return run_plan(plan, recipe, index, filters, k, Control(), Links(), passages=0)
    except PriorArtError as fault:
        return str(fault)


def account(result: SearchResult, found: set[str], own: set[str]) -> None:
    """Every document that any query found is shown or listed, once; the counts hold all of them; the own family is never shown."""
    shown, listed = [h.id for h in result.hits], [e.id for e in result.excluded]
    assert {h.document for t in result.trace for h in t.hits} == found
    assert len(set(shown)) == len(shown)
    assert sorted(found - set(shown)) == sorted(listed)
    assert not set(shown) & own
    arrived = {h.document for h in result.trace[-1].hits}
    assert not arrived & {e.id for e in result.excluded if e.step == "run"}
    assert all(e.step and e.reason and e.rule for e in result.excluded)
    assert {(c.step, c.rule): c.count for c in counts(result.excluded)} == Counter((e.step, e.rule) for e in result.excluded)
    assert all(set(h.found_by) <= {q.id for q in (*result.plan.queries, *result.added)} and h.found_by for h in result.hits)


def family(case: Case) -> set[str]:
    return {member for name in case.own for member in INDEX.family(name)}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=recipes(), case=cases(), k=st.integers(1, 12), before=st.sampled_from([None, dt.date(1990, 1, 1)]))
def test_found_minus_shown_is_listed_and_comes_out_twice_the_same(text, case, k, before):
    recipe, filters, index = recipe_from_text(text, "r.yaml"), Filter(before=before), Watched()
    result, again = run(recipe, index, case, filters, k), run(recipe, Watched(), case, filters, k)
    if isinstance(result, str) or isinstance(again, str):
        event(f"nothing to show: {result}"[:60])
        assert result == again
        return
    event("feedback made queries" if result.added else "no feedback")
    account(result, index.gave, family(case))
    assert len(result.hits) <= k
    assert (result.hits, result.excluded, result.notes, result.added) == (again.hits, again.excluded, again.notes, again.added)
    assert [(t.name, t.hits) for t in result.trace] == [(t.name, t.hits) for t in again.trace]


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=recipes(), case=cases(), k=st.integers(1, 12), faults=st.sampled_from(FAULTS))
def test_a_failing_branch_is_said_and_hides_nothing(text, case, k, faults):
    recipe, index = recipe_from_text(text, "r.yaml"), Watched(faults)
    result = run(recipe, index, case, Filter(), k)
    if isinstance(result, str):
        event("nothing to show")
        assert result in {str(f) for f in faults.values()} or isinstance(run(recipe, Watched(), case, Filter(), k), str)
        return
    event("something failed" if result.incomplete else "nothing failed")
    account(result, index.gave, family(case))
    for name, fault in result.incomplete:
        assert any(f"'{name}'" in note and fault in note for note in result.notes)
