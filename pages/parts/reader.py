"""Draws a document with its passage: on the viewer page, and beside a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from indexing.errors import PriorArtError
from indexing.numbers import public_page
from pages.parts.document_view import document_html, facts_html, quote_note
from pages.parts.markup import tag
from pages.parts.opening import conversation, rooms
from pages.parts.result_view import error_html, message_html

if TYPE_CHECKING:
    from indexing.model import Patent
    from pages.parts.target import Target


def draw(patent: Patent, target: Target) -> None:
    """The facts, what must be said about the passage, and the text."""
    st.html(facts_html(patent, public_page(patent.id)))
    if note := quote_note(patent, target):
        st.html(message_html(note, "the document is shown without a mark", kind="notice"))
    st.html(document_html(patent, target))


def draw_beside(target: Target) -> None:
    """The open document beside the conversation, with a way to close it and one to give it a tab of its own."""
    with st.container(key="reader"):
        with st.container(horizontal=True, vertical_alignment="center"):
            own_tab = tag("a", "Open in its own tab", href=target.href, target="_blank")
            st.html(tag("div", tag("strong", target.document), " · ", own_tab))
            st.button("Close the document", key="close-document", on_click=conversation().open, args=(None,))
        try:
            patent = rooms().assistant().document(target.document)
        except PriorArtError as error:
            st.html(error_html(error))
            return
        draw(patent, target)
