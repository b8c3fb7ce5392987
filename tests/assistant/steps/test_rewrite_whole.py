"""The whole case as one query."""

from __future__ import annotations

from dataclasses import replace

from assistant.steps.rewrite_whole import RewriteWhole
from assistant.strategy.step_model import PlanTools
from indexing.model import Case
from tests.assistant.small_index import SmallIndex

INDEX = SmallIndex()


def test_an_application_without_the_parts_that_are_asked_for_gives_what_it_has_and_says_so():
    application = replace(INDEX.patents[4], claims=())
    made = RewriteWhole(parts=("claims",)).rewrite(Case("application", "", application=application), PlanTools(INDEX))
    assert application.title in made.drafts[0].text
    assert made.notes == ("the case has no claims: what it has is the query",)
