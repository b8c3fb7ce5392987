"""The app's door: `streamlit run app.py`. Sets the stage and hands over to the page that the address names."""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st

from pages import chat, document
from pages.parts.result_view import message_html

_LOG = logging.getLogger(__name__)
STYLE = Path(__file__).parent / "pages" / "parts" / "style.css"


def main() -> None:
    """Draw the page that was asked for."""
    st.set_page_config(page_title="Prior-art search", layout="wide", initial_sidebar_state="auto")
    st.html(STYLE)
    pages = [
        st.Page(chat.draw, title="Search", url_path="search", default=True),
        st.Page(document.draw, title="Document", url_path="document"),
    ]
    try:
        st.navigation(pages, position="hidden").run()
    except Exception:  # noqa: BLE001 - the page's last net: what no part of it foresaw is logged, and said in words
        _LOG.exception("a page failed")
        st.html(message_html("Something failed inside the program", "try again; the terminal that runs the app has the details"))


if __name__ == "__main__":
    main()
