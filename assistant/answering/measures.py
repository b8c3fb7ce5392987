"""The numbers and measures a text names: what a statement may not get wrong."""

from __future__ import annotations

import re

from assistant.answering.typography import words

_NUMBER = re.compile(r"(?<![\w.,])[-−]?\d+(?:[.,]\d+)*(?:/\d+)?")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)*)\s*-?\s*(°\s*[CFK]?|%|[A-Za-zµμΩ]+)")
_DEGREES = re.compile(r"(?:°|degrees?)\s*(C|F)(?:elsius|entigrade|ahrenheit)?\b", re.IGNORECASE)

_SPELLED = """
0 zero
2 two both pair dual double twin twice
3 three triple
4 four
5 five
6 six
7 seven
8 eight
9 nine
10 ten
11 eleven
12 twelve dozen
20 twenty
30 thirty
40 forty
50 fifty
60 sixty
100 hundred
1000 thousand
"""
_NUMBER_WORDS = {word: line.split()[0] for line in _SPELLED.strip().splitlines() for word in line.split()[1:]}
_LOOSE = frozenset({"both", "pair", "dual", "double", "twin", "twice", "dozen", "triple"})
"""Words that say a number in a source, but need not be held by it when a sentence says them."""

_UNIT_NAMES = """
mm millimeter millimeters millimetre millimetres
cm centimeter centimeters centimetre centimetres
m meter meters metre metres
km kilometer kilometers kilometre kilometres
µm μm um micron microns micrometer micrometers micrometre micrometres
nm nanometer nanometers nanometre nanometres
inch inches
ft foot feet
kg kilogram kilograms
g gram grams
mg milligram milligrams
s sec second seconds
ms millisecond milliseconds
min minute minutes
h hr hour hours
day days
week weeks
month months
year years
°c celsius centigrade
°f fahrenheit
k kelvin
° degree degrees deg
% percent
hz hertz
khz kilohertz
mhz megahertz
ghz gigahertz
v volt volts
kv kilovolt kilovolts
mv millivolt millivolts
amp amps ampere amperes
ma milliamp milliampere milliamperes
w watt watts
kw kilowatt kilowatts
pa pascal pascals
kpa kilopascal kilopascals
bar bars
psi
l liter liters litre litres
ml milliliter milliliters millilitre millilitres
bit bits
byte bytes
kb kilobyte kilobytes
mb megabyte megabytes
gb gigabyte gigabytes
rpm
n newton newtons
j joule joules
mol mole moles
"""
UNITS = {name: line.split()[0] for line in _UNIT_NAMES.strip().splitlines() for name in line.split()}
"""Every name of a unit of measure, in small letters, with the one spelling it is compared by; `in` and `a` are words far more often than units."""

_WORD_BEFORE_UNIT = re.compile(rf"(?<![\w-])({'|'.join(sorted(_NUMBER_WORDS))})(?=[\s-]+[A-Za-zµμΩ%°])", re.IGNORECASE)


def foreign_number(sentence: str, source: str) -> str:
    """The first number, or number with its unit of measure, of `sentence` that `source` does not hold; empty where there is none."""
    held = _numbers(source, frozenset())
    foreign = next((n for n in sorted(_numbers(sentence, _LOOSE)) if n not in held), "")
    if foreign:
        return foreign
    measures = _measures(source)
    return next((f"{n} {u}" for n, u in sorted(_measures(sentence)) if (n, u) not in measures), "")


def _numbers(text: str, loose: frozenset[str]) -> set[str]:
    """Numbers in digits (thousands commas and signs put away, those within a word such as `12a` included) and, but for `loose`, in words."""
    digits = {m[0].replace("−", "-").replace(",", "").lstrip("-") for m in _NUMBER.finditer(text)}
    digits |= {d for n in digits for d in _DIGITS.findall(n)}
    named = words(text)
    digits |= {d for w in named if not w.isdecimal() for d in _DIGITS.findall(w)}
    return digits | {_NUMBER_WORDS[part] for w in named for part in w.split("-") if part in _NUMBER_WORDS and part not in loose}


def _measures(text: str) -> set[tuple[str, str]]:
    """Numbers with a known unit of measure, the unit in one spelling."""
    text = _WORD_BEFORE_UNIT.sub(lambda m: _NUMBER_WORDS[m[1].casefold()], _DEGREES.sub(r"°\1", text))
    pairs = ((m[1].replace(",", ""), m[2].replace(" ", "").casefold()) for m in _MEASURE.finditer(text))
    return {(n, UNITS[u]) for n, u in pairs if u in UNITS}
