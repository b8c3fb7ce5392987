"""The collection that systems are measured on: its documents one by one, what is asked of it, and the data set's names for what was found.

A system beside our recipes reads the very documents that the index holds, is asked what a recipe is asked, and the same rule leaves out the topic's
own documents and those that a cut-off by date takes away: what differs is how it ranks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.strategy.conditions import outside
from assistant.strategy.own_family import own_documents
from indexing.control import Progress
from indexing.model import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from eval.identity import Identity
    from eval.model import Dataset, Topic
    from eval.protocols import WholeIndex
    from eval.topic_case import TopicCases
    from indexing.control import Control
    from indexing.model import Patent
    from indexing.protocols import Embedder

TEXT = "title, abstract, claims, description"
"""What `document_text` holds, for the facts of a system."""
_SPAN = 256
_SHOWN = 3

Candidate = tuple[str, str, float]
"""What a system found: the index's id (empty: it is not in the index), the source's id or the name it was given, the score."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a topic asks: the text to search with, the index's ids that are never its prior art, the hard conditions, and what must be said."""

    text: str
    own: frozenset[str]
    filters: Filter
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """An open index and the data set that is asked of it; `cases` says what case a topic is.

    `open_embedder` opens the index's own embedder when it is first needed.
    """

    index: WholeIndex
    dataset: Dataset
    identity: Identity
    cases: TopicCases
    open_embedder: Callable[[], Embedder]

    @property
    def facts(self) -> dict[str, Any]:
        """Which documents, by the generation that they are read from, and what is asked."""
        index = {"generation": self.index.generation, "manifest_sha256": self.index.manifest_sha256}
        return {"case": self.cases.facts, "index": index}

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said of every run over these documents."""
        absent = self.identity.absent
        late = self.cases.unreachable(self.dataset)
        if not absent:
            return late
        return (f"{len(absent)} judged documents are not in this index and cannot be found: {', '.join(absent[:_SHOWN])}", *late)

    def documents(self, control: Control, stage: str) -> Iterator[Patent]:
        """Every document of the index, in the order of indexing, one in memory at a time. Reports its progress as `stage`; stops when asked to."""
        for count, row in enumerate(self.index.documents()):
            if count % _SPAN == 0:
                control.check()
                control.report(Progress(stage, count, None, "documents"))
            yield self.index.document(row["id"])

    def asked(self, topic: Topic) -> Asked:
        """What `topic` asks. The text of an application is its title, abstract and claims. Raises `InputError` where it is not in the index."""
        case, filters, notes = self.cases.of(topic)
        text = case.text
        if (patent := case.application) is not None:
            text = "\n".join([*(p.text for p in (*patent.titles, *patent.abstracts)), *(claim.text for claim in patent.claims)])
        return Asked(text, frozenset(own_documents(case, self.index)), filters, notes)

    def named(self, topic: Topic, asked: Asked, depth: int, candidates: Iterable[Candidate]) -> tuple[tuple[str, float], ...]:
        """The first `depth` of `candidates` (best first) that may be found, under the data set's ids, each once."""
        judged = self.dataset.qrels.get(topic.id, {})
        barred = {topic.id, *topic.own}
        found: dict[str, float] = {}
        for document, given, score in self._allowed(asked, depth, candidates):
            if len(found) >= depth:
                break
            name = self.identity.name(document, given, judged) if document else given
            if name not in barred:
                found.setdefault(name, score)
        return tuple(found.items())

    def _allowed(self, asked: Asked, depth: int, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """`candidates` without the topic's own documents and those of the index that do not meet the conditions."""
        rest = (candidate for candidate in candidates if candidate[0] not in asked.own)
        if asked.filters == Filter():
            yield from rest
            return
        while block := list(islice(rest, depth)):
            facts = self.index.facts_of([document for document, _, _ in block if document])
            yield from (candidate for candidate in block if not candidate[0] or not outside(facts[candidate[0]], asked.filters))


def document_text(patent: Patent) -> str:
    """All the text that the word index holds of a document, in every language it has: title and abstract, claims, description, a line each.

    Title and abstract are parted by a blank, as BEIR's own baselines join them (Thakur et al. 2021) and our passages do (docs/adr/0007).
    """
    head = " ".join(part.text for part in (*patent.titles, *patent.abstracts))
    claims, description = (claim.text for claim in patent.claims), (paragraph.text for paragraph in patent.description)
    return "\n".join(text for text in (head, *claims, *description) if text.strip())
