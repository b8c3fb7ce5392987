"""What a word of an expression looks for among the terms of a text: `hair-dry*` is `hair` and, right after it, a term that begins with `dry`."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexing.engines.analysers import CJK, PLAIN, is_cjk
from indexing.engines.lexical import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.expressions.tree import Word

# Signs that no patent writes stand for the wild ones while text becomes terms: letters, so that they part nothing, and the same in capitals
_SIGNS = {"*": "\ua000", "?": "\ua001", "#": "\ua002"}
_WILD = {sign: wild for wild, sign in _SIGNS.items()}
_GAPS = re.compile("[*#]+")
_PIECES = re.compile("[*?#]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What one term must be. `text` is folded, with the wild signs of `Word`, or, with `stemmed`, the stem in the language of the text."""

    text: str
    most: int | None = None
    stemmed: bool = False

    @property
    def wild(self) -> bool:
        """Whether it stands for more than one term."""
        return _PIECES.search(self.text) is not None

    @property
    def head(self) -> str:
        """The letters before the first wild sign."""
        return _PIECES.split(self.text, maxsplit=1)[0]

    def matches(self, term: str) -> bool:
        """Whether this folded term (stem, where `stemmed`) is what is looked for."""
        return _compiled(self.text, self.most).fullmatch(term) is not None if self.wild else term == self.text


@functools.lru_cache(maxsize=4096)
def _compiled(text: str, most: int | None) -> re.Pattern[str]:
    parts = {"*": ".*", "?": ".", "#": ".?"}
    body = [parts.get(c, re.escape(c)) for c in text]
    if most is not None and text.endswith("*"):
        body[-1] = f".{{0,{most}}}"
    return re.compile("".join(body))


@functools.lru_cache(maxsize=4096)
def patterns(word: Word, analyser: str) -> tuple[Pattern, ...]:
    """What `word` looks for in text of this analyser: terms side by side; none where the word holds neither letter nor digit."""
    wild = _PIECES.search(word.text) is not None
    texts = [text for piece in (_cjk(word.text) if analyser == CJK else [word.text]) for text in _terms(piece)]
    if word.stemmed and not wild:
        return tuple(Pattern(stem, stemmed=True) for stem in tokens(word.text, analyser))
    return tuple(Pattern(text, word.most if n == len(texts) and text.endswith("*") else None) for n, text in enumerate(texts, 1))


def phrase(words: Sequence[Word], analyser: str) -> tuple[Pattern, ...]:
    """What words side by side look for. Those of scripts without spaces are one run: their pairs overlap where they meet."""
    if analyser != CJK:
        return tuple(p for word in words for p in patterns(word, analyser))
    joined: list[Word] = []
    for word in words:
        if joined and is_cjk(joined[-1].text[-1:]) and is_cjk(word.text[:1]):
            joined[-1] = replace(word, text=joined[-1].text + word.text)
        else:
            joined.append(word)
    return tuple(p for word in joined for p in patterns(word, analyser))


def _terms(text: str) -> list[str]:
    signed = "".join(_SIGNS.get(c, c) for c in text)
    return ["".join(_WILD.get(c, c) for c in term) for term in tokens(signed, PLAIN)]


def _cjk(text: str) -> list[str]:
    """`text` parted as the index parts Chinese, Japanese and Korean: pairs of characters, of which `?` may be one.

    Such words have no ends, so that `*` and `#` say nothing there but that a character alone stands in a pair.
    """
    pieces: list[str] = []
    for run in _runs(unicodedata.normalize("NFKC", text)):
        if not any(is_cjk(c) for c in run):
            pieces.append(run)
            continue
        parts = _GAPS.split(run)
        for n, part in enumerate(parts):
            if len(part) == 1:
                pieces.append(f"{part}*" if n < len(parts) - 1 else f"*{part}" if n else part)
            else:
                pieces += [part[i : i + 2] for i in range(len(part) - 1)]
    return pieces


def _runs(text: str) -> list[str]:
    """`text` cut where such scripts and others meet; wild signs go with the characters before them, else with those after."""
    runs: list[str] = []
    script: bool | None = None
    for c in text:
        here = script if c in _SIGNS else is_cjk(c)
        if runs and (here == script or script is None):
            runs[-1] += c
        else:
            runs.append(c)
        script = here
    return runs
