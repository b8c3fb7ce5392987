"""The app's door: `streamlit run app.py`. Sets the stage and hands over to the page that the address names."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages import chat, document

STYLE = Path(__file__).parent / "pages" / "parts" / "style.css"


def main() -> None:
    """Draw the page that was asked for."""
    st.set_page_config(page_title="Prior-art search", layout="wide", initial_sidebar_state="auto")
    st.html(STYLE)
    pages = [
        st.Page(chat.draw, title="Search", url_path="search", default=True),
        st.Page(document.draw, title="Document", url_path="document"),
    ]
    st.navigation(pages, position="hidden").run()


main()
