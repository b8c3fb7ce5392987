"""Only documents in certain classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from assistant.strategy.fact_filter import FactFilter
from indexing.classes import above, symbol

if TYPE_CHECKING:
    from indexing.model import DocumentFacts


def _symbol(text: str) -> str:
    name = symbol(text)
    if name is None:
        msg = f"'{text}' is no class symbol: write CPC or IPC symbols as A45D, A45D20 or A45D20/12"
        raise ValueError(msg)
    return name


ClassSymbol = Annotated[str, AfterValidator(_symbol)]


class FilterClasses(FactFilter):
    """Keeps documents that bear one of these classes (CPC or IPC), or one below it in the symbol's hierarchy; each other one is in the ledger.

    The hierarchy is that of the IPC (Strasbourg Agreement, 1971), as the symbols' own form tells it. A hard filter loses what is classified
    elsewhere: `boost.classes` is the soft way.
    """

    what = "classes"
    condition = "classes"

    classes: tuple[ClassSymbol, ...] = Field(default=(), description="symbols that pass, each with all below it; empty: all")

    def wanted(self) -> tuple[str, ...]:
        return self.classes

    def values(self, facts: DocumentFacts) -> tuple[str, ...]:
        return tuple(name for text in facts.classes if (name := symbol(text)))

    @staticmethod
    def within(value: str, wanted: str) -> bool:
        return symbol(wanted) in above(value)
