"""Where a model's quote stands in the stored text, and what of the text must be shown with it.

Tolerant of typography alone: white space, quotation marks, dashes, ligatures, soft hyphens and zero-width characters, the case of the first
letter, punctuation and an ellipsis at the ends. Words, numbers and their order must be the stored ones. What is shown is always the stored text.
"""

from __future__ import annotations

import re

from assistant.answering.typography import fold, words
from assistant.answering.vocabulary import NEGATIONS
from indexing.sentences import sentences

MIN_WORDS = 3
"""A shorter quote proves nothing: "the device" is in every patent."""
_MIN_UNSPACED = 6
"""The same in characters, for scripts that put no space between words."""

_LEADING = " \"'.-"
_TRAILING = " \"'.,;:-"
_JOINERS = "-'/"
_CLAUSE_END = re.compile(r"[,;:](?=\s)")


def find_quote(quote: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """The code-point range of `text` that holds the words of `quote`, or None. A place within `text[start:end]` is preferred.

    None for a quote of fewer than three words (unless it is the whole text), for one that leaves something out in its middle, and for one
    that would begin or end within a word, a compound or a number. Words that stand in several places are found at the first: they say the same.
    """
    wanted, _ = fold(quote)
    wanted = wanted.lstrip(_LEADING).rstrip(_TRAILING)
    folded, origin = fold(text)
    if not wanted or (_too_short(wanted) and wanted.casefold() != folded.strip(_LEADING + _TRAILING).casefold()):
        return None
    inside = (start, len(text) if end is None else end)
    places = [(origin[a][0], origin[b - 1][1]) for a, b in _places(wanted, folded)]
    return next((p for p in places if inside[0] <= p[0] and p[1] <= inside[1]), places[0] if places else None)


def _places(wanted: str, folded: str) -> list[tuple[int, int]]:
    """Ranges of `folded` that equal `wanted` but for the case of its first letter, and begin and end where words do."""
    pattern = re.escape(wanted)
    if wanted[0].isalpha():
        pattern = f"[{re.escape(wanted[0].lower()[:1])}{re.escape(wanted[0].upper()[:1])}]{re.escape(wanted[1:])}"
    found = (m.span() for m in re.finditer(f"(?={pattern})", folded))
    ranges = [(a, a + len(wanted)) for a, _ in found]
    return [(a, b) for a, b in ranges if not _joined(folded, a, -1) and not _joined(folded, b - 1, 1)]


def _joined(text: str, edge: int, step: int) -> bool:
    """Whether the character at `edge` goes on as the same word, compound or number in the direction `step`."""
    inner = text[edge]
    outer = _at(text, edge + step)
    if not inner.isalnum() or not outer:
        return False
    if outer.isalnum():
        return not (_unspaced(inner) or _unspaced(outer))
    if outer in ".," and inner.isdecimal():
        return _at(text, edge + 2 * step).isdecimal()
    if step < 0 and outer in "-+±" and inner.isdecimal():
        return True  # a sign, or the upper end of a range
    return outer in _JOINERS and _at(text, edge + 2 * step).isalnum()


def _at(text: str, position: int) -> str:
    return text[position] if 0 <= position < len(text) else ""


def _too_short(wanted: str) -> bool:
    if any(_unspaced(c) for c in wanted):
        return sum(c.isalnum() for c in wanted) < _MIN_UNSPACED
    return len(words(wanted)) < MIN_WORDS


def _unspaced(character: str) -> bool:
    """Whether the script of `character` is written without spaces (Han, kana, Thai; Hangul is spaced)."""
    return "\u0e00" <= character <= "\u0e7f" or "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def with_negation(text: str, start: int, end: int) -> tuple[int, int]:
    """`text[start:end]` begun earlier where a negation stands up to six words before it in the same clause: a quote must not lose its "not"."""
    sentence = next((a for a, b in sentences(text) if a <= start < b), start)
    clause = max((m.end() for m in re.finditer(r"[;:,]\s", text[sentence:start])), default=0) + sentence
    before = list(re.finditer(r"\S+", text[clause:start]))[-6:]
    for word in before:
        if any(w in NEGATIONS or w.endswith("n't") for w in words(word[0])):
            return clause + word.start(), end
    return start, end


def to_end_of_sentence(text: str, start: int, end: int, longest: int) -> int:
    """Where the sentence in which `text[start:end]` ends does, if within `longest` characters of `start`; else where the clause does; else `end`."""
    stop = next((b for a, b in sentences(text) if a < end <= b), end)
    if stop - start <= longest:
        return stop
    clause = _CLAUSE_END.search(text, end, min(stop, start + longest))
    return clause.start() if clause else end
