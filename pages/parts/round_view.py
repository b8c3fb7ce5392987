"""One round of the conversation: the question, then whatever stage it has reached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from indexing.errors import Cancelled
from pages.parts import plan_form, work
from pages.parts.accounts import account
from pages.parts.branches import learns
from pages.parts.hits_view import Beside, hits_html
from pages.parts.ledger_view import ledger_html
from pages.parts.markup import tag
from pages.parts.opening import conversation, rooms
from pages.parts.plan_edit import again
from pages.parts.queries_view import numbers_of, queries_html
from pages.parts.result_view import (
    answer_html,
    conditions_text,
    error_html,
    judged_html,
    message_html,
    notes_html,
    question_html,
    stages_html,
    steps_text,
    taught_html,
)
from pages.parts.why_view import account_html

if TYPE_CHECKING:
    from assistant.model import Outcome
    from pages.parts.conversation import Choices, Round

POLL_SECONDS = 0.5


def draw(turn: Round, choices: Choices, *, last: bool) -> None:
    """Draw a round; `last` is the one that may still be worked on, under the `choices` of now."""
    c = turn.choices
    law = f"effective date {c.effective_date}" if c.effective_date else ""
    st.html(question_html(turn.question, conditions_text(c.filters, c.own, c.recipe, c.k, law), turn.number))
    if turn.busy:
        st.fragment(_working, run_every=POLL_SECONDS)(turn, shown=turn.outcome is not None)
    if turn.error is not None:
        _failed(turn, choices, last=last)
    if turn.waits and last:
        plan_form.draw(turn, choices)
    elif turn.waits:
        st.html(tag("p", "Not searched.", class_="quiet"))
    elif turn.plan is not None and turn.outcome is not None:
        _outcome(turn, turn.outcome, choices)


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


def _failed(turn: Round, choices: Choices, *, last: bool) -> None:
    if isinstance(turn.error, Cancelled):
        st.html(message_html("Stopped", "What was found until then is shown; nothing else was kept", kind="notice"))
    elif turn.error is not None:
        st.html(error_html(turn.error))
    if last and turn.plan is None and st.button("Try again", key=f"again-{turn.number}"):
        turn.choices = choices  # another recipe may be what it needs
        work.plan(turn, rooms(), conversation())
        st.rerun()


def _outcome(turn: Round, outcome: Outcome, choices: Choices) -> None:
    result, talk = outcome.result, conversation()
    numbers = numbers_of(result.plan.queries, result.added)
    if outcome.answer is not None:
        st.html(tag("h3", "Answer", class_="part"))
        st.html(answer_html(outcome.answer))
    st.html(tag("h3", f"Documents found ({len(result.hits)})", class_="part"))
    notes = (*result.plan.notes, *(n for n in result.notes if n not in result.plan.notes))
    if notes:
        st.html(notes_html(notes))
    if result.added:
        st.html(taught_html(result))
    st.html(hits_html(result.hits, Beside(turn.number, numbers, talk.marks, turn.accounts)))
    _judged(turn, choices)
    _why(turn, numbers)
    with st.expander(f"Queries that ran ({len(numbers)})"):
        st.html(queries_html(result.plan.queries, result.added))
        if st.button("Edit and run again", key=f"edit-{turn.number}", disabled=talk.busy, help="Lays all of them into a plan, to be changed."):
            new = talk.begin(turn.question, replace(choices, recipe=turn.choices.recipe))
            new.case = turn.case
            new.put(again(result))
            st.rerun()
    with st.expander(f"Candidates dropped ({len(result.excluded):,})"):
        st.html(ledger_html(result.excluded))
    record = f"Record: {outcome.record}" if outcome.record else "No record was written"
    st.html(tag("p", f"{steps_text(result)} · {record}", class_="quiet record"))


def _judged(turn: Round, choices: Choices) -> None:
    """What was marked in this case, below the newest list, and a search that learns from it."""
    talk = conversation()
    if not talk.marks or turn is not talk.rounds[-1]:
        return
    st.html(judged_html(talk.relevant, talk.irrelevant))
    recipe = rooms().assistant().plan_recipe(choices.recipe)
    if not learns(recipe):
        st.html(tag("p", f"The recipe {recipe.id} does not learn from marks: choose one that does, such as feedback.", class_="quiet"))
    elif st.button("Search again with these marks", key=f"learn-{turn.number}", disabled=talk.busy):
        work.plan(talk.begin(turn.question, choices), rooms(), talk)
        st.rerun()


def _why(turn: Round, numbers: dict[str, str]) -> None:
    """A box for any publication number: why it is, or is not, in the list above."""
    with st.form(key=f"why-{turn.number}", border=False):
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        number = left.text_input("Why is a document in this list, or not?", key=f"why-number-{turn.number}", placeholder="US10123456B2")
        asked = right.form_submit_button("Why?", key=f"why-ask-{turn.number}", width="stretch")
    if asked:
        turn.asked_why = account(turn, number, rooms().assistant().index)
    if turn.asked_why is not None:
        st.html(account_html(turn.asked_why, numbers))
