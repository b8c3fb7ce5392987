"""The data set's own ids for what the index returns, whatever the readers made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eval.model import Dataset
    from indexing.protocols import SearchIndex


class Identity:
    """Translates the index's document ids into those of `dataset`.

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
        self._whole = False

    def name(self, document: str, source_id: str, judged: Mapping[str, int]) -> str:
        """What the data set calls the index's `document`; where it has two names for it, the one that is `judged` for the topic at hand."""
        names = self._names.get(document, ())
        if not names and self._dataset.documents is not None:
            if source_id in self._dataset.documents:
                return source_id
            if not self._whole:
                self._names = {**self._look_up(sorted(self._dataset.documents)), **self._names}
                self._whole = True
                names = self._names.get(document, ())
        return next((name for name in names if name in judged), names[0] if names else source_id or document)

    def _look_up(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Index id to the data set's ids for it."""
        names: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys(ids):
            document = self._index.resolve(name)
            if document is not None:
                names[document] = (*names.get(document, ()), name)
        return names
