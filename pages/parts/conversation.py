"""What one person's session holds: the rounds of a case, and which document lies open beside them. Knows no Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from indexing.model import Case, Filter, Turn

if TYPE_CHECKING:
    from assistant.model import Answer, Outcome, Plan
    from indexing.errors import PriorArtError
    from pages.parts.jobs import Job
    from pages.parts.target import Target

MOST_HISTORY = 6
"""Rounds that a follow-up takes with it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person has set when a round begins; a round keeps its own."""

    recipe: str
    llm: str
    filters: Filter
    own: tuple[str, ...] = ()
    k: int = 10
    ask_first: bool = True


@dataclass(slots=True)
class Round:
    """A question and what became of it. `job` is the work going on, if any; `outcome` may hold a search that is not answered yet."""

    number: int
    question: str
    choices: Choices
    case: Case | None = None
    plan: Plan | None = None
    outcome: Outcome | None = None
    error: PriorArtError | None = None
    notes: list[str] = field(default_factory=list)
    job: Job[Any] | None = None

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


@dataclass(slots=True)
class Conversation:
    """The rounds of one case, oldest first, and the document that lies open."""

    rounds: list[Round] = field(default_factory=list)
    opened: Target | None = None
    looks: int = 0
    """How often a passage was opened: the page scrolls to the mark again when this changes."""

    @property
    def busy(self) -> bool:
        return any(r.busy for r in self.rounds)

    def open(self, target: Target | None) -> None:
        """Lay a document beside the conversation, or put it away."""
        self.opened = target
        self.looks += 1

    def begin(self, question: str, choices: Choices) -> Round:
        """A new round of the same case."""
        turn = Round(number=len(self.rounds) + 1, question=question, choices=choices)
        self.rounds.append(turn)
        return turn

    def history(self) -> tuple[Turn, ...]:
        """The rounds answered so far, as a follow-up takes them: question and what was stated."""
        answered = [r for r in self.rounds if r.answer]
        return tuple(Turn(r.question, " ".join(s.text for s in r.answer.statements)) for r in answered[-MOST_HISTORY:] if r.answer)
