"""Running the subqueries of a plan, concurrently; one that fails is said and the rest goes on."""

from __future__ import annotations

import dataclasses
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.control import Control, Progress
from indexing.errors import Cancelled, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexing.model import Filter, Hit, Subquery
    from indexing.protocols import SearchIndex

_WORKERS = 4
_BETWEEN_CHECKS = 0.05  # seconds between two looks at the person's stop switch


@dataclass(frozen=True, slots=True)
class Found:
    """What one subquery found, in how many seconds; `fault` says why it found nothing where it failed."""

    query: Subquery
    hits: tuple[Hit, ...]
    seconds: float
    fault: PriorArtError | None = None


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


def search_all(queries: Sequence[Subquery], index: SearchIndex, filters: Filter, depths: Mapping[str, int], control: Control) -> tuple[Found, ...]:
    """What each of `queries` found, in their order; `depths` says by branch how many candidates to ask for.

    Raises `Cancelled` when the person stops, and the first fault where every query failed.
    """
    pool = ThreadPoolExecutor(max_workers=_WORKERS, thread_name_prefix="search")
    try:
        futures = [pool.submit(_search, query, index, filters, depths[query.branch]) for query in queries]
        _await(futures, control)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    found = tuple(future.result() for future in futures)
    if found and all(one.fault for one in found):
        raise next(one.fault for one in found if one.fault)
    return found


def _search(query: Subquery, index: SearchIndex, filters: Filter, depth: int) -> Found:
    start = time.perf_counter()
    try:
        hits = index.search(query, filters, depth)
    except Cancelled:
        raise
    except PriorArtError as error:
        return Found(query, (), time.perf_counter() - start, error)
    return Found(query, tuple(hits), time.perf_counter() - start)


def _await(futures: Sequence[Future[Found]], control: Control) -> None:
    waiting = set(futures)
    while waiting:
        control.check()
        control.report(Progress("search", len(futures) - len(waiting), len(futures), "queries"))
        _, waiting = wait(waiting, timeout=_BETWEEN_CHECKS, return_when=FIRST_COMPLETED)
    control.check()
    control.report(Progress("search", len(futures), len(futures), "queries"))
