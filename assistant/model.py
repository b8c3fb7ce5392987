"""The records of the assistant: plan, result, evidence, answer. Frozen and slotted; a quote that does not hold cannot be built."""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.legal.model import LegalStatus
    from indexing.model import Case, DateUsed, Exclusion, Filter, Hit, Subquery


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call to a language model cost."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.calls + other.calls, self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out, self.seconds + other.seconds)


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model; `role` is `system`, `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a chat model answered. `text` is JSON where a schema was asked for. `model` is the identity of who answered."""

    text: str
    model: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call to a language model as it happened, for the record: `step` made it, `purpose` says what for."""

    step: str
    purpose: str
    messages: tuple[Message, ...]
    reply: Reply | None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The queries that would run: what a person reads, edits and lets run.

    `notes` says what a person must know (a fallback taken, a term dropped); `exchanges` are the model calls that made the plan.
    `made` are the queries as the recipe made them, so that a record can show what a person changed.
    """

    recipe: str
    recipe_sha256: str
    case: Case
    queries: tuple[Subquery, ...]
    notes: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    edited: bool = False
    made: tuple[Subquery, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage of a found document: id, text, score, link to the viewer, and the subqueries that found it."""

    id: str
    text: str
    score: float
    link: str


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A found document with its best passages.

    `date_used` says which date "before" compared, `link` is the office's public page, `legal` the document's status by its dates, one entry a system.
    """

    id: str
    source_id: str
    title: str
    score: float
    rank: int
    published: dt.date | None
    filed: dt.date | None
    date_used: DateUsed | None
    link: str
    passages: tuple[PassageHit, ...]
    found_by: tuple[str, ...] = ()
    priority: dt.date | None = None
    legal: tuple[LegalStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class StepTrace:
    """One step or query of a run: what it gave (hits and their scores), how long it took by the clock and of the processor, in seconds."""

    name: str
    step: str
    hits: tuple[Hit, ...]
    seconds: float
    note: str = ""
    cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The outcome of a search: hits in order, the exclusion ledger, what must be said, and the steps it went through.

    `asked` documents with `passages` passages each were asked for. `added` are the queries that feedback made during the search; `incomplete`
    names the queries and steps that failed or ran out of their budget, each with the reason: a replay leaves them out as well. `law` are the
    systems under which the hits' status is told.
    """

    plan: Plan
    filters: Filter
    hits: tuple[DocumentHit, ...]
    excluded: Sequence[Exclusion]
    notes: tuple[str, ...]
    trace: tuple[StepTrace, ...]
    seconds: float
    asked: int = 0
    passages: int = 0
    added: tuple[Subquery, ...] = ()
    incomplete: tuple[tuple[str, str], ...] = ()
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A numbered piece of text that statements may cite: one unit of one document, or a part of it.

    `text == stored unit[start:end]`; `unit_id` is `US10123456B2#claim.1`. `feature` is the feature of the case it speaks to, where known.
    """

    number: int
    document: str
    title: str
    unit_id: str
    start: int
    end: int
    text: str
    score: float
    feature: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote in its place: `passage` is the unit's id, `start` and `end` are code points within the unit's stored text.

    `stored` is that text and is not kept. Raises ValueError where `stored[start:end] != quote` or the quote is blank: such a citation cannot exist.
    """

    passage: str
    quote: str
    start: int
    end: int
    link: str
    stored: InitVar[str]

    def __post_init__(self, stored: str) -> None:
        if not self.quote.strip() or not 0 <= self.start < self.end or stored[self.start : self.end] != self.quote:
            msg = f"the quote is not in {self.passage} at {self.start}:{self.end}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and what it rests on. Raises ValueError without text or without a citation: a statement that nothing supports is not one."""

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.citations:
            msg = "a statement needs a text and at least one verified citation"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What a model wrote and the assistant does not show as fact, with the reason; kept for the record."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents found say about the case.

    `mode` is `generated` or `extractive`; `llm` the model's identity or `none`; `not_found` lists what the documents searched do not answer;
    `notes` says why an answer is extractive and how many sentences were withheld.
    """

    statements: tuple[Statement, ...]
    not_found: tuple[str, ...]
    mode: str
    llm: str
    evidence: tuple[Evidence, ...]
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage = Usage()
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a door gets of a search: the result, the answer where one was asked for, and the record's file where one is kept."""

    result: SearchResult
    answer: Answer | None = None
    record: Path | None = None
