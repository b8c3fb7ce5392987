"""The features of a claim by a language model, held against the claim: the model says where to cut, the words are always the claim's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.claims_reading.by_rules import content_words, features_of
from assistant.claims_reading.feature import ClaimFeature
from assistant.strategy.model_rewrites import Question, ask, room
from indexing.errors import LLMFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Exchange
    from assistant.strategy.step_model import PlanTools
    from indexing.model import Claim

_TOKEN = re.compile(r"[^\W_]+")
_EDGE = frozenset("and or comprising comprises comprise including wherein whereby und oder umfassend wobei et ou comprenant".split())  # noqa: SIM905
"""Words that a model takes along at an end of a feature, where they part it from the next one."""
_LOOSE = 1.5
"""A feature's words may be spread over so many times as many words of the claim: a model leaves out reference signs and articles."""


@dataclass(frozen=True, slots=True)
class ModelFeatures:
    """The features of one claim, None where no model gave any; what a person must know; the calls it took."""

    features: tuple[ClaimFeature, ...] | None
    notes: tuple[str, ...] = ()
    fault: str = ""
    exchanges: tuple[Exchange, ...] = ()


def features_by_model(claim: Claim, referred: Sequence[str], tools: PlanTools, template: str, reply_tokens: int, most: int) -> ModelFeatures:
    """The model's features of `claim`, in the order of the claim, none overlapping another.

    A feature whose words are not the claim's is dropped and said; parts of the claim that the model passed over are cut by the rules, so that all
    its content words are covered. Longer claims than the model reads (`most` characters) are left to the rules.
    """
    if tools.llm and len(claim.text) > room(tools.llm, reply_tokens, most):
        return ModelFeatures(None, (), f"claim {claim.number} is longer than what the language model reads")
    notes: list[str] = []

    def read(value: dict[str, Any]) -> tuple[ClaimFeature, ...]:
        found, foreign = aligned(claim, value["features"])
        if not found:
            raise LLMFault("no feature that the language model named stands in the claim", retry=True)
        notes[:] = [f"claim {claim.number}: '{text[:80]}' is not in the claim, so it is no feature of it" for text in foreign]
        return found

    question = Question("rewrite.claim_features", f"features of claim {claim.number}", template, {"claim": claim.text}, reply_tokens)
    asked = ask(question, tools, read)
    if asked.value is None:
        return ModelFeatures(None, (), asked.fault, asked.exchanges)
    whole = completed(asked.value, features_of(claim, referred))
    if len(whole) > len(asked.value):
        notes.append(f"claim {claim.number}: {len(whole) - len(asked.value)} features by rules, which the language model passed over")
    return ModelFeatures(whole, tuple(notes), "", asked.exchanges)


def aligned(claim: Claim, named: Sequence[dict[str, str]]) -> tuple[tuple[ClaimFeature, ...], tuple[str, ...]]:
    """The features named, each at its place in the claim, and the texts of those that have none; of two that overlap the first named stays."""
    tokens = [(m[0].casefold(), m.start(), m.end()) for m in _TOKEN.finditer(claim.text)]
    kept: list[ClaimFeature] = []
    foreign: list[str] = []
    for one in named:
        words = _trimmed([m[0].casefold() for m in _TOKEN.finditer(one["text"])])
        if not words:
            continue
        places = _places(words, [token[0] for token in tokens])
        if not places:
            foreign.append(" ".join(one["text"].split()))
            continue
        for first, last in places:
            start, end = tokens[first][1], tokens[last][2]
            if all(end <= k.start or k.end <= start for k in kept):
                kind = one["kind"] if one["kind"] in ("preamble", "relation") else "element"
                kept.append(ClaimFeature(claim.number, kind, claim.text[start:end], start, end))  # type: ignore[arg-type] # one of the three
                break
    return tuple(sorted(kept, key=lambda f: f.start)), tuple(foreign)


def _trimmed(words: list[str]) -> list[str]:
    while words and words[-1] in _EDGE:
        words = words[:-1]
    while words and words[0] in _EDGE:
        words = words[1:]
    return words


def _places(words: Sequence[str], tokens: Sequence[str]) -> list[tuple[int, int]]:
    """First and last token of each run of `tokens` that holds `words` in order and little else, the tightest first."""
    found = []
    for first in (n for n, token in enumerate(tokens) if token == words[0]):
        at, missing = first, False
        for word in words[1:]:
            limit = min(len(tokens), first + int(len(words) * _LOOSE) + 1)
            at = next((n for n in range(at + 1, limit) if tokens[n] == word), -1)
            if at < 0:
                missing = True
                break
        if not missing:
            found.append((first, at))
    return sorted(found, key=lambda place: (place[1] - place[0], place[0]))


def completed(named: Sequence[ClaimFeature], ruled: Sequence[ClaimFeature]) -> tuple[ClaimFeature, ...]:
    """`named` and those parts of the features by rules that lie between them and hold content words that none of `named` does."""
    known = {word for feature in named for word in content_words(feature.text)}
    extra = []
    for rule in ruled:
        for start, end in _gaps(rule, named):
            piece = rule.text[start - rule.start : end - rule.start]
            left = len(piece) - len(piece.lstrip(" \t\r\n,;:."))
            piece = piece.strip(" \t\r\n,;:.")
            if content_words(piece) - known:
                extra.append(ClaimFeature(rule.claim, rule.kind, piece, start + left, start + left + len(piece)))
    return tuple(sorted((*named, *extra), key=lambda f: f.start))


def _gaps(rule: ClaimFeature, named: Sequence[ClaimFeature]) -> list[tuple[int, int]]:
    gaps, at = [], rule.start
    for feature in sorted(named, key=lambda f: f.start):
        if feature.end <= at or feature.start >= rule.end:
            continue
        if feature.start > at:
            gaps.append((at, feature.start))
        at = max(at, feature.end)
    return [*gaps, (at, rule.end)] if at < rule.end else gaps
