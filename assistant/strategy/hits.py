"""Lists of hits that remember what was once found out about them: that they are in order, and which documents they hold."""

from __future__ import annotations

from functools import cached_property
from operator import ge, gt
from typing import TYPE_CHECKING

from indexing.model import Hit, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self


class Hits(tuple[Hit, ...]):  # noqa: SLOT001 - a tuple's subclass cannot have slots, and this one remembers
    """A tuple of hits. A list goes through many steps that each rely on its order and ask for its documents: what one has found out holds for all."""

    @classmethod
    def of(cls, hits: Iterable[Hit]) -> Self:
        """`hits` themselves where they remember already."""
        return hits if isinstance(hits, cls) else cls(hits)

    @classmethod
    def ranked(cls, hits: Iterable[Hit]) -> Self:
        """`indexing.model.ranked`, known to be in order."""
        listed = cls(ranked(hits))
        listed.__dict__["in_order"] = True
        return listed

    def first(self, count: int) -> Self:
        """The first `count` of a list in order, which are in order too."""
        if len(self) <= count:
            return self
        part = type(self)(self[:count])
        if self.in_order:
            part.__dict__["in_order"] = True
        return part

    @cached_property
    def in_order(self) -> bool:
        """Whether `indexing.model.ranked` would give the very same: falling scores, ties by document and passage id, ranks from 1."""
        if [hit.rank for hit in self] != list(range(1, len(self) + 1)):
            return False
        scores = [hit.score for hit in self]
        following = scores[1:]
        if all(map(gt, scores, following)):
            return True
        if not all(map(ge, scores, following)):
            return False
        tied = (n for n, (one, next_one) in enumerate(zip(scores, following, strict=False)) if one == next_one)
        return all((self[n].document, self[n].passage or "") <= (self[n + 1].document, self[n + 1].passage or "") for n in tied)

    @cached_property
    def documents(self) -> frozenset[str]:
        """Ids of the documents in the list."""
        return frozenset([hit.document for hit in self])

    @cached_property
    def levels(self) -> frozenset[bool]:
        """Whether the list holds whole documents (True), passages (False) or both."""
        return frozenset([hit.passage is None for hit in self])

    @cached_property
    def each_document_once(self) -> bool:
        """Whether the list is one of documents, not of passages, and holds none twice."""
        return len(self.documents) == len(self) and False not in self.levels
