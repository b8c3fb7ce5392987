"""The measured judges of attribution (`eval.attribution.judges`) as those who read answers: what judged the labelled pairs judges here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.attribution.judges import JUDGES
from eval.attribution.model import Item
from indexing.errors import LLMFault

if TYPE_CHECKING:
    from assistant.protocols import LLM
    from eval.attribution.model import Judge as AttributionJudge

MODEL = "llm"
"""The judge of the table that asks a language model."""


class Attributed:
    """A judge of attribution with the face of `eval.protocols.Judge`; a pair is judged once."""

    def __init__(self, judge: AttributionJudge) -> None:
        self._judge = judge
        self._known: dict[tuple[str, str], bool] = {}

    @property
    def name(self) -> str:
        return self._judge.name

    @property
    def facts(self) -> dict[str, Any]:
        return {"judge": self._judge.identity}

    def supports(self, statement: str, evidence: str) -> bool:
        """The judge's verdict. Raises `LLMFault` where it gives none."""
        if not evidence.strip():
            return False
        pair = (statement, evidence)
        if pair not in self._known:
            verdict = self._judge.judge(Item("", statement, evidence, supported=False, kind="", dataset=""))
            if verdict.supported is None:
                raise LLMFault(f"the judge '{self.name}' gave no verdict: {verdict.reason}", "judge by `rules`, or by another model")
            self._known[pair] = verdict.supported
        return self._known[pair]


def open_judge(name: str, llm: LLM | None = None) -> Attributed:
    """The judge called `name`, with the language model that it asks where it is one that does. Raises `UsageError` for an unknown one."""
    return Attributed(JUDGES.load(name)(llm))
