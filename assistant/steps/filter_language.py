"""Only documents in certain languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from assistant.strategy.fact_filter import FactFilter

if TYPE_CHECKING:
    from indexing.model import DocumentFacts

Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$"), AfterValidator(str.lower)]


class FilterLanguage(FactFilter):
    """Keeps documents whose main language is one of these (ISO 639-1:2002: en, de, fr …); each other one is in the ledger with its own."""

    what = "language"
    condition = "languages"

    languages: tuple[Language, ...] = Field(default=(), description="ISO 639-1 codes of the languages that pass; empty: all")

    def wanted(self) -> tuple[str, ...]:
        return self.languages

    def values(self, facts: DocumentFacts) -> tuple[str, ...]:
        return (facts.language.lower(),) if facts.language else ()

    @staticmethod
    def within(value: str, wanted: str) -> bool:
        return value.lower() == wanted.lower()
