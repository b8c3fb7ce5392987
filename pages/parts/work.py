"""What goes on behind a round: planning, then searching, then answering, each in a thread that can be stopped. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexing.errors import Cancelled, UsageError
from pages.parts.dates import asked
from pages.parts.jobs import Job

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.model import Outcome, Plan
    from indexing.control import Control
    from indexing.model import Case
    from pages.parts.conversation import Conversation, Round
    from pages.parts.rooms import Rooms

PASSAGES = 3
"""Passages shown of each document."""


def plan(turn: Round, rooms: Rooms, talk: Conversation) -> None:
    """Begin to make the queries of a round of `talk`, which says what came before and what was judged."""
    choices, question = turn.choices, turn.question
    history = talk.history(turn.number)
    relevant, irrelevant = talk.relevant, talk.irrelevant

    def work(control: Control) -> tuple[Case, Plan]:
        from assistant.case import make_case

        case = make_case(question, own=choices.own, effective_date=choices.effective_date, history=history)
        turn.case = case = replace(case, relevant=relevant, irrelevant=irrelevant)  # its kind says which recipes to offer, also after a fault
        return case, rooms.with_llm(choices.llm).plan(case, choices.recipe, control)

    turn.error = None
    turn.job = Job(work)


def search(turn: Round, rooms: Rooms) -> None:
    """Begin to search with the round's plan, and to answer."""
    choices, made = turn.choices, turn.plan
    if made is None:
        return

    def work(control: Control) -> Outcome:
        check(made)
        helper = rooms.with_llm(choices.llm)
        found = helper.search(made, filters=choices.filters, k=choices.k, passages=PASSAGES, law=asked(made.case, choices.law), control=control)
        turn.content = content_of(found, helper)
        turn.outcome = found  # the hits can be read while the answer is being written
        return helper.answer(found, control)

    turn.error, turn.outcome = None, None
    turn.accounts, turn.asked_why = {}, None
    turn.job = Job(work)


def check(plan: Plan) -> None:
    """Refuse a plan without a query, and an expression that cannot be read, before anything runs. Raises `UsageError`."""
    from indexing.expressions.notation import parse

    if not plan.queries:
        raise UsageError("no query is left to search with", "write one, or ask anew")
    for number, query in enumerate(plan.queries, 1):
        if query.engine == "boolean":
            try:
                parse(query.text)
            except UsageError as error:
                raise UsageError(f"query {number}: {error.message}", error.hint) from error


def content_of(found: Outcome, helper: Assistant) -> dict[str, object] | None:
    """What a record of the search would hold, where none is kept: the account of a document is asked of it."""
    if found.record is not None:
        return None
    from assistant.records.content import make_record
    from indexing.canonical import plain

    content: dict[str, object] = plain(make_record(found, helper.plan_recipe(found.result.plan.recipe), helper.index, helper.llm))
    return content


def collect(turn: Round, rooms: Rooms) -> bool:
    """Take over what a finished job made, and go on where nobody is to be asked. True where the round changed."""
    job = turn.job
    if job is None or not (job.done.is_set() or job.stopped):
        return False
    turn.job = None
    if job.error is not None or job.stopped:
        turn.error = job.error or Cancelled()
        return True
    if turn.plan is None and isinstance(job.result, tuple):
        turn.case, made = job.result
        turn.put(made)
        if not turn.choices.ask_first:
            search(turn, rooms)
    elif job.result is not None and not isinstance(job.result, tuple):
        turn.outcome = job.result
    return True
