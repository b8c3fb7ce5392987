"""A hypothetical document as the query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.case_text import search_text
from assistant.strategy.model_rewrites import Question, ask, room
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite
from indexing.errors import LLMFault

if TYPE_CHECKING:
    from typing import Any

    from indexing.model import Case

_FORMS = {"abstract": "the abstract", "claim": "the first claim"}
_LEAST_WORDS = 8


class RewriteHypothetical(Rewrite):
    """A language model writes the abstract or the claim of an earlier patent that would disclose the case; that text is the query, by meaning.

    It is a query and no evidence: what it says is never shown as found. Without a model the case itself is the query, and the plan says so.
    For patents no gain is known: measure it. Source: HyDE, Gao, Ma, Lin and Callan, "Precise zero-shot dense retrieval without relevance labels",
    ACL 2023.
    """

    form: Literal["abstract", "claim"] = Field(default="abstract", description="what the model writes")
    engine: Literal["meaning", "words", "any"] = Field(default="meaning", description="the engine that the text is made for")
    template: str = Field(default="hypothetical@1", description="prompt template, id@version")
    max_characters: int = Field(default=3_000, ge=200, le=100_000, description="the model reads so much of the case")
    reply_tokens: int = Field(default=260, ge=32, le=4_000, description="at most so many tokens in the reply")

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        text = search_text(case)
        values = {"case": text[: room(tools.llm, self.reply_tokens, self.max_characters)], "form": _FORMS[self.form]}
        asked = ask(Question("rewrite.hypothetical", f"hypothetical {self.form}", self.template, values, self.reply_tokens), tools, _read)
        engine = None if self.engine == "any" else self.engine
        if asked.value is None:
            note = f"the case itself instead of a hypothetical {self.form}: {asked.fault}"
            return Drafts((Draft(text, engine, reason="the whole case, no language model answered"),), (note,), asked.exchanges)
        return Drafts((Draft(asked.value, engine, reason=f"a hypothetical {self.form} the language model wrote"),), (), asked.exchanges)


def _read(value: dict[str, Any]) -> str:
    text = " ".join(value["text"].split())
    if len(text.split()) < _LEAST_WORDS:
        raise LLMFault("the language model wrote no text", retry=True)
    return text
