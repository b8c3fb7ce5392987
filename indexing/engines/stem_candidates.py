"""Which terms of a stemmed word index can stand for the forms that a word of an expression asks for.

The index holds stems; a form's stem begins as the form does but for its last letters (Snowball's stemmers cut suffixes and change at most a few
letters where they cut), so the candidates for `motoriz*` are what begins so and what it begins with (`motor`). Too many do no harm: what they
find is checked on the text. Three stemmers also cut at the beginning; there every document is a candidate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.engines.analysers import STEMMERS
from indexing.engines.lexical import tokens

if TYPE_CHECKING:
    from indexing.engines.lexical import Words
    from indexing.expressions.terms import Pattern

_CUT_IN_FRONT = frozenset(("ar", "nl", "ta"))
_CHANGED = {"en": 1, "fr": 2, "fi": 3}
"""How many letters at its end a stem may have that the form has not; one elsewhere (measured on the words of real patents)."""
_CHANGED_TO = {"en": "eily"}
"""The letters that it may have there, where they are known."""
_SHORT = 2
"""Stems so short are changed in no letter."""
_IRREGULAR = {"en": (("dying", "die"), ("lying", "lie"), ("tying", "tie"))}
_SPREAD = 3
"""How many letters the stems of one word with and without its accents may differ in length."""


def stem_candidates(pattern: Pattern, words: Words, analyser: str, field: str) -> list[str] | None:
    """Terms of `field` that can be the stem of a form that `pattern` (not stemmed) matches, sorted; None: any may be."""
    if analyser not in STEMMERS:
        return sorted(t for t in words.dictionary(field, pattern.head) if pattern.matches(t))
    if not pattern.head or analyser in _CUT_IN_FRONT:
        return None
    if not pattern.wild and analyser == "en":  # accents are folded before the stem is taken: a form has one
        return sorted(set(tokens(pattern.text, analyser)))
    known = {stem for stem in tokens(pattern.head, analyser) if not pattern.wild}
    least = min(map(len, known), default=0) - _SPREAD
    head = _skeleton(pattern.head, analyser)
    listed = words.dictionary(field, head[:1])
    near = {t for t in listed if len(t) >= least and _can_stand(_skeleton(t, analyser), head, analyser, wild=pattern.wild)}
    odd = {stem for form, stem in _IRREGULAR.get(analyser, ()) if form.startswith(pattern.head) or pattern.head.startswith(form)}
    return sorted(near | known | odd)


def _can_stand(stem: str, head: str, analyser: str, *, wild: bool) -> bool:
    """Whether a form that begins with `head` (is it, where not `wild`) may have this stem."""
    changed, letters = _CHANGED.get(analyser, 1), _CHANGED_TO.get(analyser, "")
    common = _common(stem, head)
    if common == len(head):
        return wild or len(stem) <= len(head) + changed
    if common == len(stem):
        return True
    return len(stem) > _SHORT and common >= len(stem) - changed and (not letters or set(stem[common:]) <= set(letters))


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _skeleton(text: str, analyser: str) -> str:
    """Without the two spellings of German vowels and s, which its stemmer takes for one."""
    if analyser != "de":
        return text
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("ss", "s")
