"""Words of a query as the index knows words: runs of letters and digits, with the dialect's signs for missing letters turned into ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.dialect_text.scanning import fault
from indexing.expressions.tree import Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.dialect_text.syntax import Leaf

WILD = "*?#"
_BOUNDED = re.compile(r"\$(\d*)")


def words_of(leaf: Leaf, signs: str, convert: Callable[[str], Word], *, phrase_stemmed: bool | None = None) -> Word | Phrase:
    """The word, or the words side by side, that a leaf is. `signs` are kept beside letters and digits, `convert` makes a word of each run.

    A run of signs alone is any one word (`"cell * pack"`). Raises `UsageError` where the leaf holds no letter or digit.
    """
    runs = re.findall(rf"(?:[^\W_]|[{re.escape(signs)}])+", leaf.text) if signs else re.findall(r"[^\W_]+", leaf.text)
    words = tuple(convert(run) for run in runs)
    if not any(c.isalnum() for word in words for c in word.text):
        raise fault(leaf.column, f"'{leaf.text[:20]}' holds no letter and no digit", "give a word; to find every document, search by date or class")
    if phrase_stemmed is not None:
        words = tuple(Word(w.text, w.most, phrase_stemmed and not is_wild(w)) for w in words)
    return words[0] if len(words) == 1 else Phrase(words)


def is_wild(word: Word) -> bool:
    """Whether a sign stands for letters of the word."""
    return any(sign in word.text for sign in WILD)


def dollar_word(run: str) -> tuple[Word, bool]:
    """A word whose `$` stands for any letters and `$3` for up to three (BRS), and whether a bound in its middle was lost.

    `$1` is one letter or none anywhere; a larger bound can be kept at the end only.
    """
    lost = False
    most: int | None = None
    out, at = "", 0
    for found in _BOUNDED.finditer(run):
        out += run[at : found.start()]
        at = found.end()
        bound = int(found[1]) if found[1] else None
        if bound == 1:
            out += "#"
        elif bound is not None and at == len(run):
            out, most = out + "*", bound
        else:
            out += "*"
            lost = lost or bound is not None
    out += run[at:]
    return Word(re.sub(r"\*+", "*", out), most if out.endswith("*") and most else None), lost


def spelled_out(word: Word, exactly_one: str, limit: int = 8) -> list[str] | None:
    """All ways to write a word without `#` and without a bound, by a sign for exactly one letter; None where they are more than `limit`.

    `colo#r` is `color` or `colo?r`; `motor*` of at most 2 is `motor`, `motor?` or `motor??`.
    """
    ways = [""]
    for character in word.text[:-1] if word.most and word.text.endswith("*") else word.text:
        more = [*ways]
        ways = [one + {"?": exactly_one}.get(character, character) for one in ways] if character != "#" else [one + exactly_one for one in ways]
        if character == "#":
            ways = more + ways
        if len(ways) > limit:
            return None
    if word.most and word.text.endswith("*"):
        ways = [one + exactly_one * n for one in ways for n in range(word.most + 1)]
    return ways if len(ways) <= limit else None
