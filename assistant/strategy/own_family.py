"""The publications that are never the case's prior art: its own and their families'."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexing.model import Case
    from indexing.protocols import SearchIndex

MARGIN = 50
"""Candidates asked for in addition where a family is known by name but its members in the index are not."""


def own_documents(case: Case, index: SearchIndex) -> dict[str, str]:
    """Ids in this generation of the case's own documents and their families, each with the rule that makes it own."""
    named = dict.fromkeys(case.own)
    if case.application:
        named |= dict.fromkeys((case.application.id, case.application.source_id))
    own: dict[str, str] = {}
    for name in named:
        document = index.resolve(name) if name else None
        if document is None:
            continue
        own[document] = "the case's own document"
        for member in index.family(document):
            own.setdefault(member, f"of the family of the case's own document {document}")
    return own


def margin(case: Case, own: dict[str, str]) -> int:
    """How many candidates more than asked for each branch fetches, so that leaving out the own family never shortens a list."""
    return len(own) + (MARGIN if case.application and case.application.family else 0)
