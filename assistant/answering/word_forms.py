"""The forms in which other documents may write a word: British and American spelling, and inflection."""

from __future__ import annotations

import functools
import re

from assistant.answering.vocabulary import stem

_SPELLINGS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)", "iz"),
        (r"iz(?=(?:e|es|ed|er|ers|ing|ation|ations)$)", "is"),
        (r"ys(?=(?:e|es|ed|er|ers|ing)$)", "yz"),
        (r"yz(?=(?:e|es|ed|er|ers|ing)$)", "ys"),
        (r"our(?=$|s$|ed$|ing$|less$|able$)", "or"),
        (r"(?<=[a-z]{3})or(?=$|s$|ed$|ing$|less$|able$)", "our"),
        (r"(?<=[tbhi])re(?=s?$)", "er"),
        (r"(?<=[tbhi])er(?=s?$)", "re"),
        (r"ll(?=(?:ed|ing|er|ers)$)", "l"),
        (r"(?<=[aeiou])l(?=(?:ed|ing|er|ers)$)", "ll"),
        (r"ogue(?=s?$)", "og"),
        (r"og(?=s?$)", "ogue"),
        (r"ence(?=s?$)", "ense"),
        (r"ense(?=s?$)", "ence"),
        (r"^alumini(?=um$)", "alumin"),
        (r"^alumin(?=um$)", "alumini"),
        (r"ph(?=ur)", "f"),
        (r"(?<=sul)f(?=ur)", "ph"),
        (r"grey", "gray"),
        (r"gray", "grey"),
    )
]
_ENDINGS = ("", "s", "es", "ed", "ing", "e", "er", "ers", "ion", "ation", "able", "ment")


@functools.lru_cache(maxsize=4096)
def spellings(base: str) -> frozenset[str]:
    """The stems of `base`, a stem itself, in British and American spelling, `base` among them (`colour`, `color`; `analys`, `analyz`)."""
    whole = {base, f"{base}e", f"{base}ed"}
    return frozenset(stem(pattern.sub(replacement, word)) for word in whole for pattern, replacement in _SPELLINGS) | {base}


def word_forms(word: str) -> frozenset[str]:
    """`word` (lower case) in both spellings, and each with the commonest endings: more forms than exist, to be looked up in an index."""
    spelt = {word} | {pattern.sub(replacement, word) for pattern, replacement in _SPELLINGS}
    forms: set[str] = set(spelt)
    for one in spelt:
        base = stem(one)
        bases = {base, base + base[-1]} if base[-1:] in set("bdgmnprtl") else {base}
        forms |= {b + ending for b in bases for ending in _ENDINGS}
        if base.endswith("y"):
            forms |= {base[:-1] + "ies", base[:-1] + "ied"}
    return frozenset(forms)
