"""Changes that keep what a sentence says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eval.attribution.place import Made, Place
from eval.attribution.wording import CONDITIONS, COUNTS, DENIALS, MEASURE, UNITS, capital_first

if TYPE_CHECKING:
    from random import Random

_COUNT = re.compile(rf"\b({'|'.join(COUNTS[2:])})(?= [a-z]+s\b)", re.IGNORECASE)
_SIGN = re.compile(r"\s*\((?:\d{1,4}[a-z]?'?)(?:\s*[,;-]\s*\d{1,4}[a-z]?'?)*\)")
_CLAUSE = re.compile(r"(?:,\s*(?:and\s+)?(?:wherein|whereby|so that)\b|;)")
_OPEN = re.compile(r"\b(?:between|either|both|if|when|unless|until|except|whether|from)\b", re.IGNORECASE)
_SHORTEST_CUT = 40
_WRITTEN = {sign: name for group in UNITS.values() for sign, name in group.items()}
_BRITISH = {
    "color": "colour",
    "colors": "colours",
    "colored": "coloured",
    "aluminum": "aluminium",
    "fiber": "fibre",
    "fibers": "fibres",
    "center": "centre",
    "centers": "centres",
    "centered": "centred",
    "meter": "metre",
    "meters": "metres",
    "vapor": "vapour",
    "odor": "odour",
    "gray": "grey",
    "sulfur": "sulphur",
    "behavior": "behaviour",
    "analyze": "analyse",
    "analyzed": "analysed",
    "utilizing": "utilising",
    "utilizes": "utilises",
    "utilized": "utilised",
    "utilize": "utilise",
    "minimize": "minimise",
    "minimizes": "minimises",
    "polarized": "polarised",
    "pressurized": "pressurised",
    "stabilized": "stabilised",
    "ionized": "ionised",
    "crystallized": "crystallised",
    "synchronized": "synchronised",
    "organized": "organised",
    "optimized": "optimised",
    "optimize": "optimise",
    "labeled": "labelled",
    "channeled": "channelled",
    "modeling": "modelling",
    "signaling": "signalling",
    "traveling": "travelling",
}
_AMERICAN = re.compile(rf"\b(?:{'|'.join(_BRITISH)})\b")


def verbatim(place: Place, random: Random) -> Made | None:  # noqa: ARG001 - nothing is drawn
    """The sentence as it is."""
    return Made(place.sentence)


def number_as_digits(place: Place, random: Random) -> Made | None:  # noqa: ARG001
    """`two hinges` as `2 hinges`."""
    return _made(place, _COUNT.sub(lambda m: str(COUNTS.index(m[1].casefold())), place.sentence))


def unit_written_out(place: Place, random: Random) -> Made | None:  # noqa: ARG001
    """`15 mm` as `15 millimetres`."""
    return _made(place, MEASURE.sub(lambda m: f"{m[1]} {_WRITTEN[m[3]]}", place.sentence))


def includes_for_comprises(place: Place, random: Random) -> Made | None:  # noqa: ARG001
    """`comprises` and `includes` say the same in a patent: both are open."""
    other = {"comprises": "includes", "comprising": "including", "includes": "comprises", "including": "comprising"}
    return _made(place, re.sub(r"\b(?:compris|includ)(?:es|ing)\b", lambda m: other[m[0]], place.sentence))


def reference_signs_dropped(place: Place, random: Random) -> Made | None:  # noqa: ARG001
    """`the hood (12)` as `the hood`."""
    return _made(place, _SIGN.sub("", place.sentence))


def british_spelling(place: Place, random: Random) -> Made | None:  # noqa: ARG001
    """`color` as `colour`."""
    return _made(place, _AMERICAN.sub(lambda m: _BRITISH[m[0]], place.sentence))


def the_for_said(place: Place, random: Random) -> Made | None:  # noqa: ARG001
    """`said hood` as `the hood`, as people write."""
    return _made(place, re.sub(r"\bsaid (?=[a-z])", "the ", place.sentence))


def cut_at_a_clause(place: Place, random: Random) -> Made | None:
    """The sentence up to a clause that adds to it (`…, wherein`, `…;`): what stands before is said without it.

    Not where a condition, a denial or an alternative is about, which the rest might limit.
    """
    sentence = place.sentence
    if CONDITIONS.search(sentence) or DENIALS.search(sentence):
        return None
    cuts = [m.start() for m in _CLAUSE.finditer(sentence) if m.start() >= _SHORTEST_CUT and not _OPEN.search(sentence[: m.start()])]
    cuts = [c for c in cuts if _balanced(sentence[:c])]
    if not cuts:
        return None
    return _made(place, sentence[: random.choice(cuts)].rstrip(" ,;") + ".")


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count('"') % 2 == 0


def _made(place: Place, statement: str) -> Made | None:
    """The statement where it is another than the sentence."""
    return Made(capital_first(statement)) if statement != place.sentence else None
