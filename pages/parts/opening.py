"""Streamlit's side of `rooms`: opened once for all people, closed with the app; and each person's own conversation."""

from __future__ import annotations

import streamlit as st

from pages.parts.conversation import Conversation
from pages.parts.rooms import Rooms
from settings import Settings


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """The one set of rooms of this server. Nothing of any person's case may ever be put into it."""
    return Rooms(Settings())


def conversation() -> Conversation:
    """The conversation of this browser session, held by the session alone."""
    if "conversation" not in st.session_state:
        st.session_state["conversation"] = Conversation()
    kept: Conversation = st.session_state["conversation"]
    return kept
