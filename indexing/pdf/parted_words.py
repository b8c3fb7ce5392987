"""Words that a line's end parted, in texts whose hyphens were lost.

The text layers of scanned patents (those of a well-known collection among them) often leave the hyphen at a line's end out: `re` and `sistivity`
stand on two lines. In such a document two pieces are one word where the document itself has that word elsewhere, and has not both pieces
as words of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WORD = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"(?<![\w-])([^\W\d_]+)$")
_FIRST = re.compile(r"^([^\W\d_]+)")
_HYPHENS = frozenset("-~¬\u2010\u2011")
_ENOUGH = 60
"""Lines that a document needs before the lack of hyphens says anything."""
_USUAL = 0.01
"""Fewer line ends with a hyphen than this: they were lost."""


def joiner(lines: Sequence[str]) -> Callable[[str, str], str]:
    """A function that adds a line to a text, made for a document of these lines."""
    hyphens = sum(line.endswith("-") for line in lines)
    if len(lines) < _ENOUGH or hyphens > _USUAL * len(lines):
        return joined
    words = Counter(w.lower() for line in lines for w in _WORD.findall(line)[1:-1])

    def mended(text: str, line: str) -> str:
        last, first = _LAST.search(text[-40:]), _FIRST.match(line)
        if last and first and first[1][0].islower():
            a, b = last[1].lower(), first[1].lower()
            if words[a + b] and not (words[a] and words[b]):
                return text + line
        return joined(text, line)

    return mended


def joined(text: str, line: str) -> str:
    """A line added to a text; a word that was parted with a hyphen (which recognition takes for a swung dash) is one word again."""
    if text[-1:] in _HYPHENS and text[-2:-1].islower() and line[:1].islower():
        return text[:-1] + line
    return f"{text} {line}" if text else line
