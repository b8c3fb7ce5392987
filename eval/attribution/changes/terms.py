"""Things exchanged for others of their kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eval.attribution.place import Made, Place
from eval.attribution.wording import stems

if TYPE_CHECKING:
    from random import Random

_KINDS = """
steel aluminum copper brass titanium nickel tungsten silver gold zinc magnesium
polyethylene polypropylene polystyrene nylon silicone polyurethane polycarbonate polyester
oxygen nitrogen hydrogen argon helium methane ammonia
water oil ethanol gasoline mercury blood
motor pump fan compressor turbine battery antenna transistor capacitor resistor laser camera microphone loudspeaker keyboard printer scanner
screw bolt rivet hinge clamp hook buckle zipper magnet
aircraft ship bicycle truck motorcycle train tractor helicopter
heart liver kidney lung brain stomach bladder
red blue green yellow black white
wood glass paper leather ceramic concrete rubber
glucose insulin cholesterol collagen heparin penicillin
"""
_GROUPS = [frozenset(line.split()) for line in _KINDS.strip().splitlines()]
_SUBJECT = re.compile(r"^(The|A|An) ([a-z]{4,}) (is|has|includes|comprises|contains|can|may|provides)\b")


def term_swapped(place: Place, random: Random) -> Made | None:
    """A material, device, colour … becomes another of its kind that the source does not name; every mention in the sentence is exchanged."""
    sentence, held = place.sentence, stems(place.source) | set(re.findall(r"[a-z]+", place.source.casefold()))
    spots = [(word, group) for group in _GROUPS for word in sorted(group) if re.search(rf"\b{word}\b", sentence)]
    random.shuffle(spots)
    for word, group in spots:
        others = [w for w in sorted(group) if w[:5] not in held and w not in held]
        if others and len([w for w in group if re.search(rf"\b{w}\b", sentence)]) == 1:
            return Made(re.sub(rf"\b{word}\b", random.choice(others), sentence))
    return None


def subject_swapped(place: Place, random: Random) -> Made | None:
    """The sentence is said of a thing that other documents of the collection speak of and the source does not name."""
    sentence, held = place.sentence, stems(place.source)
    found = _SUBJECT.search(sentence)
    if not found or found[2] in GENERAL:
        return None
    others = [s for s in place.elsewhere.subjects() if s[:5] not in held and s != found[2]]
    if not others:
        return None
    other = random.choice(others)
    article = found[1] if found[1] == "The" else ("An" if other[0] in "aeiou" else "A")
    return Made(f"{article} {other}{sentence[found.end(2) :]}")


def subject(sentence: str) -> str | None:
    """The noun that `sentence` begins with; None where it is a word for anything, which could be said of the same thing."""
    found = _SUBJECT.search(sentence)
    return found[2] if found and found[2] not in GENERAL else None


GENERAL = frozenset(
    ["above", "accordingly", "amount", "apparatus", "application", "apparatuses", "arrangement", "article", "assembly", "body", "claim", "claimed", "combination", "component", "composition", "compound", "construction", "content", "design", "device", "disclosed", "disclosure", "document", "element", "embodiment", "equipment", "example", "exemplary", "feature", "field", "figure", "first", "following", "former", "function", "further", "group", "improved", "instrument", "invention", "item", "latter", "layer", "machine", "material", "means", "mechanism", "member", "method", "mixture", "model", "module", "novel", "number", "object", "operation", "other", "part", "patent", "plurality", "portion", "position", "present", "preferred", "procedure", "process", "product", "proposed", "region", "resulting", "result", "said", "same", "second", "section", "sequence", "series", "single", "solution", "step", "structure", "subject", "substance", "such", "surface", "system", "technique", "technology", "third", "thing", "tool", "unit", "use", "user", "value", "various", "work"]
)
"""Words that name anything: a statement about "the device" may well be true of the hood."""
