"""The queries of a plan as a form: a person reads, edits, removes, adds, and lets them run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from indexing.errors import PriorArtError
from pages.parts import dialect_box, work
from pages.parts.branches import branches, learns
from pages.parts.markup import tag
from pages.parts.opening import conversation, rooms
from pages.parts.plan_edit import Added, changed, edited, restored
from pages.parts.queries_view import WRITE, kind_text, query_note
from pages.parts.result_view import error_html, judged_html, notes_html

if TYPE_CHECKING:
    from assistant.model import Plan
    from pages.parts.branches import Branch
    from pages.parts.conversation import Choices, Round
    from prompts.model import Recipe


def draw(turn: Round, choices: Choices) -> None:
    """The form of a round that waits for its person. The conditions that hold are those set when it is sent, `choices`."""
    plan = turn.plan
    if plan is None:
        return
    try:
        recipe = rooms().assistant().plan_recipe(plan.recipe)
    except PriorArtError as error:
        st.html(error_html(error))
        return
    searches = branches(recipe)
    st.html(tag("h3", "Queries to run", class_="part"))
    st.html(notes_html(plan.notes)) if plan.notes else None
    with st.form(key=f"plan-{turn.number}", border=True):
        for place, query in enumerate(plan.queries, 1):
            height = min(300, max(80, 26 * (2 + len(query.text) // 90)))
            name = f"Query {place}: {kind_text(query.engine, query.relation)}"
            st.text_area(name, value=query.text, key=_key(turn, "query", query.id), height=height, help=WRITE[query.engine])
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.html(query_note(query, by_feedback=query.branch in searches and bool(searches[query.branch].feedback)))
            right.checkbox(f"Leave out query {place}", key=_key(turn, "drop", query.id))
        _feedback(plan, searches, recipe)
        _adding(turn, searches)
        with st.container(horizontal=True):
            run = st.form_submit_button("Search", type="primary", key=f"run-{turn.number}")
            keep = st.form_submit_button("Keep the changes", key=f"keep-{turn.number}", help="Shows the plan as changed, and room for another query.")
    if run or keep:
        sent = _submitted(turn, plan, choices, searches)
        turn.choices = replace(choices, recipe=turn.choices.recipe)
        turn.put(sent)
        if run:
            work.search(turn, rooms())
        st.rerun()
    if plan.queries:
        dialect_box.draw(plan.queries, f"{turn.number}-{turn.revision}")
    _otherwise(turn, plan, choices)


def _key(turn: Round, what: str, name: str) -> str:
    """A widget's key: another one for each plan that lay before the person, so that none shows what belonged to an older one."""
    return f"{what}-{turn.number}-{turn.revision}-{name}"


def _feedback(plan: Plan, searches: dict[str, Branch], recipe: Recipe) -> None:
    """What the recipe makes of what is found, during the search; and what it learns from."""
    talk = conversation()
    fed = [branch for branch in searches.values() if branch.feedback]
    live = [branch for branch in fed if branch.name not in {query.branch for query in plan.queries}]
    if live:
        steps = ", ".join(dict.fromkeys(f"“{branch.feedback}”" for branch in live))
        kinds = ", ".join(f"“{branch.name}” ({kind_text(branch.engine, branch.relation)})" for branch in live)
        said = (
            f"Feedback: during the search {steps} makes further queries of what is found first, or was marked, for the searches {kinds}. They are "
            "listed after the search and can be edited and run again; a query that you add here for such a search is run instead of them."
        )
        st.html(tag("p", said, class_="quiet feedback-note"))
    if talk.marks:
        use = "the search learns from them" if learns(recipe) else f"the recipe {recipe.id} does not learn from them"
        if fed and not live:
            use = "the queries of feedback stand above as they were made: this search learns nothing further"
        st.html(judged_html(talk.relevant, talk.irrelevant, f"Marked in this case ({use})"))


def _adding(turn: Round, searches: dict[str, Branch]) -> None:
    with st.expander("Add a query"):
        order = list(searches)
        st.selectbox("Search it by", order, format_func=lambda name: _branch_text(searches[name]), key=_key(turn, "like", "added"))
        written = "; ".join(dict.fromkeys(f"{kind_text(b.engine).partition(' (')[0]}: {WRITE[b.engine]}" for b in searches.values()))
        st.text_area("Your query", key=_key(turn, "text", "added"), height=80, help=written)


def _branch_text(branch: Branch) -> str:
    return f"{kind_text(branch.engine, branch.relation)} · {branch.name}" + (", instead of feedback" if branch.feedback else "")


def _submitted(turn: Round, plan: Plan, choices: Choices, searches: dict[str, Branch]) -> Plan:
    state, texts = st.session_state, {}
    for query in plan.queries:
        if not state.get(_key(turn, "drop", query.id)):
            texts[query.id] = str(state.get(_key(turn, "query", query.id), query.text))
    like = state.get(_key(turn, "like", "added"))
    added = [Added(str(like), str(state.get(_key(turn, "text", "added"), "")))] if like else []
    case = replace(conversation().judged(plan.case), own=choices.own, effective_date=choices.effective_date)
    return edited(replace(plan, case=case), texts, added, searches)


def _otherwise(turn: Round, plan: Plan, choices: Choices) -> None:
    """Other queries than these: those of another recipe, or the recipe's own as they were made."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if choices.recipe != turn.choices.recipe:
            st.html(tag("p", f"These queries are of the recipe {turn.choices.recipe}.", class_="quiet"))
            if st.button(f"Make them anew by {choices.recipe}", key=f"anew-{turn.number}"):
                turn.choices, turn.plan = choices, None
                work.plan(turn, rooms(), conversation())
                st.rerun()
        if changed(plan) and st.button("As the recipe made them", key=f"restore-{turn.number}"):
            turn.put(restored(plan))
            st.rerun()
