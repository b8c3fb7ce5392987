"""Where a document of a data set can be read: its page at Espacenet, which shows the publications of all offices."""

from __future__ import annotations

import functools

from indexing.numbers import public_page


@functools.lru_cache(maxsize=65_536)
def page_of(document: str) -> str:
    """The address of the public page of `document`; empty where its id is no publication number."""
    return public_page(document)
