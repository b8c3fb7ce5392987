"""A follow-up question as a query that stands alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import Field

from assistant.case_text import search_text
from assistant.strategy.key_terms import content
from assistant.strategy.model_rewrites import Question, ask, room
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite
from indexing.errors import LLMFault

if TYPE_CHECKING:
    from typing import Any

    from indexing.model import Case

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_KNOWN = 0.6
"""So large a share of the question's words must stand in the conversation: a model that answers instead brings words of its own."""
_ANSWER = 400


class RewriteQuestion(Rewrite):
    """In a conversation the last question, rewritten by a language model so that it stands alone; without a conversation the case as it stands.

    What the model writes is used where its numbers and most of its words are those of the conversation. Without a model the case is followed by the
    new question, and the plan says so. Source: Elgohary, Peskov and Boyd-Graber, "Can you unpack that? Learning to rewrite questions-in-context",
    EMNLP 2019.
    """

    turns: int = Field(default=4, ge=1, le=50, description="the model reads so many of the latest turns, and the first one always")
    template: str = Field(default="question@1", description="prompt template, id@version")
    max_characters: int = Field(default=4_000, ge=200, le=100_000, description="the model reads so much of the conversation")
    reply_tokens: int = Field(default=160, ge=32, le=4_000, description="at most so many tokens in the reply")

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        whole = search_text(case)
        if not case.history:
            return Drafts((Draft(whole, reason="the case as it stands"),))
        conversation = self._conversation(case)[: room(tools.llm, self.reply_tokens, self.max_characters)]
        values = {"conversation": conversation, "question": case.text}
        known = f"{whole}\n{conversation}\n{case.text}"
        asked = ask(
            Question("rewrite.question", "stand-alone question", self.template, values, self.reply_tokens), tools, lambda value: _read(value, known)
        )
        if asked.value is None:
            note = f"the case and the new question together instead of a question that stands alone: {asked.fault}"
            return Drafts((Draft(whole, reason="the case and the new question"),), (note,), asked.exchanges)
        return Drafts((Draft(asked.value, reason="the new question, as the language model made it stand alone"),), (), asked.exchanges)

    def _conversation(self, case: Case) -> str:
        turns = case.history if len(case.history) <= self.turns else (case.history[0], *case.history[-self.turns :])
        begun = [f"Application: {case.application.title}"] if case.application else []
        return "\n".join([*begun, *(f"Question: {turn.question}\nAnswer: {turn.answer[:_ANSWER]}" for turn in turns)])


def _read(value: dict[str, Any], known: str) -> str:
    text = " ".join(value["question"].split())
    words, there = set(content(text)), set(content(known))
    if not words:
        raise LLMFault("the language model wrote no question", retry=True)
    if foreign := set(_NUMBER.findall(text)) - set(_NUMBER.findall(known)):
        raise LLMFault(f"the language model's question has a number that nobody named: {min(foreign)}", retry=True)
    if len(words & there) < _KNOWN * len(words):
        raise LLMFault("the language model's question is about something else", retry=True)
    return text
