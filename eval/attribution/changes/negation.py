"""Negations put in or taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eval.attribution.place import Made, Place
from eval.attribution.wording import CONDITIONS, DENIALS

if TYPE_CHECKING:
    from random import Random

_VERB = re.compile(r"\b(is|are|was|were|can|will|must|comprises|includes|has|contains|consists)\b(?! (?:to|been)\b)")
_LEXICAL = {"comprises": "comprise", "includes": "include", "has": "have", "contains": "contain", "consists": "consist"}
_NOT = re.compile(
    r"\b(is|are|was|were|can|will|must|does|do|did) ?not\b(?! (?:only|necessarily|limited|required|so|restricted|intended|just|all|every)\b)"
)
_WITHOUT = re.compile(
    r"\bwithout\b(?= (?!(?:limit|depart|restrict|loss of general|undue|necess|further|prejudice|any|the need|having|requir|using|the use)))"
)
_AROUND = 18
"""So many characters after a negation taken out must not stand in the source affirmed."""


def negation_added(place: Place, random: Random) -> Made | None:  # noqa: ARG001 - nothing is drawn
    """The first finite verb of an unconditional sentence is denied; the source denies nothing, in no form."""
    sentence = place.sentence
    if CONDITIONS.search(sentence) or DENIALS.search(place.source):
        return None
    verb = _VERB.search(sentence)
    if not verb:
        return None
    word = verb[1]
    denied = f"does not {_LEXICAL[word]}" if word in _LEXICAL else "cannot" if word == "can" else f"{word} not"
    return Made(f"{sentence[: verb.start()]}{denied}{sentence[verb.end() :]}")


def negation_removed(place: Place, random: Random) -> Made | None:  # noqa: ARG001
    """The one negation of a sentence is taken out; what is then said is nowhere affirmed in the source."""
    sentence = place.sentence
    found = [*_NOT.finditer(sentence), *_WITHOUT.finditer(sentence)]
    if len(found) != 1 or len(DENIALS.findall(sentence)) != 1 or CONDITIONS.search(sentence):
        return None
    (one,) = found
    affirmed = "with" if one[0] == "without" else one[1]
    after = sentence[one.end() : one.end() + _AROUND]
    if f"{affirmed}{after}".casefold() in place.source.casefold() or not after.strip(" .,;"):
        return None
    return Made(f"{sentence[: one.start()]}{affirmed}{sentence[one.end() :]}")
