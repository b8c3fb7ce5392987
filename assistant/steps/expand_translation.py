"""Queries in other languages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from assistant.strategy.model_rewrites import Question, ask, room
from assistant.strategy.step_model import Draft, Drafts, Expand, PlanTools
from indexing.errors import LLMFault
from indexing.languages import detect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from assistant.model import Exchange
    from indexing.model import Case

NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish",
    "da": "Danish", "fi": "Finnish", "no": "Norwegian", "pl": "Polish", "cs": "Czech", "tr": "Turkish", "ru": "Russian", "zh": "Chinese",
    "ja": "Japanese", "ko": "Korean",
}  # fmt: skip
"""Languages by code (ISO 639-1), as the model is told of them."""

_SIGN = re.compile(r"[A-Za-z]{0,3}\d+(?:[.,]\d+)*[A-Za-z]?\b")
_LONGER = 4
"""A translation is at most so many times as long as its source; a longer one runs on."""


class ExpandTranslation(Expand):
    """The queries, and each of them translated by a language model into further languages; for collections in more than one.

    A translation is used where it is in the language asked for and every number and reference sign of the query stands in it as often. The words
    are not checked: a model of 1.5 thousand million parameters translated a claim into usable French and into bad German.
    Without a model the queries go on as they are, and the plan says so. Source: query translation, Oard, "A comparative study of query and document
    translation for cross-language information retrieval", AMTA 1998; for patents CLEF-IP and NTCIR-8 PATMT.
    """

    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2}$")], ...] = Field(
        default=("en",),
        max_length=12,
        description="languages to translate into (ISO 639-1), except a query's own",
    )
    queries: int = Field(default=6, ge=1, le=100, description="so many of the queries are translated, the first ones")
    template: str = Field(default="translation@1", description="prompt template, id@version")
    max_characters: int = Field(default=2_000, ge=100, le=100_000, description="a longer query is cut there, at a word, before it is translated")
    reply_tokens: int = Field(default=700, ge=32, le=4_000, description="at most so many tokens in each reply")

    def expand(self, drafts: Sequence[Draft], case: Case, tools: PlanTools) -> Drafts:  # noqa: ARG002 - the face of all expansions
        texts = [draft for draft in drafts if draft.kind == "text" and draft.text.strip()]
        chosen = texts[: self.queries]
        notes: list[str] = []
        exchanges: list[Exchange] = []
        if tools.llm is None:
            return Drafts(tuple(drafts), (f"no query is translated: {tools.llm_note or 'no language model'}",))
        made: list[Draft] = []
        for draft in chosen:
            own = detect(draft.text)
            for language in (one for one in self.languages if one != own):
                tools.control.check()
                text, fault = self._translated(draft.text, language, tools, exchanges)
                if text is None:
                    notes.append(f"'{draft.text[:60]}' is not translated into {_name(language)}: {fault}")
                    continue
                made.append(
                    Draft(
                        text, draft.engine, feature=draft.feature, reason=f"{draft.reason}, translated into {_name(language)} by the language model"
                    )
                )
        if len(chosen) < len(texts):
            notes.append(f"the first {len(chosen)} of {len(texts)} queries are translated")
        return Drafts((*drafts, *made), tuple(notes), tuple(exchanges))

    def _translated(self, text: str, language: str, tools: PlanTools, exchanges: list[Exchange]) -> tuple[str | None, str]:
        limit = room(tools.llm, self.reply_tokens, self.max_characters)
        source = text if len(text) <= limit else text[:limit].rsplit(None, 1)[0]
        values = {"text": source, "language": _name(language)}
        question = Question("expand.translation", f"translation into {_name(language)}", self.template, values, self.reply_tokens)
        asked = ask(question, tools, lambda value: _read(value, source, language))
        exchanges.extend(asked.exchanges)
        return asked.value, asked.fault


def _name(language: str) -> str:
    return NAMES.get(language, f"the language '{language}'")


def _read(value: dict[str, Any], source: str, language: str) -> str:
    text = " ".join(value["translation"].split())
    if not text or text.casefold() == " ".join(source.split()).casefold():
        raise LLMFault("the language model gave the text back as it was", retry=True)
    if detect(text) not in (language, None):
        raise LLMFault(f"what the language model wrote is not {_name(language)}", retry=True)
    if len(text) > _LONGER * len(source) + 40:
        raise LLMFault("the language model's translation runs on", retry=True)
    if lost := signs(source) - signs(text):
        raise LLMFault(f"the language model's translation lost '{min(lost)}'", retry=True)
    return text


def signs(text: str) -> Counter[str]:
    """Numbers and reference signs of `text` with how often each stands there; a decimal comma counts as a point."""
    return Counter(match[0].replace(",", ".").casefold() for match in _SIGN.finditer(text))
