"""The simplest judge, to be measured beside: most of the statement's content words stand in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.support import OVERLAP_SOURCE
from assistant.answering.vocabulary import content
from eval.attribution.model import Verdict

if TYPE_CHECKING:
    from assistant.protocols import LLM
    from eval.attribution.model import Item


class Overlap:
    """Share of the statement's content words (stems) that the source holds, against the share that the rules ask for."""

    name = "overlap"
    identity = f"share of content words at least {OVERLAP_SOURCE}"

    def __init__(self, llm: LLM | None = None) -> None:
        """No language model is used."""

    def judge(self, item: Item) -> Verdict:
        """Supported where the share is reached; a statement without content words is not."""
        said = set(content(item.statement))
        share = len(said & set(content(item.source))) / len(said) if said else 0.0
        return Verdict(share >= OVERLAP_SOURCE, "" if share >= OVERLAP_SOURCE else f"{share:.0%} of its words are in the source")
