"""Japanese eras: the years in which Japan's office counted until 1999, and counts in its own papers still."""

from __future__ import annotations

import re

# letter: (name, first year, last year of the era as a western year)
_ERAS = {"M": ("明治", 1868, 1912), "T": ("大正", 1912, 1926), "S": ("昭和", 1926, 1989), "H": ("平成", 1989, 2019), "R": ("令和", 2019, 2117)}
_BY_SIGN = {name[0]: letter for letter, (name, _, _) in _ERAS.items()}
ERA = r"(?:明治?|大正?|昭和?|平成?|令和?|[MTSHR])"
"""A pattern for an era as it is written: its letter, its first sign, its name."""
_SIGNS = re.compile("|".join(_BY_SIGN))


def era_letter(written: str) -> str:
    """`H` for `平成`, `平` or `H`."""
    return _BY_SIGN.get(written[0], written[0].upper())


def era_year(letter: str, year: int) -> int | None:
    """The western year of an era's year: 1996 for Heisei 8; None where that era had no such year."""
    _, first, last = _ERAS[letter]
    western = first + year - 1
    return western if year >= 1 and western <= last else None


def mentions_era(text: str) -> bool:
    """Whether a Japanese sign of an era stands in the text."""
    return _SIGNS.search(text) is not None


def eras_of(western: int) -> tuple[tuple[str, int], ...]:
    """The eras and their years that a western year may be written as: (("S", 64), ("H", 1)) for 1989."""
    return tuple((letter, western - first + 1) for letter, (_, first, last) in _ERAS.items() if first <= western <= last)
