"""Only publications of certain offices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from assistant.strategy.fact_filter import FactFilter

if TYPE_CHECKING:
    from indexing.model import DocumentFacts

Country = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$"), AfterValidator(str.upper)]


class FilterCountry(FactFilter):
    """Keeps the publications of these offices (WIPO ST.3 codes: EP, US, WO …); each other one is in the ledger with its office."""

    what = "country"
    condition = "countries"

    countries: tuple[Country, ...] = Field(default=(), description="ST.3 codes of the offices that pass; empty: all")

    def wanted(self) -> tuple[str, ...]:
        return self.countries

    def values(self, facts: DocumentFacts) -> tuple[str, ...]:
        return (facts.office.upper(),) if facts.office else ()

    @staticmethod
    def within(value: str, wanted: str) -> bool:
        return value.upper() == wanted.upper()
