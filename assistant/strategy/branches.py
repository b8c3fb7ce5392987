"""One subquery: encoded, run, and what it found."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.strategy.hits import Hits
from indexing.errors import Cancelled, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Filter, Hit, Subquery
    from indexing.protocols import SearchIndex


@dataclass(frozen=True, slots=True)
class Found:
    """What one subquery found, in how many seconds by the clock and of the processor (of its own thread).

    `fault` says why it found nothing where it failed.
    """

    query: Subquery
    hits: tuple[Hit, ...]
    seconds: float
    fault: PriorArtError | None = None
    cpu: float = 0.0


def with_vectors(queries: Sequence[Subquery], index: SearchIndex) -> tuple[Subquery, ...]:
    """`queries` with the vectors of the meaning queries that lack one. An encoder that fails leaves them without: the search then says why."""
    missing = [query for query in queries if query.engine == "meaning" and query.vector is None]
    if not missing:
        return tuple(queries)
    try:
        vectors = index.encode([query.text for query in missing])
    except Cancelled:
        raise
    except PriorArtError:
        return tuple(queries)
    encoded = {query.id: vector for query, vector in zip(missing, vectors, strict=True)}
    return tuple(dataclasses.replace(query, vector=encoded.get(query.id, query.vector)) for query in queries)


def search_one(query: Subquery, index: SearchIndex, filters: Filter, depth: int) -> Found:
    """What `query` finds; a fault is part of the answer, so that the other queries go on."""
    start, cpu = time.perf_counter(), time.thread_time()
    try:
        hits, fault = Hits(index.search(query, filters, depth)), None
    except Cancelled:
        raise
    except PriorArtError as error:
        hits, fault = Hits(), error
    return Found(query, hits, time.perf_counter() - start, fault, time.thread_time() - cpu)
