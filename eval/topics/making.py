"""From the citations of a collection to a test collection: candidates, texts, leaks, a sample that is the same every time."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.case_text import application_text
from eval.leaks import Leak, near_duplicate, number_leak, numbers_in, shingles, twins
from eval.model import Topic
from eval.topics.candidates import candidates
from eval.topics.left_out import LeftOut
from indexing.canonical import sha256
from indexing.control import Control, Progress
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eval.topics.candidates import Candidate, Collection, Judgment
    from eval.topics.choice import Choice

_CACHED = 4096


@dataclass(frozen=True, slots=True)
class Made:
    """A test collection: topics by id, their judgments, which are held apart for development, what was left out, what gives answers away."""

    topics: tuple[Topic, ...]
    judged: dict[str, dict[str, Judgment]]
    dev: frozenset[str]
    documents: int
    topics_left: LeftOut = field(default_factory=LeftOut)
    citations_left: LeftOut = field(default_factory=LeftOut)
    leaks: tuple[Leak, ...] = ()


def make_topics(index: Collection, choice: Choice, control: Control | None = None) -> Made:
    """Topics from the citations of the documents of `index`; the same index and choice make the same topics, byte for byte.

    Raises `InputError` where no document qualifies, with the reasons.
    """
    control = control or Control()
    topics_left, citations_left = LeftOut(), LeftOut()
    found = candidates(index, choice, topics_left, citations_left, control)
    found.sort(key=lambda c: sha256(f"{choice.seed}:{c.id}".encode()))
    texts = _Texts(index, choice)
    leaks: list[Leak] = []
    made = _drawn(found, choice, texts, topics_left, citations_left, leaks, control)
    if not made:
        why = "; ".join(f"{row['count']} {row['reason']}" for row in (*topics_left.rows(), *citations_left.rows()))
        raise InputError(f"no document makes a topic ({why or 'the index is empty'})", "ask for less, or index documents with their citations")
    kept = {topic.id for topic, _ in made}
    made.sort(key=lambda pair: pair[0].id)
    return Made(
        topics=tuple(topic for topic, _ in made),
        judged={topic.id: dict(sorted(candidate.judged.items())) for topic, candidate in made},
        dev=frozenset(topic.id for topic, _ in made if _share(choice.seed, topic.id) < choice.dev),
        documents=sum(1 for _ in index.documents()),
        topics_left=topics_left,
        citations_left=citations_left,
        leaks=tuple(sorted((k for k in leaks if choice.leaks == "drop" or k.topic in kept), key=lambda k: (k.topic, k.document, k.kind))),
    )


def _drawn(
    found: Sequence[Candidate],
    choice: Choice,
    texts: _Texts,
    topics_left: LeftOut,
    citations_left: LeftOut,
    leaks: list[Leak],
    control: Control,
) -> list[tuple[Topic, Candidate]]:
    """As many topics as were asked for, in the order drawn; those that drop out are replaced by the next."""
    wanted = len(found) if choice.sample is None else min(choice.sample, len(found))
    rest = iter(enumerate(found, 1))
    made: list[tuple[Topic, Candidate]] = []
    said: set[tuple[str, str]] = set()
    while True:
        for number, candidate in rest:
            control.check()
            control.report(Progress("making topics", number, len(found), "documents"))
            if topic := _topic(candidate, choice, texts, topics_left, citations_left, leaks):
                made.append((topic, candidate))
            if len(made) >= wanted:
                break
        pairs = [p for p in twins({topic.id: topic.text for topic, _ in made}) if p[:2] not in said]
        said |= {p[:2] for p in pairs}
        leaks += [Leak(second, first, "near duplicate", shown) for first, second, shown in pairs]
        again = {second for _, second, _ in pairs} if choice.leaks == "drop" else set()
        for name in sorted(again):
            topics_left.add("near duplicate of another topic", name)
        made = [pair for pair in made if pair[0].id not in again]
        if len(made) >= wanted or not again:
            for _, candidate in rest:
                topics_left.add("not drawn", candidate.id)
            return made


def _topic(candidate: Candidate, choice: Choice, texts: _Texts, topics_left: LeftOut, citations_left: LeftOut, leaks: list[Leak]) -> Topic | None:
    """The topic of a candidate; None where it has no text or gives its answer away. Judgments of near duplicates are taken from the candidate."""
    text = texts.text(candidate.id)
    if not text.strip():
        topics_left.add(f"no {' or '.join(choice.parts)}", candidate.id)
        return None
    found = list(_leaks(candidate, text, texts))
    leaks += found
    if choice.leaks == "drop" and found:
        if any(leak.kind == "number" for leak in found):
            topics_left.add("its text names a document that is to be found", candidate.id)
            return None
        for leak in found:
            candidate.judged.pop(leak.document, None)
            citations_left.add("near duplicate of the topic", f"{leak.topic} cites {leak.document}")
        if len(candidate.judged) < choice.least:
            topics_left.add(f"fewer than {choice.least} relevant without near duplicates", candidate.id)
            return None
    return Topic(candidate.id, text, candidate.family, texts.facts(candidate, text))


def _leaks(candidate: Candidate, text: str, texts: _Texts) -> Iterator[Leak]:
    own, said = shingles(text), numbers_in(text)
    for document in sorted(candidate.judged):
        if words := number_leak(text, texts.names(document), said):
            yield Leak(candidate.id, document, "number", words)
        if shown := near_duplicate(own, texts.shingles(document)):
            yield Leak(candidate.id, document, "near duplicate", shown)


def _share(seed: int, topic: str) -> float:
    """A number from 0 to 1 that depends on seed and topic alone, so that a topic stays on its side when others come or go."""
    return int(sha256(f"{seed}:dev:{topic}".encode())[:8], 16) / 2**32


class _Texts:
    """Texts and names of documents, a few thousand kept at hand."""

    def __init__(self, index: Collection, choice: Choice) -> None:
        self._index, self._parts = index, choice.parts
        self.shingles = functools.lru_cache(_CACHED)(lambda document: shingles(self.text(document)))
        self.names = functools.lru_cache(_CACHED)(self._names)

    def text(self, document: str) -> str:
        return application_text(self._index.document(document), self._parts)

    def _names(self, document: str) -> tuple[str, ...]:
        patent = self._index.document(document)
        return tuple(dict.fromkeys(name for name in (patent.id, patent.source_id, patent.application_number) if name))

    def facts(self, candidate: Candidate, text: str) -> dict[str, object]:
        """What slices are made by, and the topic's own publications."""
        patent = self._index.document(candidate.id)
        facts: dict[str, object] = {
            "date": candidate.day.isoformat(),
            "date_used": candidate.day_is,
            "classes": list(dict.fromkeys((*patent.cpc, *patent.ipc))),
            "language": patent.language,
            "office": patent.office,
            "owner": list(patent.applicants),
            "words": len(text.split()),
            "own": list(candidate.family),
        }
        return {name: value for name, value in facts.items() if value not in (None, [])}
