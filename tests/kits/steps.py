"""The conformance kit of recipe steps: what every step of the table keeps to, by its kind.

A step that is listed in `assistant.steps.STEPS` is tried by `tests/assistant/steps/test_kit.py` the moment it is there, with its defaults and with
the parameters that `EXTRA` names.
"""

from __future__ import annotations

import inspect
import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.steps import STEPS
from assistant.strategy.step_model import Drafts, Expand, Feedback, Join, PlanTools, Rewrite, RunContext, Search, Step
from indexing.model import Case, Filter, Hit, Patent, Ranking, Subquery, ranked
from prompts.recipes import schema
from tests.kits.filters import passes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.strategy.step_model import Draft

EXTRA: dict[str, dict[str, Any] | list[dict[str, Any]]] = {
    "fuse.rrf": {"weights": [2.0, 1.0]},
    "fuse.weighted": [{"weights": [2.0, 1.0], "normalise": "zscore"}, {"normalise": "rank", "missing": "zero"}],
    "fuse.round_robin": [{"weights": [2, 1]}, {"over": "features"}],
    "group.documents": [{"by": "sum_best", "best": 2}, {"by": "sections", "sections": {"claims": 2.0}}],
    "feedback.rocchio": [{"pseudo": 3, "terms": 5}, {"engines": ["words"]}],
    "feedback.rm3": [{"pseudo": 3, "original": 0.2}, {"pseudo": 0}],
    "filter.depth": {"k": 3},
    "filter.legal_date": {"system": "us", "unknown": "drop"},
    "filter.country": [{"countries": ["ep"]}, {"countries": ["US"], "unknown": "keep"}],
    "filter.kind": {"kinds": ["B"]},
    "filter.language": [{"languages": ["en"]}, {"languages": ["en"], "unknown": "keep"}],
    "filter.classes": {"classes": ["A45D20/12", "F26B"]},
    "boost.classes": {"weight": 2.0, "learn_from": "first", "first": 3, "level": "subgroup"},
    "feedback.documents": {"first": 2, "separately": True},
    "feedback.classes": {"level": "subgroup", "count": 2},
    "rewrite.classes": {"level": "subclass", "count": 2},
    "search.citations": {"relation": "cocited", "merge_by": "max"},
}
"""Parameters beyond the defaults with which a step is tried as well: one set, or several. A new step adds its row."""

KINDS = {"words": "text", "meaning": "text", "boolean": "expression", "similar": "documents", "citations": "documents", "classes": "classes"}
"""Which kind of draft each engine runs."""

_SOURCE = re.compile(r"\b(?:19|20)\d\d\b|\b(?:Art|Rule|Article)s?\.? \d|\bU\.S\.C\.|\bST\.\d+|\bSource:")


def load(name: str) -> type[Step]:
    return STEPS.load(name)


def variants(name: str) -> Iterator[Any]:
    """The step with its defaults, and as `EXTRA` says; each made anew."""
    extra = EXTRA.get(name, [])
    for parameters in ({}, *([extra] if isinstance(extra, dict) else extra)):
        yield lambda parameters=parameters: load(name)(**parameters)


def shuffled(hits: Sequence[Hit], seed: int = 1) -> tuple[Hit, ...]:
    """The same hits, in another order; each keeps its rank."""
    return tuple(random.Random(seed).sample(list(hits), len(hits)))


# ---------------------------------------------------------------- all steps


def check_documented(name: str) -> None:
    """It says what it does and where the method comes from, and each parameter says what it is for and has a default."""
    step = load(name)
    said = inspect.getdoc(step) or ""
    assert len(said.split()) >= 8
    assert _SOURCE.search(said), f"{name}: the docstring names no source (a paper with its year, a law, a standard)"
    assert inspect.getmodule(step).__doc__
    for parameter, rule in step.model_json_schema().get("properties", {}).items():
        assert rule.get("description"), parameter
        assert "default" in rule, parameter


def check_published(name: str) -> None:
    """The schema that recipes are checked against knows it, as it is."""
    published, step = schema()["$defs"][name], load(name)
    assert published["x-takes"] == step.takes
    assert published["x-gives"] == step.gives
    assert set(published["properties"]) - {"step", "as", "from", "budget"} == set(step.model_fields)


def check_parameters_validated(name: str) -> None:
    """It refuses parameters that it does not have, and those of a wrong type; what it has been given cannot be changed."""
    step = load(name)
    for wrong in [{"no_such_parameter": 1}, *({parameter: {"no": [object()]}} for parameter in step.model_fields)]:
        try:
            step(**wrong)
        except ValidationError:
            continue
        raise AssertionError(wrong)
    assert step.model_config["frozen"]


# ---------------------------------------------------------------- drafts


def check_drafts(made: Drafts, name: str) -> None:
    """Each draft has a text and says why it was made; weights of words are finite and not negative, and are those of the words of its text; where
    there is no draft, a note says why.
    """
    assert made.drafts or made.notes, name
    for draft in made.drafts:
        assert draft.text.strip(), name
        assert draft.reason, draft
        assert draft.engine is None or draft.kind == KINDS[draft.engine], draft
        if draft.terms:
            assert " ".join(term for term, _ in draft.terms) == draft.text
            assert all(0 <= weight < float("inf") for _, weight in draft.terms)


