"""A true sentence, with a paragraph cited that does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.attribution.place import Made, Place
from eval.attribution.wording import stems, values

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

_MISSING = 3
"""So many words of the sentence, in any form, the cited paragraph must lack: it cannot say it all."""
_SHORTEST = 60


def same_document(place: Place, random: Random) -> Made | None:
    """Another unit of the same document is cited."""
    return _cited(place, ((place.document, name, text) for name, text in place.units.items() if name not in {place.unit, "title"}), random)


def similar_document(place: Place, random: Random) -> Made | None:
    """A unit of the documents nearest in words is cited, the nearest that lacks something."""
    return _cited(place, place.elsewhere.similar(place), None if random else None)


def another_document(place: Place, random: Random) -> Made | None:
    """A unit of any other document is cited."""
    return _cited(place, place.elsewhere.others(place), random)


def _cited(place: Place, units: Iterable[tuple[str, str, str]], random: Random | None) -> Made | None:
    """The sentence with one of `units` as its source: drawn, or the first where nothing draws."""
    said, numbers = stems(place.sentence), values(place.sentence)
    lacking = [
        u for u in units if len(u[2]) >= _SHORTEST and (len(said - stems(u[2])) >= _MISSING or (said - stems(u[2]) and numbers - values(u[2])))
    ]
    if not lacking:
        return None
    return Made(place.sentence, random.choice(lacking) if random else lacking[0])
