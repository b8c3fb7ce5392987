"""The account of one topic's search, small enough to be kept for every topic of every run.

What `assistant.records` writes of a search, without what can be had again from it: the lists by their lengths, no passages, no vectors, the case by
its topic. `priorart eval run --records` keeps the whole, sealed records beside it.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.strategy.ledger import counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.model import Exchange, Plan, SearchResult
    from indexing.model import Subquery

_DEFAULTS = ("", (), None, 0.0)


def account(plan: Plan, result: SearchResult, found: Mapping[str, float], record: str | None = None) -> dict[str, Any]:
    """What was asked, what ran, what came of it: JSON values. `found` are the documents that the run holds, `record` names the whole record.

    `steps` are [name, step, hits, seconds by the clock, seconds of the processor, note] in the recipe's order; `ranking_sha256` is the hash of the
    run's documents in order, one a line, so that a list can be held against its account.
    """
    told: dict[str, Any] = {
        "recipe_sha256": plan.recipe_sha256,
        "case": {"kind": plan.case.kind, "own": list(plan.case.own), "date": str(plan.case.effective_date or "") or None},
        "before": str(result.filters.before or "") or None,
        "asked": result.asked,
        "queries": [_query(query) for query in (*result.plan.queries, *result.added)],
        "exchanges": [_exchange(one) for one in plan.exchanges],
        "steps": [[t.name, t.step, len(t.hits), round(t.seconds, 4), round(t.cpu, 4), t.note] for t in result.trace],
        "excluded": [[rule.step, rule.rule, rule.count] for rule in counts(result.excluded)],
        "incomplete": [list(one) for one in result.incomplete],
        "found": len(found),
        "ranking_sha256": ranking_sha256(found),
        "notes": list(result.notes),
        "record": record,
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def ranking_sha256(documents: Iterable[str]) -> str:
    """The hash of a list of documents in order, one a line."""
    return hashlib.sha256("\n".join(documents).encode()).hexdigest()


def _query(query: Subquery) -> dict[str, Any]:
    """A query as a person would read it: without its vector, and without what says nothing."""
    told = {name: getattr(query, name) for name in ("id", "branch", "engine", "text", "level", "terms", "feature", "minimum_match", "relation")}
    told["near"] = [asdict(near) for near in query.near]
    return {name: value for name, value in told.items() if value not in (*_DEFAULTS, [])}


def _exchange(one: Exchange) -> dict[str, Any]:
    """Who was asked, what for, and what it cost."""
    usage = asdict(one.reply.usage) if one.reply else {}
    return {"step": one.step, "purpose": one.purpose, "model": one.reply.model if one.reply else None, "fault": one.fault, **usage}
