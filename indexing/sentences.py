"""Where sentences end in patent text.

Rules, not a trained model: patents abbreviate in few, well-known ways (FIG. 3, No. 5, U.S. Pat. Ser.), and the same text must be cut at the
same places on every machine. What the rules miss makes a sentence longer, never a quote wrong.
"""

from __future__ import annotations

import re
from itertools import pairwise

_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s)|[。！？｡][」』）]*|\n\s*\n")
_CLAUSE = re.compile(r"[;:](?=\s)|[；：]|,(?=\s+(?:wherein|whereby|characteri[sz]ed|said|the|a|an|and|which|so)\b)|\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:figs?|nos?|pat|pats|ser|appl|pub|e\.g|i\.e|e\.\s?g|i\.\s?e|cf|vs|viz|approx|ca|dr|mr|mrs|prof|inc|co|corp|ltd|st|al|ref|refs|eq"
    r"|eqs|ex|vol|pp|col|sec|sect|par|dept|jr|sr|max|min|resp|u\.s|u\.k|[a-z])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Code-point ranges of the sentences of `text`, in order, without the space between them; they cover every other character."""
    cuts = [0]
    for end in _END.finditer(text):
        if end[0].startswith(".") and not _ends_sentence(text, end.start(), end.end()):
            continue
        cuts.append(end.end())
    return [r for r in (_trim(text, a, b) for a, b in pairwise([*cuts, len(text)])) if r]


def clauses(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """`text[start:end]` cut after semicolons, colons, lines and commas before a new element, then between words, so that each range has at
    most `longest` characters (a single longer word stays whole); neighbours are joined again while they fit.
    """
    if end - start <= longest:
        return [(start, end)]
    cuts = [start, *(m.end() for m in _CLAUSE.finditer(text, start, end)), end]
    pieces: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        for piece in _words_up_to(text, a, b, longest):
            if pieces and piece[1] - pieces[-1][0] <= longest:
                pieces[-1] = (pieces[-1][0], piece[1])
            else:
                pieces.append(piece)
    return pieces


def _ends_sentence(text: str, dot: int, after: int) -> bool:
    """Whether the full stop at `dot` ends a sentence: no abbreviation or initial before it, and no small letter after it."""
    following = text[after : after + 40].lstrip()
    if following[:1].islower():
        return False
    if following[:1].isdecimal() and text[max(0, dot - 3) : dot].endswith(" ") and text[max(0, dot - 3) : dot].strip()[-1:].isdecimal():
        return False  # a reference numeral set apart: ( 16 . 1 , 16 . 2 )
    if not _ABBREVIATION.search(text, max(0, dot - 12), dot + 1):
        return True
    # A single capital may name a part and end a sentence ("the valve A. The"); an initial stands before a capital without an article.
    single = re.search(r"\s[A-Z]\.$", text[max(0, dot - 3) : dot + 1])
    return bool(single and re.match(r"(?:The|A|An|In|It|This|When|If|As)\b", following))


def _words_up_to(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """`text[start:end]` trimmed and cut at white space into ranges of at most `longest` characters."""
    pieces: list[tuple[int, int]] = []
    while trimmed := _trim(text, start, end):
        start, stop = trimmed
        if stop - start > longest:
            space = max((m.start() for m in re.finditer(r"\s", text[start : start + longest + 1])), default=0)
            later = re.search(r"\s", text[start:stop])
            stop = start + (space or (later.start() if later else stop - start))
        pieces.append((start, stop))
        start = stop
    return pieces


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range without white space at its ends; None where nothing is left."""
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
