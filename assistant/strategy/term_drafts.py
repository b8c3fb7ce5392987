"""Weighted words as a draft that a person can read and edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.strategy.step_model import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 4


def terms_draft(weights: Mapping[str, float], reason: str) -> Draft | None:
    """A words query of the words with positive weights, heaviest first, ties by word; None where there is none.

    Weights are given relative to the heaviest, which is 1: a factor for all of them changes no ranking by BM25.
    """
    most = max(weights.values(), default=0.0)
    if most <= 0:
        return None
    shares = {word: round(weight / most, _DIGITS) for word, weight in weights.items()}
    terms = tuple(sorted(((word, share) for word, share in shares.items() if share > 0), key=lambda item: (-item[1], item[0])))
    return Draft(" ".join(word for word, _ in terms), "words", terms, reason=reason)
