"""Numbers and units that the source does not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eval.attribution.place import Made, Place
from eval.attribution.wording import AFTER_NUMBER, BEFORE_NUMBER, BOUNDS, COUNTS, MEASURE, UNITS, values

if TYPE_CHECKING:
    from random import Random

_COUNT = re.compile(rf"(?<![\w-])({'|'.join(COUNTS[2:8])})(?= [a-z]{{3,}}s\b)", re.IGNORECASE)
_NEAR = 24
"""Characters before and after a number in which no word may stand that lets it stand for others."""
_FACTORS = (1.5, 2.0, 2.5, 3.0, 4.0, 0.4, 0.25)


def number_changed(place: Place, random: Random) -> Made | None:
    """A measure gets another number, or a count a higher one, that stands nowhere in the source, in no form.

    A lower count would be entailed (who has three has two), and so would be numbers near bounds and ranges: those are left alone.
    """
    sentence, held = place.sentence, values(place.source)
    spans = [(m.start(1), m.end(1), _measures(m[1])) for m in MEASURE.finditer(sentence) if not _bounded(sentence, *m.span())]
    spans += [(m.start(1), m.end(1), _counts(m[1])) for m in _COUNT.finditer(sentence) if not _bounded(sentence, *m.span())]
    random.shuffle(spans)
    for start, end, others in spans:
        random.shuffle(others)
        for other in others:
            if not values(other) & held:
                return Made(f"{sentence[:start]}{other}{sentence[end:]}")
    return None


def unit_changed(place: Place, random: Random) -> Made | None:
    """A measure gets another unit of the same quantity, which the source has with no number."""
    sentence = place.sentence
    measures = [m for m in MEASURE.finditer(sentence) if not _bounded(sentence, *m.span())]
    random.shuffle(measures)
    for m in measures:
        group = next(g for g in UNITS.values() if m[3] in g)
        others = sorted(u for u in group if u != m[3] and not _names(place.source, u, group[u]))
        if others:
            return Made(f"{sentence[: m.start(3)]}{random.choice(others)}{sentence[m.end(3) :]}")
    return None


def _bounded(sentence: str, start: int, end: int) -> bool:
    before, after = sentence[max(0, start - _NEAR) : start], sentence[end : end + _NEAR]
    return any(pattern.search(text) for pattern, text in ((BOUNDS, before), (BOUNDS, after), (BEFORE_NUMBER, before), (AFTER_NUMBER, after)))


def _counts(word: str) -> list[str]:
    """Higher counts, in words with the same beginning."""
    n = COUNTS.index(word.casefold())
    return [c.capitalize() if word[0].isupper() else c for c in COUNTS[n + 1 : n + 6]]


def _measures(number: str) -> list[str]:
    """Other numbers, with as many decimals."""
    decimals = len(number.partition(".")[2])
    others = (f"{float(number) * f:.{decimals}f}" for f in _FACTORS)
    return [o for o in dict.fromkeys(others) if float(o) not in (0.0, float(number))]


def _names(source: str, sign: str, name: str) -> bool:
    """Whether `source` says a unit in print or written out."""
    written = name.removesuffix("s")
    return bool(re.search(rf"(?<![A-Za-z]){re.escape(sign)}(?![A-Za-z])", source)) or written.casefold() in source.casefold()
