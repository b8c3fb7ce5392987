"""What one person's session holds: the rounds of a case, what was judged, and which document lies open beside them. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from indexing.model import Case, Filter, Turn

if TYPE_CHECKING:
    import datetime as dt

    from assistant.model import Answer, Outcome, Plan
    from indexing.errors import PriorArtError
    from pages.parts.accounts import Account
    from pages.parts.jobs import Job
    from pages.parts.target import Target

MOST_HISTORY = 6
"""Rounds that a follow-up takes with it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person has set when a round begins; a round keeps its own. `effective_date` and `law` are what the legal engine judges by."""

    recipe: str
    llm: str
    filters: Filter
    own: tuple[str, ...] = ()
    k: int = 10
    ask_first: bool = True
    effective_date: dt.date | None = None
    law: str = "epc"


@dataclass(slots=True)
class Round:
    """A question and what became of it. `job` is the work going on, if any; `outcome` may hold a search that is not answered yet.

    `revision` counts the plans that lay before the person, so that a form drawn anew shows the new one. `content` is what a record would hold, where
    none is kept. `accounts` answers why a hit stands where it does, by document; `asked_why` is the last answer of the box below the hits.
    """

    number: int
    question: str
    choices: Choices
    case: Case | None = None
    plan: Plan | None = None
    outcome: Outcome | None = None
    error: PriorArtError | None = None
    notes: list[str] = field(default_factory=list)
    job: Job[Any] | None = None
    revision: int = 0
    content: dict[str, Any] | None = None
    accounts: dict[str, Account] = field(default_factory=dict)
    asked_why: Account | None = None

    @property
    def busy(self) -> bool:
        return self.job is not None

    @property
    def answer(self) -> Answer | None:
        return self.outcome.answer if self.outcome else None

    @property
    def stage(self) -> str:
        """How far the round has come; another word at each step."""
        if self.outcome:
            return "answered" if self.answer else "found"
        return "fault" if self.error else "planned" if self.plan else "asked"

    @property
    def waits(self) -> bool:
        """Whether the queries lie before the person, to be read and edited."""
        return self.plan is not None and self.outcome is None and not self.busy

    def put(self, plan: Plan) -> None:
        """Lay `plan` before the person, instead of what lay there."""
        self.plan, self.error = plan, None
        self.revision += 1


@dataclass(slots=True)
class Conversation:
    """The rounds of one case, oldest first, the documents judged, and the document that lies open."""

    rounds: list[Round] = field(default_factory=list)
    opened: Target | None = None
    looks: int = 0
    """How often a passage was opened: the page scrolls to the mark again when this changes."""
    marks: dict[str, bool] = field(default_factory=dict)
    """Documents judged relevant (True) or not (False), in the order in which they were."""

    @property
    def busy(self) -> bool:
        return any(r.busy for r in self.rounds)

    @property
    def relevant(self) -> tuple[str, ...]:
        return tuple(document for document, good in self.marks.items() if good)

    @property
    def irrelevant(self) -> tuple[str, ...]:
        return tuple(document for document, good in self.marks.items() if not good)

    @property
    def kind(self) -> str | None:
        """What is examined, once the first question was read; the same for the whole conversation."""
        return next((r.case.kind for r in self.rounds if r.case), None)

    def mark(self, document: str, *, relevant: bool) -> None:
        """Judge a document, or take the same judgment back."""
        if self.marks.get(document) is relevant:
            del self.marks[document]
        else:
            self.marks[document] = relevant

    def judged(self, case: Case) -> Case:
        """`case` with what was judged so far."""
        return replace(case, relevant=self.relevant, irrelevant=self.irrelevant)

    def open(self, target: Target | None) -> None:
        """Lay a document beside the conversation, or put it away."""
        self.opened = target
        self.looks += 1

    def begin(self, question: str, choices: Choices) -> Round:
        """A new round of the same case."""
        turn = Round(number=len(self.rounds) + 1, question=question, choices=choices)
        self.rounds.append(turn)
        return turn

    def history(self, before: int | None = None) -> tuple[Turn, ...]:
        """The rounds answered so far (those below the number `before`), as a follow-up takes them: question and what was stated."""
        answered = [r for r in self.rounds if r.answer and (before is None or r.number < before)]
        return tuple(Turn(r.question, " ".join(s.text for s in r.answer.statements)) for r in answered[-MOST_HISTORY:] if r.answer)
