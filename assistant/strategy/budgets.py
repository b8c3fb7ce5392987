"""Budgets: what a recipe, or one of its steps, may cost in seconds and in a language model's tokens."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, cast

from assistant.serving.deadline import Deadline
from indexing.errors import Cancelled, LLMFault, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Message, Reply
    from assistant.protocols import LLM
    from indexing.control import Control
    from prompts.model import Budget

_CHARACTERS_PER_TOKEN = 3  # a cautious figure, to refuse a call before it is made


class BudgetSpent(PriorArtError):
    """A part of a search was given up because its budget was spent; the rest goes on."""


class Clock:
    """The time since a budget began to run. `limited` False: the clock is not looked at (a replay)."""

    def __init__(self, budget: Budget, *, limited: bool = True) -> None:
        self.seconds = budget.seconds if limited else None
        self._start = time.monotonic()

    def fault(self) -> BudgetSpent | None:
        """What to say once the time is over; None before."""
        if self.seconds is None or time.monotonic() - self._start < self.seconds:
            return None
        return BudgetSpent(f"its budget of {self.seconds:g} s was spent")


class Meter:
    """Counts the tokens that several calls of a language model cost together. Safe for many threads."""

    def __init__(self, tokens: int | None) -> None:
        self.tokens = tokens
        self.spent = 0
        self._lock = threading.Lock()

    def left(self) -> int | None:
        """Tokens that may still be spent; None: any number."""
        return None if self.tokens is None else max(0, self.tokens - self.spent)

    def add(self, tokens: int) -> None:
        """Count `tokens` more."""
        with self._lock:
            self.spent += tokens


class BudgetedLLM:
    """A language model that keeps to budgets: a call that cannot be paid is not made (`LLMFault`), and replies are no longer than what is left."""

    def __init__(self, llm: LLM, meters: Sequence[Meter], seconds: float | None) -> None:
        self._llm, self._meters, self._seconds = llm, tuple(meters), seconds

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - every other part of the model's face is its own
        return getattr(self._llm, name)

    def complete(self, messages: Sequence[Message], *, schema: dict[str, Any] | None, max_tokens: int, control: Control) -> Reply:
        """One reply within the budgets."""
        asked = sum(len(message.content) for message in messages) // _CHARACTERS_PER_TOKEN
        for meter in self._meters:
            left = meter.left()
            if left is not None:
                if left <= asked:
                    raise LLMFault(f"the budget of {meter.tokens} tokens is spent ({meter.spent} used)")
                max_tokens = min(max_tokens, left - asked)
        watch = control if self._seconds is None else Deadline(control, self._seconds).control
        reply = self._ask(messages, schema, max_tokens, watch, control)
        for meter in self._meters:
            meter.add(reply.usage.tokens_in + reply.usage.tokens_out)
        return reply

    def _ask(self, messages: Sequence[Message], schema: dict[str, Any] | None, max_tokens: int, watch: Control, control: Control) -> Reply:
        try:
            return self._llm.complete(messages, schema=schema, max_tokens=max_tokens, control=watch)
        except Cancelled as stopped:
            control.check()
            raise LLMFault(f"its budget of {self._seconds:g} s was spent") from stopped


def budgeted(llm: LLM | None, meters: Sequence[Meter], seconds: float | None) -> LLM | None:
    """`llm` within these budgets; itself where there are none."""
    limits = [meter for meter in meters if meter.tokens is not None]
    return llm if llm is None or (seconds is None and not limits) else cast("LLM", BudgetedLLM(llm, limits, seconds))
