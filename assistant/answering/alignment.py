"""Where a sentence follows its source word for word but for one: what was exchanged, and for what.

A sentence made from a source keeps long runs of its words. Where such a run is broken by a word that stands in the place of another, the sentence says
something of another thing ("the pump is driven" for "the valve is driven"), whether or not that word stands elsewhere in the source: so things
exchanged, opposites that no list holds, and roles swapped are found alike. Words that are left out or added are not its business.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from assistant.answering.measures import UNITS
from assistant.answering.typography import words
from assistant.answering.vocabulary import FUNCTION_WORDS, NEGATIONS, TALK, stem
from assistant.answering.word_forms import word_forms
from indexing.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

_AROUND = 3
"""So many words beside the exchanged ones must be the same, on both sides together, one of them a word that carries meaning."""
_GAP = 2
"""At most so many words may be exchanged at one place: more is another wording."""
_NEAREST = 2
"""Sentences of the source, those with the most words of the sentence, that it is held against."""
_FORM = 5
_VERB_ENDINGS = ("ed", "ing", "ly")
_OBJECTS = frozenset("the to it its their them his her this these one that up out into onto off".split())

_NAMES = """
aperture opening hole orifice | conduit duct pipe tube channel passage | user operator person individual people | housing casing case enclosure shell
device apparatus system equipment unit machine appliance | method process procedure technique | component element member part piece
vehicle car automobile | start begin commence | use utilize utilise employ apply | provide supply deliver furnish give offer
attach connect couple secure fix fasten mount join affix link | film movie | image picture | end termination extremity | quantity amount | rod bar shaft
substance material | size dimension | rate speed velocity | container vessel receptacle | layer coating film | substrate base | surface face side
benefit advantage | problem drawback disadvantage | goal aim object purpose | region area zone portion section | memory storage | computer processor
information data | picture photograph | make manufacture produce fabricate form | show display present | big large | small little | fast quick rapid
create generate | lessen reduce decrease | enlarge increase | gas vapor vapour | fluid liquid | power energy | usual normal | main principal primary
invention embodiment disclosure | rotate turn spin | place position location site | help aid assist | detect sense | contain include comprise hold have
"""
_SAME = [frozenset(map(stem, group.split())) for group in re.split(r"[|\n]", _NAMES) if group.strip()]
"""Stems of words that patents use for one another."""


def exchanged(sentence: str, source: str) -> tuple[str, str] | None:
    """The first word of `sentence` that stands where the nearest sentences of `source` have another: (said, held); None where there is none.

    A word is not exchanged where any of those sentences goes on as the sentence does.
    """
    said = _tokens(sentence)
    near = _nearest(said, source)
    found = [{place: pair for place, pair in _exchanges(said, held)} for held in near]
    if not found:
        return None
    # what one sentence of the source words otherwise, another may word alike
    for place in sorted(found[0]):
        others = [f for f, held in zip(found[1:], near[1:], strict=True) if place not in f and _runs(said, held, place)]
        if not others:
            return found[0][place]
    return None


def _tokens(text: str) -> list[str]:
    """The words of a text, `said` as the article it is."""
    return ["the" if w in {"said", "a", "an"} else w for w in words(text)]


def _nearest(said: Sequence[str], source: str) -> list[list[str]]:
    """The sentences of `source` that share most words with the sentence, best first."""
    wanted = {w for w in said if _carries(w)}
    held = [_tokens(source[a:b]) for a, b in sentences(source)]
    order = sorted(range(len(held)), key=lambda n: (-len(wanted.intersection(held[n])), n))
    return [held[n] for n in order[:_NEAREST] if 2 * len(wanted.intersection(held[n])) >= len(wanted)]


def _exchanges(said: list[str], held: list[str]) -> list[tuple[int, tuple[str, str]]]:
    """Places of `said` where a word stands in another's place, with both."""
    codes = SequenceMatcher(None, said, held, autojunk=False).get_opcodes()
    found = []
    for n, (tag, a, b, c, d) in enumerate(codes):
        if tag != "replace" or b - a > _GAP or d - c > _GAP:
            continue
        before = said[codes[n - 1][1] : a] if n and codes[n - 1][0] == "equal" else []
        after = said[b : codes[n + 1][2]] if n + 1 < len(codes) and codes[n + 1][0] == "equal" else []
        if len(before) + len(after) < _AROUND or not any(map(_carries, [*before, *after])):
            continue
        named = said[max(0, a - 1) : a] == ["the"]
        mine = [w for w in said[a:b] if _carries(w) and (named or not _verbal(w, said[b : b + 1]))]
        theirs = [w for w in held[c:d] if _carries(w)]
        if mine and theirs:
            found += [(a, (w, theirs[-1])) for w in mine if not any(_alike(w, other) for other in theirs)][:1]
    return found


def _runs(said: list[str], held: list[str], place: int) -> bool:
    """Whether `held` has the words around `place` as the sentence has them."""
    window = said[max(0, place - 1) : place + 2]
    return any(held[n : n + len(window)] == window for n in range(len(held) - len(window) + 1))


def _carries(word: str) -> bool:
    """Whether a word says what a sentence is about; numbers and units are compared by their meaning elsewhere."""
    return not (word in FUNCTION_WORDS or word in TALK or word in UNITS or word in NEGATIONS or any(c.isdecimal() for c in word) or len(word) == 1)


def _verbal(word: str, following: list[str]) -> bool:
    """Whether a word is a verb or an adverb here, as far as its ending and what follows tell: those are paraphrased freely ("aims to", "strives to"),
    and where they turn a sentence round, the opposites say so.
    """
    return word.endswith(_VERB_ENDINGS) or bool(following and following[0] in _OBJECTS)


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one, by stem, by spelling or by a long common beginning, or names of one thing."""
    if any(stem(one) in same and stem(other) in same for same in _SAME):
        return True
    return stem(one) == stem(other) or (len(one) >= _FORM and one[:_FORM] == other[:_FORM]) or other in word_forms(one) or one in word_forms(other)
