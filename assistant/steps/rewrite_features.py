"""A language model turns the case into search features and key terms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import Field

from assistant.case_text import search_text
from assistant.model import Exchange, Message, Reply
from assistant.strategy.key_terms import key_terms
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite
from indexing.errors import LLMFault, ModelFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexing.model import Case
    from prompts.model import Template

_ATTEMPTS = 2
_CHARACTERS_PER_TOKEN = 3  # a cautious figure for English technical prose, so that the prompt fits
_PROMPT_TOKENS = 400  # the template's own words

_EMPTY = frozenset(("apparatus", "device", "devices", "invention", "method", "methods", "process", "system", "systems"))
"""Words that stand in every patent; small models name them all the same."""


class RewriteFeatures(Rewrite):
    """A language model writes the case's technical features (one meaning query each) and its key terms (one words query).

    The reply keeps to the template's JSON Schema. Without a model, or when it fails twice, the key terms come from corpus statistics instead and the
    plan says so. Features of claims as queries: Xue and Croft 2009; decomposition with a model: no gain is taken for granted, measure it.
    """

    template: str = Field(default="features@1", description="prompt template, id@version")
    features: int = Field(default=5, ge=0, le=20, description="at most so many features")
    key_terms: int = Field(default=12, ge=0, le=100, description="at most so many key terms")
    fallback_terms: int = Field(default=20, ge=1, le=500, description="terms by corpus statistics where no model answers")
    max_characters: int = Field(default=4_000, ge=200, le=100_000, description="the model reads so much of the case")
    reply_tokens: int = Field(default=320, ge=32, le=4_000, description="at most so many tokens in the reply")

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        text = search_text(case)
        if tools.llm is None:
            return self._fallback(text, tools, tools.llm_note or "no language model", ())
        template = tools.template(self.template)
        room = max(200, (tools.llm.context_tokens - self.reply_tokens - _PROMPT_TOKENS) * _CHARACTERS_PER_TOKEN)
        system, user = template.render(case=text[: min(self.max_characters, room)])
        messages = (Message("system", system), Message("user", user))
        exchanges: list[Exchange] = []
        fault = ""
        for _ in range(_ATTEMPTS):
            tools.control.check()
            reply: Reply | None = None
            try:
                reply = tools.llm.complete(messages, schema=dict(template.reply or {}), max_tokens=self.reply_tokens, control=tools.control)
                drafts = self._drafts(reply, template)
            except ModelFault as error:
                fault = error.message
                exchanges.append(Exchange("rewrite.features", "search features", messages, reply, fault))
                if isinstance(error, LLMFault) and error.retry:
                    continue
                break
            exchanges.append(Exchange("rewrite.features", "search features", messages, reply))
            return Drafts(drafts, (), tuple(exchanges))
        return self._fallback(text, tools, fault, tuple(exchanges))

    def _drafts(self, reply: Reply, template: Template) -> tuple[Draft, ...]:
        value = _parsed(reply.text, template.reply or {})
        features = _unique(value["features"])[: self.features]
        terms = [t for t in _unique(value["key_terms"]) if t.casefold() not in _EMPTY][: self.key_terms]
        drafts = [Draft(f, "meaning", feature=f, reason="a feature the language model named") for f in features]
        if terms:
            drafts.append(Draft(" ".join(terms), "words", reason="key terms the language model named"))
        if not drafts:
            raise LLMFault("the language model named no feature")
        return tuple(drafts)

    def _fallback(self, text: str, tools: PlanTools, why: str, exchanges: tuple[Exchange, ...]) -> Drafts:
        terms = key_terms(text, tools.index, self.fallback_terms)
        note = f"key terms by corpus statistics instead of the language model's search features: {why}"
        drafts = (Draft(" ".join(t.term for t in terms), "words", reason="key terms by tf·idf, no language model answered"),) if terms else ()
        return Drafts(drafts, (note,), exchanges)


def _parsed(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    from jsonschema import Draft202012Validator

    try:
        value = json.loads(text)
    except ValueError as error:
        raise LLMFault("the language model's reply is not JSON", retry=True) from error
    fault = next(iter(Draft202012Validator(schema).iter_errors(value)), None)
    if fault:
        raise LLMFault(f"the language model's reply does not keep to the schema: {fault.message[:120]}", retry=True)
    return dict(value)


def _unique(texts: list[str]) -> list[str]:
    """Without blanks and repetitions, in order."""
    seen: dict[str, str] = {}
    for text in (" ".join(text.split()) for text in texts):
        seen.setdefault(text.casefold(), text)
    return [text for text in seen.values() if text]
