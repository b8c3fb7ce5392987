"""The house's own judge: the rules by which an answer's statements are shown or withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.support import objection
from eval.attribution.model import Verdict

if TYPE_CHECKING:
    from assistant.protocols import LLM
    from eval.attribution.model import Item


class Rules:
    """`assistant.answering.support.objection` without a question: nothing speaks against the statement."""

    name = "rules"
    identity = "assistant.answering.support"

    def __init__(self, llm: LLM | None = None) -> None:
        """No language model is used."""

    def judge(self, item: Item) -> Verdict:
        """The rules' verdict."""
        reason = objection(item.statement, item.cited, item.source, "")
        return Verdict(reason is None, reason or "")
