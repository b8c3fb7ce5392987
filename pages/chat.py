"""The search page: questions, the queries they become, progress, answers with citations, and the document beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from indexing.errors import PriorArtError
from pages.parts import acts, clicks, controls, reader, round_view, work
from pages.parts.accounts import account
from pages.parts.clicks import Look
from pages.parts.document_view import QUOTE_ID
from pages.parts.markup import tag
from pages.parts.opening import conversation, rooms
from pages.parts.result_view import error_html, round_id
from pages.parts.target import from_link

if TYPE_CHECKING:
    from pages.parts.conversation import Choices, Conversation

ASK = "Describe an invention, ask a question, or paste claims"
ASK_MORE = "Ask further about this case, or begin a new one at the left"
EXAMPLES = (
    "A hair dryer that emits ions to reduce static charge of the hair",
    "Folding handle of a hand-held dryer with a locking hinge",
    "Method of measuring the wear of a cutting tool while it works",
)


def draw() -> None:
    """Draw the page."""
    try:
        recipes = rooms().assistant().recipes()
    except PriorArtError as error:
        st.html(error_html(error))
        st.button("Try again", key="again")
        return
    choices = controls.draw(recipes)
    talk = conversation()
    if talk.opened is None:
        _rounds(talk, choices)
    else:
        left, right = st.columns([11, 9], gap="medium")
        with left:
            _rounds(talk, choices)
        with right:
            reader.draw_beside(talk.opened)
    with st.container(key="ask"):
        question = st.chat_input(ASK_MORE if talk.rounds else ASK, key="question", disabled=talk.busy)
    if question and question.strip():
        work.plan(talk.begin(question.strip(), choices), rooms(), talk)
        st.rerun()
    clicks.listen(_looks(talk), on_open=_opened, on_act=_acted)


def _looks(talk: Conversation) -> list[Look]:
    """Scroll to the round that has just come a step further, and to the passage that was just opened."""
    looks = []
    if talk.rounds:
        last = talk.rounds[-1]
        looks.append(Look(round_id(last.number), last.stage, block="start"))
    if talk.opened:  # after the round: a person who clicks at once wants the passage
        looks.append(Look(QUOTE_ID, str(talk.looks)))
    return looks


def _opened() -> None:
    """A passage was clicked: lay its document beside the conversation."""
    if target := from_link(clicks.clicked() or ""):
        conversation().open(target)


def _acted() -> None:
    """A hit was judged, or asked why it is there: asked once more, the answer is put away."""
    talk = conversation()
    found = acts.find(clicks.clicked("acted"), talk)
    if found is None:
        return
    act, turn = found
    if act.verb != "why":
        talk.mark(act.document, relevant=act.verb == "relevant")
    elif turn.accounts.pop(act.document, None) is None:
        turn.accounts[act.document] = account(turn, act.document, rooms().assistant().index)


def _rounds(talk: Conversation, choices: Choices) -> None:
    if not talk.rounds:
        _welcome(talk, choices)
    for turn in talk.rounds:
        round_view.draw(turn, choices, last=turn is talk.rounds[-1])


def _welcome(talk: Conversation, choices: Choices) -> None:
    st.html(
        tag(
            "section",
            tag("h2", "What has been published before?"),
            tag("p", "Describe an invention, ask a question or paste claims below. You see the queries before they run and can change them."),
            tag("p", "Every statement of an answer carries a quote that was checked against the stored text: click it to read it in its place."),
            tag("p", "Nothing you write leaves this machine, unless you choose a language model at an address of its own.", class_="quiet"),
            class_="welcome",
        )
    )
    st.html(tag("p", "For example:", class_="quiet"))
    for place, example in enumerate(EXAMPLES):
        st.button(example, key=f"example-{place}", on_click=_example, args=(talk, example, choices))


def _example(talk: Conversation, question: str, choices: Choices) -> None:
    work.plan(talk.begin(question, choices), rooms(), talk)


if __name__ == "__main__":
    # Until app.py has run once in a server's life, Streamlit takes files in a folder called "pages" for scripts and runs this one by itself
    # where its address is the first that anybody opens. The app is then begun from here.
    from app import main

    main()
