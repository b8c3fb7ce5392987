"""The data set's own ids for what the index returns, whatever the readers made of them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eval.model import Dataset
    from indexing.protocols import SearchIndex


class Identity:
    """Translates the index's document ids into those of `dataset`. Threads may share it.

    Judged documents and topics are looked up in the index at once (`absent` lists those judged that it does not hold). Any other document is
    called by its source's id where the corpus has that one; the whole corpus is looked up only when some result is known by neither.
    """

    def __init__(self, index: SearchIndex, dataset: Dataset) -> None:
        self._index = index
        self._dataset = dataset
        judged = sorted({document for grades in dataset.qrels.values() for document in grades})
        self._names = self._look_up([*judged, *(topic.id for topic in dataset.topics)])
        known = {name for names in self._names.values() for name in names}
        self.absent = tuple(name for name in judged if name not in known)
        self._corpus: dict[str, tuple[str, ...]] | None = None
        self._one_at_a_time = threading.Lock()

    def name(self, document: str, source_id: str, judged: Mapping[str, int]) -> str:
        """What the data set calls the index's `document`; where it has two names for it, the one that is `judged` for the topic at hand."""
        names = self._names.get(document)
        if names is None:
            if self._dataset.documents is None or source_id in self._dataset.documents:
                return source_id or document
            names = self._whole(self._dataset.documents).get(document, ())
        elif len(names) == 1:
            return names[0]
        return next((name for name in names if name in judged), names[0] if names else source_id or document)

    def _whole(self, documents: frozenset[str]) -> dict[str, tuple[str, ...]]:
        """The names of the whole corpus. A name never depends on whether they were needed before: another order of topics must not change it."""
        with self._one_at_a_time:
            if self._corpus is None:
                self._corpus = self._look_up(sorted(documents))
            return self._corpus

    def _look_up(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Index id to the data set's ids for it."""
        names: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys(ids):
            document = self._index.resolve(name)
            if document is not None:
                names[document] = (*names.get(document, ()), name)
        return names
