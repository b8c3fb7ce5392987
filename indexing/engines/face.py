"""The face of the engines that search by documents and classes instead of by a text: similar, citations, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.engines.lexical import Conditions
    from indexing.engines.retrieval import Found
    from indexing.model import Subquery


class QueryEngine(Protocol):
    """One engine over a generation, safe for many threads. Ordinals number documents or passages, as the query's level says."""

    def search(self, subquery: Subquery, wanted: Conditions, k: int) -> Found:
        """The best `k` under these conditions and those that tie with the last (as far as they may stand before it by id), as ordinals and scores.

        Raises `UsageError` for a query that cannot be meant.
        """
        ...

    def within(self, subquery: Subquery, documents: Sequence[int]) -> Found:
        """The passages of these documents that speak to the query, best first; none where the engine cannot tell them apart."""
        ...
