"""What goes on behind a round: planning, then searching, then answering, each in a thread that can be stopped. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.errors import Cancelled, UsageError
from pages.parts.jobs import Job

if TYPE_CHECKING:
    from assistant.model import Outcome, Plan
    from indexing.control import Control
    from indexing.model import Case, Turn
    from pages.parts.conversation import Round
    from pages.parts.rooms import Rooms

PASSAGES = 3
"""Passages shown of each document."""


def plan(turn: Round, rooms: Rooms, history: tuple[Turn, ...]) -> None:
    """Begin to make the queries of a round."""
    choices, question = turn.choices, turn.question

    def work(control: Control) -> tuple[Case, Plan]:
        from assistant.case import make_case

        case = make_case(question, own=choices.own, history=history)
        return case, rooms.with_llm(choices.llm).plan(case, choices.recipe, control)

    turn.error = None
    turn.job = Job(work)


def search(turn: Round, rooms: Rooms) -> None:
    """Begin to search with the round's plan, and to answer."""
    choices, made = turn.choices, turn.plan
    if made is None:
        return

    def work(control: Control) -> Outcome:
        if not made.queries:
            raise UsageError("no query is left to search with", "write one, or ask anew")
        helper = rooms.with_llm(choices.llm)
        found = helper.search(made, filters=choices.filters, k=choices.k, passages=PASSAGES, control=control)
        turn.outcome = found  # the hits can be read while the answer is being written
        return helper.answer(found, control)

    turn.error, turn.outcome = None, None
    turn.job = Job(work)


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
        turn.case, turn.plan = job.result
        if not turn.choices.ask_first:
            search(turn, rooms)
    elif job.result is not None and not isinstance(job.result, tuple):
        turn.outcome = job.result
    return True
