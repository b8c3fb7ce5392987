"""Draws a plan's queries in the syntax of a patent office's site, to be copied there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.dialect_text.translation import plan_in
from assistant.dialects import DIALECTS
from pages.parts.dialect_view import dialect_notes_html
from pages.parts.markup import tag
from pages.parts.queries_view import kind_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Subquery

OWN = "own"


def draw(queries: Sequence[Subquery], key: str) -> None:
    """A folded box: choose a site, read each query in its syntax with what is lost, copy it."""
    with st.expander("Show in the syntax of another site"):
        titles = {name: DIALECTS.load(name).title for name in DIALECTS if name != OWN}
        chosen = st.selectbox(
            "Syntax of", list(titles), index=None, format_func=titles.__getitem__, key=f"dialect-{key}", placeholder="Choose a site"
        )
        if chosen is None:
            return
        st.html(tag("p", "The queries as they were kept: press “Keep the changes” above first, where you changed one.", class_="quiet"))
        rows = plan_in(queries, DIALECTS.load(OWN)(), DIALECTS.load(chosen)())
        for number, (query, row) in enumerate(zip(queries, rows, strict=True), 1):
            st.html(tag("p", tag("strong", f"Query {number}: {kind_text(query.engine, query.relation)}")))
            if row.text:
                st.code(row.text, language=None, wrap_lines=True)
            st.html(dialect_notes_html(row.notes))
