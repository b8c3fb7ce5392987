"""The answers to a data set's topics, and to questions that nothing answers, one by one; what is done is not done again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eval.answers.model import ASKED
from eval.answers.unanswerable import EMPTY, OTHER_CLASS, OUTSIDE, UNKNOWN_WORDS, emptied, foreign_hits, replaced, seeded, unknown_question
from indexing.control import Progress
from indexing.errors import Cancelled, IndexFault, LLMFault, ModelFault, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eval.answers.asking import Asker
    from eval.answers.diary import Diary
    from eval.answers.model import Answered
    from eval.model import Dataset, Topic


@dataclass(slots=True)
class Answers:
    """What was answered, in order; `faults` by "topic" or "topic (kind)", `left_out` how many constructions of a kind could not be made."""

    answers: list[Answered] = field(default_factory=list)
    faults: dict[str, PriorArtError] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)


def sample(topics: Sequence[Topic], count: int | None, seed: int) -> tuple[Topic, ...]:
    """`count` topics in the order in which they are drawn, without replacement: a smaller sample is the beginning of a larger one.

    All topics in their own order where `count` is None.
    """
    if count is None:
        return tuple(topics)
    drawn = list(topics)
    random.Random(seed).shuffle(drawn)  # noqa: S311 - a sample, no secret
    return tuple(drawn[:count])


@dataclass(slots=True)
class Bench:
    """The questions of one run: each of `topics` as it is, the first `unanswerable` of them also as each construction, and those of `outside`."""

    asker: Asker
    dataset: Dataset
    topics: Sequence[Topic]
    outside: Sequence[Topic]
    unanswerable: int
    seed: int
    _pool: tuple[str, ...] | None = None

    def questions(self) -> Iterator[tuple[Topic, str]]:
        """(topic, kind), in the order of the topics."""
        for number, topic in enumerate(self.topics):
            yield topic, ASKED
            if number < self.unanswerable:
                yield from ((topic, kind) for kind in (EMPTY, OTHER_CLASS, UNKNOWN_WORDS))
        yield from ((topic, OUTSIDE) for topic in self.outside)

    def answer(self, topic: Topic, kind: str) -> Answered | None:
        """The answer to one question; None where the construction cannot be made for this topic."""
        asker, index = self.asker, self.asker.assistant.index
        if kind == UNKNOWN_WORDS:
            text = unknown_question(topic, index, seeded(topic.id, kind, self.seed))
            return asker.answer(topic, *asker.search(topic, text), kind) if text else None
        outcome, seconds = asker.search(topic)
        if kind == EMPTY:
            outcome = emptied(outcome)
        elif kind == OTHER_CLASS:
            near = self._resolved([topic.id, *(d for d, grade in self.dataset.qrels[topic.id].items() if grade >= 1)])
            hits = foreign_hits(outcome, near, self._documents(), index, seeded(topic.id, kind, self.seed), asker.passages)
            if not hits:
                return None
            outcome = replaced(outcome, hits)
        return asker.answer(topic, outcome, seconds, kind)

    def _documents(self) -> tuple[str, ...]:
        """The index's documents that the data set judges or asks about: those that another class's evidence is drawn from."""
        if self._pool is None:
            judged = {document for grades in self.dataset.qrels.values() for document in grades}
            self._pool = self._resolved(sorted(judged | {topic.id for topic in self.dataset.topics}))
        return self._pool

    def _resolved(self, names: Sequence[str]) -> tuple[str, ...]:
        found = (self.asker.assistant.index.resolve(name) for name in names)
        return tuple(document for document in found if document is not None)


def answer_all(bench: Bench, diary: Diary) -> Answers:
    """Answer every question of `bench`.

    One that fails is named in `faults` and the others go on; a fault of the index or the embedder concerns all and stops the run, as the person does.
    Raises the first fault where every topic's own question failed.
    """
    found = Answers()
    control = bench.asker.control
    questions = list(bench.questions())
    for count, (topic, kind) in enumerate(questions):
        control.check()
        control.report(Progress("answering", count, len(questions), "answers", topic.id))
        answered = diary.done.get((topic.id, kind))
        if answered is None:
            try:
                answered = bench.answer(topic, kind)
            except PriorArtError as fault:
                if isinstance(fault, Cancelled | IndexFault) or (isinstance(fault, ModelFault) and not isinstance(fault, LLMFault)):
                    raise
                found.faults[name_of(topic.id, kind)] = fault
                continue
            except Exception as fault:  # noqa: BLE001 - a topic that breaks something must not cost the others
                found.faults[name_of(topic.id, kind)] = PriorArtError(
                    f"{type(fault).__name__}: {fault}", "this is a fault of the program: please report it"
                )
                continue
            if answered is None:
                found.left_out[kind] = found.left_out.get(kind, 0) + 1
                continue
            diary.add(answered)
        found.answers.append(answered)
    control.report(Progress("answering", len(questions), len(questions), "answers"))
    failed = [topic.id for topic in bench.topics if topic.id in found.faults]
    if bench.topics and len(failed) == len(bench.topics):
        raise found.faults[failed[0]]
    return found


def name_of(topic: str, kind: str) -> str:
    """What a question is called where it failed."""
    return topic if kind == ASKED else f"{topic} ({kind})"
