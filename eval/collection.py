"""The collection that systems are measured on: its documents one by one, and the data set's names for what a system found.

A system beside our recipes reads the very documents that the index holds, and the same rule leaves out the topic's own: what differs is how it
ranks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.strategy.own_family import own_documents
from indexing.control import Progress
from indexing.model import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from eval.identity import Identity
    from eval.model import Dataset, Topic
    from eval.protocols import WholeIndex
    from indexing.control import Control
    from indexing.model import Patent
    from indexing.protocols import Embedder

TEXT = "title, abstract, claims, description"
"""What `whole_text` holds, for the facts of a system."""
_SPAN = 256
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Collection:
    """An open index and the data set that is asked of it.

    `open_embedder` opens the index's own embedder when it is first needed.
    """

    index: WholeIndex
    dataset: Dataset
    identity: Identity
    open_embedder: Callable[[], Embedder]

    @property
    def facts(self) -> dict[str, Any]:
        """Which documents: the generation that they are read from."""
        return {"generation": self.index.generation, "manifest_sha256": self.index.manifest_sha256}

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said of every run over these documents."""
        absent = self.identity.absent
        if not absent:
            return ()
        return (f"{len(absent)} judged documents are not in this index and cannot be found: {', '.join(absent[:_SHOWN])}",)

    def documents(self, control: Control, stage: str) -> Iterator[Patent]:
        """Every document of the index, in the order of indexing, one in memory at a time. Reports its progress as `stage`; stops when asked to."""
        for count, row in enumerate(self.index.documents()):
            if count % _SPAN == 0:
                control.check()
                control.report(Progress(stage, count, None, "documents"))
            yield self.index.document(row["id"])

    def own(self, topic: Topic) -> frozenset[str]:
        """The index's ids of the topic's own publications and of their families: never its prior art, for any system."""
        return frozenset(own_documents(Case(kind="question", text=topic.text, own=(topic.id, *topic.own)), self.index))

    def named(self, topic: Topic, depth: int, candidates: Iterable[tuple[str, str, float]]) -> tuple[tuple[str, float], ...]:
        """The first `depth` of `candidates` (index id, source's id, score; best first) under the data set's ids, each once, none the topic's own."""
        own, judged = self.own(topic), self.dataset.qrels.get(topic.id, {})
        barred = {topic.id, *topic.own}
        found: dict[str, float] = {}
        for document, source_id, score in candidates:
            if len(found) >= depth:
                break
            if document not in own and (name := self.identity.name(document, source_id, judged)) not in barred:
                found.setdefault(name, score)
        return tuple(found.items())


def whole_text(patent: Patent) -> str:
    """All the text that the word index holds of a document, in every language it has: title and abstract, claims, description, a line each.

    Title and abstract are parted by a blank, as BEIR's own baselines join them (Thakur et al. 2021) and our passages do (docs/adr/0007).
    """
    head = " ".join(part.text for part in (*patent.titles, *patent.abstracts))
    claims, description = (claim.text for claim in patent.claims), (paragraph.text for paragraph in patent.description)
    return "\n".join(text for text in (head, *claims, *description) if text.strip())
