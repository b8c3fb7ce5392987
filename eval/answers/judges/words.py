"""The judge that the house has everywhere: a strict reading of words, numbers, measures and negations."""

from __future__ import annotations

from typing import Any

from assistant.answering.support import OVERLAP_QUOTE, OVERLAP_SOURCE, objection


class WordsJudge:
    """`assistant.answering.support.objection` as a judge: a statement is supported where nothing speaks against it.

    The answers themselves are checked by the same rules before they are shown. Of what a language model wrote it therefore says little that is
    new: it sees wrong citations and altered sentences, it does not see what the rules are blind to. For that, ask another judge or a person.
    """

    name = "words"

    @property
    def facts(self) -> dict[str, Any]:
        return {"judge": "assistant.answering.support", "overlap_source": OVERLAP_SOURCE, "overlap_quote": OVERLAP_QUOTE}

    def supports(self, statement: str, evidence: str) -> bool:
        """Whether nothing in the words of `evidence` speaks against `statement`."""
        return bool(evidence.strip()) and objection(statement, evidence, evidence, "") is None