def check_rewrite(name: str, case: Case, tools: PlanTools) -> None:
    """The same case gives the same drafts."""
    for make in variants(name):
        step = make()
        assert isinstance(step, Rewrite)
        first, again = step.rewrite(case, tools), make().rewrite(case, tools)
        assert first.drafts == again.drafts
        check_drafts(first, name)


def check_expand(name: str, drafts: Sequence[Draft], case: Case, tools: PlanTools) -> None:
    """The same drafts give the same drafts; no drafts give none."""
    for make in variants(name):
        step = make()
        assert isinstance(step, Expand)
        first, again = step.expand(drafts, case, tools), make().expand(drafts, case, tools)
        assert first.drafts == again.drafts
        check_drafts(first, name)
        assert not make().expand((), case, tools).drafts


def check_feedback(name: str, inputs: Sequence[Ranking], context: RunContext) -> None:
    """The same lists, in whatever order their hits come, teach the same; each draft says which documents taught; the case's own never do."""
    own = {document for name_ in context.case.own if (document := context.index.resolve(name_))}
    for make in variants(name):
        step = make()
        assert isinstance(step, Feedback)
        first = step.feedback(inputs, context)
        assert first == make().feedback([Ranking(shuffled(r.hits), r.excluded) for r in inputs], context)
        check_drafts(first, name)
        known = {h.document for r in inputs for h in r.hits} | {context.index.resolve(n) for n in context.case.relevant}
        for draft in first.drafts:
            named = {word for word in re.findall(r"[A-Z]{2}\w+", draft.reason) if word in known}
            assert named or draft.kind != "text", draft.reason
            assert not named & own


def check_search(name: str, drafts: Sequence[Draft], lists: Sequence[Sequence[Hit]]) -> None:
    """Subqueries of drafts of the engine's own kind are bound to their branch and numbered; the merged list holds every document found,
    whatever order the hits came in, and a single list keeps its scores.
    """
    ways = [{"merge_by": way} for way in ("rrf", "max", "sum", "round_robin")] if "merge_by" in load(name).model_fields else [{}]
    for step in [*(make() for make in variants(name)), *(load(name)(**way) for way in ways)]:
        assert isinstance(step, Search)
        bound = step.bind("branch", drafts)
        assert bound == step.bind("branch", drafts)
        assert [q.id for q in bound] == [f"branch.{n}" for n in range(1, len(bound) + 1)]
        assert {(q.branch, q.engine) for q in bound} <= {("branch", step.engine)}
        fit = {d.text for d in drafts if d.kind == KINDS[step.engine] and d.engine in (None, step.engine) and d.text.strip()}
        assert {q.text for q in bound} == fit
        assert step.depth() >= 1
        merged = step.merge(lists)
        assert merged.hits == ranked(merged.hits)
        assert {h.document for h in merged.hits} == {h.document for hits in lists for h in hits}
        assert merged == step.merge([shuffled(hits) for hits in lists])
        assert step.merge(lists[:1]).hits == tuple(lists[0])


# ---------------------------------------------------------------- joins


def check_join(name: str, inputs: Sequence[Ranking], context: RunContext) -> None:
    """The list is ranked from 1 with ties by id, whatever order the hits came in; it invents nothing, and every document it took is given or named
    in the ledger, by this step, with a reason.
    """
    for make in variants(name):
        step = make()
        assert isinstance(step, Join)
        output = step.apply(inputs, context)
        assert output == make().apply(inputs, context)
        assert set(output.excluded) == set((again := make().apply([Ranking(shuffled(r.hits)) for r in inputs], context)).excluded)
        assert output.hits == again.hits
        assert output.hits == ranked(output.hits)
        taken, given = {h.document for r in inputs for h in r.hits}, {h.document for h in output.hits}
        listed = {e.id.partition("#")[0] for e in output.excluded}
        assert given <= taken
        assert taken - given <= listed
        assert listed <= taken
        assert all(e.step == context.name and e.reason for e in output.excluded)
        assert all(e.id.partition("#")[0] not in given or "#" in e.id for e in output.excluded)


def check_join_of_nothing(name: str, inputs: Sequence[Ranking], context: RunContext) -> None:
    """Empty lists give an empty list."""
    for make in variants(name):
        assert make().apply([Ranking() for _ in inputs], context) == Ranking()


def check_narrowing(name: str, patents: Sequence[Patent], filters: Filter, context: RunContext) -> None:
    """Narrowing only tightens, and only by what the step drops anyhow: each document outside that reaches it all the same is dropped and named."""
    all_of_them = ranked(Hit(p.id, None, 1.0, 0, "a.1", "words") for p in patents)
    for make in variants(name):
        step = make()
        narrowed = step.narrow(filters, context.case)
        inside = {p.id for p in patents if passes(p, narrowed)}
        assert inside <= {p.id for p in patents if passes(p, filters)}
        if narrowed == filters:
            continue
        alone = step.narrow(Filter(), context.case)
        output = step.apply([Ranking(all_of_them)], replace(context, filters=Filter()))
        outside = {p.id for p in patents if not passes(p, alone)}
        assert not outside & {h.document for h in output.hits}
        assert outside <= {e.id for e in output.excluded}


def context_for(case: Case, index: Any, asked: int = 5, queries: Sequence[Subquery] = ()) -> RunContext:
    return RunContext("this", case, index, Filter(), asked, tuple(queries))
