"""The JSON of the command line's contract (docs/command-line.md): shapes that other programs may rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assistant.answering.answer_json import answer_to_json
from assistant.legal.status_json import status_to_json
from assistant.strategy.ledger import LISTED, counts
from indexing.canonical import plain

if TYPE_CHECKING:
    from assistant.model import DocumentHit, Outcome


def hit_to_json(hit: DocumentHit) -> dict[str, Any]:
    """A found document: `{"id","title","score","published","filed","date_used","link","passages":[{"id","text","score","link"}], …}`."""
    return {
        "id": hit.id,
        "title": hit.title,
        "score": hit.score,
        "rank": hit.rank,
        "published": plain(hit.published),
        "filed": plain(hit.filed),
        "priority": plain(hit.priority),
        "date_used": hit.date_used,
        "link": hit.link,
        "passages": plain(hit.passages),
        "found_by": list(hit.found_by),
        "legal": [status_to_json(status) for status in hit.legal],
    }


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """A search, with its answer where there is one."""
    result = outcome.result
    head: dict[str, Any] = {}
    if outcome.answer:
        head = answer_to_json(outcome.answer)
        head["answer_notes"] = head.pop("notes")
        head |= {"withheld": plain(outcome.answer.rejected), "usage": plain(outcome.answer.usage)}
    return head | {
        "hits": [hit_to_json(h) for h in result.hits],
        "excluded": plain(result.excluded[:LISTED]),
        "excluded_total": len(result.excluded),
        "excluded_by": plain(counts(result.excluded)),
        "notes": list(result.notes),
        "recipe": result.plan.recipe,
        "queries": [
            {"id": q.id, "engine": q.engine, "text": q.text, "feature": q.feature, "reason": q.reason} for q in (*result.plan.queries, *result.added)
        ],
        "seconds": result.seconds,
        "record": plain(outcome.record),
    }


class JsonExporter:
    """One JSON document, indented for people, keys in the contract's order."""

    def export(self, outcome: Outcome) -> str:
        return json.dumps(outcome_to_json(outcome), ensure_ascii=False, indent=1)
