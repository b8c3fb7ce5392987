"""Where a claim may be cut: between its limbs, at its clauses, in its lists, and where an element's relations begin."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.claims_reading.wording import ENUMERATOR, LIMB

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.claims_reading.feature import FeatureKind
    from assistant.claims_reading.wording import Wording

Sort = Literal["transition", "limb", "clause", "said", "step", "list", "pair", "joint"]
_ORDER: tuple[Sort, ...] = ("transition", "clause", "limb", "said", "step", "list", "pair", "joint")
_BEFORE_NUMBER = re.compile(r"(?:[\n:;,]|\b(?:and|or|und|oder|et|ou))\s{0,5}$")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place between two features: the range that belongs to neither, the kind of what follows, and why there is a cut.

    `opens` is where the thing begins that a `pair` joins to another.
    """

    start: int
    end: int
    kind: FeatureKind
    sort: Sort = "limb"
    opens: int = 0


def limbs(text: str, start: int) -> list[Cut]:
    """The cuts between the limbs of a claim from `start` on: semicolons, lines, `(a)`."""
    numbered = [m for m in ENUMERATOR.finditer(text, start) if m.start() == start or _BEFORE_NUMBER.search(text, max(0, m.start() - 8), m.start())]
    return [Cut(m.start(), m.end(), "element") for m in (*LIMB.finditer(text, start), *numbered)]


def clauses(text: str, start: int, wording: Wording) -> list[Cut]:
    """The cuts within limbs from `start` on, none of them inside brackets."""
    depth = depths(text)
    found = [
        Cut(m.start(), m.end(), "relation", "clause" if _LETTER.search(m[0].strip("and ")) else "said")
        for m in wording.relation.finditer(text, start)
    ]
    found += [Cut(m.start(), m.end(), "element", "limb" if ":" in m[0] else "list") for m in wording.enumeration.finditer(text, start)]
    found += [Cut(m.start(), m.end(), "element", "step") for m in wording.next_step.finditer(text, start)]
    found += [Cut(m.start(1), m.end(1), "element", "pair", m.start()) for m in wording.pair.finditer(text, start)]
    found += [Cut(m.start(), m.end(), "relation", "joint") for m in wording.joint.finditer(text, start)]
    return [cut for cut in found if not depth[cut.start]]


def _clause(between: str) -> Sort:
    """Words such as `wherein` begin a clause; where there is but a comma, something is said of a part named before."""
    return "clause" if _LETTER.search(between.strip(" ,").removeprefix("and")) else "said"


def in_order(cuts: Iterable[Cut]) -> list[Cut]:
    """`cuts` by place; those that touch are one, of the strongest sort, and what follows is a relation where any of them says so."""
    merged: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, c.end, _ORDER.index(c.sort))):
        if not merged or cut.start > merged[-1].end:
            merged.append(cut)
            continue
        before = merged[-1]
        sort = min(cut.sort, before.sort, key=_ORDER.index)
        kind: FeatureKind = "relation" if "relation" in (cut.kind, before.kind) else "element"
        merged[-1] = replace(before, end=max(before.end, cut.end), sort=sort, kind=kind)
    return merged


def depths(text: str) -> list[int]:
    """For each character how many round brackets are open around it; all zero where brackets do not match."""
    found, opened = [], 0
    for character in text:
        opened -= character == ")" and opened > 0
        found.append(opened)
        opened += character == "("
    return [0] * len(text) if opened else found
