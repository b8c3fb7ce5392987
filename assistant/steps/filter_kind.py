"""Only certain kinds of publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from assistant.strategy.fact_filter import FactFilter

if TYPE_CHECKING:
    from indexing.model import DocumentFacts

Kind = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,3}$"), AfterValidator(str.upper)]


class FilterKind(FactFilter):
    """Keeps publications of these kinds (WIPO ST.16 codes): `A1`, or `B` for all that begin so; each other one is in the ledger with its kind."""

    what = "kind"
    condition = "kinds"

    kinds: tuple[Kind, ...] = Field(default=(), description="ST.16 codes that pass, or their first letters; empty: all")

    def wanted(self) -> tuple[str, ...]:
        return self.kinds

    def values(self, facts: DocumentFacts) -> tuple[str, ...]:
        return (facts.kind.upper(),) if facts.kind else ()

    @staticmethod
    def within(value: str, wanted: str) -> bool:
        return value.upper().startswith(wanted.upper())
