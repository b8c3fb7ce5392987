"""The conformance kit of recipe steps: what every step of the table keeps to."""

from __future__ import annotations

import inspect
import random
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.steps import STEPS
from assistant.strategy.step_model import Join, PlanTools, Rewrite, RunContext, Search, Step
from indexing.model import Case, Filter, Hit, Ranking, ranked
from prompts.recipes import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

EXTRA = {"fuse.rrf": {"weights": [2.0, 1.0]}}
"""Parameters beyond the defaults with which a step is tried as well."""


def load(name: str) -> type[Step]:
    return STEPS.load(name)


def check_documented(name: str) -> None:
    """It says what it does, and each parameter says what it is for."""
    step = load(name)
    assert len((inspect.getdoc(step) or "").split()) >= 8
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
    """It refuses parameters that it does not have, and those of a wrong type."""
    step = load(name)
    for wrong in [{"no_such_parameter": 1}, *({parameter: {"no": [object()]}} for parameter in step.model_fields)]:
        try:
            step(**wrong)
        except ValidationError:
            continue
        raise AssertionError(wrong)


def check_rewrite(name: str, case: Case, tools: PlanTools) -> None:
    """The same case gives the same drafts; each has a text and says why it was made."""
    step = load(name)()
    assert isinstance(step, Rewrite)
    first, again = step.rewrite(case, tools), load(name)().rewrite(case, tools)
    assert first.drafts == again.drafts
    assert first.drafts or first.notes
    assert all(draft.text.strip() and draft.reason for draft in first.drafts)


def check_search(name: str, drafts: Sequence, lists: Sequence[Sequence[Hit]]) -> None:
    """Subqueries are bound to their branch and numbered; the merged list holds every document found, whatever order the hits came in."""
    step = load(name)()
    assert isinstance(step, Search)
    bound = step.bind("branch", drafts)
    assert [q.id for q in bound] == [f"branch.{n}" for n in range(1, len(bound) + 1)]
    assert {(q.branch, q.engine) for q in bound} <= {("branch", step.engine)}
    merged = step.merge(lists)
    assert merged.hits == ranked(merged.hits)
    assert {h.document for h in merged.hits} == {h.document for hits in lists for h in hits}
    assert merged == step.merge([random.Random(1).sample(list(hits), len(hits)) for hits in lists])


def check_join(name: str, inputs: Sequence[Ranking], context: RunContext) -> None:
    """The list is ranked from 1 with ties by id, invents nothing, and every document it took is given or named in the ledger."""
    for parameters in ({}, EXTRA.get(name, {})):
        step = load(name)(**parameters)
        assert isinstance(step, Join)
        output = step.apply(inputs, context)
        assert output == load(name)(**parameters).apply(inputs, context)
        assert output.hits == ranked(output.hits)
        taken, given = {h.document for r in inputs for h in r.hits}, {h.document for h in output.hits}
        listed = {e.id.partition("#")[0] for e in output.excluded}
        assert given <= taken
        assert taken - given == listed
        assert all(e.step == context.name and e.reason for e in output.excluded)


def context_for(case: Case, index, asked: int = 5) -> RunContext:
    return RunContext("this", case, index, Filter(), asked)
