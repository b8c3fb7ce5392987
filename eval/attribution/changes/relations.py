"""Relations turned round: opposites, roles, and certainty that the source does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eval.attribution.place import Made, Place
from eval.attribution.wording import DENIALS

if TYPE_CHECKING:
    from random import Random

_OPPOSITES = """
increase decrease | increases decreases | increased decreased | increasing decreasing | raises lowers | raised lowered | higher lower | upper lower
above below | top bottom | inner outer | inside outside | internal external | interior exterior | horizontal vertical | horizontally vertically
maximum minimum | front rear | open closed | opens closes | opening closing | heated cooled | heating cooling | hot cold | parallel perpendicular
positive negative | inlet outlet | upstream downstream | larger smaller | longer shorter | thicker thinner | greater smaller | faster slower
clockwise counterclockwise | proximal distal | inward outward | inwardly outwardly | upward downward | upwardly downwardly | forward rearward
attached detached | connected disconnected | expands contracts | expanded contracted | flexible rigid | convex concave | before after
simultaneously sequentially | permanently temporarily | manually automatically | transparent opaque | wet dry | strong weak | high low | left right
engages disengages | engaged disengaged | activated deactivated | enabled disabled | wide narrow | early late | receives transmits | add remove
loosened tightened | accelerates decelerates | strengthens weakens | improves worsens | absorbs emits | pushes pulls | ascending descending
"""
_PAIRS = [tuple(pair.split()) for pair in re.split(r"[|\n]", _OPPOSITES) if pair.strip()]
_OTHER = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}

_ACTIONS = (
    "drives|supports|contains|surrounds|covers|houses|receives|controls|encloses|feeds|heats|cools|holds|carries|actuates|moves|generates|produces"
    "|detects|measures|monitors|stores|transmits|supplies|compresses|cuts|presses|pushes|pulls|lifts|protects|charges|powers|triggers|causes"
)
_ROLES = re.compile(rf"\b(the|a|an|said) ([a-z]{{3,}}(?: [a-z]{{3,}})?) ({_ACTIONS}) (the|a|an|said) ([a-z]{{4,}})\b(?=[ ,.;])")
_FROM_TO = re.compile(r"\bfrom (the|a|an|said) ([a-z]{3,}(?: [a-z]{3,})?) to (the|a|an|said) ([a-z]{4,})\b(?=[,.;])")

_RAISED = (
    (re.compile(r"\bmay (?:optionally )?(?=be\b|have\b|include\b|comprise\b)"), "must "),
    (re.compile(r"\bcan (?=be\b)"), "must "),
    (re.compile(r"\b(?:preferably|optionally|typically|usually|generally)\b(?!,)"), "always"),
    (re.compile(r"\b(?:some|a portion|a part|most) of the\b"), "all of the"),
    (re.compile(r"\bat least one of the (?=[a-z]+s\b)"), "all of the "),
)
_CERTAIN = re.compile(r"\b(?:must|always|all|every|each|required?|requires|necessary|necessarily|need\w*|shall|mandatory|essential)\b", re.IGNORECASE)


def opposite(place: Place, random: Random) -> Made | None:
    """A word that stands once in the sentence becomes its opposite, which stands nowhere in the source, and nothing is denied."""
    sentence, source = place.sentence, place.source.casefold()
    if DENIALS.search(sentence):
        return None
    spots = [m for m in re.finditer(r"[a-z]+", sentence) if m[0] in _OTHER and len(re.findall(rf"\b{m[0]}\b", sentence)) == 1]
    spots = [m for m in spots if not re.search(rf"\b{_OTHER[m[0]][:5]}", source)]
    if not spots:
        return None
    spot = random.choice(spots)
    return Made(f"{sentence[: spot.start()]}{_OTHER[spot[0]]}{sentence[spot.end() :]}")


def roles_swapped(place: Place, random: Random) -> Made | None:
    """Who does what to whom, or from where to where, the other way round; only for relations that have a direction."""
    sentence, source = place.sentence, place.source.casefold()
    if DENIALS.search(sentence):
        return None
    made = []
    for m in _ROLES.finditer(sentence):
        first, verb, second = m[2].split()[-1], m[3], m[5]
        if first != second and not re.search(rf"\b{second} {verb}\b", source):
            made.append((m, f"{m[4]} {m[5]} {verb} {m[1]} {m[2]}"))
    for m in _FROM_TO.finditer(sentence):
        if m[2] != m[4] and not re.search(rf"\bfrom (?:the|a|an|said) {m[4]}\b", source):
            made.append((m, f"from {m[3]} {m[4]} to {m[1]} {m[2]}"))
    if not made:
        return None
    m, other = random.choice(made)
    return Made(f"{sentence[: m.start()]}{other}{sentence[m.end() :]}")


def certainty_raised(place: Place, random: Random) -> Made | None:
    """What may be must be, what holds for some holds for all; the source says nothing of must, all or always."""
    sentence = place.sentence
    if DENIALS.search(sentence) or _CERTAIN.search(place.source):
        return None
    raised = [m for pattern, word in _RAISED for m in [(pattern.search(sentence), word)] if m[0]]
    if not raised:
        return None
    found, word = random.choice(raised)
    return Made(f"{sentence[: found.start()]}{word}{sentence[found.end() :]}") if found else None
