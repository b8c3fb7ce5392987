"""The queries of a plan as a form: a person reads, edits, removes, adds, and lets them run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import work
from pages.parts.markup import tag
from pages.parts.opening import rooms
from pages.parts.plan_edit import Added, edited, kinds
from pages.parts.result_view import ENGINES, notes_html, query_note

if TYPE_CHECKING:
    from assistant.model import Plan
    from pages.parts.conversation import Choices, Round


def draw(turn: Round, choices: Choices) -> None:
    """The form of a round that waits for its person. The conditions that hold are those set when it is sent, `choices`."""
    plan = turn.plan
    if plan is None:
        return
    st.html(tag("h3", "Queries to run", class_="part"))
    st.html(notes_html(plan.notes)) if plan.notes else None
    with st.form(key=f"plan-{turn.number}", border=True):
        for place, query in enumerate(plan.queries, 1):
            key = f"query-{turn.number}-{place}"
            height = min(300, max(80, 26 * (2 + len(query.text) // 90)))
            st.text_area(f"Query {place}: {ENGINES.get(query.engine, query.engine)}", value=query.text, key=key, height=height)
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.html(query_note(query))
            right.checkbox(f"Leave out query {place}", key=f"drop-{turn.number}-{place}")
        models = kinds(plan)
        with st.expander("Add a query"):
            st.text_area("Your query", key=f"added-{turn.number}", height=80)
            order = list(models)
            st.selectbox("Search it by", order, format_func=lambda q: ENGINES.get(models[q].engine, models[q].engine), key=f"like-{turn.number}")
        if st.form_submit_button("Search", type="primary", key=f"run-{turn.number}"):
            turn.plan = _submitted(turn, plan, choices)
            turn.choices = replace(choices, recipe=turn.choices.recipe)
            work.search(turn, rooms())
            st.rerun()


def _submitted(turn: Round, plan: Plan, choices: Choices) -> Plan:
    state, texts = st.session_state, {}
    for place, query in enumerate(plan.queries, 1):
        if not state.get(f"drop-{turn.number}-{place}"):
            texts[query.id] = str(state.get(f"query-{turn.number}-{place}", query.text))
    added = [Added(str(state[f"like-{turn.number}"]), str(state[f"added-{turn.number}"]))] if state.get(f"like-{turn.number}") else []
    return edited(replace(plan, case=replace(plan.case, own=choices.own)), texts, added)
