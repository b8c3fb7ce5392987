"""A language model turns the case into search features and key terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from assistant.case_text import search_text
from assistant.strategy.key_terms import key_terms
from assistant.strategy.model_rewrites import Question, ask, room, unique
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite
from indexing.errors import LLMFault

if TYPE_CHECKING:
    from assistant.model import Exchange
    from indexing.model import Case

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
        shown = text[: room(tools.llm, self.reply_tokens, self.max_characters)]
        question = Question("rewrite.features", "search features", self.template, {"case": shown}, self.reply_tokens)
        asked = ask(question, tools, self._drafts)
        if asked.value is None:
            return self._fallback(text, tools, asked.fault, asked.exchanges)
        return Drafts(asked.value, (), asked.exchanges)

    def _drafts(self, value: dict[str, Any]) -> tuple[Draft, ...]:
        features = unique(value["features"])[: self.features]
        terms = [t for t in unique(value["key_terms"]) if t.casefold() not in _EMPTY][: self.key_terms]
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
