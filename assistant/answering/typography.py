"""Typography put away, so that texts can be compared word for word: the kinds of blanks, quotation marks, dashes, ligatures, invisible characters."""

from __future__ import annotations

import functools
import re
import unicodedata

_SINGLE = dict.fromkeys(map(ord, "‘’‚‛`´′ʼ＇"), "'")
_DOUBLE = dict.fromkeys(map(ord, "“”„‟″«»＂"), '"')
_DASH = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_LIGATURE = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_TYPOGRAPHY = {**_SINGLE, **_DOUBLE, **_DASH, **_LIGATURE, 0x2026: "..."}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
_KNOWN_TEXTS = 256
_WORD = re.compile(r"[^\W_]+(?:[.,'/-][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words and numbers of `text`, folded for comparison: typography and case put away, `12.5`, `T-shaped` and `and/or` whole."""
    return list(_words(text))


@functools.lru_cache(maxsize=_KNOWN_TEXTS)
def _words(text: str) -> tuple[str, ...]:
    """Remembered: the checks of one statement ask for the words of the same few texts a dozen times."""
    return tuple(_WORD.findall(fold(text)[0].casefold()))


def fold(text: str) -> tuple[str, list[tuple[int, int]]]:
    """`text` with typography put away, and for each of its characters the range of `text` it stands for.

    White space becomes one blank, two single quotation marks a double one (as TeX and old patent files write them); a combining mark is
    composed with its letter. Everything else stays as it is: no case, no accent and no superscript is lost.
    """
    out: list[str] = []
    origin: list[tuple[int, int]] = []
    for position, character in enumerate(text):
        if character in _INVISIBLE:
            continue
        place = (position, position + 1)
        if character.isspace():
            if not out or out[-1] != " ":
                out.append(" ")
                origin.append(place)
            continue
        if unicodedata.combining(character) and out:
            composed = unicodedata.normalize("NFC", out[-1] + character)
            if len(composed) == 1:
                out[-1], origin[-1] = composed, (origin[-1][0], position + 1)
                continue
        if character in ",;:" and out and out[-1] == " ":
            out[-1], origin[-1] = character, place  # old files set a blank before the comma; readers and models do not
            continue
        folded = _TYPOGRAPHY.get(ord(character), character)
        if folded == "'" and out and out[-1] == "'" and origin[-1][1] == position:
            out[-1], origin[-1] = '"', (origin[-1][0], position + 1)
            continue
        out.extend(folded)
        origin.extend([place] * len(folded))
    return "".join(out), origin
