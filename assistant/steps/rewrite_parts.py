"""One query for each part of the case."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.case_text import search_sections
from assistant.claims_reading.case_claims import claims_of, independent, plain
from assistant.strategy.density import densest
from assistant.strategy.step_model import Draft, Drafts, PlanTools, Rewrite

if TYPE_CHECKING:
    from indexing.model import Case, Paragraph

Unit = Literal["claim", "independent_claim", "paragraph", "section"]
_FEATURE = 120
_NAMES: dict[Unit, str] = {"claim": "claims", "independent_claim": "claims", "paragraph": "paragraphs", "section": "sections"}


class RewriteParts(Rewrite):
    """One query for each claim, paragraph or section of the case, so that each finds its own documents; of more than `queries` the ones densest in
    key terms are taken.

    A case without such parts is one query, and the plan says so. Sources: Mase, Matsubayashi, Ogawa, Iwayama and Oshio, "Proposal of two-stage patent
    retrieval method considering the claim structure", ACM TALIP 2005 (claims); Dai and Callan, SIGIR 2019 (passages).
    """

    unit: Unit = Field(default="independent_claim", description="what becomes one query; sections of a description go by its headings")
    queries: int = Field(default=10, ge=1, le=200, description="at most so many queries")
    min_characters: int = Field(default=40, ge=1, le=10_000, description="a shorter part makes no query")
    max_characters: int = Field(default=4_000, ge=100, le=100_000, description="each query is cut there, at a word")

    def rewrite(self, case: Case, tools: PlanTools) -> Drafts:
        notes = []
        parts = [(name, text) for name, text in self._parts(case) if len(text) >= self.min_characters]
        if not parts:
            parts = [("the whole case", "\n".join(text for _, text in search_sections(case)))]
            notes.append(f"the case has no {_NAMES[self.unit]} of {self.min_characters} characters or more: it is one query")
        chosen = densest([text for _, text in parts], self.queries, tools.index)
        if len(chosen) < len(parts):
            notes.append(f"{len(chosen)} of {len(parts)} {_NAMES[self.unit]} are queries: those densest in key terms")
        return Drafts(tuple(self._draft(*parts[n]) for n in chosen), tuple(notes))

    def _draft(self, name: str, text: str) -> Draft:
        cut = text if len(text) <= self.max_characters else text[: self.max_characters].rsplit(None, 1)[0]
        first = " ".join(text[: 2 * _FEATURE].split())
        feature = first if len(first) <= _FEATURE else f"{first[:_FEATURE].rsplit(None, 1)[0]} …"
        return Draft(cut, feature=feature, reason=name)

    def _parts(self, case: Case) -> list[tuple[str, str]]:
        if self.unit in ("claim", "independent_claim"):
            claims = claims_of(case)
            chosen = independent(claims) if self.unit == "independent_claim" else claims
            return [(f"claim {claim.number}", plain(claim.text, claim)) for claim in chosen]
        if case.application is None:
            texts = (piece.strip() for _, text in search_sections(case) for piece in text.split("\n"))
            return [(f"paragraph {n}", text) for n, text in enumerate(filter(None, texts), 1)]
        own = case.application.language
        paragraphs = [p for p in case.application.description if p.language in (None, own)] or list(case.application.description)
        if self.unit == "paragraph":
            return [(f"paragraph {p.unit}", p.text) for p in paragraphs]
        return [(f"section {part}", text) for part, text in search_sections(case, ("abstract", "claims")) if part] + _headed(paragraphs)


def _headed(paragraphs: list[Paragraph]) -> list[tuple[str, str]]:
    """The description by its headings, in order."""
    return [
        (f"section '{heading}'" if heading else "section of the description", "\n".join(p.text for p in run))
        for heading, run in groupby(paragraphs, lambda p: p.heading)
    ]
