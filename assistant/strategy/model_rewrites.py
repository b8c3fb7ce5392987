"""Asking a language model to rewrite a query by a template: once, once more where that may help, and every exchange kept for the record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from assistant.model import Exchange, Message
from indexing.errors import LLMFault, ModelFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.model import Reply
    from assistant.protocols import LLM
    from assistant.strategy.step_model import PlanTools

T = TypeVar("T")

_ATTEMPTS = 2
_CHARACTERS_PER_TOKEN = 3  # a cautious figure for English technical prose, so that the prompt fits
_PROMPT_TOKENS = 400  # the template's own words
_LEAST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """What came of asking: the value that was read from the reply, or None and why there is none; and the calls that it took."""

    value: T | None
    fault: str = ""
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `step` and `purpose` as the record shows them, the template's name, and the values of its placeholders."""

    step: str
    purpose: str
    template: str
    values: Mapping[str, str]
    reply_tokens: int


def ask(question: Question, tools: PlanTools, read: Callable[[dict[str, Any]], T]) -> Asked[T]:
    """The model's reply by the template's schema, as `read` makes a value of it.

    `read` raises `LLMFault` for a reply that keeps to the schema and is no use all the same. What fails so, or is no such JSON, is asked for once
    more; a model that is down is not. No fault is raised, except `Cancelled` when the person stops it.
    """
    if tools.llm is None:
        return Asked(None, tools.llm_note or "no language model")
    template = tools.template(question.template)
    system, user = template.render(**question.values)
    messages = (Message("system", system), Message("user", user))
    exchanges: list[Exchange] = []
    fault = ""
    for _ in range(_ATTEMPTS):
        tools.control.check()
        reply: Reply | None = None
        try:
            reply = tools.llm.complete(messages, schema=dict(template.reply or {}), max_tokens=question.reply_tokens, control=tools.control)
            value = read(parsed(reply.text, template.reply or {}))
        except ModelFault as error:
            fault = error.message
            exchanges.append(Exchange(question.step, question.purpose, messages, reply, fault))
            if isinstance(error, LLMFault) and error.retry:
                continue
            break
        exchanges.append(Exchange(question.step, question.purpose, messages, reply))
        return Asked(value, "", tuple(exchanges))
    return Asked(None, fault, tuple(exchanges))


def room(llm: LLM | None, reply_tokens: int, most: int) -> int:
    """How many characters of a case fit into the model's context beside the template and the reply, at most `most`."""
    if llm is None:
        return most
    return min(most, max(_LEAST_CHARACTERS, (llm.context_tokens - reply_tokens - _PROMPT_TOKENS) * _CHARACTERS_PER_TOKEN))


def parsed(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The reply as JSON that keeps to `schema`. Raises `LLMFault` (worth another try) where it is not."""
    from jsonschema import Draft202012Validator

    try:
        value = json.loads(text)
    except ValueError as error:
        raise LLMFault("the language model's reply is not JSON", retry=True) from error
    fault = next(iter(Draft202012Validator(schema).iter_errors(value)), None)
    if fault:
        raise LLMFault(f"the language model's reply does not keep to the schema: {fault.message[:120]}", retry=True)
    return dict(value)


def unique(texts: Sequence[str]) -> list[str]:
    """Without blanks and repetitions, in order."""
    seen: dict[str, str] = {}
    for text in (" ".join(text.split()) for text in texts):
        seen.setdefault(text.casefold(), text)
    return [text for text in seen.values() if text]
