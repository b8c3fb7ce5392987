"""The viewer: `/document?id=US…&unit=claim.1&start=10&end=60`. The whole document, the quoted passage marked and scrolled into view."""

from __future__ import annotations

import streamlit as st

from indexing.errors import PriorArtError
from pages.parts import clicks, reader
from pages.parts.clicks import Look
from pages.parts.document_view import QUOTE_ID
from pages.parts.opening import rooms
from pages.parts.result_view import error_html, message_html
from pages.parts.target import from_query


def draw() -> None:
    """Draw the document that the address names."""
    target = from_query(dict(st.query_params.items()))
    if target is None:
        st.html(
            message_html(
                "No document is named in the address", "open one from a search, or write /document?id= and a publication number", kind="notice"
            )
        )
        return
    try:
        patent = rooms().assistant().document(target.document)
    except PriorArtError as error:
        st.html(error_html(error))
        return
    with st.container(key="document-page", width=860):
        st.title("Document " + "".join(c for c in patent.id if c.isalnum()))
        reader.draw(patent, target)
    clicks.listen([Look(QUOTE_ID, target.href)])


if __name__ == "__main__":
    # Until app.py has run once in a server's life, Streamlit takes files in a folder called "pages" for scripts and runs this one by itself
    # where its address is the first that anybody opens. The app is then begun from here.
    from app import main

    main()
