"""Whether two texts say yes to the same things: negations and opposites."""

from __future__ import annotations

import re

from assistant.answering.typography import words
from assistant.answering.vocabulary import NEGATIONS, content

_FREE = re.compile(r"\bfree (?:of|from)\b|\brather than\b|\binstead of\b|\w-(?:free|less)\b|\bnon-\w|\bother than\b", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot only\b", re.IGNORECASE)
_DENIED_WORDS = 4

_OPPOSITES = """
increase increases increased increasing | decrease decreases decreased decreasing reduce reduces reduced reducing
raise raises raised raising | lower lowers lowered lowering
more greater larger | less fewer smaller
higher | lower
above | below beneath
before | after
open opens opened opening | close closes closed closing
heat heats heated heating | cool cools cooled cooling
hot | cold
upper | lower
left | right
front | rear back
top | bottom
inner | outer
inside | outside
internal | external
interior | exterior
horizontal horizontally | vertical vertically
maximum | minimum
connect connects connected connecting | disconnect disconnects disconnected disconnecting
enable enables enabled enabling | disable disables disabled disabling
attach attaches attached attaching | detach detaches detached detaching
parallel | perpendicular
always | sometimes
all every | some
on | off
clockwise | counterclockwise anticlockwise counter-clockwise
inlet | outlet
input | output
first | second
proximal | distal
wet | dry
series | parallel
male | female
analog | digital
static | dynamic
wired | wireless
with | without
include includes including comprises | exclude excludes excluding
allow allows allowed allowing permit permits | prevent prevents prevented preventing
required requires require must | optional optionally may
expand expands expanded expanding | contract contracts contracted contracting
positive | negative
"""
_PAIRS = [tuple(frozenset(side.split()) for side in line.split("|")) for line in _OPPOSITES.strip().splitlines()]


def negated(text: str) -> bool:
    """Whether `text` denies anything."""
    return any(_is_negation(w) for w in _plain(text)) or bool(_FREE.search(text))


def denies(quoted: str, sentence: str) -> bool:
    """Whether `quoted` denies what `sentence`, which denies nothing, says: most of the content words after one of its negations are said."""
    said, quoted_words = set(content(sentence)), _plain(quoted)
    for i, word in enumerate(quoted_words):
        if _is_negation(word):
            denied = set(content(" ".join(quoted_words[i + 1 : i + 1 + 2 * _DENIED_WORDS]))[:_DENIED_WORDS])
            if denied and 2 * len(denied & said) > len(denied):
                return True
    return False


def _plain(text: str) -> list[str]:
    """The words of `text` without "not only", which affirms."""
    return words(_NOT_ONLY.sub(" ", text))


def _is_negation(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def opposite(sentence: str, source: str) -> str:
    """The first word of `sentence` whose opposite is in `source` while it is not there itself; empty where there is none."""
    said, held = set(words(sentence)), set(words(source))
    for pair in _PAIRS:
        for mine, theirs in (pair, pair[::-1]):
            if said & mine and not held & mine and held & theirs:
                return min(said & mine)
    return ""
