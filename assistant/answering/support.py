"""Whether a quote supports a sentence, as far as words can tell.

No entailment model is carried by the house, so the check is a strict reading of words: numbers, measures, negations and opposites must be
the evidence's, and most of the sentence's words too. It errs towards withholding: a true sentence lost costs less than a false one shown.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from assistant.answering.alignment import exchanged
from assistant.answering.measures import UNITS, foreign_number
from assistant.answering.polarity import denies, negated, opposite, surer
from assistant.answering.typography import words
from assistant.answering.vocabulary import NEGATIONS, content

if TYPE_CHECKING:
    from collections.abc import Callable

OVERLAP_SOURCE = 0.8
"""Share of the sentence's content words that its evidence (with the title) must hold.

On the two parts of BEGIN (Dziri et al. 2022, development set) 0.8 stops 88 and 96% of the sentences that are not attributable and keeps 89 and 71% of
those that are; 0.7 stops 78 and 94%, and keeps 91 and 76%.
"""
OVERLAP_QUOTE = 0.4
"""Share that the quote itself must hold."""
_ECHO = 0.9
_ECHO_WORDS = 4
"""A shorter question says too little to be repeated."""
_BEGINNING = 6
"""Words that begin alike for so many letters count as one (rotate, rotatable)."""


def objection(sentence: str, quoted: str, source: str, question: str, shares: tuple[float, float] = (OVERLAP_SOURCE, OVERLAP_QUOTE)) -> str | None:
    """Why `sentence` may not be shown as what `quoted` says, or None where nothing speaks against it.

    `source` is the evidence that the quote stands in, with its document's title; `question` is the text of the case,
    `shares` are how much of the sentence the source and the quote must hold.
    """
    checks: tuple[Callable[[], str | None], ...] = (
        lambda: "it repeats the question" if _echoes(sentence, question) else None,
        lambda: f"a number is not in the evidence: {n}" if (n := foreign_number(sentence, source)) else None,
        lambda: "it denies what the quote does not deny" if negated(sentence) and not negated(quoted) else None,
        lambda: "the quote denies what it says" if not negated(sentence) and denies(quoted, sentence) else None,
        lambda: f"it says the opposite of the evidence: {w}" if (w := opposite(sentence, source)) else None,
        lambda: f"it is surer than the evidence: {w}" if (w := surer(sentence, source)) else None,
        lambda: f"it says '{pair[0]}' where the evidence says '{pair[1]}'" if (pair := exchanged(sentence, source)) else None,
        lambda: f"it takes '{w}' from the question, the evidence does not say it" if (w := _borrowed(sentence, source, question)) else None,
        lambda: _unsupported(_said(sentence), quoted, source, shares),
    )
    return next((reason for check in checks if (reason := check())), None)


def _said(sentence: str) -> set[str]:
    """The content words of a sentence but for negations and units of measure, which are compared by their meaning."""
    return set(content(" ".join(w for w in words(sentence) if w not in NEGATIONS and w not in UNITS)))


def _borrowed(sentence: str, source: str, question: str) -> str:
    """The first word of the sentence that the question has and the evidence has not: what a model that wants to please puts in."""
    asked, held = set(content(question)), set(content(source))
    return next((w for w in words(sentence) for key in content(w) if key in asked and not _share({key}, held)), "")


def _unsupported(said: set[str], quoted: str, source: str, shares: tuple[float, float]) -> str | None:
    if not said:
        return "it says nothing that can be checked"
    if _share(said, set(content(source))) < shares[0]:
        return "most of it is not in the evidence"
    if _share(said, set(content(quoted))) < shares[1]:
        return "the quote does not speak of it"
    return None


def _share(said: set[str], held: set[str]) -> float:
    """The share of `said` that `held` holds."""
    beginnings = {w[:_BEGINNING] for w in held if len(w) >= _BEGINNING}
    return sum(w in held or (len(w) >= _BEGINNING and w[:_BEGINNING] in beginnings) for w in said) / len(said)


def _echoes(sentence: str, question: str) -> bool:
    """Whether the sentence asks, or is the question again."""
    said, asked = words(sentence), words(question)
    if sentence.rstrip().endswith("?"):
        return True
    return len(asked) >= _ECHO_WORDS and SequenceMatcher(None, said, asked, autojunk=False).ratio() > _ECHO
