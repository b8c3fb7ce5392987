"""One round of the conversation: the question, then whatever stage it has reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from indexing.errors import Cancelled
from pages.parts import plan_form, work
from pages.parts.markup import tag
from pages.parts.opening import conversation, rooms
from pages.parts.result_view import (
    answer_html,
    conditions_text,
    error_html,
    hits_html,
    ledger_html,
    message_html,
    notes_html,
    queries_html,
    question_html,
    stages_html,
    steps_text,
)

if TYPE_CHECKING:
    from assistant.model import Outcome
    from pages.parts.conversation import Choices, Round

POLL_SECONDS = 0.5


def draw(turn: Round, choices: Choices, *, last: bool) -> None:
    """Draw a round; `last` is the one that may still be worked on, under the `choices` of now."""
    c = turn.choices
    st.html(question_html(turn.question, conditions_text(c.filters, c.own, c.recipe, c.k), turn.number))
    if turn.busy:
        st.fragment(_working, run_every=POLL_SECONDS)(turn, shown=turn.outcome is not None)
    if turn.error is not None:
        _failed(turn, last=last)
    if turn.waits and last:
        plan_form.draw(turn, choices)
    elif turn.waits:
        st.html(tag("p", "Not searched.", class_="quiet"))
    elif turn.plan is not None and turn.outcome is not None:
        _outcome(turn.outcome)


def _working(turn: Round, *, shown: bool) -> None:
    """Where the work is, and a way to stop it; drawn anew alone until it is done, then the page as a whole is."""
    job = turn.job
    if job is None or work.collect(turn, rooms()) or shown != (turn.outcome is not None):
        st.rerun()
    st.html(stages_html(job.stages, job.seconds, job.stopped))
    if st.button("Stop", key=f"stop-{turn.number}", disabled=job.stopped):
        job.stop()
        work.collect(turn, rooms())
        st.rerun()


def _failed(turn: Round, *, last: bool) -> None:
    if isinstance(turn.error, Cancelled):
        st.html(message_html("Stopped", "What was found until then is shown; nothing else was kept", kind="notice"))
    elif turn.error is not None:
        st.html(error_html(turn.error))
    if last and turn.plan is None and st.button("Try again", key=f"again-{turn.number}"):
        work.plan(turn, rooms(), conversation().history())
        st.rerun()


def _outcome(outcome: Outcome) -> None:
    result = outcome.result
    if outcome.answer is not None:
        st.html(tag("h3", "Answer", class_="part"))
        st.html(answer_html(outcome.answer))
    st.html(tag("h3", f"Documents found ({len(result.hits)})", class_="part"))
    notes = (*result.plan.notes, *(n for n in result.notes if n not in result.plan.notes))
    if notes:
        st.html(notes_html(notes))
    st.html(hits_html(result.hits, result.plan.queries))
    with st.expander(f"Queries that ran ({len(result.plan.queries)})"):
        st.html(queries_html(result.plan))
    with st.expander(f"Candidates dropped ({len(result.excluded)})"):
        st.html(ledger_html(result.excluded) if result.excluded else tag("p", "No candidate was dropped."))
    record = f"Record: {outcome.record}" if outcome.record else "No record was written"
    st.html(tag("p", f"{steps_text(result)} · {record}", class_="quiet record"))
