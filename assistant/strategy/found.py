"""Found documents as a person sees them: dates, links, best passages, and which queries found them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model import DocumentHit, PassageHit
from assistant.strategy.rank_fusion import RRF_K
from indexing.errors import Cancelled, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.legal.model import LegalStatus
    from assistant.links import Links
    from indexing.control import Control
    from indexing.model import Hit, Subquery
    from indexing.protocols import SearchIndex

_POOL = 3  # each query names at least so many passages of a document, so that queries can agree on one


def document_hits(
    hits: Sequence[Hit],
    passages: Mapping[str, Sequence[PassageHit]],
    found_by: Mapping[str, tuple[str, ...]],
    legal: Mapping[str, tuple[LegalStatus, ...]],
    index: SearchIndex,
    links: Links,
) -> tuple[DocumentHit, ...]:
    """`hits` (documents, ranked) with what the index knows of each."""
    documents = []
    known = index.facts_of([hit.document for hit in hits])
    for hit in hits:
        facts = known[hit.document]
        documents.append(
            DocumentHit(
                id=hit.document,
                source_id=facts.source_id,
                title=facts.title,
                score=hit.score,
                rank=hit.rank,
                published=facts.published,
                filed=facts.filed,
                priority=facts.priority,
                date_used=facts.date_used,
                link=links.public(hit.document),
                passages=tuple(passages.get(hit.document, ())),
                found_by=found_by.get(hit.document, ()),
                legal=legal.get(hit.document, ()),
            )
        )
    return tuple(documents)


def best_passages(
    queries: Sequence[Subquery], documents: Sequence[str], count: int, index: SearchIndex, links: Links, control: Control
) -> tuple[dict[str, list[PassageHit]], tuple[str, ...]]:
    """The `count` best passages of each document for all `queries`, and notes on queries that failed.

    One query: the engine's own scores. Several: the sum of 1 / (60 + rank within the document) over the queries, because the scores of
    two engines do not compare; ties by passage id.
    """
    if not count or not documents:
        return {}, ()
    notes: list[str] = []
    lists: list[dict[str, list[Hit]]] = []
    for query in queries:
        control.check()
        try:
            lists.append(index.best_passages(query, documents, max(count, _POOL)))
        except Cancelled:
            raise
        except PriorArtError as error:
            notes.append(f"passages of the query '{query.id}' are missing: {error.message}")
    best = {document: _merge([found.get(document, []) for found in lists])[:count] for document in documents}
    shown = {d: [PassageHit(i, index.passage(i).text, score, links.passage(i)) for i, score in ids] for d, ids in best.items()}
    return shown, tuple(notes)


def _merge(lists: Sequence[Sequence[Hit]]) -> list[tuple[str, float]]:
    scores: dict[str, list[float]] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, 1):
            if hit.passage:
                scores.setdefault(hit.passage, []).append(hit.score if len(lists) == 1 else 1 / (RRF_K + rank))
    return sorted(((passage, sum(sorted(parts))) for passage, parts in scores.items()), key=lambda item: (-item[1], item[0]))
