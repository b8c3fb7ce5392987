"""What changes need to know of English and of patents.

Kept apart from the judge's own tables, so that a bench does not test a list against itself.
"""

from __future__ import annotations

import re

COUNTS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Number words by their number."""
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
}
_GROUPS = {"pair": 2, "both": 2, "double": 2, "dual": 2, "twice": 2, "triple": 3, "dozen": 12, "half": 0.5, "quarter": 0.25}
_VALUES: dict[str, float] = {**{w: float(n) for n, w in enumerate(COUNTS)}, **{w: float(n) for w, n in _TENS.items()}, **_GROUPS}
_DIGITS = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+")

UNITS: dict[str, dict[str, str]] = {
    "length": {"nm": "nanometres", "µm": "micrometres", "mm": "millimetres", "cm": "centimetres", "m": "metres", "km": "kilometres"},
    "mass": {"mg": "milligrams", "g": "grams", "kg": "kilograms"},
    "time": {"ms": "milliseconds", "seconds": "seconds", "minutes": "minutes", "hours": "hours", "days": "days"},
    "temperature": {"°C": "degrees Celsius", "°F": "degrees Fahrenheit"},
    "frequency": {"Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz"},
    "voltage": {"mV": "millivolts", "V": "volts", "kV": "kilovolts"},
    "power": {"W": "watts", "kW": "kilowatts"},
    "pressure": {"Pa": "pascals", "kPa": "kilopascals", "MPa": "megapascals", "bar": "bar", "psi": "pounds per square inch"},
    "volume": {"ml": "millilitres", "l": "litres"},
    "angle and share": {"%": "percent", "degrees": "degrees"},
}
"""Units of measure by what they measure: as printed, and written out."""
_SIGNS = sorted((u for group in UNITS.values() for u in group), key=lambda u: (-len(u), u))
MEASURE = re.compile(rf"(?<![\w.,/–-])(\d+(?:\.\d+)?)(\s?)({'|'.join(map(re.escape, _SIGNS))})(?![\w/°^²³·-])")
"""A number (1), blank or not (2) and its unit as printed (3)."""
BOUNDS = re.compile(
    r"\b(?:less|fewer|more|greater|larger|smaller|higher|lower|longer|shorter|most|least|up to|below|under|above|over|beyond|exceed\w*|max\w*|min\w*"
    r"|within|between|rang\w+|about|approx\w*|around|nearly|almost|roughly|substantially|not|no|any|each|every|either|per)\b|[<>≤≥±~–/]",
    re.IGNORECASE,
)
"""Words near a number that let it stand for others: a changed number could still be true."""
BEFORE_NUMBER = re.compile(r"\b(?:to|or|and|from|x)\s*$|[-×]\s*$", re.IGNORECASE)
AFTER_NUMBER = re.compile(r"^\s*(?:to|or|and|x|by)\b|^\s*[-×]", re.IGNORECASE)
"""Words beside a number that make it one end of a range, one of several, or a part of something."""
DENIALS = re.compile(
    r"\b(?:not|no|none|never|neither|nor|without|cannot|non|lack\w*|absen\w+|free|fail\w*|prevent\w*|avoid\w*|unless|except\w*|exclud\w*|instead|rather"
    r"|hardly|rarely|unable|devoid|eliminat\w*|prohibit\w*|inhibit\w*|only)\b|n[’']t\b|\bnon-|\w-free\b|\b(?:un|dis|in)\w+(?:ed|able|ible)\b",
    re.IGNORECASE,
)
"""Whatever denies, in any form."""
CONDITIONS = re.compile(
    r"^\s*(?:if|when|where|unless|while|until|although|whether|provided|in case|should|how|what|which|why)\b|\?\s*$", re.IGNORECASE
)
"""How sentences begin that say something only on a condition, or ask."""


def values(text: str) -> set[float]:
    """Every number that `text` says, in digits (each part of a compound, too) or in words."""
    said = {float(m[0].replace(",", "")) for m in _DIGITS.finditer(text)}
    said |= {float(part) for m in re.finditer(r"\d+", text) for part in (m[0],)}
    return said | {_VALUES[w] for w in map(str.casefold, _WORD.findall(text)) if w in _VALUES}


def stems(text: str) -> set[str]:
    """The beginnings (five letters) of the words of `text` of four letters and more: any form of a word counts as the word."""
    return {w.casefold()[:5] for w in _WORD.findall(text) if len(w) > 3}  # noqa: PLR2004 - shorter ones are mostly function words


def capital_first(text: str) -> str:
    """`text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]
