"""Class symbols with weights as a person writes them: `A45D20/12^2 A45D20`."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from indexing.classes import symbol
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_HINT = "write CPC or IPC symbols parted by blanks, as `A45D20/12^2 A45D20`: the number after ^ is the weight"
_SUBCLASS = 4


def parse_weights(text: str) -> tuple[tuple[str, float], ...]:
    """The symbols of `text`, in the form of `indexing.classes.symbol`, with their weights (1 where none is written), each once, in order.

    Parted by blanks, commas or semicolons; a symbol may have a blank after its subclass (`A45D 20/12`). The weights of a symbol that is written
    twice are added. Raises `UsageError` for what is no symbol and for a weight that is no positive number.
    """
    words: list[str] = []
    for word in re.split(r"[\s,;]+", text.strip()):
        if word[:1].isdigit() and words and len(words[-1]) == _SUBCLASS and symbol(words[-1]):
            words[-1] += word
        elif word:
            words.append(word)
    found: dict[str, float] = {}
    for word in words:
        name, weight = _one(word)
        found[name] = found.get(name, 0.0) + weight
    return tuple(found.items())


def _one(word: str) -> tuple[str, float]:
    written, mark, number = word.partition("^")
    name = symbol(written)
    if name is None:
        raise UsageError(f"'{written}' is no class symbol", _HINT)
    try:
        weight = float(number) if mark else 1.0
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight > 0):
        raise UsageError(f"'{word}' has no weight that is a positive number", _HINT)
    return name, weight


def write_weights(weights: Iterable[tuple[str, float]]) -> str:
    """The text that `parse_weights` reads as these symbols and weights; weights are written to six digits."""
    return " ".join(name if weight == 1 else f"{name}^{weight:.6g}" for name, weight in weights)
