"""What the law of dates says of a round's hits: asked of the legal-date engine. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexing.errors import UsageError

if TYPE_CHECKING:
    from assistant.legal.model import LegalStatus
    from assistant.model import SearchResult
    from indexing.model import Case
    from indexing.protocols import SearchIndex


def systems() -> dict[str, str]:
    """The systems of law by name, with their titles."""
    from assistant.legal.law import load_law

    return {name: system.title for name, system in load_law().systems.items()}


def statuses_of(result: SearchResult, index: SearchIndex, law: str) -> dict[str, LegalStatus]:
    """The status of each hit under `law`; empty where the case has no date to judge by."""
    from assistant.legal.statuses import statuses

    case = dated(result.plan.case, index)
    if case.effective_date is None and case.application is None:
        return {}
    return statuses(case, index.facts_of([hit.id for hit in result.hits]), law, index=index)


def dated(case: Case, index: SearchIndex) -> Case:
    """`case` with the dates of its own publication, where the index holds one and nobody gave a date: filing and priorities make the range."""
    if case.effective_date is not None or case.application is not None:
        return case
    for name in case.own:
        resolved = index.resolve(name)
        if resolved is None:
            continue
        try:
            patent = index.document(resolved)
        except UsageError:
            continue
        if patent.filing_date or patent.priority_date:
            return replace(case, application=patent)
    return case
