"""Links of hits and citations: into our own viewer, and to an office's public page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from indexing.numbers import public_page


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links. `viewer_base` is the app's address, without a trailing slash; empty gives links relative to the app."""

    viewer_base: str = ""

    def document(self, document_id: str) -> str:
        """The document in our viewer: `{base}/document?id=US7002836`."""
        return self._viewer({"id": document_id})

    def passage(self, passage_id: str, start: int | None = None, end: int | None = None) -> str:
        """A unit, a run of units or a part of one in our viewer, with the range to highlight (code points within the unit) where given.

        `US7002836#claim.1`, 10, 60 gives `{base}/document?id=US7002836&unit=claim.1&start=10&end=60`. A part of a unit named by its id
        (`#desc.42:0-512`) is shown as that range where no other is given.
        """
        document, _, unit = passage_id.partition("#")
        unit, _, part = unit.partition(":")
        if start is None and end is None and part:
            first, _, last = part.partition("-")
            if first.isdecimal() and last.isdecimal():
                start, end = int(first), int(last)
        query: dict[str, str | int] = {"id": document}
        if unit:
            query["unit"] = unit
        if start is not None:
            query["start"] = start
        if end is not None:
            query["end"] = end
        return self._viewer(query)

    def public(self, document_id: str) -> str:
        """The publication's page at Espacenet."""
        return public_page(document_id)

    def _viewer(self, query: dict[str, str | int]) -> str:
        return f"{self.viewer_base.rstrip('/')}/document?{urlencode(query)}"
